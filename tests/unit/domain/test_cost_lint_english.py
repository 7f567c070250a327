"""English sentences that put a cost of collection on the debtor, and those that do not (COST_01, COST_02, IND_02)."""

from __future__ import annotations

import pytest

from chalicelib.domain.cost_lint import cost_problems

REFUSED = """
The costs of collection are payable by you.
File fee: €15.00
Reminder fee: €12
Formal notice fee €25.00
Collection charge (flat rate): €40.00
Collection fees of 10%, i.e. €120.00
You owe €35.00 in file fees.
The sum includes 18 euros for reminder costs.
The total is inclusive of handling fees.
This sum will be increased by the recovery costs.
You are liable for the collection costs.
The cost of this letter will be claimed from you.
The formal notice costs will be invoiced to you.
Please pay the amount due plus the administration fee.
Settle the invoice and the reminder costs without delay.
Lawyers' fees: €300.00
Postage costs: €7.50
Contribution to the processing costs of the file: €20
You will bear all the recovery costs.
We charge you follow-up fees.
A late fee of €19.90 applies.
Bailiff's costs of €96.00 will be added.
You must reimburse the creditor for the collection costs.
Fees: €25.00
Penalty clause of 15%.
Damages of €500 will be claimed from you.
Our fees are included in this total.
The postage will be charged to you.
A surcharge of €20 is due for our intervention.
All expenses will be paid by you.
""".strip().split("\n")

ACCEPTED = """
The costs of collection remain with the creditor.
No collection costs are charged to you.
No file fee is claimed from you.
This service is free of charge for you.
We charge no reminder fees.
The sum of €1,245.60 remains due in principal.
Total: €1,300.53
Principal outstanding: €1,045.60
Late-payment interest: €14.93
Delivery costs: €12.00
Delivery costs of €15.00 are shown on the original invoice.
You can pay by bank transfer, free of charge.
Interest runs at the legal rate from the formal notice.
The file contains three invoices.
The reminder of 5 March has remained unanswered.
The formal notice of 5 March was presented to you on 8 March.
Your file is being handled by Claire Fontaine.
Neither fees nor interest are added to these amounts.
No fees are added to these amounts.
The amount shown does not include any collection costs.
You can pay in three instalments, at no charge.
Thank you for your payment of €120.00.
The cost of the repair is shown on your invoice.
Our fees are not yours to pay.
You owe no collection costs.
""".strip().split("\n")

BETWEEN_PROFESSIONALS = """
The fixed recovery indemnity (indemnité forfaitaire pour frais de recouvrement) is €40 per invoice.
i.e. €1,000.00 in principal and €40.00 for the fixed recovery indemnity.
Complementary indemnity, on proof: €150.00
""".strip().split("\n")


def test_the_lists_hold_at_least_twenty_five_sentences_each() -> None:
    assert len(set(REFUSED)) >= 25
    assert len(set(ACCEPTED)) >= 25


@pytest.mark.parametrize("consumer", [True, False])
@pytest.mark.parametrize("sentence", REFUSED)
def test_a_cost_put_on_the_debtor_is_refused(sentence: str, consumer: bool) -> None:
    assert cost_problems(sentence, consumer=consumer)


@pytest.mark.parametrize("consumer", [True, False])
@pytest.mark.parametrize("sentence", ACCEPTED)
def test_what_puts_no_cost_on_the_debtor_is_accepted(sentence: str, consumer: bool) -> None:
    assert cost_problems(sentence, consumer=consumer) == ()


@pytest.mark.parametrize("sentence", BETWEEN_PROFESSIONALS)
def test_the_legal_indemnities_are_no_cost_between_professionals_and_refused_towards_a_consumer(sentence: str) -> None:
    """IND_01, IND_02, COST_02."""
    assert cost_problems(sentence, consumer=False) == ()
    assert cost_problems(sentence, consumer=True)

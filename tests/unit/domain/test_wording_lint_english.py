"""Fifty English sentences that may not be sent and fifty that may (LTR_06, R-050, R-063): as strict as in French."""

from __future__ import annotations

import pytest

from chalicelib.domain.wording_lint import lint

REFUSED = """
Legal proceedings are under way against you.
Proceedings have already been started against you.
We have started legal action against you.
We have taken the matter to the commercial court.
We will take you to court next Monday.
If you do not pay within eight days, we will go to court.
We are going to sue you.
We shall sue.
You will be sued.
You are going to be prosecuted.
You will be ordered to pay this sum.
You will be summoned before the judge.
Your file has been passed to our bailiff.
Your file will be handed over to an enforcement officer.
Your case is going to court.
Your file goes into litigation tonight.
We are passing your file to our lawyers.
We will instruct a bailiff.
A bailiff has been instructed to recover this sum.
Our solicitor is instructed to act.
An application for a payment order has been filed.
A payment order has been issued in your name.
The writ will be served on you next week.
The seizure of your accounts is scheduled.
A garnishment of your wages will be carried out.
Your assets will be seized.
Your bank account will be frozen.
Your furniture is going to be sold at auction.
We will seize your vehicle.
We will have your wages garnished.
A bailiff will call at your home on Tuesday.
An agent will visit you this week.
We will come to your home to collect the goods.
You will receive a visit from an enforcement officer.
The visit of an investigator is planned for Thursday.
Final notice before legal action.
Last reminder before seizure.
Pay now or face legal action.
Pay today to avoid court action.
Order to pay.
In the name of the law, you must settle this sum.
Commercial Court of Paris
Notice of seizure
Writ of execution
Judicial Recovery Department
The costs of collection are payable by you.
A file fee of €15 will be added to your debt.
You will also have to bear all the lawyers' fees.
This sum will be increased by our collection fees.
We will inform your employer of this situation.
Your neighbours will be told.
You will be put on a blacklist of bad payers.
Your conduct amounts to fraud.
You risk prison.
A judgment has been obtained against you.
Court proceedings will follow.
We will not hesitate to take you to court.
We will be forced to start proceedings.
We have no choice but to instruct a bailiff.
We will publish your name.
You will be reported to the Banque de France.
Your credit rating will suffer.
You will regret it.
We know where you live.
Act before it is too late.
This is your last warning.
You have been warned.
We are acting in bad faith no more than you are: you are.
We reserve the right to choose the day, but the seizure of your accounts is ordered.
Enforcement has begun.
A criminal complaint has been lodged against you.
Our officers will be at your door tomorrow.
The court will rule against you.
""".strip().split("\n")

ACCEPTED = """
We reserve the right to bring the matter before the competent court.
If no agreement has been reached by then, we reserve the right to refer the matter to the competent court.
We reserve the right to apply for a payment order.
The creditor may refer the matter to the competent court.
Legal proceedings might be considered if no solution were found.
No proceedings have been started to date.
We have not started any proceedings.
This letter is not an order to pay.
This letter comes neither from a court nor from an enforcement officer.
We would rather find an amicable solution with you.
If we do not hear from you, we may have to send you a formal notice.
A formal notice will then be sent to you by registered letter.
We formally give you notice to pay the sum of €1,200.00 by 14 March 2026 at the latest.
The costs of collection remain with the creditor.
No collection costs are charged to you.
You owe no collection costs.
This service is free of charge for you.
The fixed recovery indemnity of €40 per invoice is laid down by article D441-5 of the French Commercial Code.
Late-payment interest continues to run until payment in full.
Unless we are mistaken, this invoice is still to be paid.
Thank you for your payment.
We will continue our exchange in writing.
You can pay by bank transfer to the account shown below.
If you have already paid, please disregard this message.
Claire Fontaine is at your disposal on +33 4 78 12 34 57.
Payment in several instalments is possible.
If you dispute this invoice, please tell us why.
You can apply free of charge to the over-indebtedness commission of the Banque de France.
You can turn free of charge to the consumer mediator.
You can lodge a complaint with the CNIL.
You can send a complaint to the mediator.
4 Court Street
Delivery to the court of Lyon, room 4: chairs and desks.
The Old Courthouse Restaurant
Data entry service, March 2026
Your file is being handled by Claire Fontaine.
Your file will be examined carefully.
We have passed your question to our accounts department.
Our adviser will call you back tomorrow morning.
Could you tell us the planned payment date?
We have received your payment of 20 February.
The receipt is issued subject to clearing.
This payment was returned by the bank.
We have had no answer from you.
A detailed statement of account is enclosed.
Interest runs at the legal rate from the formal notice.
Delivery costs of €12 are shown on the original invoice.
You will be informed of what becomes of your request.
We will enter your payment in our books tomorrow.
We will deliver the equipment on Tuesday.
Your order is being prepared.
An answer is expected within eight days.
Failing that, the creditor will decide what to do next.
Neither a seizure nor a visit is planned.
We charge no reminder fees.
Delivery costs are included in the price.
If insolvency proceedings are opened in your respect, please let us know.
Please contact your bank if the transfer was rejected.
The balance could then be claimed from you at once (déchéance du terme).
We hope to see you again soon.
Sue Martin
""".strip().split("\n")


def test_the_lists_hold_at_least_fifty_sentences_each() -> None:
    assert len(set(REFUSED)) >= 50
    assert len(set(ACCEPTED)) >= 50


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_sentence_that_frightens_or_misleads_is_refused(sentence: str) -> None:
    assert lint(sentence)


@pytest.mark.parametrize("sentence", ACCEPTED)
def test_a_firm_and_factual_sentence_is_accepted(sentence: str) -> None:
    assert lint(sentence) == ()


@pytest.mark.parametrize("sentence", REFUSED[:20])
def test_capital_letters_and_an_apostrophe_change_nothing(sentence: str) -> None:
    assert lint(sentence.upper().replace("WE WILL", "WE’LL"))


def test_a_threat_in_the_other_language_is_a_threat() -> None:
    """A text in French that ends in English, and the other way round, is read in both."""
    assert lint("Madame, Monsieur,\n\nYour assets will be seized.")
    assert lint("Dear Sir or Madam,\n\nVos biens seront saisis.")

"""Money recorded in whatever order: in the end every receipt says what the ledger says (R-092, PAY_01..PAY_03)."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from chalicelib.domain.case import Outcome
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.receipts import nothing_left, spread_of
from tests.support.invariants import check
from tests.support.story import DUE, Story, d


@pytest.mark.parametrize("seed", range(16))
def test_in_whatever_order_money_is_recorded_every_receipt_ends_up_true(seed: int) -> None:
    """Payments, late ones, reversals and credit notes by chance; then everything goes out, and one receipt is final."""
    chance = random.Random(seed)  # noqa: S311  # a story by chance, no secret
    story = Story(d(2))
    story.debtor(email=None if seed % 5 == 0 else "dettes@debiteur.example")
    case = story.open()
    day = 2
    for number in range(chance.randint(3, 8)):
        day += chance.choice([0, 1, 2, 5, 9])
        story.play(d(day, chance.choice([9, 11, 22])))
        _something_with_money(story, case, chance, day, number)
    story.play(d(day + 25))
    check(story)
    account = statement_of(story.case(case), story.recording.rates, story.today(case))
    standing = [payment for payment in story.case(case).payments if payment.reversed_on is None]
    receipts = [story.case(case).receipt_of(payment.id) for payment in standing]
    for receipt in receipts:
        assert receipt is not None
        assert receipt.state is ReceiptState.SENT
        assert receipt.spread == spread_of(account, receipt.payment_id, is_final=receipt.is_final)
    finals = sum(receipt.is_final for receipt in receipts if receipt)
    assert finals == (1 if standing and nothing_left(account) else 0)
    assert (story.case(case).outcome is Outcome.PAID) is nothing_left(account)


def _something_with_money(story: Story, case: str, chance: random.Random, day: int, number: int) -> None:
    standing = [payment for payment in story.case(case).payments if payment.reversed_on is None]
    what = chance.choice(["part", "part", "all", "late", "reverse", "credit"])
    if what == "part":
        story.pay(case, chance.randint(1, 60_000), method=chance.choice(["cheque", "bank_transfer"]))
    elif what == "all" and story.owed(case) > 0:
        story.pay(case)
    elif what == "late":
        story.pay(case, chance.randint(1, 40_000), on=DUE + timedelta(days=chance.randint(0, day - 1)))
    elif what == "reverse" and standing:
        story.reverse(case, chance.choice(standing).id)
    elif what == "credit":
        story.credit(case, chance.randint(1, 13_000), number=f"AV-{number}")

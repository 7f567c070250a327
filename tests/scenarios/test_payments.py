"""Money comes in: reminders stop, receipts go out, what is left is claimed (R-092)."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp

from .people import PRINCIPAL
from .reading import pdf_text
from .story import day, open_story

pytestmark = pytest.mark.local_cloud


def test_nothing_is_sent_after_the_debt_is_paid(local_app: RunningApp, client: ApiClient) -> None:
    story = open_story(client)
    story.until(20)
    story.pay(story.owed())
    story.until(110)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        f"D+20: {story.case()['payments'][0]['amount']['amount'] / 100:.2f} paid",
        "D+20: closed: paid",
        "D+20: final receipt",
        "D+20: e-mail final_receipt",
    ]
    assert story.case()["outcome"] == "paid"
    assert story.owed() == 0
    assert "reste dû" not in pdf_text(story.documents("receipt")[0]).lower()
    mails = [mail for mail in local_app.cloud.sent_mail() if mail["To"] == [story.mailbox]]
    assert len(mails) == 2, "one reminder and one receipt"


def test_after_a_part_payment_only_the_rest_is_claimed(client: ApiClient) -> None:
    story = open_story(client)
    story.until(20)
    story.pay(100_000)
    story.until(31)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        "D+20: 1000.00 paid",
        "D+20: receipt",
        "D+20: e-mail receipt",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ]
    case = story.case()
    assert case["status"] == "open"
    balance = case["balance"]
    parts = sum(balance[part]["amount"] for part in ("principal", "interest", "fixed_indemnity"))
    assert balance["total"]["amount"] == parts < PRINCIPAL
    text = " ".join(story.emails()[-1].get_body(("plain",)).get_content().split())  # type: ignore[union-attr]
    owed = f"{story.contacts(template='reminder_2')[0]['text'] and balance['principal']['amount'] / 100:,.2f}"
    assert owed.replace(",", " ").replace(".", ",") in text, text


def test_a_payment_that_bounces_revives_the_debt(client: ApiClient) -> None:
    """PAY_03: the receipt is withdrawn by letter before any reminder."""
    story = open_story(client)
    story.until(20)
    payment = story.pay(story.owed())
    story.until(22)
    story.command(f"payments/{payment['id']}/reverse", reason="cheque without funds", on=day(21))
    story.until(31)
    told = [line for line in story.told() if line.startswith(("D+22", "D+23", "D+3"))]
    assert told == [
        "D+22: reopened",
        "D+22: letter receipt_withdrawal",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ]

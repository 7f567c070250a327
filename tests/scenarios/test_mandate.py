"""A case handed to a collector: its letter first, its letterhead and account after, its money passed on (R-057)."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient
from infra.local.running import RunningApp

from . import people
from .reading import pdf_text
from .story import day, open_story

pytestmark = pytest.mark.local_cloud


def test_a_case_changes_hands_after_its_own_reminder(local_app: RunningApp, client: ApiClient) -> None:
    """LTR_01, LTR_04, PAY_04..PAY_06: letter, recall, account, advice and remittance, each through its own function."""
    creditor_id = client.post("/creditors", {**people.CREDITOR, "collector": people.COLLECTOR})["id"]
    story = open_story(client, creditor_id=creditor_id)
    story.until(16)
    client.post(f"/creditors/{creditor_id}/mandates", people.MANDATE)
    story.command("mandate", reason="Handed to the agency.")
    story.until(20)
    payment = story.pay(100_000)
    client.settled(story.clock_id)
    story.until(46)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        "D+16: under the mandate",
        "D+16: letter first_letter",
        "D+20: 1000.00 paid",
        "D+20: e-mail payment_advice",
        "D+20: receipt",
        "D+20: e-mail receipt",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
        "D+45: registered letter formal_notice",
    ]
    _recalls_its_letter(client, story.case_id, story.case()["mandate"]["first_letter"]["reference"])
    (advice,) = story.contacts(purpose="advice")
    mails = [mail for mail in local_app.cloud.sent_mail() if mail["To"] == [people.CREDITOR["email"]]]
    assert (advice["recipient"], len(mails)) == (people.CREDITOR["email"], 1)
    passed_on = {"on": day(46), "reference": "VIR 0042"}
    remitted = client.post(f"/cases/{story.case_id}/payments/{payment['id']}/remittance", passed_on)
    assert (payment["remittance"]["remit_by"], remitted["remittance"]["remitted_on"]) == (day(35), day(46))


def _recalls_its_letter(client: ApiClient, case_id: str, reference: str) -> None:
    letter, reminder, sms, notice = _texts(client, case_id)
    for text in (letter, reminder, sms, notice):
        assert reference in text
    for text in (letter, reminder, notice):
        assert "Dubreuil SAS" in text
        assert "FR76 3000 1007 9412 3456 7890 185" in text
        assert people.IBAN[:4] not in text.replace("FR76", "")
    assert "L111-8" in letter


def _texts(client: ApiClient, case_id: str) -> tuple[str, str, str, str]:
    """The first letter, the reminder after it, its short message, the formal notice."""
    papers = {
        document["kind"]: client.download(document["id"])[1]
        for document in client.pages(f"/cases/{case_id}/documents")
        if document["kind"] in ("letter", "formal_notice")
    }
    texts = {c["template"]: c["text"] for c in client.pages(f"/cases/{case_id}/contacts") if c["text"]}
    plain = {kind: " ".join(pdf_text(pdf).split()) for kind, pdf in papers.items()}
    return plain["letter"], texts["reminder_2"].replace("\u00a0", " "), texts["reminder_2_sms"], plain["formal_notice"]

"""Nobody pays: the whole amicable procedure, step by step, to the creditor's decision (R-036..R-042, R-098)."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.local.api_client import ApiClient
from infra.local.demo_report import evidence_pack
from infra.local.running import RunningApp

from . import people
from .reading import pdf_text
from .story import Story, eventually, open_story

pytestmark = pytest.mark.local_cloud


def test_an_unpaid_invoice_goes_through_every_step_to_the_creditors_decision(
    local_app: RunningApp, client: ApiClient, tmp_path: Path
) -> None:
    story = open_story(client)
    story.until(45)
    assert story.news() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
        "D+45: registered letter formal_notice",
    ]
    first, second = story.emails()
    assert _attached(first) == [people.INVOICE_PDF]
    assert people.IBAN in _text(first).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    assert _text(first) != _text(second)
    _arrived(local_app, story)

    assert story.case()["formal_notice"]["named_last_day"] == "2026-03-16"
    assert "au plus tard le 16 mars 2026" in pdf_text(story.documents("formal_notice")[0])

    story.until(72)
    assert story.news() == [
        "D+48: letter presented",
        "D+65: call to make: last_call",
        "D+72: decision required, asked 1 time(s)",
    ]
    assert story.case()["status"] == "awaiting_decision"

    contacts = len(story.contacts())
    story.until(110)
    assert story.news() == [
        "D+87: decision required, asked 2 time(s)",
        "D+102: decision required, asked 3 time(s)",
    ]
    assert len(story.contacts()) == contacts, "the debtor hears nothing while the creditor thinks"

    story.command("decision", choice="handover", reason="The debtor never answered.")
    assert story.news() == ["D+110: phase judicial", "D+110: ready for handover", "D+110: closed: handed_over"]

    _, verdict = evidence_pack(client, story.case_id, tmp_path)
    assert "VALIDE, complet jusqu" in verdict, verdict


def _attached(email: object) -> list[bytes]:
    return [part.get_content() for part in email.iter_attachments()]  # type: ignore[attr-defined]


def _text(email: object) -> str:
    return str(email.get_body(("plain",)).get_content())  # type: ignore[attr-defined]


def _arrived(app: RunningApp, story: Story) -> None:
    """The local cloud's own SES and SNS carried the two e-mails and the SMS."""
    eventually(lambda: len([m for m in app.cloud.sent_mail() if m["To"] == [story.mailbox]]) == 2, "two e-mails")
    phone = story.contacts(channel="sms")[0]["recipient"]
    texts = [text["Message"] for text in app.cloud.sent_texts() if text["PhoneNumber"] == phone]
    assert len(texts) == 1
    assert "2 400" not in texts[0], "an SMS names no amount"

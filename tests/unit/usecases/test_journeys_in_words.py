"""The same journey with the real texts: what leaves is what a debtor would read (R-048, R-049, R-125)."""

from __future__ import annotations

import hashlib
import io
from email import message_from_bytes, policy

from pypdf import PdfReader

from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.contact import Channel
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.money import Money
from chalicelib.usecases.case_request import NewInvoice
from chalicelib.usecases.sending import Content, fetch
from tests.support.invariants import check
from tests.support.story import DUE, Story, d

INVOICE = b"%PDF-1.7 facture"


def test_what_leaves_is_kept_byte_for_byte_and_says_what_it_must() -> None:
    story = Story(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    story.debtor()
    document = Content(DocumentKind.INVOICE, "FA-1.pdf", "application/pdf", INVOICE)
    invoice = NewInvoice("FA-1", DUE, DUE, Money(120_000), documents=(document,))
    case = story.open(invoices=(invoice,))
    story.play(d(46))
    story.pay(case)
    story.play(d(60))
    by_template = {contact.template: contact for contact in story.contacts(case)}
    left = {each.contact_id: each for each in story.sent}

    for contact in by_template.values():
        if contact.channel is not Channel.CALL:
            kept, key = story.memory.document(story.scope, contact.document_ids[0])
            assert isinstance(kept, Document)
            body = fetch(kept, key, recording=story.recording, archive=story.archive)
            assert body == left[contact.id].content
            assert hashlib.sha256(body).hexdigest() == contact.content_sha256

    reminder = message_from_bytes(left[by_template["reminder_1"].id].content, policy=policy.default)
    assert [part.get_content() for part in reminder.iter_attachments()] == [INVOICE]
    plain = reminder.get_body(("plain",))
    assert plain is not None
    assert "FA-1" in plain.get_content()

    sms = left[by_template["reminder_2_sms"].id].content.decode()
    assert story.case(case).reference in sms
    assert "1200" not in sms.replace("\u202f", "").replace(" ", "")  # CON_07: no amount in an SMS

    notice = PdfReader(io.BytesIO(left[by_template["formal_notice"].id].content))
    words = " ".join(page.extract_text() for page in notice.pages)
    assert "mise en demeure" in words.lower()
    assert "FA-1" in words
    assert "final_receipt" in by_template
    check(story)

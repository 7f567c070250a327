"""What stands on a call sheet beside the message facts: hours, caps, and the last letter as it was sent (R-070)."""

from __future__ import annotations

from chalicelib.domain.call_brief import CallBrief, LastLetter, calls_left, hours_of
from chalicelib.domain.case import Case
from chalicelib.domain.case_contacts import reached
from chalicelib.domain.contact import Channel, Contact, ContactRef
from chalicelib.domain.document import Document
from chalicelib.domain.page_link import without_tokens
from chalicelib.domain.plan import local_day

from .recording import CaseFile
from .sending import Sending, fetch

PDF = "application/pdf"
MOST_PAGES_BYTES = 1_000_000
"""A longer paper is named and not attached: a sheet is printed."""


def call_brief(file: CaseFile, ports: Sending) -> CallBrief:
    """As things are when the call is asked for; the call itself is not counted yet."""
    left, days = calls_left(file.case.debtor_kind, file.log, file.now)
    return CallBrief(
        hours=hours_of(file.case, file.creditor.contact_policy, file.now),
        left=left,
        days=days,
        new_customer=file.debtor.new_customer,
        sector=file.debtor.sector,
        last_letter=_last_letter(file, ports),
    )


def _last_letter(file: CaseFile, ports: Sending) -> LastLetter | None:
    """An e-mail by its words, a letter by its pages."""
    ref = _last_written(file.case)
    if ref is None:
        return None
    contact = ports.recording.store.contact(file.case.scope, ref.id)
    on = local_day(file.case, ref.at)
    return LastLetter(
        on, ref.channel.value, ref.template, without_tokens(contact.text or ""), _pages(file, contact, ports)
    )


def _last_written(case: Case) -> ContactRef | None:
    written = (Channel.EMAIL, Channel.LETTER, Channel.REGISTERED_LETTER)
    refs = [ref for record in case.steps for ref in record.contacts if ref.channel in written and reached(ref)]
    return max(refs, key=lambda ref: ref.at, default=None)


def _pages(file: CaseFile, contact: Contact, ports: Sending) -> bytes:
    if contact.text or not contact.document_ids:
        return b""
    document: Document = ports.recording.store.document(file.case.scope, contact.document_ids[0])[0]
    if document.media_type != PDF or document.size > MOST_PAGES_BYTES:
        return b""
    return fetch(document, file.key, recording=ports.recording, archive=ports.archive)

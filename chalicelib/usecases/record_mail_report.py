"""Record what the mail provider reports by itself about an e-mail: delivered, bounced, complained (R-084, CON_09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.contact import ContactState, DeliveryKind
from chalicelib.domain.errors import DomainError
from chalicelib.domain.parties import Scope
from chalicelib.domain.sealed_event import KeyErased

from .ports import no_reply
from .record_delivery_event import RecordDeliveryEvent, record_delivery_event
from .recording import Recording

ACTOR = "mail_provider"
SENDER_AT_WORK = timedelta(minutes=1)
"""Longer than sending takes: before it, whoever sent the e-mail still writes down the provider's answer."""


class ReportTooEarly(DomainError):
    """The e-mail of this report is not known, or its sender is still at work: the report has to come again."""

    code = "report_too_early"
    retryable = True


@dataclass(frozen=True)
class MailReport:
    """``message_id`` is the provider's; ``contact_id`` travelled with the e-mail as tag or header, if at all."""

    message_id: str
    contact_id: str | None
    kind: DeliveryKind
    detail: str | None = None


def record_mail_report(report: MailReport, *, recording: Recording) -> bool:
    """False when the debtor was erased meanwhile: nothing is kept then. The same report again changes nothing.

    Errors: ``report_too_early``, ``clock_advancing`` (409) while the case's test clock moves: bring it again later.
    """
    scope, contact_id = _found(report, recording)
    command = RecordDeliveryEvent(scope, contact_id, ACTOR, report.kind, detail=report.detail)
    try:
        record_delivery_event(command, recording=recording, reply=no_reply)
    except KeyErased:
        return False
    return True


def _found(report: MailReport, recording: Recording) -> tuple[Scope, str]:
    """By the provider's id; else by the contact's own, which finds an e-mail whose sender never heard the provider."""
    found = recording.store.contact_of_message(report.message_id)
    if found is None and report.contact_id is not None:
        found = recording.store.contact_of_message(report.contact_id)
        if found is not None and _is_being_sent(*found, recording):
            raise ReportTooEarly("The e-mail is still being sent.")
    if found is None:
        raise ReportTooEarly("No e-mail is known under this message id.")
    return found


def _is_being_sent(scope: Scope, contact_id: str, recording: Recording) -> bool:
    try:
        contact = recording.store.contact(scope, contact_id)
    except KeyErased:
        return False
    young = recording.wall.now() - contact.recorded_at < SENDER_AT_WORK
    return contact.state is ContactState.INTENDED and young

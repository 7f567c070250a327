"""Send a one-time code to a contact that the creditor supplied, while the person at the debtor's page waits (R-127).

Intent, effect, receipt, as of every contact: the intent keeps the code's hash, the masked copy of the message and its
event in one transaction, then the provider is called. A code that nobody knows to have arrived is simply asked for
again: each one puts the one before out of use.

A service message, at any hour and beyond every cap: the debtor asked for it this minute. It says no word of debt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.case_contacts import not_sent, sent
from chalicelib.domain.contact import Channel, Contact, ContactState
from chalicelib.domain.contact import Purpose as ContactPurpose
from chalicelib.domain.document import Document
from chalicelib.domain.errors import AmbiguousFailure, Conflict, ProviderUnavailable
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.negotiation.known_contacts import address_of, mask
from chalicelib.domain.negotiation.one_time_code import (
    TEMPLATE,
    DebtorCodes,
    OneTimeCode,
    Purpose,
    digits_of,
    text_digest,
)
from chalicelib.domain.outgoing import OutgoingEmail, OutgoingSms, ProviderReceipt
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day

from .acknowledgement import text_to_sign
from .change_case import Changing, Transition, change_case
from .code_hash import hash_of
from .code_message import CodeMessage, code_message
from .ports import no_reply
from .recording import CaseFile
from .send_message import intended
from .sending import Sending, keep_in
from .writes import Create, Update, Write

DEBTOR, MACHINE = "debtor", "amiable"
NOT_SENT = "code_not_sent"


@dataclass(frozen=True)
class AskForCode:
    """``contact`` is the place in ``known_contacts``, ``masked`` what the page showed there.

    ``subject_id`` is the plan, for a signature: the code then fits that plan as it stands alone, in this language.
    """

    scope: Scope
    case_id: str
    purpose: Purpose
    contact: int
    subject_id: str | None = None
    language: str | None = None
    masked: str | None = None


@dataclass(frozen=True)
class CodeSent:
    """``uncertain``: the provider gave no answer; the code may arrive, or the person asks for another."""

    code_id: str
    masked_address: str
    channel: Channel
    expires_at: datetime
    contact_id: str
    uncertain: bool = False


@dataclass(frozen=True)
class Asked:
    """The code, and the message that is to carry it."""

    code: OneTimeCode
    contact: Contact
    message: CodeMessage


def ask_for_code(command: AskForCode, *, ports: Sending) -> CodeSent:
    """Sends it at once.

    Errors: ``contact_unknown`` for an address that is not offered (any more); ``too_many_codes``; for a signature those
    of ``to_sign``; ``code_not_sent`` (503) where the provider surely refused; ``clock_advancing``; ``debtor_erased``.
    """
    outcome = change_case(_changing(command, DEBTOR), asking(command, ports), recording=ports.recording, reply=no_reply)
    asked = outcome.result
    assert isinstance(asked, Asked)
    code, contact_id = asked.code, asked.contact.id
    found = CodeSent(code.id, code.masked, code.channel, code.expires_at, contact_id)
    try:
        receipt = handed_over(asked.message.outgoing, ports, livemode=command.scope.livemode)
    except AmbiguousFailure:
        _concluded(command, contact_id, None, ContactState.UNKNOWN, ports)
        return replace(found, uncertain=True)
    except ProviderUnavailable as refusal:
        _concluded(command, contact_id, None, ContactState.FAILED, ports, error=refusal.code)
        raise ProviderUnavailable("The code could not be sent; ask for another one.", code=NOT_SENT) from refusal
    _concluded(command, contact_id, receipt, ContactState.SENT, ports)
    return found


def asking(command: AskForCode, ports: Sending) -> Callable[[CaseFile], Transition]:
    """The intent, of which ``result`` is ``Asked``; for whoever has loaded the case already."""
    code_id, contact_id = ports.recording.ids.new("cod"), ports.recording.ids.new("ctc")
    digits = _digits(ports)

    def intend(file: CaseFile) -> Transition:
        asked = _asked(file, command, (code_id, contact_id, digits), ports)
        document = keep_in(file, asked.message.kept, ports)
        return _intended(file, asked, document, ports)

    return intend


def _changing(command: AskForCode, actor: str) -> Changing:
    return Changing(command.scope, command.case_id, actor)


def _digits(ports: Sending) -> str:
    """Drawn again in the rare case that the bytes would favour some codes."""
    while True:
        digits = digits_of(ports.recording.ids.random_bytes(8))
        if digits is not None:
            return digits


def _asked(file: CaseFile, command: AskForCode, made: tuple[str, str, str], ports: Sending) -> Asked:
    """``made`` are the ids of the code and of its message, and the digits: the same on a newer case."""
    code_id, contact_id, digits = made
    language = command.language or file.debtor.language
    address = address_of(file.debtor, command.contact, command.masked)
    if address is None:
        raise Conflict("This address is not one that codes may go to.", code="contact_unknown")
    code = OneTimeCode(
        code_id,
        command.purpose,
        "",
        ports.recording.wall.now(),
        address[0],
        mask(*address),
        contact_id,
        subject_id=command.subject_id,
        text_sha256=_text_to_sign(file, command, language, ports),
    )
    code = replace(code, hash=hash_of(code, file, digits, ports.recording))
    message = code_message(file, language, address, contact_id, digits, ports)
    return Asked(code, _contact(file, code, address, message, ports), message)


def _text_to_sign(file: CaseFile, command: AskForCode, language: str, ports: Sending) -> str | None:
    if command.purpose is not Purpose.SIGN:
        return None
    return text_digest(text_to_sign(file, command.subject_id or "", language, ports.renderer))


def _intended(file: CaseFile, asked: Asked, document: Document, ports: Sending) -> Transition:
    """The point of no return: pace, code, contact, copy and events, or nothing."""
    scope, code = file.case.scope, asked.code
    before = ports.recording.store.debtor_codes(scope, file.debtor.id)
    codes = (before or DebtorCodes(file.debtor.id, scope, 0)).with_code(code)
    contact = replace(asked.contact, document_ids=(document.id,), content_sha256=document.sha256)
    told = event(
        EventType.DEBTOR_PAGE_CODE_SENT,
        {"masked": code.masked, "contact_id": contact.id, "subject_id": code.subject_id},
        code_id=code.id,
        channel=code.channel.value,
        purpose=code.purpose.value,
    )
    keep_codes: Write = Update(codes, file.key) if before else Create(codes, file.key)
    writes = (keep_codes, Create(contact, file.key), Create(document, file.key))
    return Transition(file.case, (told, intended(contact)), writes=writes, result=replace(asked, contact=contact))


def _contact(
    file: CaseFile, code: OneTimeCode, address: tuple[Channel, str], message: CodeMessage, ports: Sending
) -> Contact:
    channel, recipient = address
    return Contact(
        id=code.contact_id,
        scope=file.case.scope,
        case_id=file.case.id,
        debtor_id=file.debtor.id,
        step_id=TEMPLATE,
        channel=channel,
        template=TEMPLATE,
        purpose=ContactPurpose.SERVICE,
        state=ContactState.INTENDED,
        recipient=recipient,
        recipient_name=file.debtor.name_at(recipient),
        intended_at=file.now,
        recorded_at=ports.recording.wall.now(),
        subject=message.subject,
        text=message.text,
        cost=ports.tariff.cost(channel, local_day(file.case, file.now), file.case.scope.livemode),
        note_id=f"{code.id}/{TEMPLATE}",
    )


def handed_over(outgoing: OutgoingEmail | OutgoingSms, ports: Sending, *, livemode: bool) -> ProviderReceipt:
    """To the provider of its mode. Errors: ``ProviderUnavailable``; ``AmbiguousFailure``."""
    channels = ports.live if livemode else ports.test
    if isinstance(outgoing, OutgoingEmail):
        return channels.mailer.send(outgoing)
    return channels.texter.send(outgoing)


def _concluded(
    command: AskForCode,
    contact_id: str,
    receipt: ProviderReceipt | None,
    state: ContactState,
    ports: Sending,
    *,
    error: str | None = None,
) -> None:
    """What the provider said, on top of whatever was recorded meanwhile; a report that was faster stands."""

    def transition(file: CaseFile) -> Transition:
        stored = ports.recording.store.contact(command.scope, contact_id)
        if stored.state is not ContactState.INTENDED:
            return Transition(file.case, ())
        contact = replace(
            stored,
            state=state,
            version=stored.version + 1,
            sent_at=stored.intended_at if receipt else None,
            provider_message_id=receipt.message_id if receipt else None,
            error=error,
        )
        case = file.case
        drafts: tuple[CaseEvent, ...] = ()
        if receipt is not None:
            case, drafts = sent(file.case, contact, file.scenario)
        elif state is ContactState.FAILED:
            case, drafts, _ = not_sent(file.case, contact)
        return Transition(case, drafts, writes=(Update(contact, file.key),))

    change_case(_changing(command, MACHINE), transition, recording=ports.recording, reply=no_reply)

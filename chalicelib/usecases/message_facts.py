"""The facts a text is written from, gathered from a case file (R-048, R-049)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.contact import Channel, ContactRef
from chalicelib.domain.joint_statement import speaking_for
from chalicelib.domain.ledger import Statement
from chalicelib.domain.messages import AttachedDocument, MessageFacts, PastMessage, ReceiptFacts
from chalicelib.domain.negotiation.firmness import word_was_broken
from chalicelib.domain.negotiation.note_facts import with_note_facts
from chalicelib.domain.parties import CaseManager, Creditor, DebtorKind
from chalicelib.domain.plan import local_day, named_last_day
from chalicelib.domain.rates import RateTable
from chalicelib.domain.receipts import number_of
from chalicelib.domain.step_record import StepRecord, StepState

from .recording import CaseFile
from .store_ports import Store
from .under_mandate import facts_under_mandate


def message_facts(
    file: CaseFile,
    rates: RateTable,
    *,
    recipient: str | None = None,
    step_id: str | None = None,
    subject_id: str | None = None,
    attachments: tuple[AttachedDocument, ...] = (),
    others: tuple[CaseFile, ...] = (),
) -> MessageFacts:
    """Facts at the case's present day.

    ``recipient`` is an e-mail address or a number, ``None`` on paper; ``subject_id`` is the payment whose receipt is
    written, or the note; ``others`` are further cases that the message speaks for, each with its own account (R-123).
    """
    case, today = file.case, local_day(file.case, file.now)
    account = statement_of(case, rates, today)
    tone = file.scenario.step(step_id).tone if step_id else 1
    facts = MessageFacts(
        creditor=file.creditor,
        debtor=file.debtor,
        case_manager=speaker_of(case, file.creditor),
        case_reference=case.reference,
        statement=account,
        today=today,
        recipient_name=recipient_name_of(file, recipient),
        tone=tone,
        first_message=not any(record.state is StepState.DONE for record in case.steps),
        notice_last_day=_notice_last_day(file, today),
        receipt=receipt_facts(case, subject_id, account) if subject_id and case.receipt_of(subject_id) else None,
        payments=case.payments,
        past_messages=past_messages(case),
        attachments=attachments,
        mediator=file.creditor.mediator if file.debtor.kind is DebtorKind.CONSUMER else None,
        word_broken=word_was_broken(case),
        **facts_under_mandate(file),
    )
    note = case.negotiation.note(subject_id) if subject_id else None
    if note is not None:
        facts = with_note_facts(facts, case, note)
    return speaking_for(facts, tuple(message_facts(other, rates) for other in others))


def with_logo(facts: MessageFacts, store: Store) -> MessageFacts:
    """With the picture of the creditor's brand: one more read where there is one, in its own name alone (R-056)."""
    logo = facts.brand.logo if facts.brand else None
    if logo is None:
        return facts
    return replace(facts, logo=store.logo(facts.creditor.scope, facts.creditor.id, logo.sha256))


def case_manager_of(case: Case, creditor: Creditor) -> CaseManager:
    """The case's contact person, else the creditor's, else the creditor itself (R-091)."""
    return (
        case.case_manager or creditor.case_manager or CaseManager(creditor.sender_name, creditor.phone, creditor.email)
    )


def speaker_of(case: Case, creditor: Creditor) -> CaseManager:
    """Whom the debtor is to call: under a mandate the case's contact person, else the collector (R-057, R-091).

    The creditor's own contact person does not answer for the collector: the switch leaves that one behind.
    """
    collector = creditor.collector if case.mandate else None
    if collector is None:
        return case_manager_of(case, creditor)
    return case.case_manager or CaseManager(collector.name, collector.phone, collector.email)


def recipient_name_of(file: CaseFile, recipient: str | None) -> str | None:
    """Who answers at this address or number; on paper whoever stands for the debtor, or its first named person."""
    if recipient is not None:
        return file.debtor.name_at(recipient)
    if file.debtor.representative is not None:
        return file.debtor.representative.name
    return next((contact.name for contact in file.debtor.contacts if contact.name), None)


def _notice_last_day(file: CaseFile, today: date) -> date:
    return file.case.notice.named_last_day if file.case.notice else named_last_day(file.scenario, today)


def receipt_facts(case: Case, payment_id: str, account: Statement) -> ReceiptFacts:
    """A receipt's number never changes; a corrected one has its own, and names the one it replaces."""
    payment = next(payment for payment in case.payments if payment.id == payment_id)
    receipt = case.receipt_of(payment_id)
    edition = receipt.edition if receipt else 1
    return ReceiptFacts(
        number=number_of(case, payment, edition),
        payment=payment,
        allocations=tuple(a for a in account.allocations if a.payment_id == payment_id),
        is_final=receipt.is_final if receipt else False,
        corrects=number_of(case, payment, edition - 1) if edition > 1 else None,
    )


def past_messages(case: Case) -> tuple[PastMessage, ...]:
    """The creditor's own reminders and what the case sent so far, oldest first (R-012)."""
    own = [PastMessage(reminder.channel, reminder.on) for reminder in case.prior_reminders]
    sent = [
        PastMessage(ref.channel.value, local_day(case, ref.at), ref.template, _outcome(record, ref))
        for record in case.steps
        for ref in record.contacts
    ]
    sent += [
        PastMessage(ref.channel.value, local_day(case, ref.at), ref.template, ref.state.value)
        for note in case.negotiation.notes
        for ref in note.contacts
    ]
    return tuple(sorted((*own, *sent), key=lambda message: message.on))


def _outcome(record: StepRecord, ref: ContactRef) -> str:
    """What came of it; of a step's last call, what whoever called told."""
    calls = [each.id for each in record.contacts if each.channel is Channel.CALL]
    is_told = record.outcome is not None and calls[-1:] == [ref.id]
    return record.outcome.value if is_told and record.outcome else ref.state.value

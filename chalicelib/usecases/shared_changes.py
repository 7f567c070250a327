"""What is learnt of a contact that spoke for several cases reaches each of them, in the same transaction (R-123)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.call_outcomes import Called, Promised, record_outcome
from chalicelib.domain.call_task import CallTask, task_id_of
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_commands import resolve_attention as resolve
from chalicelib.domain.case_contacts import owner_of, refs_of, sent, with_contact
from chalicelib.domain.case_deliveries import record_delivery
from chalicelib.domain.case_payments import known_claim
from chalicelib.domain.contact import Contact, ContactState, DeliveryEvent
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.first_letter import printed_as
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.parties import Debtor

from .recording import CaseFile, Recording
from .shared_contact import Part, parts_of, record_beside
from .writes import Update, Write


@dataclass(frozen=True)
class Learnt:
    """A case after what it learnt, with its own record of the contact."""

    case: Case
    contact: Contact
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True)
class Teller:
    """Who tells the other cases, with the ports that it takes."""

    actor: str
    recording: Recording


def told_beside(
    file: CaseFile,
    contact: Contact,
    learn: Callable[[Part], Learnt | None],
    teller: Teller,
    *,
    debtor: Debtor | None = None,
) -> tuple[Write, ...]:
    """The writes of the other cases; none for a contact of one case, nor for a case that learns nothing new."""
    writes: list[Write] = []
    for part in parts_of(file, contact, teller.recording, debtor=debtor) if contact.shared_with else ():
        learnt = learn(part)
        if learnt is not None:
            changed = record_beside(part.file, learnt.case, learnt.events, actor=teller.actor, ports=teller.recording)
            own = replace(learnt.contact, version=part.contact.version + 1)
            writes += [*changed.writes, Update(own, part.file.key)]
    return tuple(writes)


def reported(reports: Sequence[DeliveryEvent]) -> Callable[[Part], Learnt | None]:
    """Each case takes the reports of provider or carrier that it has not got."""

    def learn(part: Part) -> Learnt | None:
        file, case, contact = part.file, part.file.case, part.contact
        drafts: tuple[CaseEvent, ...] = ()
        for report in reports:
            applied = record_delivery(case, contact, file.debtor, report, file.scenario, file.now)
            if applied is not None:
                case, contact, drafts = applied.case, applied.contact, (*drafts, *applied.events)
        return Learnt(case, contact, drafts) if drafts else None

    return learn


def concerns(about: tuple[str, ...], case_id: str) -> bool:
    """Whether what came of a call concerns this case: all that it was about, unless some of them are named."""
    return not about or case_id in about


def promised_on_phone(file: CaseFile, amount: Money | None = None) -> Promised:
    """What a promise given on a call is measured by in this case."""
    account = known_claim(file.case, file.rates, local_day(file.case, file.now))
    rules = file.creditor.negotiation_rules
    return Promised(rules.promises, account, amount, rules.disputes)


def outcome_beside(
    file: CaseFile,
    task: CallTask,
    called: Called,
    teller: Teller,
    *,
    about: tuple[str, ...] = (),
    amount: Money | None = None,
) -> tuple[Write, ...]:
    """What came of the one call changes each case as if it had been about it alone; the trail names the real task.

    Nothing more is read for a call that was about one case.
    """
    if not task.grouped_with:
        return ()
    contact = teller.recording.store.contact(task.scope, task.contact_id)
    return told_beside(file, contact, _answered(task, called.task, about, amount), teller, debtor=called.debtor)


def _answered(
    task: CallTask, done: CallTask, about: tuple[str, ...], amount: Money | None
) -> Callable[[Part], Learnt | None]:
    def learn(part: Part) -> Learnt | None:
        file, contact = part.file, part.contact
        if done.outcome is None:
            return None
        own = replace(
            task,
            id=task_id_of(contact.id),
            case_id=contact.case_id,
            contact_id=contact.id,
            step_id=contact.step_id,
        )
        called = record_outcome(
            file.case,
            own,
            file.debtor,
            done.outcome,
            file.scenario,
            file.now,
            on=done.outcome_date,
            notes=done.notes,
            concerned=concerns(about, file.case.id),
            promised=promised_on_phone(file, amount),
        )
        return Learnt(called.case, contact, tuple(_naming(draft, own.id, task.id) for draft in called.events))

    return learn


def _naming(draft: CaseEvent, own: str, real: str) -> CaseEvent:
    if draft.public.get("call_task_id") != own:
        return draft
    told = {"call_task_id": real}
    return replace(draft, payload={**draft.payload, **told}, public={**draft.public, **told})


def resolved(action: AttentionAction, reason: str, settled: Contact | None) -> Callable[[Part], Learnt | None]:
    """What a person answered about the contact is the answer for every case that waits for it."""

    def learn(part: Part) -> Learnt | None:
        file, contact = part.file, part.contact
        attention = file.case.attention
        if attention is None or attention.contact_id != contact.id:
            return None
        case, drafts = resolve(file.case, action, file.scenario, file.now, reason=reason)
        if settled is None:
            return Learnt(case, contact, drafts)
        contact = replace(contact, state=settled.state, sent_at=settled.sent_at, error=settled.error)
        if contact.state is ContactState.SENT:
            _, sent_drafts = sent(file.case, contact, file.scenario)
            case, drafts = printed_as(remembered(case, contact), contact), (*sent_drafts, *drafts)
        return Learnt(case, contact, drafts)

    return learn


def remembered(case: Case, contact: Contact) -> Case:
    """The case's own memory of the contact agrees with it."""
    known = any(ref.id == contact.id for ref in refs_of(case, owner_of(contact)))
    return with_contact(case, contact) if known else case

"""Record what a provider or carrier reports about a contact: through the API, or from the mail provider's notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case import Case
from chalicelib.domain.case_deliveries import record_delivery
from chalicelib.domain.contact import Channel, Contact, DeliveryEvent, DeliveryKind
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.first_letter import is_awaited
from chalicelib.domain.mandate_switch import without_calls
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day

from .change_case import Changing, Outcome, Transition, change_case
from .open_calls import open_tasks, taken_back
from .ports import Reply
from .recording import CaseFile, Recording
from .shared_changes import Teller, reported, told_beside
from .writes import Update, Write

ELECTRONIC = frozenset({DeliveryKind.DELIVERED, DeliveryKind.BOUNCED, DeliveryKind.COMPLAINED})


@dataclass(frozen=True)
class RecordDeliveryEvent:
    """``on`` is the day by the carrier; ``None`` lets the case's time decide."""

    scope: Scope
    contact_id: str
    actor: str
    kind: DeliveryKind
    on: date | None = None
    detail: str | None = None


def record_delivery_event(command: RecordDeliveryEvent, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the contact. The same report again changes nothing.

    Errors: ``wrong_report`` for the channel; ``in_the_future`` and ``before_the_contact`` for the day.
    """
    found = recording.store.contact(command.scope, command.contact_id)
    _check(command, found.channel)

    def transition(file: CaseFile) -> Transition:
        contact = recording.store.contact(command.scope, command.contact_id)
        on = command.on or _day_of_report(file, contact)
        if command.on is not None:
            _check_day(file, contact, command.on)
        report = DeliveryEvent(command.kind, on, file.now, command.detail)
        applied = record_delivery(file.case, contact, file.debtor, report, file.scenario, file.now)
        if applied is None:
            return Transition(file.case, (), result=contact)
        case, calls = _no_call_before_the_letter(file, applied.case, recording)
        teller = Teller(command.actor, recording)
        others = told_beside(file, contact, reported((report,)), teller, debtor=applied.debtor)
        return Transition(
            case,
            applied.events,
            debtor=applied.debtor,
            writes=(Update(applied.contact, file.key), *calls, *others),
            result=applied.contact,
        )

    changing = Changing(command.scope, found.case_id, command.actor)
    return change_case(changing, transition, recording=recording, reply=reply)


def _no_call_before_the_letter(file: CaseFile, case: Case, recording: Recording) -> tuple[Case, tuple[Write, ...]]:
    """Once the first letter came back nobody calls any more: calls are asked for again after the next one (LTR_01)."""
    if is_awaited(file.case) or not is_awaited(case):
        return case, ()
    tasks = open_tasks(file, recording)
    return without_calls(case, {task.contact_id for task in tasks}), taken_back(file, tasks)


def _day_of_report(file: CaseFile, contact: Contact) -> date:
    """A provider reports within minutes of real time: on a test clock that is the day the message was sent."""
    if file.clock is not None and contact.sent_at is not None:
        return local_day(file.case, contact.sent_at)
    return local_day(file.case, file.now)


def _check_day(file: CaseFile, contact: Contact, on: date) -> None:
    """Delays run from the day a letter was presented: it lies between the contact and the case's present day."""
    if on > local_day(file.case, file.now):
        problem = FieldProblem("#/on", "in_the_future", "after the case's present day")
        raise InvalidInput("A report is about the past.", errors=(problem,))
    left_on = local_day(file.case, contact.sent_at or contact.intended_at)
    if on < left_on:
        problem = FieldProblem("#/on", "before_the_contact", f"the contact is of {left_on}")
        raise InvalidInput("Nothing is delivered before it left.", errors=(problem,))


def _check(command: RecordDeliveryEvent, channel: Channel) -> None:
    if channel is Channel.CALL or (command.kind in ELECTRONIC) is channel.is_postal:
        problem = FieldProblem("#/kind", "wrong_report", f"a contact by {channel.value} cannot be {command.kind.value}")
        raise InvalidInput("The report does not fit the contact's channel.", errors=(problem,))

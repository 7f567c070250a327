"""The simulated debtor of a test-mode case acts: recorded exactly as the API would record it, once (R-132).

The happening, its mark and what follows from it are one transaction; a wake-up that is repeated finds the mark.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain import case_payments
from chalicelib.domain.call_claims import refuse_others
from chalicelib.domain.call_outcomes import record_outcome
from chalicelib.domain.call_task import task_id_of
from chalicelib.domain.case import Case
from chalicelib.domain.case_deliveries import record_delivery
from chalicelib.domain.case_payments import Paid, known_statement
from chalicelib.domain.contact import DeliveryEvent
from chalicelib.domain.debtor_fact import FactKind, Insolvency, Procedure
from chalicelib.domain.debtor_facts import NewFact, record_fact
from chalicelib.domain.errors import AmbiguousFailure, DomainError, InvoiceAlreadyInCase
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.fact_effects import is_stopped
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.plan_money import missing_up_to
from chalicelib.domain.negotiation.plan_proposals import plan_of
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.parties import Debtor
from chalicelib.domain.plan import local_day
from chalicelib.domain.simulated.debtor import next_happening, tells
from chalicelib.domain.simulated.happening import (
    AcceptsPlan,
    AnswersCall,
    Discloses,
    Disputes,
    Happening,
    OnPage,
    Pays,
    PaysAgain,
    PaysInstalment,
    Promises,
    ProposesPlan,
    Reports,
    SignsPlan,
    TakesBack,
)
from chalicelib.domain.simulated.simulation import Simulation

from .catch_up import caught_up
from .life_cycle import expire_call_tasks, life_cycle
from .recording import RATE_LOOKED_FOR_AGAIN, CaseFile, Recording, record
from .sending import Sending
from .shared_changes import Teller, outcome_beside, promised_on_phone, reported, told_beside
from .simulated_page import ACTOR, ReceivedCode, act_on_page, code_received, may_now
from .wake_up import SIMULATE, Route, WakeUp, wake_up
from .writes import Update, Write

COURT = "Tribunal de commerce simulé"
REASON = "the simulated cheque bounced"
NEEDS_A_RATE = Pays | PaysInstalment | OnPage
"""What nobody can do without knowing what is owed."""
Moving = Pays | PaysAgain | TakesBack | PaysInstalment


@dataclass(frozen=True)
class Happened:
    """What a happening changes. ``debtor`` is set when it changes too."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    debtor: Debtor | None = None
    writes: tuple[Write, ...] = ()


def simulate_debtor(command: WakeUp, *, ports: Sending) -> Route:
    """Has the simulated debtor do what comes next, if it is their turn and due."""

    def effect(file: CaseFile, _step: NextStep) -> Case:
        try:
            return _play(file, ports, may_reopen=True)
        except InvoiceAlreadyInCase:
            return _play(file, ports, may_reopen=False)

    return wake_up(command, SIMULATE, effect, recording=ports.recording, rooms=ports.rooms)


def _play(file: CaseFile, ports: Sending, *, may_reopen: bool) -> Case:
    recording = ports.recording
    happening = next_happening(file.case, file.debtor)
    if happening is None:
        raise AssertionError("it is the simulated debtor's turn")
    if (
        isinstance(happening.doing, NEEDS_A_RATE)
        and known_statement(file.case, file.rates, local_day(file.case, file.now)) is None
    ):
        return _put_off(file, recording)
    file, received = _prepared(file, happening, ports)
    known = caught_up(file, recording)
    happened = _happened(known.file, happening, received, ports, may_reopen=may_reopen)
    simulation = (happened.case.simulation or Simulation()).having_done(happening.id)
    case = replace(happened.case, simulation=simulation)
    drafts = (*known.events, *happened.events)
    changed = record(file, case, drafts, actor=ACTOR, ports=recording, debtor=happened.debtor, in_run=True)
    follows = life_cycle(file, changed.case, recording)
    recording.store.commit((*changed.writes, *known.writes, *happened.writes, *follows))
    return changed.case


def _put_off(file: CaseFile, recording: Recording) -> Case:
    """Nobody knows what is owed while a rate is missing: the simulated debtor looks again tomorrow (INT_15)."""
    simulation = replace(file.case.simulation or Simulation(), not_before=file.now + RATE_LOOKED_FOR_AGAIN)
    changed = record(file, replace(file.case, simulation=simulation), (), actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit(changed.writes)
    return changed.case


def _prepared(file: CaseFile, happening: Happening, ports: Sending) -> tuple[CaseFile, ReceivedCode | None]:
    """Who signs has a one-time code before their eyes; none where the page would not send one."""
    doing = happening.doing
    if not isinstance(doing, SignsPlan) or not may_now(file, doing):
        return file, None
    try:
        return code_received(file, doing.plan_id, ports)
    except DomainError as refused:
        if refused.retryable or isinstance(refused, AmbiguousFailure):
            raise
        return file, None


def _happened(
    file: CaseFile, happening: Happening, received: ReceivedCode | None, ports: Sending, *, may_reopen: bool
) -> Happened:
    """What the API would refuse does not happen: only its mark is left. What fails is tried again, unmarked."""
    recording = ports.recording
    try:
        match happening.doing:
            case Promises() | Disputes() | ProposesPlan() | AcceptsPlan() | SignsPlan():
                done = act_on_page(file, happening, received, ports)
                return Happened(done.case, done.events, writes=done.writes)
            case Pays() | PaysAgain() | TakesBack() | PaysInstalment():
                return _moves_money(file, happening.id, happening.doing, recording, may_reopen=may_reopen)
            case Reports() as reported:
                return _reports(file, reported, recording)
            case Discloses(fact):
                return _discloses(file, fact, recording)
            case AnswersCall() as answered:
                return _answers(file, answered, recording)
    except DomainError as refused:
        if refused.retryable:
            raise
        return Happened(file.case)


def _moves_money(
    file: CaseFile, happening_id: str, doing: Moving, recording: Recording, *, may_reopen: bool
) -> Happened:
    match doing:
        case Pays():
            return _pays(file, happening_id, doing, recording)
        case PaysAgain():
            return _pays_again(file, happening_id, doing, recording)
        case PaysInstalment(plan_id, number):
            missing = missing_up_to(file.case, plan_of(file.case, plan_id), number)
            return _paid(file, happening_id, missing, "bank_transfer", recording) if missing else Happened(file.case)
        case TakesBack():
            return _takes_back(file, doing, may_reopen=may_reopen)


def _pays(file: CaseFile, happening_id: str, doing: Pays, recording: Recording) -> Happened:
    owed = case_payments.whole_statement_of(file.case, file.rates, local_day(file.case, file.now)).total.amount
    amount = Money(owed // 2 if doing.half else owed)
    return _paid(file, happening_id, amount, doing.method, recording) if amount.amount > 0 else Happened(file.case)


def _pays_again(file: CaseFile, happening_id: str, doing: PaysAgain, recording: Recording) -> Happened:
    first = _payment_of(file, doing.first)
    return _paid(file, happening_id, first.amount, first.method, recording) if first else Happened(file.case)


def _paid(file: CaseFile, happening_id: str, amount: Money, method: str, recording: Recording) -> Happened:
    payment = Payment(
        id=recording.ids.new("pay"),
        amount=amount,
        received_on=local_day(file.case, file.now),
        sequence=len(file.case.payments) + 1,
        method=method,
        reference=_reference(happening_id),
    )
    return _of(case_payments.record_payment(file.case, payment, file.rates, file.now))


def _takes_back(file: CaseFile, doing: TakesBack, *, may_reopen: bool) -> Happened:
    payment = _payment_of(file, doing.first)
    if payment is None:
        return Happened(file.case)
    today = local_day(file.case, file.now)
    return _of(
        case_payments.reverse_payment(
            file.case, payment.id, today, file.rates, file.now, reason=REASON, may_reopen=may_reopen
        )
    )


def _reports(file: CaseFile, doing: Reports, recording: Recording) -> Happened:
    """A report about a message that went to the simulated debtor, and not to another contact of theirs."""
    contact = recording.store.contact(file.case.scope, doing.contact_id)
    if not (contact.channel.is_postal or tells(contact.recipient, doing.told)):
        return Happened(file.case)
    report = DeliveryEvent(doing.kind, local_day(file.case, file.now), file.now, ACTOR)
    applied = record_delivery(file.case, contact, file.debtor, report, file.scenario, file.now)
    if applied is None:
        return Happened(file.case)
    debtor = applied.debtor
    changes: tuple[Write, ...] = (Update(debtor, file.key),) if debtor else ()
    others = told_beside(file, contact, reported((report,)), Teller(ACTOR, recording), debtor=debtor)
    return Happened(applied.case, applied.events, debtor, (Update(applied.contact, file.key), *changes, *others))


def _discloses(file: CaseFile, kind: FactKind, recording: Recording) -> Happened:
    """The fact takes effect in this case at once; the debtor's other cases learn it as from the API."""
    today = local_day(file.case, file.now)
    insolvency = Insolvency(Procedure.RECEIVERSHIP, today, COURT) if kind is FactKind.INSOLVENCY else None
    new = NewFact(kind, today, insolvency=insolvency, recorded_by=ACTOR)
    debtor = record_fact(file.debtor, new, recording.ids.new("fact"), today, recording.wall.now()).debtor
    if debtor is file.debtor:
        return Happened(file.case)
    known = caught_up(replace(file, debtor=debtor), recording)
    calls = expire_call_tasks(file, recording) if is_stopped(debtor) else ()
    writes = (Update(debtor, file.key), *known.writes, *calls)
    return Happened(known.file.case, known.events, debtor, writes)


def _answers(file: CaseFile, doing: AnswersCall, recording: Recording) -> Happened:
    """What came of the call, as whoever made it would record it; a call that somebody claimed is theirs to make."""
    task = recording.store.call_task(file.case.scope, task_id_of(doing.contact_id))
    refuse_others(task, None, recording.wall.now())
    called = record_outcome(
        file.case,
        task,
        file.debtor,
        doing.outcome,
        file.scenario,
        file.now,
        on=doing.on,
        promised=promised_on_phone(file),
    )
    changes: tuple[Write, ...] = (Update(called.debtor, file.key),) if called.debtor else ()
    others = outcome_beside(file, task, called, Teller(ACTOR, recording))
    return Happened(called.case, called.events, called.debtor, (Update(called.task, file.key), *changes, *others))


def _payment_of(file: CaseFile, happening_id: str) -> Payment | None:
    return next((paid for paid in file.case.payments if paid.reference == _reference(happening_id)), None)


def _reference(happening_id: str) -> str:
    return f"SIMULATOR {happening_id}"


def _of(paid: Paid) -> Happened:
    return Happened(paid.case, paid.events)

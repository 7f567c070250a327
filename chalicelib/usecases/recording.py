"""One change of a case, made ready for one transaction.

Events take their place in the chain, the next step is decided again, and what must follow (run, archive, webhooks) is
put into the outbox.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain import evidence
from chalicelib.domain.archive_layout import event_context
from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import known_statement, statement_of, whole_statement_of
from chalicelib.domain.claim_declaration import wanted_declaration
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.decide import decide
from chalicelib.domain.decide_limitation import with_limitation
from chalicelib.domain.decision_facts import Facts, still
from chalicelib.domain.errors import Conflict, DebtorErased, RateUnknown
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.limitation_told import told
from chalicelib.domain.look_commands import follow_the_books
from chalicelib.domain.money import ZERO
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.parties import Creditor, Debtor, Scope
from chalicelib.domain.plan import local_day
from chalicelib.domain.rates import RateTable
from chalicelib.domain.scenarios.deviations import in_force
from chalicelib.domain.scenarios.former import with_former
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import is_own
from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.domain.scheduling import scheduling
from chalicelib.domain.sealed_event import KeyErased, WrappedKey, payload_plaintext
from chalicelib.domain.simulated.debtor import simulated
from chalicelib.domain.test_clock import ClockStatus, TestClock

from .compliance_entries import compliance_writes
from .ports import Ids, Parties, Snapshots, Vault, WallClock
from .rate_ports import Rates
from .store_ports import Store
from .writes import AppendEvents, Consumer, Enqueue, MarkRunning, RequireClockReady, StoredEvent, Update, Write

EARLY_WAKE_UP = timedelta(minutes=1)
RATE_LOOKED_FOR_AGAIN = timedelta(days=1)
RATE_UNKNOWN, RATE_PROVISIONAL = "rate unknown", "rate provisional"
STATES_AN_AMOUNT = frozenset({Action.SEND_EMAIL, Action.SEND_LETTER, Action.SEND_FORMAL_NOTICE, Action.ASK_FOR_CALL})


def _at_once(seconds: float) -> None:
    """Waits for nothing."""
    del seconds


@dataclass(frozen=True)
class Recording:
    """The ports every change of a case needs. ``sleep`` takes seconds."""

    store: Store
    vault: Vault
    ids: Ids
    wall: WallClock
    published: Rates
    snapshots: Snapshots
    compressed_waits: bool = False
    sleep: Callable[[float], None] = _at_once

    @property
    def rates(self) -> RateTable:
        """The published rates, at most a minute old; within one change of a case, use those of its file."""
        return self.published.current()


@dataclass(frozen=True)
class CaseFile:
    """A case with all that a decision about it needs, as loaded together at one case-time instant ``now``."""

    case: Case
    creditor: Creditor
    debtor: Debtor
    key: WrappedKey
    log: ContactLog
    clock: TestClock | None
    scenario: Scenario
    now: datetime
    rates: RateTable


def scenario_of(case: Case, own: Scenario | None = None) -> Scenario:
    """The version the case is on (R-122), with what a person changed of it for this case (R-028).

    ``own`` is that version where it is the tenant's; a preset is code.
    """
    version = own or SCENARIOS[(case.scenario_id, case.scenario_version)]
    return in_force(with_former(version, case.former), case.deviations)


def load_case_file(scope: Scope, case_id: str, ports: Recording, *, due_at: datetime | None = None) -> CaseFile:
    """One Query and one batch read. ``due_at`` is set on a wake-up: its case time travels with it.

    Errors: ``not_found``; ``clock_advancing`` (409) for a command while the test clock moves; ``debtor_erased``.
    """
    case = ports.store.case(scope, case_id)
    parties = _parties(case, ports.store)
    now = _case_time(case, parties.clock, ports, due_at)
    clock = parties.clock
    rates = ports.published.current(clock.advanced_at if clock else None)
    return _case_file(case, parties, now, rates)


def _parties(case: Case, store: Store) -> Parties:
    try:
        return store.parties(
            case.scope,
            creditor_id=case.creditor_id,
            debtor_id=case.debtor_id,
            sender=case.caps_sender,
            clock_id=case.test_clock_id,
            scenario=(case.scenario_id, case.scenario_version) if is_own(case.scenario_id) else None,
        )
    except KeyErased as erased:
        raise DebtorErased("The case's debtor was erased.") from erased


def _case_file(case: Case, parties: Parties, now: datetime, rates: RateTable) -> CaseFile:
    if parties.creditor is None or parties.debtor is None or parties.debtor_key is None:
        raise DebtorErased("The case's debtor was erased.")
    log = parties.log or ContactLog(case.scope, case.debtor_id, case.caps_sender)
    address = parties.debtor.address
    case = replace(case, postal_code=address.postal_code if address else None)
    scenario = scenario_of(case, parties.scenario)
    return CaseFile(
        case, parties.creditor, parties.debtor, parties.debtor_key, log, parties.clock, scenario, now, rates
    )


def _case_time(case: Case, clock: TestClock | None, ports: Recording, due_at: datetime | None) -> datetime:
    """Case time: the test clock's, or the latest of wall clock, the wake-up's due time and the case's last instant.

    A live wake-up minutes ahead of the wall clock came early and does not count, unless waits are compressed.
    """
    if clock is not None:
        if due_at is not None:
            return max(due_at, case.last_instant)
        if clock.status is ClockStatus.ADVANCING:
            raise Conflict("The test clock is advancing; wait until it is ready.", code="clock_advancing")
        return max(clock.now, case.last_instant)
    wall_now = ports.wall.now()
    if due_at is None or (due_at - wall_now > EARLY_WAKE_UP and not ports.compressed_waits):
        return max(wall_now, case.last_instant)
    return max(wall_now, case.last_instant, due_at)


def next_step_of(file: CaseFile, case: Case, debtor: Debtor, log: ContactLog, rates: RateTable) -> NextStep:
    """What comes next; a missing rate holds the case, says which one, and is looked for again tomorrow (INT_15).

    In live mode a provisional rate holds whatever would state an amount: it is never claimed before it is confirmed.
    """
    try:
        account = whole_statement_of(case, rates, local_day(case, file.now))
        contested = account.contested.amount > 0
        claimed = statement_of(case, rates, local_day(case, file.now)).total if contested else account.total
        declaration = wanted_declaration(case, debtor, rates)
        policy, look = file.creditor.contact_policy, file.creditor.last_look
        facts = Facts(case, debtor, log, claimed, policy, account, declaration, look)
        step = decide(facts, in_force(file.scenario, case.deviations), file.now)
    except RateUnknown as missing:
        held = still(f"{RATE_UNKNOWN}: {missing.detail}", file.now + RATE_LOOKED_FOR_AGAIN)
        return with_limitation(Facts(case, debtor, log, ZERO), held, file.now)
    is_due = step.due_at is not None and step.due_at <= file.now
    claims = step.action is Action.ISSUE_DECLARATION or (step.step_id is not None and step.action in STATES_AN_AMOUNT)
    if case.scope.livemode and account.provisional and is_due and claims:
        held = still(f"{RATE_PROVISIONAL}: it is to be confirmed first", file.now + RATE_LOOKED_FOR_AGAIN)
        return with_limitation(facts, held, file.now)
    return step


def waits_for_a_rate(step: NextStep) -> bool:
    """Whether nothing but a rate keeps the case from going on (INT_15)."""
    return step.action is Action.STAND_STILL and step.reason.startswith((RATE_UNKNOWN, RATE_PROVISIONAL))


@dataclass(frozen=True)
class Changed:
    """The case as it will be saved, and the writes that save it."""

    case: Case
    writes: tuple[Write, ...]


def record(
    file: CaseFile,
    case: Case,
    drafts: tuple[CaseEvent, ...],
    *,
    actor: str,
    ports: Recording,
    debtor: Debtor | None = None,
    log: ContactLog | None = None,
    in_run: bool = False,
    keep: NextStep | None = None,
) -> Changed:
    """Completes a change: next step, run, chain, outbox.

    ``in_run`` is a wake-up, which needs no new run; ``keep`` the step of an intent, whose outcome decides what follows.
    """
    wall_now = ports.wall.now()
    case, drafts = follow_the_books(file.case, case, drafts, file.creditor.last_look, file.scenario, file.now)
    step = keep or next_step_of(file, case, debtor or file.debtor, log or file.log, file.rates)
    drafts = told(drafts, case, lambda: known_statement(case, file.rates, local_day(case, file.now)))
    drafts = (*drafts, *scheduling(file.case.next_step, step))
    case = replace(case, next_step=step, simulation=simulated(case, debtor or file.debtor))
    restart = not in_run and _needs_new_run(file, case)
    case = replace(
        case,
        run=case.run + 1 if restart else case.run,
        version=file.case.version + 1,
        last_instant=max(file.now, file.case.last_instant),
    )
    case, stored = _chain(case, drafts, file, actor, wall_now, ports)
    writes: list[Write] = [Update(case)]
    if stored:
        writes += [AppendEvents(case.scope, case.id, stored), *_outbox(case, stored, wall_now)]
    writes += compliance_writes(case, drafts, stored, step, (file.debtor, debtor or file.debtor))
    writes += _run_writes(file, case, wall_now, restart=restart, in_run=in_run)
    return Changed(case, tuple(writes))


def _needs_new_run(file: CaseFile, case: Case) -> bool:
    """A run sleeps until the old due time; an earlier step needs another run, and so does one where nothing sleeps.

    Nothing sleeps without a due time, or once it is over: the run is at work and will see the newer one, or is gone.
    """
    due_at, sleeping = case.wakes_at, file.case.wakes_at
    if due_at is None:
        return False
    return sleeping is None or sleeping <= file.now or due_at < sleeping


def _chain(
    case: Case, drafts: tuple[CaseEvent, ...], file: CaseFile, actor: str, wall_now: datetime, ports: Recording
) -> tuple[Case, tuple[StoredEvent, ...]]:
    stored: list[StoredEvent] = []
    head = case.chain
    for index, draft in enumerate(drafts):
        payload = dict(draft.payload)
        if index == len(drafts) - 1:
            last_head = evidence.ChainHead(head.sequence, head.hash)
            payload["state"] = dict(ports.snapshots.encode(replace(case, chain=last_head)))
        salt = ports.ids.random_bytes(evidence.SALT_BYTES)
        entry = evidence.DatedEvent(draft.type.value, file.now, wall_now, actor, payload)
        header, head = evidence.append(head, entry, salt)
        plain = payload_plaintext(evidence.SaltedPayload(payload, salt))
        sealed = ports.vault.seal(file.key, plain, event_context(case.id, header.sequence))
        public = json.dumps(dict(draft.public), separators=(",", ":"), ensure_ascii=False)
        stored.append(StoredEvent(ports.ids.new("evt"), header, head.hash, sealed, public))
    return replace(case, chain=head), tuple(stored)


def _outbox(case: Case, stored: tuple[StoredEvent, ...], wall_now: datetime) -> tuple[Write, ...]:
    first, last = stored[0].header.sequence, stored[-1].header.sequence
    return tuple(
        Enqueue(case.scope, consumer, case.id, wall_now, first=first, last=last)
        for consumer in (Consumer.ARCHIVE, Consumer.WEBHOOKS)
    )


def _run_writes(file: CaseFile, case: Case, wall_now: datetime, *, restart: bool, in_run: bool) -> tuple[Write, ...]:
    writes: list[Write] = []
    if file.clock is not None and not in_run:
        writes.append(RequireClockReady(case.scope, file.clock.id, file.clock.version))
    if restart:
        writes.append(Enqueue(case.scope, Consumer.RUNS, case.id, wall_now, run=case.run))
        if file.clock is not None:
            writes.append(MarkRunning(case.scope, file.clock.id, case.id, case.run, wall_now))
    return tuple(writes)

"""Record what changes everything about a debtor, or take it back: in effect at once in all open cases (STOP_02..04)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from chalicelib.domain.debtor_fact import FactDocument
from chalicelib.domain.debtor_facts import Learnt, NewFact, record_fact, withdraw_fact
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.sealed_event import WrappedKey

from .catch_up import spread
from .compliance_entries import channel_writes
from .identity_problems import Identifiers
from .lost_races import until_saved
from .ports import IdentityChecks, Reply
from .sealed_papers import put_away
from .sending import Content
from .spread_facts import AT_ONCE, Spreading, open_cases, tell_first_cases
from .writes import Update, Write


@dataclass(frozen=True)
class RecordDebtorFact:
    """``document`` proves the fact; each case the fact changes gets a copy."""

    scope: Scope
    debtor_id: str
    new: NewFact
    document: Content | None = None


@dataclass(frozen=True)
class WithdrawDebtorFact:
    """A fact that was recorded by mistake."""

    scope: Scope
    debtor_id: str
    fact_id: str
    reason: str
    actor: str


def record_debtor_fact(command: RecordDebtorFact, *, ports: Spreading, checks: IdentityChecks, reply: Reply) -> Learnt:
    """Errors: ``fact_not_applicable``; ``in_the_future``; ``fact_already_recorded`` (409); ``too_many_facts``."""
    kept: list[FactDocument] = []
    ids = ports.recording.ids
    fact_id = ids.new("fact")
    identifiers = Identifiers(checks)
    new = identifiers.fact(command.new)
    identifiers.refuse_if_any()

    def learn(debtor: Debtor, key: WrappedKey) -> Learnt:
        now, today = ports.recording.wall.now(), _present_day(debtor, ports)
        dry = record_fact(debtor, new, fact_id, today, now)
        if command.document is None:
            return dry
        if not kept:
            kept.append(_keep(debtor, key, command.document, ports))
        return record_fact(debtor, new, fact_id, today, now, kept[0])

    return _learnt(command.scope, command.debtor_id, learn, ports, reply)


def withdraw_debtor_fact(command: WithdrawDebtorFact, *, ports: Spreading, reply: Reply) -> Learnt:
    """What the fact caused ends with it in every open case. Errors: ``not_found``; ``fact_already_withdrawn`` (409)."""

    def learn(debtor: Debtor, _key: WrappedKey) -> Learnt:
        now = ports.recording.wall.now()
        return withdraw_fact(debtor, command.fact_id, now, reason=command.reason, actor=command.actor)

    return _learnt(command.scope, command.debtor_id, learn, ports, reply)


def _learnt(
    scope: Scope, debtor_id: str, learn: Callable[[Debtor, WrappedKey], Learnt], ports: Spreading, reply: Reply
) -> Learnt:
    """The fact, the row that spreads it and the answer are one transaction; then the first cases are told."""
    store = ports.recording.store

    def save() -> tuple[Learnt, bool]:
        debtor, key = store.debtor(scope, debtor_id)
        learnt = learn(debtor, key)
        is_new = learnt.debtor is not debtor
        changes = _changes(debtor, learnt.debtor, key, ports) if is_new else ()
        store.commit([*changes, *reply(learnt, debtor_id=debtor_id, key=key)])
        return learnt, is_new

    learnt, is_new = until_saved(save)
    if is_new:
        tell_first_cases(learnt.debtor, ports=ports)
    return learnt


def _changes(before: Debtor, after: Debtor, key: WrappedKey, ports: Spreading) -> tuple[Write, ...]:
    """The debtor, the row that spreads what was learnt, and the channels that closed with it (CON_09, R-066)."""
    closed = channel_writes(before, after, ports.recording.wall.now())
    return Update(after, key), spread(after, ports.recording), *closed


def _present_day(debtor: Debtor, ports: Spreading) -> date:
    """Today where the debtor lives; in test mode the furthest day at which one of their cases stands."""
    recording, scope = ports.recording, debtor.scope
    store, instants = recording.store, [recording.wall.now()]
    if not scope.livemode:
        first = islice(open_cases(scope, debtor.id, store), AT_ONCE)
        clocks = {store.case(scope, summary.id).test_clock_id for summary in first}
        instants += [store.test_clock(scope, clock_id).now for clock_id in clocks if clock_id is not None]
    zone = zone_at(debtor.address.postal_code if debtor.address else None)
    return max(instants).astimezone(zone).date()


def _keep(debtor: Debtor, key: WrappedKey, content: Content, ports: Spreading) -> FactDocument:
    """Sealed beside the debtor's cases; from there each case makes its own copy."""
    recording = ports.recording
    own_id = recording.ids.new("doc")
    place = put_away(
        content.body,
        scope=debtor.scope,
        owner_id=debtor.id,
        paper_id=own_id,
        key=key,
        kept_as=(debtor.kind, content.kind),
        wall_now=recording.wall.now(),
        vault=recording.vault,
        archive=ports.archive,
    )
    digest = hashlib.sha256(content.body).hexdigest()
    return FactDocument(content.name, content.media_type, digest, place, content.kind.value)

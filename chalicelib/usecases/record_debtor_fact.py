"""Record what changes everything about a debtor, or take it back: in effect at once in all open cases (STOP_02..04)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.archive_layout import document_context, document_key
from chalicelib.domain.debtor_fact import FactDocument
from chalicelib.domain.debtor_facts import Learnt, NewFact, record_fact, withdraw_fact
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.plan import zone_at
from chalicelib.domain.retention import retain_until
from chalicelib.domain.sealed_event import WrappedKey

from .catch_up import spread
from .compliance_entries import channel_writes
from .identity_problems import Identifiers
from .ports import IdentityChecks, Reply
from .recording import RETRIES
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
    for attempt in range(RETRIES):
        debtor, key = store.debtor(scope, debtor_id)
        learnt = learn(debtor, key)
        is_new = learnt.debtor is not debtor
        changes = _changes(debtor, learnt.debtor, key, ports) if is_new else ()
        try:
            store.commit([*changes, *reply(learnt, debtor_id=debtor_id, key=key)])
        except VersionConflict:
            if attempt == RETRIES - 1:
                raise
            continue
        if is_new:
            tell_first_cases(learnt.debtor, ports=ports)
        return learnt
    raise AssertionError("unreachable")


def _changes(before: Debtor, after: Debtor, key: WrappedKey, ports: Spreading) -> tuple[Write, ...]:
    """The debtor, the row that spreads what was learnt, and the channels that closed with it (CON_09, R-066)."""
    closed = channel_writes(before, after, ports.recording.wall.now())
    return Update(after, key), spread(after, ports.recording), *closed


def _present_day(debtor: Debtor, ports: Spreading) -> date:
    """Today where the debtor lives; in test mode the furthest day at which one of their cases stands."""
    recording, scope = ports.recording, debtor.scope
    instants = [recording.wall.now()]
    if not scope.livemode:
        for number, summary in enumerate(open_cases(scope, debtor.id, recording.store)):
            if number == AT_ONCE:
                break
            clock_id = recording.store.case(scope, summary.id).test_clock_id
            if clock_id is not None:
                instants.append(recording.store.test_clock(scope, clock_id).now)
    zone = zone_at(debtor.address.postal_code if debtor.address else None)
    return max(instants).astimezone(zone).date()


def _keep(debtor: Debtor, key: WrappedKey, content: Content, ports: Spreading) -> FactDocument:
    """Sealed beside the debtor's cases; from there each case makes its own copy."""
    recording, scope = ports.recording, debtor.scope
    own_id, wall_now = recording.ids.new("doc"), recording.wall.now()
    place = document_key(scope.tenant_id, scope.livemode, debtor.id, own_id)
    ports.archive.put_once(
        place,
        recording.vault.seal(key, content.body, document_context(debtor.id, own_id)),
        livemode=scope.livemode,
        content_type="application/octet-stream",
        retain_until=retain_until(wall_now, debtor.kind, content.kind) if scope.livemode else None,
    )
    digest = hashlib.sha256(content.body).hexdigest()
    return FactDocument(content.name, content.media_type, digest, place, content.kind.value)

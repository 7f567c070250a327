"""A case catches up with what is known of its debtor before every decision, whoever loads it first (STOP_02..04)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.events import CaseEvent
from chalicelib.domain.fact_effects import absorb
from chalicelib.domain.parties import Debtor

from .recording import CaseFile, Recording
from .writes import Consumer, Enqueue, RequireDebtor, Write


@dataclass(frozen=True)
class CaughtUp:
    """The case file with the debtor's facts in effect, their events, and the work that follows them."""

    file: CaseFile
    events: tuple[CaseEvent, ...] = ()
    writes: tuple[Write, ...] = ()


def caught_up(file: CaseFile, recording: Recording) -> CaughtUp:
    """What the case has not seen yet takes effect; its papers and call tasks follow by the queue."""
    found = absorb(file.case, file.debtor, file.creditor.address, file.now)
    if found is None:
        return CaughtUp(file)
    return CaughtUp(replace(file, case=found.case), found.events, (spread(file.debtor, recording),))


def spread(debtor: Debtor, recording: Recording) -> Enqueue:
    """The row that brings the debtor's facts to all their open cases."""
    return Enqueue(debtor.scope, Consumer.FACTS, debtor.id, recording.wall.now(), run=debtor.facts_revision)


def as_known(debtor: Debtor) -> RequireDebtor:
    """The condition that nothing more was learnt of the debtor since the decision: the point of no return."""
    return RequireDebtor(debtor.scope, debtor.id, debtor.version)

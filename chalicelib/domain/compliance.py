"""The compliance log: every contact of a debtor that was attempted, moved or refused, and every channel that closed.

Entries follow from what a change says anyway (R-066): from its events, and from the blocks that the debtor gained. They
name rules, instants and ids; no name, address or number, so that erasing the debtor leaves nothing personal behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .advice import ADVICES
from .contact import ContactState
from .contact_guard import Decision, GuardReason
from .decide_messages import ACTION_OF_CHANNEL
from .events import CaseEvent, EventType
from .next_step import NextStep
from .parties import ChannelBlock, Debtor, Scope

OPT_OUT = "CON_09"


class EntryKind(StrEnum):
    """``attempted`` is the point of no return: without a later ``failed`` or ``in_doubt`` the contact was made."""

    MOVED = "moved"
    REFUSED = "refused"
    ATTEMPTED = "attempted"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    CHANNEL_BLOCKED = "channel_blocked"
    CHANNEL_REOPENED = "channel_reopened"


@dataclass(frozen=True)
class Told:
    """What is told about a contact: ``wanted_at`` and ``allowed_at`` are case time.

    ``purpose`` says whether the caps counted it; ``outcome`` is the contact's state as it was then, ``cause`` the code
    of why it failed or why the channel closed. ``grouped_with`` are the other cases that the one contact spoke for.
    """

    kind: EntryKind
    channel: str | None
    step_id: str | None = None
    contact_id: str | None = None
    purpose: str | None = None
    decision: Decision | None = None
    wanted_at: datetime | None = None
    allowed_at: datetime | None = None
    reasons: tuple[GuardReason, ...] = ()
    outcome: ContactState | None = None
    cause: str | None = None
    grouped_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComplianceEntry:
    """One line. ``at`` is case time, ``recorded_at`` wall time.

    ``sequence`` is that of the event it tells of in the chain of ``case_id``, or outside any case the debtor's version;
    ``place`` sets entries of one event apart.
    """

    scope: Scope
    debtor_id: str
    at: datetime
    recorded_at: datetime
    told: Told
    case_id: str | None = None
    sequence: int = 0
    place: int = 0


CHANNEL_OF_ACTION = {action: channel.value for channel, action in ACTION_OF_CHANNEL.items()}
WITHOUT_SUCCESS = {
    EventType.CONTACT_FAILED: (EntryKind.FAILED, ContactState.FAILED),
    EventType.CONTACT_UNKNOWN: (EntryKind.IN_DOUBT, ContactState.UNKNOWN),
}


def told(draft: CaseEvent, step: NextStep | None) -> Told | None:
    """What an event tells the log; ``None`` for the many that are about no contact, or one with the creditor.

    ``step`` is the step that the change was decided with: it knows the instant that was wanted.
    """
    payload = draft.payload
    if payload.get("template") in ADVICES or payload.get("led_by"):
        return None  # a contact that spoke for several cases is one contact: the case that led it tells it
    match draft.type:
        case EventType.STEP_MOVED:
            return _moved(step)
        case EventType.STEP_BLOCKED:
            return _refused(payload)
        case EventType.CONTACT_INTENDED | EventType.CALL_TASK_CREATED:
            return _attempted(payload)
        case EventType.CONTACT_FAILED | EventType.CONTACT_UNKNOWN:
            kind, outcome = WITHOUT_SUCCESS[draft.type]
            return Told(kind, *_of_contact(payload), outcome=outcome, cause=payload.get("error"))
        case _:
            return None


def _moved(step: NextStep | None) -> Told | None:
    """A contact that is refused is told when it is passed over, not each time it is looked at."""
    if step is None or step.refused or step.action not in CHANNEL_OF_ACTION:
        return None
    return Told(
        EntryKind.MOVED,
        CHANNEL_OF_ACTION[step.action],
        step.step_id or step.template,
        decision=Decision.DEFERRED,
        wanted_at=step.wanted_at,
        allowed_at=step.due_at,
        reasons=step.moves,
    )


def _refused(payload: Mapping[str, Any]) -> Told:
    return Told(
        EntryKind.REFUSED,
        payload.get("channel"),
        payload.get("step_id"),
        decision=Decision.REFUSED,
        reasons=_reasons(payload.get("rules", ())),
    )


def _attempted(payload: Mapping[str, Any]) -> Told:
    return Told(
        EntryKind.ATTEMPTED,
        *_of_contact(payload),
        purpose=payload.get("purpose", "solicitation"),
        decision=Decision.NOW,
        reasons=_reasons(payload.get("guard", ())),
        outcome=ContactState.INTENDED,
        grouped_with=tuple(payload.get("grouped_with", ())),
    )


def _of_contact(payload: Mapping[str, Any]) -> tuple[str | None, str | None, str | None]:
    """A call task is a contact by phone."""
    return payload.get("channel", "call"), payload.get("step_id"), payload.get("contact_id")


def _reasons(rules: Sequence[Mapping[str, str]]) -> tuple[GuardReason, ...]:
    return tuple(GuardReason(rule["rule"], rule["detail"]) for rule in rules)


def channel_changes(before: Debtor, after: Debtor) -> Iterator[Told]:
    """The channels that closed or opened again between two states of a debtor; an address is never named."""
    for block in after.blocks:
        if block not in before.blocks:
            yield Told(EntryKind.CHANNEL_BLOCKED, block.channel, reasons=_why(block), cause=block.reason)
    for block in before.blocks:
        if block not in after.blocks:
            yield Told(EntryKind.CHANNEL_REOPENED, block.channel, cause=block.reason)


def _why(block: ChannelBlock) -> tuple[GuardReason, ...]:
    """A channel that is closed altogether is refused from now on (CON_09); one address is just not used again."""
    if block.address is not None:
        return ()
    return (GuardReason(OPT_OUT, f"contact by {block.channel} is stopped for this debtor"),)

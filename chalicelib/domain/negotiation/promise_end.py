"""How a promise ends: kept as soon as the money is there, broken two days after its day, or withdrawn (R-081)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.scenarios.model import Scenario

from .firmness import freed, hardened, held, tone_after
from .note import Note
from .promise import Promise, PromiseState

Change = tuple[Case, tuple[CaseEvent, ...]]

BROKEN = "promise_broken"
"""Why steps were skipped after it, and the text that the debtor gets."""

NOTHING_OWED, CASE_CLOSED, REPLACED, REPLACED_BY_PLAN = (
    "nothing_owed",
    "case_closed",
    "replaced_by_promise",
    "replaced_by_plan",
)


def received_for(case: Case, promise: Promise) -> Money:
    """What was received since the promise was given, in cents; payments that bounced never count."""
    given_on = local_day(case, promise.made_at)
    counted = [
        payment.amount.amount
        for payment in case.payments
        if payment.reversed_on is None and payment.received_on >= given_on and payment.sequence > promise.after_payments
    ]
    return Money(sum(counted))


def kept_by_now(case: Case, now: datetime) -> Change:
    """The open promise is kept once its money is there, before its day too; otherwise nothing changes."""
    promise = case.negotiation.open_promise
    if promise is None or case.is_closed:
        return case, ()
    received = received_for(case, promise)
    if received.amount < promise.amount.amount:
        return case, ()
    case = freed(_over(case, promise, PromiseState.KEPT, received, now), now)
    told = event(
        EventType.PROMISE_KEPT, promise_id=promise.id, amount=promise.amount.as_json(), received=received.as_json()
    )
    return case, (told,)


def looked_at(case: Case, promise: Promise, scenario: Scenario, now: datetime) -> Change:
    """The promise on its day of checking: kept, or broken with what came, and then the scenario goes on firmer.

    The debtor is told at once, in a message that counts as a reminder (R-080).
    """
    kept, drafts = kept_by_now(case, now)
    if drafts:
        return kept, drafts
    case, told = _broken(case, promise, now)
    case, skipped = hardened(freed(case, now), scenario, tone_after(case, scenario), now, BROKEN)
    note = Note(promise.id, BROKEN, now, counts=True)
    return replace(case, negotiation=case.negotiation.with_note(note)), (told, *skipped)


def withdrawn(case: Case, reason: str, now: datetime, *, detail: str | None = None) -> Change:
    """The open promise no longer counts; nothing changes where none is open. ``reason`` is a code, ``detail`` sealed.

    For whoever makes it pointless: a plan that both signed (``replaced_by_plan``), another promise, the closing.
    """
    promise = case.negotiation.open_promise
    if promise is None:
        return case, ()
    over = replace(promise, end_reason=reason)
    case = freed(_over(case, over, PromiseState.WITHDRAWN, received_for(case, promise), now), now)
    private = {"detail": detail} if detail else None
    return case, (event(EventType.PROMISE_WITHDRAWN, private, promise_id=promise.id, reason=reason),)


def bounced(case: Case, now: datetime) -> Change:
    """After a payment bounced: a promise that it had kept is open again, and is looked at on its day or at once.

    Where another promise or a plan holds the case by now, or nothing is followed any more, it is broken and no more.
    """
    drafts: list[CaseEvent] = []
    for promise in case.negotiation.promises:
        if promise.state is not PromiseState.KEPT or received_for(case, promise).amount >= promise.amount.amount:
            continue
        if case.is_closed or case.negotiation.open_promise is not None or case.negotiation.active_plan is not None:
            case, told = _broken(case, promise, now)
            drafts.append(told)
        else:
            again = replace(promise, state=PromiseState.OPEN, received=ZERO, ended_at=None)
            case = held(replace(case, negotiation=case.negotiation.with_promise(again)), now)
    return case, tuple(drafts)


def _broken(case: Case, promise: Promise, now: datetime) -> tuple[Case, CaseEvent]:
    received = received_for(case, promise)
    told = event(
        EventType.PROMISE_BROKEN,
        promise_id=promise.id,
        amount=promise.amount.as_json(),
        pay_on=promise.pay_on.isoformat(),
        received=received.as_json(),
    )
    return _over(case, promise, PromiseState.BROKEN, received, now), told


def _over(case: Case, promise: Promise, state: PromiseState, received: Money, now: datetime) -> Case:
    over = replace(promise, state=state, received=received, ended_at=now)
    negotiation = case.negotiation.with_promise(over).without_notes(lambda note: note.subject_id == promise.id)
    return replace(case, negotiation=negotiation)

"""What a look, a confirmation or a payment does to a case whose balance is looked at before each contact (R-133)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from .case import Case, CaseStatus
from .case_commands import AttentionAction, needs_attention, require_live, resolve_attention
from .decision_facts import start_of
from .errors import Conflict, FieldProblem, InvalidInput
from .events import CaseEvent, EventType, event
from .holds import Attention
from .instants import instant
from .last_look import BalanceLook, Doubt, LastLook
from .look_decision import balance_as_of, doubt_of
from .plan import local_day, phase_ends_on
from .scenarios.model import Scenario

WAITS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24))
"""What passes before the next look, by how many brought no agreement; a day from the third on."""

NOT_CONFIRMED = "balance_not_confirmed"
TOO_OLD = "balance_too_old"
CONFIRMED = "the balance was confirmed"

Change = tuple[Case, tuple[CaseEvent, ...]]


@dataclass(frozen=True)
class Moment:
    """A contact that is about to leave: the step of which case, what its creditor chose, at which case time."""

    case: Case
    step_id: str | None
    policy: LastLook
    scenario: Scenario
    now: datetime


def agreed(moment: Moment, wall_now: datetime, private: Mapping[str, Any]) -> Change:
    """The invoicing system agreed, for this step: what was asked and answered is sealed."""
    look = BalanceLook(local_day(moment.case, moment.now), moment.step_id, moment.now, wall_now)
    told = _confirmed(look, moment.step_id, "callback", private)
    return replace(moment.case, look=look), (told,)


def doubted(moment: Moment, reason: str, private: Mapping[str, Any]) -> Change:
    """A look without agreement: the contact is held until the next one, never longer than the patience."""
    doubt = _doubt(moment, reason)
    draft = event(
        EventType.BALANCE_DOUBTED,
        private,
        step_id=moment.step_id,
        reason=reason,
        asked=doubt.asked,
        asks_again_at=instant(doubt.again_at),
        gives_up_at=instant(doubt.gives_up_at),
    )
    return _held(moment.case, doubt), (draft,)


def too_old(moment: Moment) -> Change:
    """The balance is older than the creditor allows: it is asked for, again each day, and the contact is held."""
    doubt = _doubt(moment, TOO_OLD, wait=WAITS[-1])
    draft = event(
        EventType.BALANCE_CONFIRMATION_REQUIRED,
        step_id=moment.step_id,
        balance_as_of=balance_as_of(moment.case).isoformat(),
        max_age_days=moment.policy.max_age_days,
        asked=doubt.asked,
        gives_up_at=instant(doubt.gives_up_at),
    )
    return _held(moment.case, doubt), (draft,)


def _doubt(moment: Moment, reason: str, wait: timedelta | None = None) -> Doubt:
    before, now = doubt_of(moment.case), moment.now
    asked = before.asked + 1 if before else 1
    gives_up_at = before.gives_up_at if before else _gives_up_at(moment)
    again_at = min(now + (wait or WAITS[min(asked, len(WAITS)) - 1]), gives_up_at)
    since, first = (before.since, before.step_id) if before else (now, moment.step_id)
    return Doubt(reason, first, since, asked, again_at, gives_up_at)


def _gives_up_at(moment: Moment) -> datetime:
    """The end of the patience, or of the amicable phase where that comes first.

    Patience counts from the step's own day: a look made earlier, for a message it might have joined (R-123), takes
    nothing from it.
    """
    case, now = moment.case, moment.now
    planned = case.next_step.due_at if case.next_step and case.next_step.step_id == moment.step_id else None
    phase_over = start_of(case, phase_ends_on(case, moment.scenario) + timedelta(days=1))
    return max(min(max(now, planned or now) + timedelta(days=moment.policy.patience_days), phase_over), now)


def _held(case: Case, doubt: Doubt) -> Case:
    return replace(case, look=BalanceLook(as_of=case.look.as_of if case.look else None, doubt=doubt))


def give_up(case: Case, policy: LastLook | None, now: datetime) -> Change | None:
    """A person is asked once a contact was held long enough; it is never sent on a doubt."""
    doubt = doubt_of(case)
    if policy is None or doubt is None or case.status is not CaseStatus.OPEN or now < doubt.gives_up_at:
        return None
    held = (local_day(case, now) - local_day(case, doubt.since)).days
    detail = f"the balance could not be confirmed within {held} days ({doubt.reason})"
    return needs_attention(case, Attention(NOT_CONFIRMED, detail, now, doubt.step_id))


def confirm(
    case: Case, as_of: date, policy: LastLook | None, scenario: Scenario, now: datetime, private: Mapping[str, Any]
) -> Change:
    """The integrator says that the balance agrees as of a day; what was held for it goes on.

    Errors: ``last_look_not_set``; a day after the case's present one, or before the invoices were there.
    """
    require_confirmable(case, as_of, policy, now)
    look = BalanceLook(as_of=max(as_of, balance_as_of(case)))
    told = _confirmed(look, None, "api", private)
    freed, resolved = _freed(case, scenario, now)
    return replace(freed, look=look), (told, *resolved)


def require_confirmable(case: Case, as_of: date, policy: LastLook | None, now: datetime) -> None:
    """Refuses what no confirmation can be about."""
    require_live(case)
    if policy is None:
        raise Conflict("The creditor asks for no last look.", code="last_look_not_set")
    today = local_day(case, now)
    if as_of > today:
        problem = FieldProblem("#/as_of", "in_the_future", f"the case stands at {today}")
        raise InvalidInput("The balance cannot be confirmed.", errors=(problem,))


def follow_the_books(
    before: Case, after: Case, drafts: tuple[CaseEvent, ...], policy: LastLook | None, scenario: Scenario, now: datetime
) -> Change:
    """A payment or credit note that is recorded is the balance of that day: a doubt is over, the case decides anew."""
    if policy is None or (before.payments, before.credit_notes) == (after.payments, after.credit_notes):
        return after, drafts
    freed, resolved = _freed(after, scenario, now)
    return replace(freed, look=BalanceLook(as_of=local_day(after, now))), (*drafts, *resolved)


def _freed(case: Case, scenario: Scenario, now: datetime) -> Change:
    """The question to a person about the balance is answered by the balance."""
    if case.is_closed or case.attention is None or case.attention.code != NOT_CONFIRMED:
        return case, ()
    return resolve_attention(case, AttentionAction.RETRY, scenario, now, reason=CONFIRMED)


def _confirmed(look: BalanceLook, step_id: str | None, source: str, private: Mapping[str, Any]) -> CaseEvent:
    as_of = look.as_of.isoformat() if look.as_of else None
    return event(EventType.BALANCE_CONFIRMED, private, step_id=step_id, source=source, as_of=as_of)

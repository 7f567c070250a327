"""What comes of calls to simulated debtors: answered an hour after the call was asked for (R-132, R-071).

Several answers in one address: each answers one call, in their order; the last one every later call. A call is
answered once, whatever a person records of it meanwhile; only a case that goes on has its calls answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from chalicelib.domain.call_task import CallOutcome, task_id_of
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.contact import Channel, ContactRef, ContactState
from chalicelib.domain.contact_guard import evaluate
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.decision_facts import start_of
from chalicelib.domain.limitation_told import act_of_promise
from chalicelib.domain.plan import local_day

from .days import MORNING
from .happening import AnswersCall, CallAnswer, Happening, Pays

ANSWERED_AFTER = timedelta(hours=1)
AT_ANY_CREDITORS_HOURS = GuardPolicy(Profile.STRICT)
"""The narrowest hours there are: whoever may call at all may call then."""

Told = tuple[CallAnswer, int]
"""An answer with the number of days in the name that tells it."""


def answers(case: Case, told: Sequence[Told]) -> Iterator[Happening]:
    """What comes of each call asked for in this case, and of the promises given on them."""
    if not told:
        return
    for number, ref in enumerate(_calls(case)):
        answer, days = told[min(number, len(told) - 1)]
        at = _answered_at(case, ref)
        on = _day_named(case, answer, days, at)
        if ref.state is ContactState.SENT and case.status is CaseStatus.OPEN:
            yield Happening(f"call/{ref.id}", at, AnswersCall(ref.id, answer.outcome, on))
        if answer.keeps_promise and on is not None and _promised(case, ref):
            yield Happening(f"promised/{ref.id}", start_of(case, on, MORNING), Pays())


def _calls(case: Case) -> list[ContactRef]:
    refs = [ref for record in case.steps for ref in record.contacts if ref.channel is Channel.CALL]
    return sorted(refs, key=lambda ref: ref.at)


def _answered_at(case: Case, ref: ContactRef) -> datetime:
    at = ref.at + ANSWERED_AFTER
    verdict = evaluate(
        at,
        channel=Channel.CALL.value,
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=AT_ANY_CREDITORS_HOURS,
        counts=False,
    )
    return verdict.allowed_at.astimezone(UTC) if verdict.allowed_at else at


def _day_named(case: Case, answer: CallAnswer, days: int, at: datetime) -> date | None:
    match answer.outcome:
        case CallOutcome.REACHED_PROMISE if answer.in_days is None:
            return case.day_zero + timedelta(days=days)
        case CallOutcome.REACHED_PROMISE | CallOutcome.REACHED_CALL_BACK:
            return local_day(case, at) + timedelta(days=days if answer.in_days is None else answer.in_days)
    return None


def _promised(case: Case, ref: ContactRef) -> bool:
    """Whether the promise was recorded: it stands as a request for time of that very call (PRE_07)."""
    promise = act_of_promise(task_id_of(ref.id))
    return any(act.id == promise for act in case.limitation.acts)

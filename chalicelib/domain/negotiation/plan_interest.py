"""What plans do to late-payment interest: the days on which none runs, and what an acceleration brings back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.local_time import local_day
from chalicelib.domain.suspension import Suspension

from .payment_plan import PlanInterest, PlanState

ONE_DAY = timedelta(days=1)


def suspensions(case: Case) -> tuple[Suspension, ...]:
    """In order and apart. From the day after the one that the plan's total was reckoned on, once it is in force.

    Interest runs again on the day of an acceleration, and the day after any other end. ``due_if_accelerated``: from
    the day of the acceleration the interest of those days is owed too, on what was owed on each of them; what was paid
    meanwhile stays spread as it was. Any other end, a cancellation or a renegotiated plan, leaves it waived.
    """
    return tuple(_apart(_suspensions(case)))


def _suspensions(case: Case) -> Iterator[Suspension]:
    for plan in case.negotiation.plans:
        if plan.active_since is None or plan.reckoned_on is None:
            continue
        first = plan.reckoned_on + ONE_DAY
        if plan.ended_at is None or plan.state is PlanState.ACTIVE:
            yield Suspension(first)
            continue
        ended_on = local_day(case, plan.ended_at)
        brought_back = plan.interest_during is PlanInterest.DUE_IF_ACCELERATED and plan.state is PlanState.ACCELERATED
        last = ended_on - ONE_DAY if plan.state is PlanState.ACCELERATED else ended_on
        if last >= first:
            yield Suspension(first, last, ended_on if brought_back else None)


def _apart(found: Iterator[Suspension]) -> Iterator[Suspension]:
    """A renegotiated plan was reckoned while the one before it still stood: its days begin where those end."""
    after = None
    for each in found:
        first = each.first if after is None or each.first > after else after + ONE_DAY
        if each.last is None or first <= each.last:
            yield Suspension(first, each.last, each.owed_on)
        after = each.last

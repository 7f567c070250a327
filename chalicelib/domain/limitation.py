"""Until when a claim can be sued on (prescription), and which acts moved that day.

Two dates are computed, from completion and from the due date; the earlier one alerts (PRE_06). Days count from the day
after the start to the same calendar day, 24:00; no weekend or holiday ever extends them (PRE_13).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .errors import FieldProblem, InvalidInput
from .limitation_clock import Clock, Period, merged
from .parties import DebtorKind

ONE_DAY = timedelta(days=1)
ALERT_DAYS = (180, 90, 30)  # PRE_14

ACKNOWLEDGEMENT_AFTER_EXPIRY = "acknowledgement_after_expiry"
UNCERTAIN_PERIOD = "uncertain_period"


class ClaimKind(StrEnum):
    """What was sold, where that changes the period."""

    GOODS_OR_SERVICES = "goods_or_services"
    CARRIAGE = "carriage"
    TELECOM = "telecom"


class ActKind(StrEnum):
    """What was done about the claim, by either side."""

    CALL = "call"
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    OFFICER_SUMMONS = "officer_summons"
    ACKNOWLEDGEMENT = "acknowledgement"
    PART_PAYMENT = "part_payment"
    PAYMENT_PLAN = "payment_plan"
    REQUEST_FOR_TIME = "request_for_time"
    COURT_CLAIM = "court_claim"
    PAYMENT_ORDER_FILED = "payment_order_filed"
    PAYMENT_ORDER_SERVED = "payment_order_served"
    ENFORCEMENT_ACT = "enforcement_act"
    INSOLVENCY_CLAIM = "insolvency_claim"
    WRITTEN_DEMAND = "written_demand"


class SuspensionKind(StrEnum):
    """What stops the clock: C. civ. 2238, and the procedure of CPCE L125-1 once the debtor agreed."""

    MEDIATION = "mediation"
    CONCILIATION = "conciliation"
    PARTICIPATORY_PROCEDURE = "participatory_procedure"
    SMALL_CLAIMS_PROCEDURE = "small_claims_procedure"


class ActEffect(StrEnum):
    """What an act does to the period that runs."""

    INTERRUPTS = "interrupts"
    NONE = "none"
    AFTER_EXPIRY = "after_expiry"


class Demand(StrEnum):
    """Whether payment may still be asked for (PRE_15)."""

    ALLOWED = "allowed"
    REVIEW = "review"
    STOP = "stop"


ACKNOWLEDGING = frozenset(
    {ActKind.ACKNOWLEDGEMENT, ActKind.PART_PAYMENT, ActKind.PAYMENT_PLAN, ActKind.REQUEST_FOR_TIME}
)
JUDICIAL = frozenset(
    {ActKind.COURT_CLAIM, ActKind.PAYMENT_ORDER_SERVED, ActKind.ENFORCEMENT_ACT, ActKind.INSOLVENCY_CLAIM}
)
# A demand to the administration must be in writing; an e-mail is not relied on unless recorded as a written demand.
WRITTEN_TO_ADMINISTRATION = frozenset(
    {ActKind.LETTER, ActKind.REGISTERED_LETTER, ActKind.OFFICER_SUMMONS, ActKind.WRITTEN_DEMAND}
)


INTERRUPTING = ACKNOWLEDGING | JUDICIAL
INTERRUPTING_PUBLIC = ACKNOWLEDGING | WRITTEN_TO_ADMINISTRATION | {ActKind.COURT_CLAIM, ActKind.PAYMENT_ORDER_SERVED}


@dataclass(frozen=True)
class Act:
    """One act and its day: for a payment order, the day it was served."""

    kind: ActKind
    on: date


@dataclass(frozen=True)
class Suspension:
    """Days ``start`` to ``end`` inclusive on which the clock stands."""

    start: date
    end: date
    kind: SuspensionKind = SuspensionKind.MEDIATION


@dataclass(frozen=True)
class JudgedAct:
    """What an act did to limitation, and the rule that says so."""

    kind: ActKind
    on: date
    effect: ActEffect
    rule: str


@dataclass(frozen=True)
class Limitation:
    """The answer. ``safe_last_day`` is the day before ``last_day``, since one ruling counted the start day itself.

    ``alert_day`` is the day alerts lead to: ``safe_last_day``, or earlier where the period is uncertain (PRE_05).
    ``rule`` sets the period.
    """

    last_day: date
    safe_last_day: date
    last_day_from_due_date: date
    acts: tuple[JudgedAct, ...]
    review: tuple[str, ...]
    alert_day: date
    rule: str = "PRE_01"

    def alerts(self) -> tuple[date, ...]:
        """The days on which a warning is due: 180, 90 and 30 days before (PRE_14)."""
        return tuple(self.alert_day - timedelta(days=days) for days in ALERT_DAYS)

    def demand(self, debtor_kind: DebtorKind, on: date) -> Demand:
        """Asking a consumer for a time-barred debt stops hard; any other case needs a human (PRE_15)."""
        if debtor_kind is DebtorKind.CONSUMER:
            return Demand.STOP if on > self.last_day else Demand.ALLOWED
        uncertain = UNCERTAIN_PERIOD in self.review and on > self.alert_day
        return Demand.REVIEW if uncertain or on > self.last_day else Demand.ALLOWED


def limitation(
    *,
    debtor_kind: DebtorKind,
    claim_kind: ClaimKind,
    completed_on: date | None,
    due_date: date,
    acts: Sequence[Act] = (),
    suspensions: Sequence[Suspension] = (),
) -> Limitation:
    """The last day to sue, after every act and suspension. Without ``completed_on`` the due date alone counts.

    Suspensions move private debts only (PRE_12). Raises ``InvalidInput`` for a suspension that ends before it starts.
    """
    period = _period(debtor_kind, claim_kind)
    start = _start(claim_kind, completed_on, due_date)
    spans = _spans(suspensions)
    last_day, judged = _run(period, start, spans, acts)
    alert_day = last_day - ONE_DAY
    if period.alert_years:
        alert_day = _run(Period(period.alert_years, period.rule), start, spans, acts)[0] - ONE_DAY
    return Limitation(
        last_day=last_day,
        safe_last_day=last_day - ONE_DAY,
        last_day_from_due_date=_run(period, due_date, spans, acts)[0],
        acts=judged,
        review=_review(judged, period),
        alert_day=alert_day,
        rule=period.rule,
    )


def _run(
    period: Period, start: date, spans: Sequence[tuple[date, date]], acts: Sequence[Act]
) -> tuple[date, tuple[JudgedAct, ...]]:
    """Plays the acts in order of their day; the last day, and what each act did."""
    clock = Clock(period, start, spans)
    judged = []
    for act in sorted(acts, key=lambda act: act.on):
        effect, rule = _effect(clock, act)
        if effect is ActEffect.INTERRUPTS:
            clock.interrupt(act.on, judicial=act.kind in JUDICIAL)
        judged.append(JudgedAct(act.kind, act.on, effect, rule))
    return clock.last_day(), tuple(judged)


def _effect(clock: Clock, act: Act) -> tuple[ActEffect, str]:
    """The list of interrupting acts is limitative (PRE_07, C. civ. 2240-2244); a plan acknowledges (PLAN_01)."""
    public = clock.period.from_next_january
    if act.kind not in (INTERRUPTING_PUBLIC if public else INTERRUPTING):
        return ActEffect.NONE, "PRE_09" if public else "PRE_08"
    if act.on < clock.start:
        return ActEffect.NONE, "PRE_06"
    if act.on > clock.last_day():
        return ActEffect.AFTER_EXPIRY, "PRE_10"
    return ActEffect.INTERRUPTS, "PRE_09" if public else "PRE_07"


def _review(judged: Sequence[JudgedAct], period: Period) -> tuple[str, ...]:
    late = any(act.effect is ActEffect.AFTER_EXPIRY and act.kind in ACKNOWLEDGING for act in judged)
    codes = (ACKNOWLEDGEMENT_AFTER_EXPIRY, late), (UNCERTAIN_PERIOD, period.uncertain)
    return tuple(code for code, applies in codes if applies)


def _spans(suspensions: Sequence[Suspension]) -> tuple[tuple[date, date], ...]:
    for index, suspension in enumerate(suspensions):
        if suspension.end < suspension.start:
            problem = FieldProblem(f"#/suspensions/{index}/to", "period_reversed", "not before from")
            raise InvalidInput("a suspension ends before it starts", errors=(problem,))
    return merged([(suspension.start, suspension.end) for suspension in suspensions])


def _period(kind: DebtorKind, claim: ClaimKind) -> Period:
    special = claim is not ClaimKind.GOODS_OR_SERVICES
    if kind is DebtorKind.PUBLIC_BODY:
        return Period(4, "PRE_04", from_next_january=True, uncertain=special)
    if special:
        return Period(1, "PRE_03")  # C. com. L133-6; telecom subscribers: CPCE L34-2
    if kind is DebtorKind.CONSUMER:
        return Period(2, "PRE_02")
    if kind is DebtorKind.NON_PROFESSIONAL:
        return Period(5, "PRE_05", uncertain=True, alert_years=2)
    return Period(5, "PRE_01")


def _start(claim: ClaimKind, completed_on: date | None, due_date: date) -> date:
    """Carriage runs from delivery (PRE_03), a subscription from its due date, all else from the earlier (PRE_06)."""
    if completed_on is None or claim is ClaimKind.TELECOM:
        return due_date
    return completed_on if claim is ClaimKind.CARRIAGE else min(completed_on, due_date)

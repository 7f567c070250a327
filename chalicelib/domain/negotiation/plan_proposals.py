"""What becomes of a proposed plan: accepted, refused, countered, withdrawn, or overtaken by what happens to the case.

A counter-proposal and a renegotiation are proposals like any other: the older one is kept as ``replaced``, what was
paid counts, since the newer one is about what is owed on its own day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.advice import propose
from chalicelib.domain.advice_record import ProposalRecord
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import require_live
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_record import MOST_ACTS, RecordedAct
from chalicelib.domain.local_time import local_day
from chalicelib.domain.rates import RateTable

from .agreement import no_longer_asked, require_may_agree
from .deadlines import Change
from .firmness import held
from .note import Note
from .payment_plan import PaymentPlan, PlanState, Side
from .plan_basis import owed_then
from .plan_drafts import last_day
from .plan_end import REPLACED, ended
from .plan_overtaken import open_proposal, withdrawn
from .record import MOST_PLANS
from .rules import PlanRules
from .settlement_end import offer_overtaken

PAGE, CALL = "page", "call"


def other(side: Side) -> Side:
    """Whose turn it is to answer."""
    return Side.CREDITOR if side is Side.DEBTOR else Side.DEBTOR


def plan_of(case: Case, plan_id: str) -> PaymentPlan:
    """The plan of that id; 404 where the case has none."""
    found = next((plan for plan in case.negotiation.plans if plan.id == plan_id), None)
    if found is None:
        raise NotFound("The case has no such payment plan.")
    return found


def proposals_left(case: Case, rules: PlanRules) -> int:
    """How many more plans the debtor may propose in this case."""
    made = sum(plan.proposed_by is Side.DEBTOR for plan in case.negotiation.plans)
    return max(0, rules.most_proposals - made)


def refuse_too_many(case: Case, rules: PlanRules, side: Side) -> None:
    """Nobody stalls for ever: 409 ``too_many_proposals`` of a debtor, ``too_many_plans`` in one case."""
    if side is Side.DEBTOR and proposals_left(case, rules) == 0:
        detail = f"The creditor's rules take {rules.most_proposals} proposals of a debtor (most_proposals)."
        raise Conflict(detail, code="too_many_proposals")
    if len(case.negotiation.plans) >= MOST_PLANS:
        raise Conflict(f"A case remembers {MOST_PLANS} payment plans at most.", code="too_many_plans")


def proposed(case: Case, rules: PlanRules, plan: PaymentPlan, channel: str, now: datetime) -> Change:
    """The plan on the table, in the place of the one that was; accepted at once where the rules say so.

    ``channel`` is how the debtor proposed it. Under a mandate the creditor is told of it (PAY_04). Asking for time
    acknowledges the debt (PRE_07).
    """
    refuse_too_many(case, rules, plan.proposed_by)
    before = open_proposal(case) or case.negotiation.active_plan
    plan = replace(plan, replaces=before.id if before else None)
    case = _replaced(case, now)
    case = held(replace(case, negotiation=case.negotiation.with_plan(plan)), now)
    if plan.proposed_by is Side.CREDITOR:
        return _with_note(case, plan, "plan_proposal", now), (_proposed(plan),)
    case, told = _heard(case, plan, channel, now)
    if not rules.accepts_by_itself:
        return case, told
    case, accepted_ = _agreed(case, rules, plan, now, by_rule=True)
    return case, (*told, *accepted_)


def turn(case: Case, plan_id: str, side: Side | None) -> Side:
    """Who counters this proposal; ``side`` is ``None`` for whoever has to answer. Errors: as for refusing."""
    require_live(case)
    _, side = _to_answer(case, plan_id, side)
    return side


def accepted(
    case: Case, rules: PlanRules, rates: RateTable, plan_id: str, *, side: Side | None, now: datetime
) -> Change:
    """The other side agrees; both sign next. ``side`` is ``None`` for whoever has to answer.

    Errors: ``not_found``; ``case_closed``; ``agreement_not_possible``; ``plan_not_proposed``; ``not_yours_to_answer``;
    ``plan_outdated`` where less is owed than was proposed, for another reason than a payment; ``rate_unknown``.
    """
    plan, side = _to_answer(case, plan_id, side)
    require_may_agree(case)
    if owed_then(case, plan, rates) < plan.total:
        raise Conflict("Less is owed than this plan says; propose another.", code="plan_outdated")
    return _agreed(case.answered(now) if side is Side.DEBTOR else case, rules, plan, now)


def refused(case: Case, plan_id: str, side: Side | None, now: datetime, *, reason: str | None) -> Change:
    """The other side says no, and the scenario goes on. Errors: as for accepting."""
    require_live(case)
    plan, side = _to_answer(case, plan_id, side)
    case = ended(case.answered(now) if side is Side.DEBTOR else case, plan, PlanState.REFUSED, now, "refused")
    if side is Side.CREDITOR:
        case = _with_note(case, plan, "plan_refused", now)
    draft = event(EventType.PLAN_REFUSED, {"reason": reason}, plan_id=plan.id, refused_by=side.value)
    return case, (draft,)


def cancelled(case: Case, plan_id: str, side: Side, now: datetime, *, reason: str | None) -> Change:
    """Taken back: by the creditor at any time, by the debtor while nobody has accepted their own proposal.

    A plan that both signed binds the creditor too: cancelling it records that both agreed to end it, or that it was
    recorded by mistake. Errors: ``not_found``; ``case_closed``; ``plan_over``; ``not_yours_to_cancel`` (409).
    """
    require_live(case)
    plan = plan_of(case, plan_id)
    if not plan.lives:
        raise Conflict(f"The payment plan is over ({plan.state}).", code="plan_over")
    own = plan.proposed_by is side and plan.state is PlanState.PROPOSED
    if side is Side.DEBTOR and not own:
        raise Conflict("A debtor takes back their own proposal alone.", code="not_yours_to_cancel")
    return withdrawn(case, plan, f"by_{side.value}", now, detail=reason)


def _to_answer(case: Case, plan_id: str, side: Side | None) -> tuple[PaymentPlan, Side]:
    plan = plan_of(case, plan_id)
    if plan.state is not PlanState.PROPOSED:
        raise Conflict(f"The payment plan waits for no answer ({plan.state}).", code="plan_not_proposed")
    other_side = other(plan.proposed_by)
    if side not in (None, other_side):
        raise Conflict(f"It is for the {other_side} to answer.", code="not_yours_to_answer")
    return plan, other_side


def _agreed(case: Case, rules: PlanRules, plan: PaymentPlan, now: datetime, *, by_rule: bool = False) -> Change:
    """A question to the creditor about what comes after the scenario is answered by the agreement (R-098)."""
    by = other(plan.proposed_by)
    sign_by = last_day(case, rules, plan.instalments, local_day(case, now))
    agreed = replace(plan, state=PlanState.AGREED, agreed_at=now, answer_by=sign_by)
    case, offered = offer_overtaken(case, REPLACED, now)
    case = no_longer_asked(replace(case, negotiation=case.negotiation.with_plan(agreed)))
    case = replace(case, negotiation=case.negotiation.without_notes(lambda note: note.subject_id == plan.id))
    case = _with_note(case, plan, "plan_accepted", now)
    draft = event(
        EventType.PLAN_ACCEPTED,
        plan_id=plan.id,
        accepted_by=by.value,
        by_rule=by_rule,
        sign_by=sign_by.isoformat(),
    )
    return case, (draft, *offered)


def _heard(case: Case, plan: PaymentPlan, channel: str, now: datetime) -> Change:
    """A debtor's proposal: a sign of life, told to the creditor under a mandate, an acknowledgement of the debt."""
    ulid, today = plan.id.partition("_")[2], local_day(case, now)
    private = {}
    if len(case.limitation.acts) < MOST_ACTS:
        act = RecordedAct(f"act_{ulid}", ActKind.REQUEST_FOR_TIME, today, oral=channel == CALL)
        case = replace(case, limitation=case.limitation.with_act(act))
        private = {"act_id": act.id}
    record = ProposalRecord(f"prp_{ulid}", today, channel, pay_on=plan.instalments[0].on)
    case, told = propose(case.answered(now), record)
    return case, (_proposed(plan, private), *told)


def _replaced(case: Case, now: datetime) -> Case:
    """The proposal that stood is history; an active plan goes on until the new one is signed."""
    plan = open_proposal(case)
    return case if plan is None else ended(case, plan, PlanState.REPLACED, now, REPLACED)


def _with_note(case: Case, plan: PaymentPlan, template: str, now: datetime) -> Case:
    note = Note(subject_id=plan.id, template=template, due_at=now)
    return replace(case, negotiation=case.negotiation.with_note(note))


def _proposed(plan: PaymentPlan, private: dict[str, str] | None = None) -> CaseEvent:
    return event(
        EventType.PLAN_PROPOSED,
        {**_terms(plan), **(private or {})},
        plan_id=plan.id,
        proposed_by=plan.proposed_by.value,
        total=plan.total.as_json(),
        instalments=len(plan.instalments),
        first_on=plan.instalments[0].on.isoformat(),
        last_on=plan.instalments[-1].on.isoformat(),
        answer_by=plan.answer_by.isoformat() if plan.answer_by else None,
        replaces=plan.replaces,
    )


def _terms(plan: PaymentPlan) -> dict[str, object]:
    """All that was proposed, for the trail."""
    return {
        "schedule": [{"on": each.on.isoformat(), "amount": each.amount.as_json()} for each in plan.instalments],
        "acceleration_days": plan.acceleration_days,
        "interest_during": plan.interest_during.value,
    }

"""What must hold of a dialogue after every act, and at its end, whatever both sides did."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from chalicelib.adapters.case_snapshots import CaseSnapshots
from chalicelib.adapters.dynamodb import codec, keys
from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import statement_of, whole_statement_of
from chalicelib.domain.contact import Contact, ContactState, Purpose
from chalicelib.domain.decide_plan import checked_at
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState
from chalicelib.domain.negotiation.plan_money import standings
from chalicelib.domain.negotiation.promise import PromiseState
from chalicelib.domain.negotiation.settlement import SettlementState
from chalicelib.domain.party_kinds import DebtorKind
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.model import FIRST_LETTER

from .dialogue import Dialogue
from .invariants import _states_of

P, A, V = PlanState.PROPOSED, PlanState.AGREED, PlanState.ACTIVE
OVER = {PlanState.EXPIRED, PlanState.REPLACED, PlanState.CANCELLED}
NEXT_OF_PLAN: dict[PlanState, set[PlanState]] = {
    P: {A, PlanState.REFUSED, *OVER},
    A: {V, *OVER},
    V: {PlanState.COMPLETED, PlanState.ACCELERATED, PlanState.REPLACED, PlanState.CANCELLED},
    PlanState.COMPLETED: {V},
    PlanState.ACCELERATED: {V, PlanState.COMPLETED},
}
NEXT_OF_PROMISE: dict[PromiseState, set[PromiseState]] = {
    PromiseState.OPEN: {PromiseState.KEPT, PromiseState.BROKEN, PromiseState.WITHDRAWN},
    PromiseState.KEPT: {PromiseState.OPEN, PromiseState.BROKEN},
}
NEXT_OF_OFFER: dict[SettlementState, set[SettlementState]] = {
    SettlementState.OFFERED: {SettlementState.COMPLETED, SettlementState.EXPIRED, SettlementState.WITHDRAWN},
    SettlementState.COMPLETED: {SettlementState.OFFERED, SettlementState.EXPIRED},
    SettlementState.EXPIRED: {SettlementState.COMPLETED},
}
ONCE = (
    "promise.created", "promise.withdrawn", "plan.proposed", "plan.accepted", "plan.refused", "plan.expired",
    "plan.cancelled", "dispute.opened", "dispute.answer_overdue", "settlement.offered", "settlement.withdrawn",
)  # fmt: skip
SUBJECTS = ("promise_id", "plan_id", "dispute_id", "settlement_id")


def check_now(story: Dialogue) -> None:
    """What holds of the case as it stands."""
    case = story.case(story.case_id)
    _check_size(case)
    _check_money(story, case)
    _check_checks(case)
    _check_no_interest(story, case)


def _check_size(case: Case) -> None:
    parts = codec.case_parts(case)
    assert len(parts[keys.HEAD].encode()) <= 8_192, f"the head of the case has {len(parts[keys.HEAD])} characters"
    assert codec.assemble_case(parts) == case


def _check_money(story: Dialogue, case: Case) -> None:
    """Each cent of the invoice is credited, paid, given up or left; each cent received paid something or too much."""
    account = whole_statement_of(case, story.recording.rates, story.today(case.id))
    received = sum(each.amount.amount for each in case.payments if each.reversed_on is None)
    spread = sum(each.total.amount for each in account.allocations)
    assert spread + account.overpaid.amount == received
    for line in (*account.lines, *account.not_yet_due):
        owed = line.principal + line.interest + line.fixed_indemnity + line.complementary_indemnity - line.credited
        paid = line.principal_paid + line.interest_paid + line.fixed_indemnity_paid + line.complementary_indemnity_paid
        assert owed - paid - line.waived == line.total_left, line
    for plan in case.negotiation.plans:
        assert sum(each.amount.amount for each in plan.instalments) == plan.total.amount
        parts = (plan.principal, plan.interest, plan.fixed_indemnity, plan.complementary_indemnity)
        assert sum(each.amount for each in parts) == plan.total.amount
        assert all(each.amount.amount > 0 for each in plan.instalments)


def _free(case: Case) -> bool:
    return not case.is_closed and case.pause is None and case.attention is None and case.next_step is not None


def _check_checks(case: Case) -> None:
    """Nothing that is agreed is looked at later than its day says, D+2 in the morning (R-079, R-081)."""
    plan, promise = case.negotiation.active_plan, case.negotiation.open_promise
    if not _free(case) or case.next_step is None or case.mandate is not None:
        return
    due = case.next_step.due_at
    open_ones = [each for each in standings(case, plan) if not each.is_paid] if plan else []
    wanted = [checked_at(case, each.instalment.on) for each in open_ones if not each.instalment.told_missed]
    wanted += [checked_at(case, promise.pay_on)] if promise else []
    for at in wanted:
        assert due is not None, f"nothing wakes the case up for {at}: {case.next_step}"
        assert due <= max(at, case.last_instant), f"{case.next_step} although something is looked at on {at}"


def _check_no_interest(story: Dialogue, case: Case) -> None:
    """While a plan is in force no interest runs (PLAN_02, a consumer's never)."""
    if case.is_closed or case.negotiation.active_plan is None:
        return
    today = story.today(case.id)
    now, later = (whole_statement_of(case, story.recording.rates, today + timedelta(days=n)) for n in (0, 40))
    assert now.total == later.total, "interest runs although a plan is in force"


def check_whole(story: Dialogue) -> None:
    """What holds of the dialogue from its beginning to its end."""
    states = _states_of(story, story.case_id)
    for before, after in pairwise(states):
        _check_transitions(before, after)
        _check_held(before, after)
        _check_acceleration(before, after)
        _check_end(after)
    _check_told_once(story)
    _check_rebuilt(story)
    _check_amounts(story)


def _check_transitions(before: Case, after: Case) -> None:
    plans = {each.id: each.state for each in before.negotiation.plans}
    promises = {each.id: each.state for each in before.negotiation.promises}
    offers = {each.id: each.state for each in before.negotiation.settlements}
    for plan in after.negotiation.plans:
        was = plans.pop(plan.id, plan.state)
        assert was == plan.state or plan.state in NEXT_OF_PLAN.get(was, set()), f"a plan: {was} to {plan.state}"
    for promise in after.negotiation.promises:
        word = promises.pop(promise.id, promise.state)
        legal = word == promise.state or promise.state in NEXT_OF_PROMISE.get(word, set())
        assert legal, f"a promise: {word} to {promise.state}"
    for offer in after.negotiation.settlements:
        state = offers.pop(offer.id, offer.state)
        legal = state == offer.state or offer.state in NEXT_OF_OFFER.get(state, set())
        assert legal, f"an offer: {state} to {offer.state}"
    assert {**plans, **promises, **offers} == {}, "history is lost"
    assert sum(each.state is V for each in after.negotiation.plans) <= 1
    assert sum(each.is_open for each in after.negotiation.promises) <= 1


def _holds(case: Case) -> bool:
    said = case.negotiation
    return said.open_promise is not None or said.living_plan is not None or said.open_settlement is not None


def _check_held(before: Case, after: Case) -> None:
    """No step of the scenario begins while something stands, and the creditor is not asked to decide (R-124)."""
    if not (_holds(before) and _holds(after)):
        return
    scenario = [record for record in after.steps if record.step_id != FIRST_LETTER]
    begun = {ref.id for record in scenario for ref in record.contacts if ref.state is ContactState.INTENDED}
    known = {ref.id for record in before.steps for ref in record.contacts}
    assert begun <= known, f"{begun - known} ignores what was agreed"
    assert len(after.decision_asked) <= len(before.decision_asked), "asked to decide while something stands"


def _check_acceleration(before: Case, after: Case) -> None:
    """PLAN_02: after a notice that was shown, and 8 or 30 whole days."""
    active = before.negotiation.active_plan
    if active is None:
        return
    over: PaymentPlan = next(each for each in after.negotiation.plans if each.id == active.id)
    if over.state is not PlanState.ACCELERATED:
        return
    private = after.debtor_kind in (DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL)
    assert active.notice is not None
    assert active.notice.presented_on is not None
    today = local_day(after, after.last_instant)
    assert today > active.notice.presented_on + timedelta(days=30 if private else 8)
    assert today > active.notice.named_last_day


def _check_end(case: Case) -> None:
    if case.is_closed:
        assert not _holds(case), f"closed as {case.outcome}, and something stands: {case.negotiation}"


def _check_told_once(story: Dialogue) -> None:
    told: Counter[tuple[str, str]] = Counter()
    for event in story.told(story.case_id):
        subject = next((str(event.payload[name]) for name in SUBJECTS if name in event.payload), None)
        if subject is not None and not event.type.startswith("plan.instalment_"):
            told[event.type, subject] += 1
    for (kind, subject), times in told.items():
        assert kind not in ONCE or times == 1, f"{kind} of {subject}: {times} times"
        if kind == "plan.completed":
            assert times <= 1 + told["plan.reinstated", subject]


def _check_rebuilt(story: Dialogue) -> None:
    """R-128: what the archive says is what the table says."""
    case = story.case(story.case_id)
    state = [event.payload["state"] for event in story.told(story.case_id) if "state" in event.payload][-1]
    rebuilt, running = CaseSnapshots().decode(state), {"chain": case.chain, "version": case.version, "run": case.run}
    rebuilt = replace(rebuilt, **running, restarted_at=case.restarted_at)  # type: ignore[arg-type]  # each its own
    assert _in_order(rebuilt) == _in_order(case)


def _in_order(case: Case) -> Case:
    return replace(case, receipts=tuple(sorted(case.receipts, key=lambda each: each.payment_id)))


def _check_amounts(story: Dialogue) -> None:
    """What a message that asks for money says is owed is what the account of its day says, as the case stood then."""
    content = {each.contact_id: each.content.decode(errors="replace") for each in story.sent}
    for writes in story.memory.commits:
        entities = [getattr(write, "entity", None) for write in writes]
        cases = [each for each in entities if isinstance(each, Case)]
        begun = [each for each in entities if isinstance(each, Contact) and each.state is ContactState.INTENDED]
        for contact in begun:
            asks = contact.purpose in (Purpose.SOLICITATION, Purpose.LEGAL) and contact.id in content
            if not asks or not cases:
                continue
            day = local_day(cases[-1], contact.intended_at)
            account = statement_of(cases[-1], story.recording.rates, day)
            said = f"{contact.template} {day} {account.total.amount} "
            assert said in content[contact.id], f"{content[contact.id][:90]} instead of {said}"

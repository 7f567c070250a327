"""What the debtor can do on the page now, and why not where they cannot (R-127)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.first_letter import is_awaited
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.negotiation.payment_plan import PlanState, Side
from chalicelib.domain.negotiation.plan_basis import basis_of
from chalicelib.domain.negotiation.plan_proposals import proposals_left
from chalicelib.domain.negotiation.promises import owed_today, promises_left
from chalicelib.domain.negotiation.record import MOST_DISPUTES
from chalicelib.domain.pauses import pauses_of
from chalicelib.domain.payment_claim import claims_left

from .facts import PageFacts
from .standing import FACTS_THAT_STOP

PAY, PROMISE, PLAN, ANSWER, SIGN = "pay", "promise", "plan", "answer", "sign"
DISPUTE, PAID, WRONG_PERSON, CHANNELS = "dispute", "paid", "wrong-person", "channels"
MOST_STANDING = 5
"""Disputes that may wait for the creditor at once, before more are taken on the page: each is answered by a letter."""
ACTIONS = (PAY, PROMISE, PLAN, ANSWER, SIGN, DISPUTE, PAID, WRONG_PERSON, CHANNELS)
_STAND_IN = frozenset({PauseKind.DEATH, PauseKind.GUARDIANSHIP, PauseKind.REPRESENTED})
_ALWAYS_OPEN = frozenset({WRONG_PERSON, CHANNELS, DISPUTE})


@dataclass(frozen=True)
class Possible:
    """``reason`` says why not; ``limit`` is the number of the rule it rests on, ``on`` the day of it."""

    action: str
    reason: str | None = None
    limit: int | None = None
    on: date | None = None

    @property
    def allowed(self) -> bool:
        return self.reason is None


def possible(facts: PageFacts) -> dict[str, Possible]:
    """Every action by its name."""
    return {action: possible_now(facts, action) for action in ACTIONS}


def possible_now(facts: PageFacts, action: str) -> Possible:
    """Whether an action can be begun; what the form says may still be refused by the rules of the use case."""
    stop = _stopped(facts, action)
    if stop is not None:
        return Possible(action, stop)
    own = _OWN.get(action)
    return (own(facts) if own else None) or Possible(action)


def _stopped(facts: PageFacts, action: str) -> str | None:
    """What stands above every rule of a creditor."""
    case = facts.case
    if case.is_closed:
        return None if action == CHANNELS else "case_closed"
    if facts.is_wrong_person and action != CHANNELS:
        return "wrong_person"
    kinds = [pause.kind for pause in pauses_of(case) if pause.kind in FACTS_THAT_STOP]
    if kinds and action not in _ALWAYS_OPEN:
        return "represented" if kinds[0] in _STAND_IN else str(kinds[0])
    if is_awaited(case) and action in (PAY, PROMISE, PLAN, ANSWER, SIGN):
        return "first_letter_awaited"
    return None


def _pay(facts: PageFacts) -> Possible | None:
    account = facts.account
    if account is None:
        return Possible(PAY, "amount_unknown")
    if account.total.amount <= 0 and not account.not_yet_due and facts.case.negotiation.active_plan is None:
        return Possible(PAY, "nothing_due")
    return None


def _disputed(facts: PageFacts, action: str) -> Possible | None:
    """Whoever contests is not asked for an agreement meanwhile."""
    held = any(pause.kind is PauseKind.DISPUTE for pause in pauses_of(facts.case))
    return Possible(action, "disputed") if held else None


def _promise(facts: PageFacts) -> Possible | None:
    """A promise that is open may be replaced by another, as long as the creditor's number allows."""
    case, rules = facts.case, facts.creditor.negotiation_rules.promises
    if case.negotiation.active_plan is not None:
        return Possible(PROMISE, "plan_active")
    if promises_left(case, rules) == 0:
        return Possible(PROMISE, "promises_spent", rules.most)
    if owed_today(case, facts.account).amount <= 0:
        return Possible(PROMISE, "nothing_due")
    return _disputed(facts, PROMISE)


def _plan(facts: PageFacts) -> Possible | None:
    rules, talk = facts.creditor.negotiation_rules.plans, facts.case.negotiation
    if not rules.allowed:
        return Possible(PLAN, "plans_not_offered")
    living = talk.living_plan
    if living is not None and living.state is PlanState.AGREED:
        return Possible(PLAN, "plan_to_sign", on=living.answer_by)
    own = talk.waiting_proposal(Side.DEBTOR)
    if own is not None:
        return Possible(PLAN, "plan_awaits_answer", on=own.answer_by)
    return _plan_now(facts)


def _plan_now(facts: PageFacts) -> Possible | None:
    """Within the creditor's number, and where something is due and undisputed."""
    rules = facts.creditor.negotiation_rules.plans
    if proposals_left(facts.case, rules) == 0:
        return Possible(PLAN, "proposals_spent", rules.most_proposals)
    account = facts.account
    if account is None:
        return Possible(PLAN, "amount_unknown")
    if basis_of(account).total.amount <= 0:
        return Possible(PLAN, "nothing_due")
    return _disputed(facts, PLAN)


def _answer(facts: PageFacts) -> Possible | None:
    waits = facts.case.negotiation.waiting_proposal(Side.CREDITOR)
    return None if waits else Possible(ANSWER, "nothing_to_answer")


def _sign(facts: PageFacts) -> Possible | None:
    living = facts.case.negotiation.living_plan
    if living is None or living.state is not PlanState.AGREED:
        return Possible(SIGN, "nothing_to_sign")
    return Possible(SIGN, "signed_already") if living.signed_by(Side.DEBTOR) else None


def _dispute(facts: PageFacts) -> Possible | None:
    talk = facts.case.negotiation
    if len(talk.disputes) >= MOST_DISPUTES:
        return Possible(DISPUTE, "disputes_spent", MOST_DISPUTES)
    if len(talk.standing_disputes) >= MOST_STANDING:
        return Possible(DISPUTE, "disputes_waiting", MOST_STANDING)
    whole = any(each.amount is None and not each.invoice_ids for each in talk.standing_disputes)
    return Possible(DISPUTE, "disputed_already") if whole else None


def _paid(facts: PageFacts) -> Possible | None:
    claimed = next((each for each in pauses_of(facts.case) if each.kind is PauseKind.PAYMENT_CLAIMED), None)
    if claimed:
        return Possible(PAID, "claimed_already", on=claimed.until)
    return None if claims_left(facts.case) else Possible(PAID, "claims_spent")


_OWN: dict[str, Callable[[PageFacts], Possible | None]] = {
    PAY: _pay,
    PROMISE: _promise,
    PLAN: _plan,
    ANSWER: _answer,
    SIGN: _sign,
    DISPUTE: _dispute,
    PAID: _paid,
}

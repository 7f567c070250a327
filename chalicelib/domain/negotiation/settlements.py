"""A settlement is offered, withdrawn, taken by paying, or falls with its payment (R-073).

Nothing is given up before the amount has come, received by the last day. From that day on the rest is waived in the
ledger; should the payment bounce, it is owed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.domain.case import Case, Outcome
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money

from .agreement import no_longer_asked, require_may_agree
from .dispute import DisputeState, Resolution
from .disputes import held_or_freed
from .note import Note
from .payment_plan import PlanState
from .record import MOST_SETTLEMENTS
from .settlement import SettlementOffer, SettlementState
from .settlement_deadlines import LOOKED_AT_AFTER
from .settlement_end import taken_back

Change = tuple[Case, tuple[CaseEvent, ...]]
LONGEST_OFFER_DAYS = 60


def offer_settlement(
    case: Case, settlement_id: str, amount: Money, valid_until: date, owed: Money, now: datetime
) -> Change:
    """The creditor takes ``amount`` for all of ``owed``, if it is received by ``valid_until``, that day included.

    Errors: ``case_closed``; ``agreement_not_possible``; ``settlement_stands``; ``agreement_stands`` beside a promise or
    a plan; ``too_many_settlements``; fields: ``not_positive``, ``not_less_than_owed``, ``outside_range``.
    """
    require_may_agree(case)
    _refuse_beside_others(case)
    today = local_day(case, now)
    _check(amount, valid_until, owed, today)
    offer = SettlementOffer(settlement_id, amount, now, valid_until, payments_seen=len(case.payments))
    note = Note(subject_id=settlement_id, template="settlement_offer", due_at=now)
    case = replace(case, negotiation=case.negotiation.with_settlement(offer).with_note(note))
    draft = event(
        EventType.SETTLEMENT_OFFERED,
        settlement_id=settlement_id,
        amount=amount.as_json(),
        waived=Money(owed.amount - amount.amount).as_json(),
        valid_until=valid_until.isoformat(),
    )
    return no_longer_asked(case), (draft,)


def _refuse_beside_others(case: Case) -> None:
    negotiation = case.negotiation
    if negotiation.open_settlement is not None:
        raise Conflict("An offer stands already; withdraw it first.", code="settlement_stands")
    if negotiation.living_plan is not None or negotiation.open_promise is not None:
        raise Conflict("A promise or a payment plan stands: settle it first.", code="agreement_stands")
    if len(negotiation.settlements) >= MOST_SETTLEMENTS:
        raise Conflict(f"A case holds {MOST_SETTLEMENTS} offers at most.", code="too_many_settlements")


def _check(amount: Money, valid_until: date, owed: Money, today: date) -> None:
    latest = today + timedelta(days=LONGEST_OFFER_DAYS)
    problems = []
    if amount.amount <= 0:
        problems.append(FieldProblem("#/amount/amount", "not_positive", "an offer asks for more than zero"))
    elif amount.amount >= owed.amount:
        detail = f"what is owed today is {owed.amount} cents"
        problems.append(FieldProblem("#/amount/amount", "not_less_than_owed", detail))
    if not today < valid_until <= latest:
        problems.append(FieldProblem("#/valid_until", "outside_range", f"after {today}, until {latest}"))
    if problems:
        raise InvalidInput("The offer cannot be made.", errors=tuple(problems))


def withdraw_settlement(case: Case, settlement_id: str, now: datetime, *, reason: str) -> Change:
    """The creditor takes its offer back, as long as the debtor has not begun to pay it.

    Errors: ``not_found``; ``settlement_over``; ``settlement_being_paid``.
    """
    offer = settlement_of(case, settlement_id)
    if not offer.stands:
        raise Conflict(f"The offer is {offer.state} already.", code="settlement_over")
    if next(_counted(case, offer), None) is not None:
        raise Conflict("The debtor has begun to pay: the offer stands.", code="settlement_being_paid")
    return taken_back(case, offer, now, reason)


def settlement_of(case: Case, settlement_id: str) -> SettlementOffer:
    """Errors: ``not_found``."""
    found = next((each for each in case.negotiation.settlements if each.id == settlement_id), None)
    if found is None:
        raise NotFound("No such settlement in this case.")
    return found


def taken_or_fallen(case: Case, now: datetime) -> Change:
    """The offers as the payments of now leave them, before the account is drawn up.

    The amount is complete on the day on which what was received for the offer reaches it. Received in time counts, also
    where it was recorded later, as long as nothing else was offered or agreed since. One that was complete, and is no
    more since a payment bounced, stands again until its last day is over; after that it has expired.
    """
    last = next(iter(reversed(case.negotiation.settlements)), None)
    if last is None:
        return case, ()
    complete_on = _complete_on(case, last)
    if last.state is SettlementState.COMPLETED:
        return (case, ()) if complete_on is not None else _fallen(case, last, now)
    may_be_taken = last.state in (SettlementState.OFFERED, SettlementState.EXPIRED) and not case.is_closed
    if complete_on is None or not may_be_taken or _agreed_since(case, last):
        return case, ()
    taken = replace(last, state=SettlementState.COMPLETED, settled_on=complete_on)
    negotiation = case.negotiation.with_settlement(taken)
    for dispute in negotiation.standing_disputes:
        over = replace(
            dispute,
            state=DisputeState.RESOLVED,
            resolved_at=now,
            resolution=Resolution.PARTLY,
            settled_by=taken.id,
        )
        negotiation = negotiation.with_dispute(over)
    return replace(case, negotiation=negotiation), ()


def _fallen(case: Case, offer: SettlementOffer, now: datetime) -> Change:
    """What rested on the settlement stands as before: the debt, and the disputes that it had ended."""
    in_time = local_day(case, now) <= offer.valid_until + LOOKED_AT_AFTER
    state = SettlementState.OFFERED if in_time else SettlementState.EXPIRED
    again = replace(offer, state=state, settled_on=None, waived=None, ended_at=None if in_time else now)
    negotiation = case.negotiation.with_settlement(again).without_notes(lambda note: note.subject_id == offer.id)
    for dispute in negotiation.disputes:
        if dispute.settled_by == offer.id:
            before = DisputeState.OPEN if dispute.answered_at is None else DisputeState.ANSWERED
            stands = replace(dispute, state=before, resolved_at=None, resolution=None, settled_by=None)
            negotiation = negotiation.with_dispute(stands)
    drafts = () if in_time else (event(EventType.SETTLEMENT_EXPIRED, settlement_id=offer.id),)
    return replace(case, negotiation=negotiation), drafts


def settled(case: Case, account: Statement, now: datetime) -> Change:
    """Tells of a settlement that was taken, once the account says what was given up."""
    offer = next((each for each in case.negotiation.settlements if each.settled_on and each.waived is None), None)
    if offer is None:
        return case, ()
    given_up = Money(dict(account.waived_by).get(offer.id, 0))
    done = replace(offer, waived=given_up, ended_at=now)
    note = Note(subject_id=offer.id, template="settlement_completed", due_at=now)
    negotiation = case.negotiation.without_notes(lambda each: each.subject_id == offer.id)
    case = replace(case, negotiation=negotiation.with_settlement(done).with_note(note))
    draft = event(
        EventType.SETTLEMENT_COMPLETED,
        settlement_id=offer.id,
        amount=offer.amount.as_json(),
        waived=given_up.as_json(),
    )
    over = tuple(
        event(EventType.DISPUTE_RESOLVED, {"reason": "settled"}, dispute_id=each.id, resolution=Resolution.PARTLY.value)
        for each in case.negotiation.disputes
        if each.settled_by == offer.id
    )
    case, freed = held_or_freed(case, now, "settled") if over else (case, ())
    return case, (draft, *over, *freed)


def ends_as(case: Case) -> tuple[Outcome, str]:
    """How a case ends in which nothing is left: settled, given up after a dispute before anything was paid, or paid."""
    if any(each.waived is not None and each.waived.amount > 0 for each in case.negotiation.settlements):
        return Outcome.SETTLED, "settled"
    upheld = any(each.resolution is Resolution.UPHELD for each in case.negotiation.disputes)
    if upheld and all(payment.reversed_on is not None for payment in case.payments):
        return Outcome.WITHDRAWN, "dispute upheld"
    return Outcome.PAID, "fully paid"


def disputed_again(case: Case, now: datetime, *, reason: str) -> Change:
    """A dispute that a settlement had ended, and that stands again, holds what it held."""
    return (case, ()) if case.is_closed else held_or_freed(case, now, reason)


def _agreed_since(case: Case, offer: SettlementOffer) -> bool:
    """Whether creditor and debtor have agreed on something else since the offer was made."""
    plans = (plan for plan in case.negotiation.plans if plan.state in (PlanState.AGREED, PlanState.ACTIVE))
    return any(plan.proposed_at >= offer.offered_at for plan in plans)


def _complete_on(case: Case, offer: SettlementOffer) -> date | None:
    """The day on which what was received for the offer reached its amount."""
    received = 0
    for payment in _counted(case, offer):
        received += payment.amount.amount
        if received >= offer.amount.amount:
            return payment.received_on
    return None


def _counted(case: Case, offer: SettlementOffer) -> Iterator[Payment]:
    """What was received for the offer, in order of its day: from the day it was made to its last, recorded after it."""
    first = local_day(case, offer.offered_at)
    in_order = sorted(case.payments, key=lambda each: (each.received_on, each.sequence))
    for payment in in_order:
        stands = payment.reversed_on is None and payment.sequence > offer.payments_seen
        if stands and first <= payment.received_on <= offer.valid_until:
            yield payment

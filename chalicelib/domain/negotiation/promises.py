"""A promise to pay is given: within the creditor's rules, one at a time, told to whoever has to know (R-081)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain.advice import propose
from chalicelib.domain.advice_record import ProposalRecord
from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import require_live
from chalicelib.domain.decide_first_letter import EXTENDED
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_record import MOST_ACTS, RecordedAct
from chalicelib.domain.limitation_told import act_of_promise
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money

from .agreement import no_longer_asked, require_may_agree
from .firmness import held
from .note import Note
from .promise import Promise, PromiseState
from .promise_end import REPLACED, withdrawn
from .record import MOST_PROMISES
from .rules import PromiseRules

Change = tuple[Case, tuple[CaseEvent, ...]]

SPOKEN = frozenset({"call", "visit"})
"""A word that was only said: it acknowledges the debt, and proves little."""


@dataclass(frozen=True)
class Given:
    """A promise as it is given. ``amount`` ``None`` is all that is owed that day; ``note`` is kept sealed."""

    id: str
    amount: Money | None
    pay_on: date
    channel: str
    note: str | None = None


def owed_today(case: Case, account: Statement | None) -> Money:
    """The most that can be promised: what is due, or where nothing is yet, or a rate is missing, the unpaid invoices.

    ``account`` is the whole décompte of the day, in cents; what is contested of it is nothing to promise.
    """
    if account is not None and account.total.amount > 0:
        return account.total - account.contested
    claimed = sum(invoice.principal.amount for invoice in case.invoices)
    credited = sum(note.amount.amount for note in case.credit_notes)
    paid = sum(payment.amount.amount for payment in case.payments if payment.reversed_on is None)
    return Money(max(0, claimed - credited - paid))


def promises_left(case: Case, rules: PromiseRules) -> int:
    """How many more the debtor may give. One that was withdrawn does not count, unless another took its place."""
    given = [each for each in case.negotiation.promises if each.end_reason in (None, REPLACED)]
    left = min(rules.most - len(given), MOST_PROMISES - len(case.negotiation.promises))
    return max(0, left)


def latest_day(rules: PromiseRules, today: date) -> date:
    """The last day that may be promised: the creditor's rules alone say so.

    A formal notice that runs sets no other: a promise gives no time (C. civ. 1344), what the notice has begun goes on,
    and the creditor takes it back whenever the word is not enough. The amicable phase is longer by it (R-027).
    """
    return today + timedelta(days=rules.within_days)


def give_promise(case: Case, given: Given, rules: PromiseRules, owed: Money, now: datetime) -> Change:
    """The case waits for the money from now on; a promise that is still open is replaced by this one.

    Errors: ``case_closed``; ``agreement_not_possible``; ``plan_in_force``; ``nothing_owed``;
    ``promise_limit_reached``; fields: ``promise_too_early``, ``date_too_far``, ``not_positive``, ``more_than_owed``.
    """
    require_may_agree(case)
    if case.negotiation.active_plan is not None:
        raise Conflict("A payment plan is in force: it says what is paid, and when.", code="plan_in_force")
    if owed.amount <= 0:
        raise Conflict("Nothing is owed in this case.", code="nothing_owed")
    if promises_left(case, rules) == 0:
        told = f"The creditor takes {rules.most} promises in a case at most."
        raise Conflict(told, code="promise_limit_reached")
    today = local_day(case, now)
    _check(given, rules, owed, today)
    case, replaced = withdrawn(case, REPLACED, now)
    case, drafts = _recorded(case, given, given.amount or owed, now)
    return case, (*replaced, *drafts)


def _check(given: Given, rules: PromiseRules, owed: Money, today: date) -> None:
    problems = []
    if given.amount is not None and given.amount.amount <= 0:
        problems.append(FieldProblem("#/amount/amount", "not_positive", "a promise is more than zero"))
    if given.amount is not None and given.amount.amount > owed.amount:
        detail = f"what is owed today is {owed.amount} cents"
        problems.append(FieldProblem("#/amount/amount", "more_than_owed", detail))
    latest = latest_day(rules, today)
    if given.pay_on < today:
        problems.append(FieldProblem("#/pay_on", "promise_too_early", f"today ({today}) or later"))
    elif given.pay_on > latest:
        problems.append(FieldProblem("#/pay_on", "date_too_far", f"until {latest}"))
    if problems:
        raise InvalidInput("The promise cannot be taken.", errors=tuple(problems))


def _recorded(case: Case, given: Given, amount: Money, now: datetime) -> Change:
    today = local_day(case, now)
    promise = Promise(given.id, amount, given.pay_on, now, given.channel, after_payments=len(case.payments))
    negotiation = case.negotiation.with_promise(promise).with_note(Note(promise.id, "promise_confirmation", now))
    hold = case.hold if case.hold is not None and case.hold.reason == EXTENDED else None
    case = replace(case, negotiation=negotiation, hold=hold).answered(now)
    case = acknowledged(held(no_longer_asked(case), now), given.id, today, oral=given.channel in SPOKEN)
    told = event(
        EventType.PROMISE_CREATED,
        {"note": given.note} if given.note else None,
        promise_id=promise.id,
        amount=amount.as_json(),
        pay_on=promise.pay_on.isoformat(),
        channel=promise.channel,
    )
    case, proposed = propose(case, proposal_of(given.id, today, given.channel, given.pay_on))
    return case, (told, *proposed)


def proposal_of(promise_id: str, today: date, channel: str, pay_on: date) -> ProposalRecord:
    """What a creditor who gave a mandate is told of the promise (CPCE R124-5)."""
    return ProposalRecord(f"prp_{promise_id.partition('_')[2]}", today, channel, pay_on)


def acknowledged(case: Case, promise_id: str, on: date, *, oral: bool) -> Case:
    """Who promises to pay asks for time, and so acknowledges the debt (PRE_07)."""
    if len(case.limitation.acts) >= MOST_ACTS:
        return case
    act = RecordedAct(act_of_promise(promise_id), ActKind.REQUEST_FOR_TIME, on, oral=oral)
    return replace(case, limitation=case.limitation.with_act(act))


def withdraw_promise(case: Case, promise_id: str, now: datetime, *, reason: str) -> Change:
    """The creditor no longer waits for it. Errors: ``not_found``; ``case_closed``; ``promise_not_open``."""
    promise = promise_of(case, promise_id)
    require_live(case)
    if not promise.is_open:
        raise Conflict(f"The promise is {promise.state.value} already.", code="promise_not_open")
    return withdrawn(case, "withdrawn_by_creditor", now, detail=reason)


def promise_of(case: Case, promise_id: str) -> Promise:
    """Errors: ``not_found``."""
    found = next((each for each in case.negotiation.promises if each.id == promise_id), None)
    if found is None:
        raise NotFound("No such promise in this case.")
    return found


def broken_promises(case: Case) -> tuple[Promise, ...]:
    """Those that were not kept, in the order they were given."""
    return tuple(each for each in case.negotiation.promises if each.state is PromiseState.BROKEN)

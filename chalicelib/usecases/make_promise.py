"""A promise to pay is given, or taken back: from the debtor's page, by the API, for a letter or a call (R-081)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case_payments import known_claim
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.negotiation.promises import Given, give_promise, owed_today, promise_of, withdraw_promise

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class MakePromise:
    """``amount`` ``None`` is all that is owed that day. ``channel`` is how it was given: as in the guard, or ``page``.

    ``note`` is what was said, kept sealed; ``act`` what the debtor confirmed on the page.
    """

    changing: Changing
    amount: Money | None
    pay_on: date
    channel: str
    note: str | None = None
    act: PageAct | None = None


@dataclass(frozen=True)
class WithdrawPromise:
    """Which promise the creditor no longer waits for, and why."""

    changing: Changing
    promise_id: str
    reason: str


def make_promise(command: MakePromise, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the promise. The scenario waits until two days after its day.

    Errors: ``case_closed``; ``agreement_not_possible``; ``plan_in_force``; ``nothing_owed``;
    ``promise_limit_reached``; fields: ``promise_too_early``, ``date_too_far``, ``not_positive``, ``more_than_owed``.
    """
    promise_id = recording.ids.new("prm")

    def transition(file: CaseFile) -> Transition:
        owed = owed_today(file.case, known_claim(file.case, file.rates, local_day(file.case, file.now)))
        given = Given(promise_id, command.amount, command.pay_on, command.channel, command.note)
        case, drafts = give_promise(file.case, given, file.creditor.negotiation_rules.promises, owed, file.now)
        return Transition(case, (*words_first(command.act), *drafts), result=promise_of(case, promise_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def withdraw_case_promise(command: WithdrawPromise, *, recording: Recording, reply: Reply) -> Outcome:
    """``result`` is the promise. Errors: ``not_found``; ``case_closed``; ``promise_not_open``."""

    def transition(file: CaseFile) -> Transition:
        case, drafts = withdraw_promise(file.case, command.promise_id, file.now, reason=command.reason)
        return Transition(case, drafts, result=promise_of(case, command.promise_id))

    return change_case(command.changing, transition, recording=recording, reply=reply)

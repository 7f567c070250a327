"""How simulated debtors answer the phone: one address part for every outcome of a call (R-132, R-071)."""

from __future__ import annotations

from chalicelib.domain.call_task import CallOutcome

from .happening import Behaviour, CallAnswer

PROMISE_DAYS = 5


def _answers(
    name: str,
    says: str,
    outcome: CallOutcome,
    *,
    example: str | None = None,
    in_days: int | None = None,
    keeps_promise: bool = False,
) -> Behaviour:
    return Behaviour(name, example or name, says, answer=CallAnswer(outcome, in_days, keeps_promise))


ANSWERS = (
    _answers(
        "promises-for-day-N",
        "Promises on the phone to pay on D+N; then is silent, unless `pays-on-day-N` is joined. "
        "Does not answer a call after that day.",
        CallOutcome.REACHED_PROMISE,
        example="promises-for-day-14",
    ),
    _answers(
        "promises-and-pays",
        f"Promises on the phone to pay in {PROMISE_DAYS} days, and pays what is owed that day.",
        CallOutcome.REACHED_PROMISE,
        in_days=PROMISE_DAYS,
        keeps_promise=True,
    ),
    _answers(
        "promises-and-breaks",
        f"Promises on the phone to pay in {PROMISE_DAYS} days, and does not.",
        CallOutcome.REACHED_PROMISE,
        in_days=PROMISE_DAYS,
    ),
    _answers("will-pay-on-call", "Says on the phone that they will pay, without a date.", CallOutcome.REACHED_WILL_PAY),
    _answers("disputes-on-call", "Disputes the claim on the phone.", CallOutcome.REACHED_DISPUTE),
    _answers("refuses-on-call", "Refuses on the phone to pay.", CallOutcome.REACHED_REFUSES),
    _answers("says-paid-on-call", "Says on the phone that they have paid.", CallOutcome.REACHED_ALREADY_PAID),
    _answers(
        "calls-back-in-N-days",
        "Asks on the phone to be called again N days later.",
        CallOutcome.REACHED_CALL_BACK,
        example="calls-back-in-3-days",
    ),
    _answers("voicemail", "A voicemail takes the call.", CallOutcome.VOICEMAIL),
    _answers("no-answer", "Lets the phone ring.", CallOutcome.NO_ANSWER),
    _answers("technical-problem", "The call does not get through.", CallOutcome.TECHNICAL_PROBLEM),
    _answers("wrong-number", "The number is not theirs: nobody calls or texts it again.", CallOutcome.WRONG_NUMBER),
    _answers(
        "wrong-person-on-call",
        "Somebody else of the same name answers: nobody calls or texts that number again.",
        CallOutcome.REACHED_WRONG_PERSON,
    ),
    _answers(
        "third-party-answers", "Somebody of the house answers and is told nothing.", CallOutcome.REACHED_THIRD_PARTY
    ),
    _answers("represented-on-call", "Names the lawyer who stands for them.", CallOutcome.REPRESENTED),
    _answers("dies-on-call", "A relative answers: the debtor has died.", CallOutcome.DECEASED),
)

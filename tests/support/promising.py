"""Promises in a story: given by the debtor, taken back by the creditor."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.make_promise import MakePromise, WithdrawPromise, make_promise, withdraw_case_promise

from .story import ACTOR, Story


def promise(story: Story, case_id: str, on: date, cents: int | None = None, *, channel: str = "email") -> Promise:
    """A part, or all that is owed today."""
    command = MakePromise(_changing(story, case_id), None if cents is None else Money(cents), on, channel)
    story._change(make_promise, command)
    return given(story, case_id)[-1]


def withdraw(story: Story, case_id: str, promise_id: str) -> None:
    """The creditor no longer waits for it."""
    command = WithdrawPromise(_changing(story, case_id), promise_id, "they rang again")
    story._change(withdraw_case_promise, command)


def given(story: Story, case_id: str) -> tuple[Promise, ...]:
    """Every promise of the case, in order."""
    return story.case(case_id).negotiation.promises


def _changing(story: Story, case_id: str) -> Changing:
    return Changing(story.scope, case_id, ACTOR)

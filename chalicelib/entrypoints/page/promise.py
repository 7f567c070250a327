"""« Annoncer un paiement »: a promise to pay (R-081)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, said
from chalicelib.domain.debtor_page.typed import typed_day, typed_money
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.negotiation.promises import latest_day, owed_today
from chalicelib.usecases.make_promise import MakePromise, make_promise

from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .views import facts_of

ALL, PART = "all", "part"


@dataclass(frozen=True)
class Promising:
    """``amount`` is ``None`` for all that is owed that day."""

    amount: Money | None
    pay_on: date


@page.action("promise", methods=("GET", "POST"))
def promise(call: PageCall) -> PageAnswer:
    """An amount by a day."""
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    facts, rules = facts_of(call), call.file.creditor.negotiation_rules.promises
    owed, last = _owed(call), latest_day(rules, facts.today)
    choices = (Choice(ALL, said("promise.all", amount=owed)), Choice(PART, said("promise.part")))
    fields = (
        Field("how_much", Kind.CHOICE, said("promise.how_much"), call.fields.get("how_much", ALL), choices=choices),
        Field(
            "amount",
            Kind.MONEY,
            said("promise.amount"),
            call.fields.get("amount", ""),
            said("promise.amount_hint"),
            required=False,
        ),
        Field(
            "pay_on",
            Kind.DAY,
            said("promise.pay_on"),
            call.fields.get("pay_on", ""),
            said("promise.pay_on_hint", last=last),
            first=facts.today,
            last=last,
        ),
    )
    limits = (said("promise.limit_days", last=last), said("promise.limit_count", limit=rules.most))
    lead, submit = (said("promise.lead"),), said("button.review")
    return Form("promise", said("promise.title"), fields, submit, lead=lead, limits=limits)


def _read(call: PageCall) -> Promising:
    facts, rules = facts_of(call), call.file.creditor.negotiation_rules.promises
    last, owed = latest_day(rules, facts.today), _owed(call)
    reading = Reading(call.fields)
    how_much = reading.one_of("how_much", (ALL, PART))
    amount = reading.get("amount", typed_money) if how_much == PART else None
    if amount is not None and amount > owed:
        reading.refuse("amount", said("fault.more_than_owed", owed=owed))
    day = reading.get("pay_on", typed_day)
    if day is not None and day < facts.today:
        reading.refuse("pay_on", said("fault.past_day", first=facts.today))
    elif day is not None and day > last:
        reading.refuse("pay_on", said("fault.too_far", last=last))
    reading.end()
    return Promising(amount, day or facts.today)


def _review(call: PageCall, typed: Promising) -> Review:
    reference = call.file.case.reference
    key, amount = ("promise.state_all", _owed(call)) if typed.amount is None else ("promise.state_part", typed.amount)
    return Review(
        "promise",
        said("promise.title"),
        (said(key, amount=amount, reference=reference, on=typed.pay_on),),
        said("button.confirm"),
        hidden=hidden(call, "how_much", "amount", "pay_on"),
        notes=(said("promise.note"),),
    )


def _act(call: PageCall, typed: Promising, act: PageAct) -> object:
    command = MakePromise(call.changing, typed.amount, typed.pay_on, "page", act=act)
    return make_promise(command, recording=call.deps.recording, reply=call.reply)


def _result(call: PageCall) -> Result:
    made = call.file.case.negotiation.open_promise
    told = (said("promise.done_text", amount=made.amount, on=made.pay_on),) if made else ()
    return Result(said("promise.done"), told)


def _owed(call: PageCall) -> Money:
    facts = facts_of(call)
    return owed_today(facts.case, facts.account)


STEPS = Steps(_form, _read, _review, _act, _result, {"#/amount": "amount", "#/pay_on": "pay_on"})

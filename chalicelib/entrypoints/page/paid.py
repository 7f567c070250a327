"""« J'ai déjà payé », with a proof: the case waits a bounded time for the creditor to find the payment."""

from __future__ import annotations

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, said
from chalicelib.domain.debtor_page.typed import typed_day, typed_money, typed_text
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.pauses import pauses_of
from chalicelib.domain.payment_claim import PaymentClaim, pause_ends_on
from chalicelib.usecases.claim_payment import ClaimPayment, claim_payment

from .attachments import attached, file_field
from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .views import facts_of

METHODS = ("bank_transfer", "card", "cheque", "direct_debit", "cash", "other")
MOST_REFERENCE = 140


@page.action("paid", methods=("GET", "POST"), uploads=True)
def paid(call: PageCall) -> PageAnswer:
    """When, how much, how, and the proof."""
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    typed = call.fields.get
    fields = (
        Field("paid_on", Kind.DAY, said("claim.paid_on"), typed("paid_on", ""), last=facts_of(call).today),
        Field(
            "amount", Kind.MONEY, said("claim.amount"), typed("amount", ""), said("claim.amount_hint"), required=False
        ),
        Field(
            "method",
            Kind.CHOICE,
            said("claim.method"),
            typed("method", ""),
            choices=tuple(Choice(each, said(f"claim.{each}")) for each in METHODS),
        ),
        Field(
            "reference",
            Kind.LINE,
            said("claim.reference"),
            typed("reference", ""),
            said("claim.reference_hint"),
            required=False,
            most=MOST_REFERENCE,
        ),
    )
    return Form("paid", said("claim.title"), fields, said("button.review"), lead=(said("claim.lead"),))


def _read(call: PageCall) -> PaymentClaim:
    today, reading = facts_of(call).today, Reading(call.fields)
    day = reading.get("paid_on", typed_day)
    if day is not None and day > today:
        reading.refuse("paid_on", said("fault.future_day", last=today))
    amount = reading.optional("amount", typed_money)
    method = reading.one_of("method", METHODS)
    reference = reading.optional("reference", lambda text: typed_text(text, MOST_REFERENCE))
    reading.end()
    return PaymentClaim(day or today, amount, method, reference)


def _review(call: PageCall, claim: PaymentClaim) -> Review:
    reference, method = call.file.case.reference, claim.method
    if claim.amount is None:
        told = said(f"claim.all_by_{method}", reference=reference, on=claim.paid_on)
    else:
        told = said(f"claim.part_by_{method}", reference=reference, on=claim.paid_on, amount=claim.amount)
    more = (said("claim.state_reference", payment=claim.reference),) if claim.reference else ()
    return Review(
        "paid",
        said("claim.title"),
        (told, *more),
        said("button.confirm"),
        hidden=hidden(call, "paid_on", "amount", "method", "reference"),
        notes=(said("claim.note", until=pause_ends_on(facts_of(call).today)),),
        fields=(file_field("claim"),),
    )


def _act(call: PageCall, claim: PaymentClaim, act: PageAct) -> object:
    command = ClaimPayment(call.changing, claim, attached(call), act)
    return claim_payment(command, recording=call.deps.recording, archive=call.deps.archive, reply=call.reply)


def _result(call: PageCall) -> Result:
    held = next((each for each in pauses_of(call.file.case) if each.kind is PauseKind.PAYMENT_CLAIMED), None)
    told = (said("claim.done_text", until=held.until),) if held and held.until else ()
    return Result(said("claim.done"), told)


STEPS = Steps(_form, _read, _review, _act, _result, {"#/paid_on": "paid_on", "#/amount": "amount"})

"""« Contester »: a dispute about all of it or a part, with a reason and a file (R-002, STOP_01)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, Said, said
from chalicelib.domain.debtor_page.typed import typed_money, typed_text
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.usecases.open_dispute import OpenDispute, open_dispute

from .attachments import attached, file_field
from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall

MOST_DETAIL = 2_000
REASONS = tuple(each.value for each in DisputeReason)
PLACES = {"#/amount": "amount", "#/invoice_ids": "invoice", "#/detail": "detail"}


@dataclass(frozen=True)
class Contested:
    """``invoices`` are empty for all of them, ``amount`` is ``None`` for all that they claim."""

    reason: DisputeReason
    detail: str
    invoices: tuple[Invoice, ...]
    amount: Money | None


@page.action("dispute", methods=("GET", "POST"), uploads=True)
def dispute(call: PageCall) -> PageAnswer:
    """What is wrong, and how much of it."""
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    typed = call.fields.get
    fields = [
        Field(
            "reason",
            Kind.CHOICE,
            said("dispute.reason"),
            typed("reason", ""),
            choices=tuple(Choice(each, said(f"dispute.{each}")) for each in REASONS),
        ),
        Field(
            "detail",
            Kind.AREA,
            said("dispute.detail"),
            typed("detail", ""),
            said("dispute.detail_hint"),
            most=MOST_DETAIL,
        ),
    ]
    if len(call.file.case.invoices) > 1:
        fields.append(_invoices(call))
    hint = said("dispute.amount_hint")
    fields.append(Field("amount", Kind.MONEY, said("dispute.amount"), typed("amount", ""), hint, required=False))
    return Form("dispute", said("dispute.title"), tuple(fields), said("button.review"), lead=(said("dispute.lead"),))


def _invoices(call: PageCall) -> Field:
    """Ticked by their place in the case: an id in a page would help nobody."""
    choices = tuple(
        Choice(str(place), said("dispute.invoice_label", number=each.number, amount=each.principal))
        for place, each in enumerate(call.file.case.invoices)
    )
    ticked = " ".join(choice.value for choice in choices if call.fields.get(f"invoice_{choice.value}") == "yes")
    hint = said("dispute.invoices_hint")
    return Field("invoice", Kind.TICK, said("dispute.invoices"), ticked, hint, choices=choices, required=False)


def _read(call: PageCall) -> Contested:
    reading, invoices = Reading(call.fields), call.file.case.invoices
    reason = reading.one_of("reason", REASONS)
    detail = reading.get("detail", lambda text: typed_text(text, MOST_DETAIL))
    ticked = tuple(each for n, each in enumerate(invoices) if call.fields.get(f"invoice_{n}") == "yes")
    amount = reading.optional("amount", typed_money)
    most = sum((each.principal for each in ticked or invoices), ZERO)
    if amount is not None and amount > most:
        reading.refuse("amount", said("fault.more_than_owed", owed=most))
    reading.end()
    named = () if len(ticked) == len(invoices) else ticked
    return Contested(DisputeReason(reason), detail or "", named, None if amount == most else amount)


def _review(call: PageCall, typed: Contested) -> Review:
    rules = call.file.creditor.negotiation_rules.disputes
    partial = bool(typed.invoices) or typed.amount is not None
    note = "dispute.note_part" if partial and rules.undisputed_goes_on else "dispute.note_all"
    ticks = tuple(f"invoice_{n}" for n in range(len(call.file.case.invoices)))
    return Review(
        "dispute",
        said("dispute.title"),
        (_what(call, typed), said(f"dispute.because_{typed.reason.value}")),
        said("button.confirm"),
        hidden=hidden(call, "reason", "detail", "amount", *ticks),
        quotes=((said("frame.your_words"), typed.detail),),
        notes=(said(note, days=rules.answer_days),),
        fields=(file_field("dispute"),),
    )


def _what(call: PageCall, typed: Contested) -> Said:
    reference = call.file.case.reference
    numbers = ", ".join(each.number for each in typed.invoices)
    if typed.amount is not None and numbers:
        return said("dispute.state_amount_of", amount=typed.amount, reference=reference, invoices=numbers)
    if typed.amount is not None:
        return said("dispute.state_amount", amount=typed.amount, reference=reference)
    if numbers:
        return said("dispute.state_invoices", reference=reference, invoices=numbers)
    return said("dispute.state_whole", reference=reference)


def _act(call: PageCall, typed: Contested, act: PageAct) -> object:
    file = attached(call)
    command = OpenDispute(
        call.changing,
        typed.reason,
        typed.detail,
        "page",
        tuple(each.id for each in typed.invoices),
        typed.amount,
        (file,) if file else (),
        act,
    )
    return open_dispute(command, recording=call.deps.recording, archive=call.deps.archive, reply=call.reply)


def _result(call: PageCall) -> Result:
    last = next(reversed(call.file.case.negotiation.standing_disputes), None)
    day = last.answer_by if last else None
    told = said("dispute.done_text", on=day) if day else said("dispute.done_text_open")
    return Result(said("dispute.done"), (told,))


STEPS = Steps(_form, _read, _review, _act, _result, PLACES)

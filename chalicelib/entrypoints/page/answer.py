"""The debtor answers the creditor's proposal: accepts it, refuses it, or proposes something else (R-073)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, said
from chalicelib.domain.debtor_page.typed import typed_text
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.negotiation.payment_plan import PlanState, Side
from chalicelib.usecases.answer_plan import AnswerPlan, accept_plan, refuse_plan

from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .plan import countered, rows_of

ACCEPT, REFUSE, COUNTER = "accept", "refuse", "counter"
MOST_REASON = 500


@dataclass(frozen=True)
class Answering:
    """``reason`` is why it is refused."""

    accepts: bool
    reason: str | None


@page.action("answer", methods=("GET", "POST"))
def answer(call: PageCall) -> PageAnswer:
    """Yes, no, or another proposal."""
    if call.method == "POST" and call.fields.get("answer") == COUNTER:
        return PageAnswer.see_other("plan")
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    plan = countered(call)
    fields = (
        Field(
            "answer",
            Kind.CHOICE,
            said("answer.what"),
            call.fields.get("answer", ""),
            choices=tuple(Choice(each, said(f"answer.{each}")) for each in (ACCEPT, COUNTER, REFUSE)),
        ),
        Field(
            "reason",
            Kind.AREA,
            said("answer.reason"),
            call.fields.get("reason", ""),
            said("answer.reason_hint"),
            required=False,
            most=MOST_REASON,
        ),
    )
    lead = (said("answer.lead", amount=plan.total),) if plan else ()
    rows = rows_of(plan) if plan else ()
    hiding = (("plan", plan.id),) if plan else ()
    return Form("answer", said("answer.title"), fields, said("button.review"), lead=lead, rows=rows, hidden=hiding)


def _read(call: PageCall) -> Answering:
    reading = Reading(call.fields)
    chosen = reading.one_of("answer", (ACCEPT, REFUSE))
    reason = reading.optional("reason", lambda text: typed_text(text, MOST_REASON))
    reading.end()
    return Answering(chosen == ACCEPT, None if chosen == ACCEPT else reason)


def _review(call: PageCall, typed: Answering) -> Review:
    plan, reference = countered(call), call.file.case.reference
    carried = ((("plan", plan.id),) if plan else ()) + hidden(call, "answer", "reason")
    title, confirm = said("answer.title"), said("button.confirm")
    if not typed.accepts or plan is None:
        quotes = ((said("frame.your_words"), typed.reason),) if typed.reason else ()
        refusing = (said("answer.state_refuse", reference=reference),)
        informed = (said("answer.note_refuse"),)
        return Review("answer", title, refusing, confirm, hidden=carried, quotes=quotes, notes=informed)
    notes = (said("answer.note_accept", on=plan.answer_by),) if plan.answer_by else ()
    told = (said("answer.state_accept", reference=reference, amount=plan.total),)
    return Review("answer", title, told, confirm, hidden=carried, rows=rows_of(plan), notes=notes)


def _act(call: PageCall, typed: Answering, act: PageAct) -> object:
    """The plan that was seen: another one that took its place meanwhile is not answered by it."""
    command = AnswerPlan(call.changing, call.fields.get("plan", ""), Side.DEBTOR, typed.reason, act)
    use = accept_plan if typed.accepts else refuse_plan
    return use(command, recording=call.deps.recording, reply=call.reply)


def _result(call: PageCall) -> Result:
    living = call.file.case.negotiation.living_plan
    if living is not None and living.state is PlanState.AGREED:
        told = (said("answer.done_accept_text", on=living.answer_by),) if living.answer_by else ()
        return Result(said("answer.done_accept"), told, links=(("sign", said("plan.go_sign")),))
    links = (("plan", said("do.plan")), ("promise", said("do.promise")))
    return Result(said("answer.done_refuse"), (said("answer.done_refuse_text"),), links=links, show_manager=True)


STEPS = Steps(_form, _read, _review, _act, _result)

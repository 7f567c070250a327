"""« Je ne suis pas la bonne personne »: what it does is told first; then all contacts stop (STOP_04)."""

from __future__ import annotations

from chalicelib.domain.debtor_page.screens import Field, Form, Kind, Result, Review, said
from chalicelib.domain.debtor_page.typed import typed_text
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.usecases.tell_about_debtor import SayWrongPerson, say_wrong_person

from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall

MOST_DETAIL = 500


@page.action("wrong-person", methods=("GET", "POST"))
def wrong_person(call: PageCall) -> PageAnswer:
    """Nothing is asked that would tell who they are."""
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    detail = Field(
        "detail",
        Kind.AREA,
        said("wrong.detail"),
        call.fields.get("detail", ""),
        said("wrong.detail_hint"),
        required=False,
        most=MOST_DETAIL,
    )
    effects = (said("wrong.effect_stop"), said("wrong.effect_told"), said("wrong.effect_page"))
    lead = (said("wrong.lead"),)
    return Form("wrong-person", said("wrong.title"), (detail,), said("button.review"), lead=lead, limits=effects)


def _read(call: PageCall) -> str | None:
    reading = Reading(call.fields)
    detail = reading.optional("detail", lambda text: typed_text(text, MOST_DETAIL))
    reading.end()
    return detail


def _review(call: PageCall, detail: str | None) -> Review:
    return Review(
        "wrong-person",
        said("wrong.title"),
        (said("wrong.state", reference=call.file.case.reference),),
        said("button.confirm"),
        hidden=hidden(call, "detail"),
        quotes=((said("frame.your_words"), detail),) if detail else (),
        notes=(said("wrong.note"),),
    )


def _act(call: PageCall, detail: str | None, act: PageAct) -> object:
    command = SayWrongPerson(call.changing, detail, act)
    return say_wrong_person(command, recording=call.deps.recording, reply=call.reply)


def _result(call: PageCall) -> Result:
    del call
    return Result(said("wrong.done"), (said("wrong.done_text"),))


STEPS = Steps(_form, _read, _review, _act, _result)

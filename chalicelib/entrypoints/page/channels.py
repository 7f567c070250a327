"""Which channels may be used: e-mail, SMS, calls; letters always may (CON_09)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, said
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.usecases.tell_about_debtor import ChooseChannels, choose_channels, stopped_channels

from .flow import Steps, Unfit, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall

CHANNELS = ("email", "sms", "call")


@dataclass(frozen=True)
class Chosen:
    """What changes; one of the two is never empty."""

    stop: tuple[str, ...]
    allow: tuple[str, ...]


@page.action("channels", methods=("GET", "POST"))
def channels(call: PageCall) -> PageAnswer:
    """Stop a channel, or allow it again."""
    return run(call, STEPS)


def _form(call: PageCall) -> Form:
    now = _ticked(call) if "chosen" in call.fields else set(CHANNELS) - stopped_channels(call.file.debtor)
    choices = tuple(Choice(each, said(f"channels.{each}")) for each in CHANNELS)
    value = " ".join(each for each in CHANNELS if each in now)
    use = Field(
        "use", Kind.TICK, said("channels.use"), value, said("channels.use_hint"), choices=choices, required=False
    )
    limits = (said("channels.limit_letter"), said("channels.limit_case"), said("channels.limit_code"))
    return Form(
        "channels",
        said("channels.title"),
        (use,),
        said("button.review"),
        lead=(said("channels.lead"),),
        limits=limits,
        hidden=(("chosen", "yes"),),
    )


def _ticked(call: PageCall) -> set[str]:
    return {each for each in CHANNELS if call.fields.get(f"use_{each}") == "yes"}


def _read(call: PageCall) -> Chosen:
    ticked, stopped = _ticked(call), stopped_channels(call.file.debtor)
    stop = tuple(each for each in CHANNELS if each not in ticked and each not in stopped)
    allow = tuple(each for each in CHANNELS if each in ticked and each in stopped)
    if not stop and not allow:
        raise Unfit({"use": said("channels.unchanged")})
    return Chosen(stop, allow)


def _review(call: PageCall, chosen: Chosen) -> Review:
    told = (
        *(said(f"channels.stop_{each}") for each in chosen.stop),
        *(said(f"channels.allow_{each}") for each in chosen.allow),
    )
    ticks = tuple(f"use_{each}" for each in CHANNELS)
    return Review(
        "channels",
        said("channels.title"),
        told,
        said("button.confirm"),
        hidden=hidden(call, "chosen", *ticks),
        notes=(said("channels.limit_letter"), said("channels.limit_case")),
    )


def _act(call: PageCall, chosen: Chosen, act: PageAct) -> object:
    command = ChooseChannels(call.changing, chosen.stop, chosen.allow, act)
    return choose_channels(command, recording=call.deps.recording, reply=call.reply)


def _result(call: PageCall) -> Result:
    del call
    return Result(said("channels.done"), (said("channels.done_text"),))


STEPS = Steps(_form, _read, _review, _act, _result)

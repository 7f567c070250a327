"""Facts of a call sheet: hours, caps and the last letter beside those of every text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.call_brief import CallBrief, LastLetter
from chalicelib.domain.messages import MessageFacts

from .facts import facts

STRICT = ((time(10), time(13)), (time(14), time(20)))


def emailed() -> LastLetter:
    return LastLetter(date(2026, 1, 30), "email", "reminder_1", words=Renderer().email("reminder_1", facts()).text)


def posted() -> LastLetter:
    pages = Renderer().letter("formal_notice", facts()).pdf
    return LastLetter(date(2026, 2, 16), "registered_letter", "formal_notice", pages=pages)


def briefed(letter: LastLetter | None) -> MessageFacts:
    return replace(facts(), call=CallBrief(STRICT, 2, 7, True, "hôtellerie", letter))

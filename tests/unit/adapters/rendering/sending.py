"""Write a text for a channel and check it, as the sending does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.mentions import WordingRefused
from chalicelib.domain.messages import MessageFacts
from chalicelib.usecases.checked_words import check_email, check_letter, check_script, check_sms, check_statement

from .facts import paid_up


def send(renderer: Renderer, template: str, channel: str, some: MessageFacts) -> None:
    """Writes a text for a channel and checks it, as the sending does."""
    if channel == "email":
        check_email(template, renderer.email(template, some), some)
    elif channel == "sms":
        check_sms(template, renderer.sms(template, some), some)
    elif channel == "call":
        check_script(template, renderer.call_script(template, some), some)
    elif channel == "words":
        check_letter(template, renderer.letter_words(template, some), some)
    elif template == "statement":
        check_statement(renderer.statement(some), some)
    elif template in ("receipt", "final_receipt"):
        check_letter(template, renderer.receipt(some), some)
    else:
        check_letter(template, renderer.letter(template, some), some)


def refused(renderer: Renderer, template: str, channel: str, some: MessageFacts) -> WordingRefused:
    with pytest.raises(WordingRefused) as refusal:
        send(renderer, template, channel, some)
    return refusal.value


def final(some: MessageFacts) -> MessageFacts:
    """Everything is paid, in the same hands."""
    return replace(
        paid_up(some.debtor.kind),
        collector=some.collector,
        first_letter=some.first_letter,
        letter_reference=some.letter_reference,
        case_manager=some.case_manager,
    )

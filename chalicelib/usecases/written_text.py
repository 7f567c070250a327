"""A text as a person will read or hear it, for whoever looks at it before it leaves (R-125)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.contact import Channel
from chalicelib.domain.mentions import Words
from chalicelib.domain.messages import CallScript, MessageFacts

from .checked_words import words_of_email, words_of_letter, words_of_script, words_of_sms
from .ports import Renderer


@dataclass(frozen=True)
class WrittenText:
    """The same words as when it is sent. ``subject`` and ``html`` are an e-mail's, ``script`` a call's."""

    channel: Channel
    text: str
    words: Words
    subject: str | None = None
    html: str | None = None
    script: CallScript | None = None


def written_text(channel: Channel, template: str, facts: MessageFacts, renderer: Renderer) -> WrittenText:
    """Errors: ``message_incomplete`` where a fact is missing; ``template_unknown``."""
    if channel is Channel.EMAIL:
        email = renderer.email(template, facts)
        words = words_of_email(template, email, facts)
        return WrittenText(channel, email.text, words, subject=email.subject, html=email.html)
    if channel is Channel.SMS:
        text = renderer.sms(template, facts)
        return WrittenText(channel, text, words_of_sms(template, text))
    if channel is Channel.CALL:
        script = renderer.call_script(template, facts)
        words = words_of_script(template, script)
        return WrittenText(channel, words.text, words, script=script)
    printed = renderer.letter_words(template, facts)
    return WrittenText(channel, printed.words, words_of_letter(template, printed))

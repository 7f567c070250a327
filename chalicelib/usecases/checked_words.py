"""What leaves is checked on its own words, after it was written and before anything is intended (LTR, COST, CON_07).

Each raises ``WordingRefused``: the step then waits for a person, with the rule's code and name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from chalicelib.domain.contact import Channel
from chalicelib.domain.mentions import STATEMENT, Words, refuse
from chalicelib.domain.message_data import statement_references
from chalicelib.domain.messages import CallScript, EmailContent, MessageFacts, MessageIncomplete, Objection, Printed
from chalicelib.domain.templates.model import LANGUAGES, is_own
from chalicelib.domain.templates.notice_mentions import notice_problems


def words_of_email(template: str, email: EmailContent, facts: MessageFacts) -> Words:
    """The text and the HTML are the same words; a locked phone shows the sender and the subject."""
    exposed = (("the subject line", email.subject), ("the sender's name", facts.public_name))
    return Words(template, email.text, exposed)


def words_of_sms(template: str, text: str) -> Words:
    """Whoever holds the phone reads it all."""
    return Words(template, text, (("the SMS", text),), is_short=True)


def words_of_letter(template: str, printed: Printed) -> Words:
    """The words that are printed; the envelope's window is open to all."""
    return Words(template, printed.words, (("the window of the envelope", "\n".join(printed.window)),))


def words_of_script(template: str, script: CallScript) -> Words:
    """What the caller says; what is left on a machine must stand by itself."""
    said = "\n\n".join(_said(script))
    return Words(template, said, (("the voicemail", script.voicemail),), apart=(script.voicemail,))


def check_email(template: str, email: EmailContent, facts: MessageFacts) -> None:
    """Text, subject and sender of an e-mail."""
    refuse(words_of_email(template, email, facts), facts)


def check_sms(template: str, text: str, facts: MessageFacts) -> None:
    """All of an SMS."""
    refuse(words_of_sms(template, text), facts)


def check_letter(template: str, printed: Printed, facts: MessageFacts) -> None:
    """All that is printed on a letter, and what its window lets read."""
    refuse(words_of_letter(template, printed), facts)


def check_notice(channel: Channel, template: str, words: str, facts: MessageFacts) -> None:
    """A tenant's formal notice says all that a notice has to, in this very case: a text may tell cases apart (R-049).

    Errors: ``message_incomplete`` names what is missing.
    """
    if channel is not Channel.REGISTERED_LETTER or not is_own(template):
        return
    read_in = (replace(facts, debtor=replace(facts.debtor, language=language)) for language in LANGUAGES)
    missing = min((tuple(notice_problems(words, each)) for each in read_in), key=len)
    if missing:
        raise MessageIncomplete("; ".join(map(str, missing))[:500])


def check_statement(printed: Printed, facts: MessageFacts) -> None:
    """The case sends it to nobody by itself, but the creditor may hand it on to the debtor."""
    refuse(Words(STATEMENT, printed.words, data=statement_references(facts)), facts)


def check_script(template: str, script: CallScript, facts: MessageFacts) -> None:
    """A call script, its voicemail by itself."""
    refuse(words_of_script(template, script), facts)


def _said(script: CallScript) -> Iterator[str]:
    for field in fields(script):
        if field.name == "voicemail":
            continue
        value = getattr(script, field.name)
        for line in (value,) if isinstance(value, str) else value:
            yield f"{line.says} {line.answer}" if isinstance(line, Objection) else line

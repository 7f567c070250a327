"""A tenant's own text: versioned data, for one kind of channel and one language (R-125)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.contact import Channel
from chalicelib.domain.messages import Objection
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope

PREFIX = "tpl_"
LANGUAGES = ("fr", "en")
MOST_SOURCE = 8_000
"""Characters of one part."""
MOST_SOURCES = 64_000
"""Characters of all parts together."""


_NAMES_UPCOMING = re.compile(r"\{[{%][^}]{0,200}\bupcoming|^[ \t]*@upcoming", re.MULTILINE)
"""A value or table of what falls due; the English word alone is none."""


class TemplateChannel(StrEnum):
    """What a text is written for: the same words serve letter and e-mail."""

    LETTER_AND_EMAIL = "letter_and_email"
    SMS = "sms"
    CALL_SCRIPT = "call_script"
    FORMAL_NOTICE = "formal_notice"

    def serves(self, channel: Channel) -> bool:
        """Whether a step may send such a text through a channel."""
        return channel in _SERVES[self]


_SERVES = {
    TemplateChannel.LETTER_AND_EMAIL: frozenset({Channel.EMAIL, Channel.LETTER}),
    TemplateChannel.SMS: frozenset({Channel.SMS}),
    TemplateChannel.CALL_SCRIPT: frozenset({Channel.CALL}),
    TemplateChannel.FORMAL_NOTICE: frozenset({Channel.REGISTERED_LETTER}),
}

REQUIRED_PARTS: dict[TemplateChannel, tuple[str, ...]] = {
    TemplateChannel.LETTER_AND_EMAIL: ("subject", "object", "body"),
    TemplateChannel.SMS: ("sms", "sms_short"),
    TemplateChannel.CALL_SCRIPT: (
        "title",
        "purpose",
        "identification",
        "opening",
        "questions",
        "objections",
        "solutions",
        "closing",
        "voicemail",
        "rules",
    ),
    TemplateChannel.FORMAL_NOTICE: ("object", "body"),
}
OPTIONAL_PARTS: dict[TemplateChannel, tuple[str, ...]] = {
    TemplateChannel.LETTER_AND_EMAIL: ("mention",),
    TemplateChannel.SMS: (),
    TemplateChannel.CALL_SCRIPT: (),
    TemplateChannel.FORMAL_NOTICE: ("subject", "mention"),
}


@dataclass(frozen=True)
class TemplateParts:
    """The words, as they are typed (see ``chalicelib/wording/README.md``); which of them there are, the channel says.

    ``subject`` is an e-mail's, ``object`` a letter's. ``formal`` says « Madame, Monsieur » in an e-mail too.
    """

    subject: str = ""
    object: str = ""
    mention: str = ""
    body: str = ""
    formal: bool = True
    sms: str = ""
    sms_short: str = ""
    title: str = ""
    purpose: str = ""
    identification: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    objections: tuple[Objection, ...] = ()
    solutions: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    voicemail: str = ""
    rules: tuple[str, ...] = ()

    def as_text(self) -> dict[str, Any]:
        """As a shipped text stands in its file: only what there is."""
        text: dict[str, Any] = {"formal": self.formal}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "objections" and value:
                text["objections"] = [{"says": each.says, "answer": each.answer} for each in value]
            elif isinstance(value, tuple) and value:
                text[field.name] = list(value)
            elif isinstance(value, str) and value:
                text[field.name] = value
        return text

    @property
    def is_preventive(self) -> bool:
        """Whether they speak of what falls due soon, and so go out before there is anything to claim (R-046)."""
        return any(_NAMES_UPCOMING.search(source) for _, source in self.sources())

    def sources(self) -> Iterator[tuple[str, str]]:
        """Every string with its path: ``body``, ``opening.0``, ``objections.1.says``."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, str) and value:
                yield field.name, value
            for index, each in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(each, Objection):
                    yield f"{field.name}.{index}.says", each.says
                    yield f"{field.name}.{index}.answer", each.answer
                else:
                    yield f"{field.name}.{index}", each


@dataclass(frozen=True)
class Template:
    """One version of a text; versions never change, a change makes the next one.

    ``debtor_kinds`` and ``collector_modes`` say for whom it is written: empty, for all. ``creditor_id`` names the one
    creditor whose voice it is. An archived text is offered to no new scenario; those that use it go on.
    """

    id: str
    scope: Scope
    version: int
    created_at: datetime
    changed_at: datetime
    name: str
    channel: TemplateChannel
    language: str
    tone: int
    parts: TemplateParts
    debtor_kinds: tuple[DebtorKind, ...] = ()
    collector_modes: tuple[CollectorMode, ...] = ()
    creditor_id: str | None = None
    archived_at: datetime | None = None

    @property
    def kinds(self) -> tuple[DebtorKind, ...]:
        """The debtors it is written for."""
        return self.debtor_kinds or tuple(DebtorKind)

    @property
    def modes(self) -> tuple[CollectorMode, ...]:
        """In whose name it may go out."""
        return self.collector_modes or tuple(CollectorMode)

    @property
    def is_preventive(self) -> bool:
        """As its parts are (R-046)."""
        return self.parts.is_preventive


@dataclass(frozen=True)
class TemplateVersion:
    """One version, kept for ever as it was made."""

    template: Template

    @property
    def scope(self) -> Scope:
        return self.template.scope

    @property
    def id(self) -> str:
        """Of the text and the version together."""
        return f"{self.template.id}#{self.template.version}"


@dataclass(frozen=True)
class ShippedTemplate:
    """A shipped text in the same form, to be copied and changed; ``name`` is what a scenario calls it."""

    name: str
    channel: TemplateChannel
    language: str
    parts: TemplateParts


def is_own(name: str) -> bool:
    """Whether a step names a tenant's own text."""
    return name.startswith(PREFIX)


def pointer_of(path: str) -> str:
    """Where a part stands in a request: ``#/parts/objections/1/says``."""
    return f"#/parts/{path.replace('.', '/')}"

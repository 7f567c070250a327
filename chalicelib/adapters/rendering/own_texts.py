"""Tenants' own texts as the language of texts sees them, and the shipped ones in the same form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.domain.messages import MessageFacts, Objection
from chalicelib.domain.negotiation.note import NOTE_TEMPLATES
from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import ShippedTemplate, Template, TemplateChannel, TemplateParts

from .courtesy import is_courtesy
from .own_wording import OwnWording
from .template_language import Names, language_faults
from .view import view_of
from .wording import Wording, is_shipped, wording_for

HIDDEN = frozenset(
    {
        "receipt",
        "allocations",
        "payments",
        "head_hash",
        "remit_by",
        "agreement",
        "proposal",
        "promise",
        "plan",
        "instalment",
        "settlement",
        "dispute",
        "code",
    }
)
"""Values that no text of a tenant is written about."""
_NOT_FOR_STEPS = frozenset(
    {
        "receipt",
        "final_receipt",
        "receipt_withdrawal",
        "first_letter",
        "statement",
        "payment_advice",
        "proposal_advice",
        "one_time_code",
        *NOTE_TEMPLATES,
    }
)
"""Written by the case itself, on facts that no step has."""


class OwnTexts:
    """``wordings`` gives the shipped texts of a language."""

    def __init__(self, wordings: Callable[[str], Wording] = wording_for) -> None:
        self._wordings = wordings

    def faults(self, template: Template, examples: Sequence[MessageFacts]) -> tuple[TemplateFinding, ...]:
        """What its parts say that the language of texts has not; ``examples`` tell which values there are."""
        wording = self._wordings(template.language)
        names = _names(wording, examples)
        return tuple(
            fault
            for path, source in template.parts.sources()
            for fault in language_faults(path, source, names, wording.fragments)
        )

    def own_parts(self, template: Template) -> tuple[tuple[str, str], ...]:
        """Each part's own words, every branch of them, with data masked. Only of a text without faults."""
        return tuple(OwnWording(self._wordings(template.language), template).own_parts(template.id))

    def shipped(self) -> tuple[ShippedTemplate, ...]:
        """The texts that a step of a scenario may send, by name, in each language."""
        languages = [language for language in ("fr", "en") if is_shipped(language)]
        found = [
            ShippedTemplate(name, channel, language, _parts(wording.text(name)))
            for language in languages
            for wording in (self._wordings(language),)
            for name in sorted(wording.templates)
            if name not in _NOT_FOR_STEPS
            and not is_courtesy(wording, name)
            and (channel := channel_of(name, wording.text(name)))
        ]
        return tuple(found)


def channel_of(name: str, text: dict[str, Any]) -> TemplateChannel | None:
    """What a shipped text is written for; ``None`` for papers that no step sends."""
    if "voicemail" in text:
        return TemplateChannel.CALL_SCRIPT
    if "sms" in text:
        return TemplateChannel.SMS
    if name == TemplateChannel.FORMAL_NOTICE.value:
        return TemplateChannel.FORMAL_NOTICE
    return TemplateChannel.LETTER_AND_EMAIL if "subject" in text and "object" in text and "body" in text else None


def _parts(text: dict[str, Any]) -> TemplateParts:
    """As it is typed, without the line breaks around it."""
    known = {name: _typed(value) for name, value in text.items() if name in TemplateParts.__dataclass_fields__}
    return TemplateParts(**known)


def _typed(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return tuple(
            Objection(each["says"].strip(), each["answer"].strip()) if isinstance(each, dict) else each.strip()
            for each in value
        )
    return value


def _names(wording: Wording, examples: Sequence[MessageFacts]) -> Names:
    """Every value that some example has; a group or a list wins over nothing."""
    names: dict[str, object] = {}
    for facts in examples:
        for name, value in view_of(facts, wording.labels, email=True, formal=True).items():
            if name not in HIDDEN and not names.get(name):
                names[name] = value
    return names

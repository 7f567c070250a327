"""A tenant's own text beside the shipped passages it includes: sandboxed, and never longer than a message."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chalicelib.domain.messages import MessageIncomplete
from chalicelib.domain.templates.model import Template

from .wording import FRAGMENTS, LABELS, Wording

CALL_SHEET = "call_sheet"
MOST_WRITTEN = 60_000
"""Characters of one part as written."""


class OwnWording(Wording):
    """The wording of the text's language with this text alone, under its id."""

    def __init__(self, shipped: Wording, template: Template) -> None:
        texts = {
            CALL_SHEET: shipped.text(CALL_SHEET),
            template.id: template.parts.as_text(),
            FRAGMENTS: shipped.fragments,
            LABELS: shipped.labels,
        }
        super().__init__(shipped.language, texts, ImmutableSandboxedEnvironment)

    def render(self, template: str, part: str, view: Mapping[str, object]) -> str:
        """As for a shipped text; stops at ``MOST_WRITTEN`` characters."""
        room, pieces = MOST_WRITTEN, []
        try:
            for piece in self._environment.get_template(f"{template}.{part}").generate(view):
                room -= len(piece)
                if room < 0:
                    raise MessageIncomplete(f"{template} ({part}): it grows beyond {MOST_WRITTEN} characters")
                pieces.append(piece)
        except TemplateError as problem:
            raise MessageIncomplete(f"{template} ({part}): {problem.message}") from problem
        return "".join(pieces)

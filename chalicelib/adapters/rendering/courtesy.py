"""In which language a text goes out, and the courtesy translation under a legal letter that must be in French.

A debtor is written to in their language where the text exists in it. A formal notice and the first letter of a mandate
are French in any case: what counts in law is word for word what French law asks for, and a translation follows it.
"""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.messages import MessageFacts

from .blocks import Block, Paragraph, Run, Style, parse_blocks
from .tables import BLOCKS
from .view import View, view_of
from .wording import DEFAULT_LANGUAGE, Wording

COURTESY = "courtesy"
Wordings = Callable[[str], Wording]


def wording_of(wordings: Wordings, template: str, language: str) -> Wording:
    """The wording that a text goes out in: the reader's language, or French where it is not written in that."""
    own = wordings(language)
    return own if template in own.templates and not is_courtesy(own, template) else wordings(DEFAULT_LANGUAGE)


def is_courtesy(wording: Wording, template: str) -> bool:
    """Whether the text of this language only translates the French one."""
    return template in wording.templates and bool(wording.text(template).get(COURTESY))


def subject_of(wordings: Wordings, template: str, facts: MessageFacts, view: View) -> str:
    """The subject line in the reader's language, even above a French letter."""
    own = wordings(facts.debtor.language)
    if not is_courtesy(own, template):
        return wording_of(wordings, template, facts.debtor.language).render(template, "subject", view).strip()
    return own.render(template, "subject", _translated_view(own, facts, email=True)).strip()


def with_courtesy(
    blocks: tuple[Block, ...], wordings: Wordings, template: str, facts: MessageFacts, *, email: bool
) -> tuple[Block, ...]:
    """The blocks with the translation below, announced above them; as they are where the reader knows the language."""
    own = wordings(facts.debtor.language)
    if not is_courtesy(own, template):
        return blocks
    body = own.render(template, "body", _translated_view(own, facts, email=email))
    lead = Paragraph((Run(own.labels["courtesy_lead"]),), Style.SMALL)
    title = Paragraph((Run(own.labels["courtesy"]),), Style.HEADING)
    note = Paragraph((Run(own.labels["courtesy_note"]),), Style.SMALL)
    return (lead, *blocks, title, note, *parse_blocks(body, lambda name: BLOCKS[name](facts, own.labels)))


def _translated_view(own: Wording, facts: MessageFacts, *, email: bool) -> View:
    return view_of(facts, own.labels, email=email, formal=True)

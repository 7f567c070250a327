"""The link to the debtor's own page: in every message that a debtor reads, where their eyes end (R-127)."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.messages import MessageFacts

from .blocks import Block, PageLink, Paragraph, Signature, Style
from .wording import Labels


def with_page_link(blocks: Sequence[Block], facts: MessageFacts, labels: Labels) -> tuple[Block, ...]:
    """The blocks with the link just before the closing words; a text without a signature ends with it.

    Unchanged without a link. Whatever a text says, its author need not think of it: so tenants' own texts have it too.
    """
    if facts.page_link is None:
        return tuple(blocks)
    words = labels["page_link"]
    link = PageLink(facts.page_link, words["title"], words["does"], words["open"], words["scan"])
    place = _place(blocks)
    return (*blocks[:place], link, *blocks[place:])


def _place(blocks: Sequence[Block]) -> int:
    signed = next((index for index, block in enumerate(blocks) if isinstance(block, Signature)), None)
    if signed is None:
        small = [isinstance(block, Paragraph) and block.style is Style.SMALL for block in blocks]
        return next((index for index in range(len(blocks), 0, -1) if not small[index - 1]), 0)
    before = blocks[signed - 1] if signed else None
    return signed - 1 if isinstance(before, Paragraph) and before.style is Style.PLAIN else signed

"""Blocks as the HTML part of an e-mail; every value is escaped by the layout."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from chalicelib.domain.brand import LOGO_ID

from .appearance import USUAL, Appearance
from .blocks import Block
from .wording import FOLDER


def html_text(
    blocks: Iterable[Block],
    *,
    language: str,
    title: str,
    sender_name: str,
    identity: str,
    appearance: Appearance = USUAL,
) -> str:
    """A page that reads well on a phone, without remote content (nothing tells when it is opened).

    A logo is a part of the message itself (RFC 2392), shown above the sender's name, which stays readable without it.
    """
    return _layout().render(
        blocks=[(type(block).__name__, block) for block in blocks],
        language=language,
        title=title,
        sender_name=sender_name,
        identity=identity,
        accent=appearance.accent,
        logo=f"cid:{LOGO_ID}" if appearance.logo else "",
    )


@cache
def _layout() -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "layout"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("email.html.j2")

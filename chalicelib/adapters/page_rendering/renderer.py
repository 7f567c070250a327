"""Turns what the page shows into HTML. Every value is escaped; nothing is loaded from anywhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from chalicelib.adapters.rendering.wording import FOLDER
from chalicelib.domain.debtor_page.frame import Frame
from chalicelib.domain.debtor_page.overview import Overview
from chalicelib.domain.debtor_page.papers import Paper
from chalicelib.domain.debtor_page.possible import Possible
from chalicelib.domain.debtor_page.screens import Form, Review, Row, Screen

from .passages import passages_of
from .qr import qr_svg
from .words import PageWords, page_words

USUAL_ACCENT = "#1d4f73"


class PageRenderer:
    """The screens of the debtor's page, in the language of the frame."""

    def overview(self, overview: Overview, frame: Frame) -> str:
        """The first page."""
        words = page_words(frame.language)
        title = words.text("home.page_title", reference=frame.reference)
        return _render("overview", words, frame, title=title, o=overview)

    def screen(self, screen: Screen, frame: Frame) -> str:
        """A form, a review or a result."""
        words = page_words(frame.language)
        kind = "form" if isinstance(screen, Form) else "review" if isinstance(screen, Review) else "result"
        title = words.said(screen.title)
        if isinstance(screen, Form) and (screen.errors or screen.problem):
            title = f"{words.text('frame.error_prefix')} {title}"
        return _render(kind, words, frame, title=title, s=screen)

    def papers(self, papers: Sequence[Paper], frame: Frame) -> str:
        """The list of documents, each a download."""
        words = page_words(frame.language)
        return _render("papers", words, frame, title=words.text("documents.title"), papers=papers)

    def words(self, review: Review, language: str) -> str:
        """What the review says, as plain text: the evidence of what the person confirmed, word for word."""
        return "\n".join(_lines(review, page_words(language)))


def _lines(review: Review, words: PageWords) -> Iterator[str]:
    yield words.said(review.title)
    yield from (words.said(each) for each in review.statements)
    yield from (row_text(row, words) for row in review.rows)
    for label, text in review.quotes:
        yield f"{words.said(label)}{words.form.COLON} {text}"
    yield from (words.said(each) for each in review.notes)
    yield f"[{words.said(review.confirm)}]"


def why_not(no: Possible, words: PageWords) -> str:
    """Why an action is not possible, with the day or the number of the rule it rests on."""
    key = f"why.{no.reason}"
    if no.on is not None and words.has(f"{key}_on"):
        return words.text(f"{key}_on", on=no.on)
    return words.text(key, limit=no.limit or 0)


def row_text(row: Row, words: PageWords) -> str:
    """One instalment on a line of its own."""
    return words.text("plan.row", number=row.number, on=row.on, amount=row.amount)


def _render(name: str, words: PageWords, frame: Frame, **values: Any) -> str:
    logo = f"data:image/png;base64,{base64.b64encode(frame.logo).decode('ascii')}" if frame.logo else ""
    return (
        _environment()
        .get_template(f"{name}.html.j2")
        .render(
            t=words.text,
            said=words.said,
            dated=words.dated,
            w=words.written,
            form=words.form,
            why=lambda no: why_not(no, words),
            passages=passages_of,
            qr=lambda payload, title: Markup(qr_svg(payload, title) or ""),  # noqa: S704  a drawing of our own
            frame=frame,
            language=words.language,
            accent=frame.accent or USUAL_ACCENT,
            logo=logo,
            css=_css(),
            **values,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "layout" / "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> Markup:
    lines = (FOLDER / "layout" / "page" / "page.css").read_text("utf-8").splitlines()
    return Markup("\n".join(line.strip() for line in lines))  # noqa: S704  our own style sheet

"""The blocks of a call sheet beside statement and script: when and how often to call, the last letter (R-070)."""

from __future__ import annotations

import io

from chalicelib.domain.call_brief import LastLetter
from chalicelib.domain.messages import MessageFacts

from .blocks import Block, Fields, Paragraph, Run, Style
from .wording import Labels, written

SHORTEST_FOLDED = 55
"""A plain e-mail's lines are folded at 72 characters: one shorter than this ends where it was meant to."""


def call_brief_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """Hours of the day, contacts left, what is known of the customer, and what was written last."""
    brief, words = facts.call, labels["brief"]
    if brief is None:
        return None
    form = written(labels)
    spans = [words["span"].format(opening=_hour(a.hour, words), closing=_hour(b.hour, words)) for a, b in brief.hours]
    hours = words["today"].format(spans=form.format_list(spans)) if spans else words["closed"]
    customer = words["new_customer"] if brief.new_customer else words["known_customer"]
    rows = [
        (words["hours"], hours),
        (words["caps"], words["left"].format(left=brief.left, days=brief.days)),
        (words["relation"], ", ".join(filter(None, (customer, brief.sector)))),
    ]
    if brief.last_letter is not None:
        follows = words["attached"] if brief.last_letter.pages else words["below"] if brief.last_letter.words else ""
        rows.append((words["last_letter"], _named(brief.last_letter, labels) + follows))
    return Fields(tuple((label, form.typeset(value)) for label, value in rows))


def last_letter_blocks(facts: MessageFacts, labels: Labels) -> tuple[Block, ...]:
    """The words of the last e-mail as they left, line by line; nothing where pages follow instead."""
    letter = facts.call.last_letter if facts.call else None
    if letter is None or not letter.words:
        return ()
    title = f"{labels['brief']['last_letter']}{written(labels).COLON} {_named(letter, labels)}"
    parts = (_unfolded(part) for part in letter.words.split("\n\n"))
    words = tuple(Paragraph((Run(part),), Style.SMALL) for part in parts if part)
    return (Paragraph((Run(title),), Style.HEADING), *words)


def _unfolded(part: str) -> str:
    """A paragraph of a plain e-mail without the breaks that fold its long lines, and without ruled lines."""
    lines: list[str] = []
    is_folded = False
    for line in (raw for raw in part.splitlines() if raw.strip(" -")):
        if is_folded and not line.startswith("- "):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
        is_folded = len(line) > SHORTEST_FOLDED
    return "\n".join(lines)


def with_pages(sheet: bytes, pages: bytes) -> bytes:
    """The sheet with the pages of another PDF after its own."""
    from pypdf import PdfReader, PdfWriter  # heavy: only where a letter is attached

    writer = PdfWriter(clone_from=io.BytesIO(sheet))
    writer.append(PdfReader(io.BytesIO(pages)), import_outline=False)
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()


def _named(letter: LastLetter, labels: Labels) -> str:
    name = labels["texts"].get(letter.template, letter.template)
    channel = labels["channels"].get(letter.channel, letter.channel)
    return str(labels["brief"]["sent"].format(name=name, date=written(labels).format_date(letter.on), channel=channel))


def _hour(hour: int, words: dict[str, str]) -> str:
    return words["hour"].format(hour=hour)

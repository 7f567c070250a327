"""A document on paper: letter for a window envelope, or a sheet with a title."""

from __future__ import annotations

from chalicelib.domain import french
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.parties import Address, Creditor

from .blocks import Block
from .paper import ACCENT, GREY, MARGIN, Paper
from .press import COMPACT, NORMAL, Density, set_blocks
from .tables import identity_line
from .view import View, address_lines
from .wording import Wording


def write_document(
    wording: Wording, template: str, facts: MessageFacts, view: View, blocks: tuple[Block, ...], *, addressed: bool
) -> bytes:
    """PDF/A-3B, the same bytes for the same facts; set closer where that saves a page."""
    paper = _set(wording, template, facts, view, blocks, addressed=addressed, density=NORMAL)
    if paper.pages_count > 1:
        closer = _set(wording, template, facts, view, blocks, addressed=addressed, density=COMPACT)
        saves_a_page = closer.pages_count < paper.pages_count
        paper, other = (closer, paper) if saves_a_page else (paper, closer)
        other.drop()
    return paper.finish()


def _set(
    wording: Wording,
    template: str,
    facts: MessageFacts,
    view: View,
    blocks: tuple[Block, ...],
    *,
    addressed: bool,
    density: Density,
) -> Paper:
    labels = wording.labels
    subject = wording.render(template, "object", view).strip()
    title = subject[:1].upper() + subject[1:]
    paper = Paper(
        title=f"{title} – {facts.case_reference}",
        author=facts.creditor.name,
        today=facts.today,
        identity=identity_line(facts, labels),
        page_label=labels["page"],
        reference=facts.case_reference,
        language=wording.language,
    )
    paper.add_page()
    paper.letterhead(facts.creditor.sender_name, _letterhead_lines(facts.creditor, labels))
    if addressed:
        mention = wording.render(template, "mention", view).strip() if wording.has(template, "mention") else ""
        _letter_head(paper, facts, labels, subject, mention)
    else:
        _title(paper, facts, labels, title)
    set_blocks(paper, blocks, density)
    return paper


def _letterhead_lines(creditor: Creditor, labels: dict[str, str]) -> tuple[str, ...]:
    own_name = (creditor.name,) if creditor.name != creditor.sender_name else ()
    phone = (f"{labels['phone']} {french.format_phone(creditor.phone)}",) if creditor.phone else ()
    return (*own_name, *address_lines(creditor.address), *phone, *((creditor.email,) if creditor.email else ()))


def _references(facts: MessageFacts, labels: dict[str, str]) -> tuple[str, ...]:
    lines = [f"{labels['reference']}\u00a0: {facts.case_reference}"]
    if facts.letter_reference:
        lines.append(f"{labels['letter_reference']}\u00a0: {facts.letter_reference}")
    return tuple(lines)


def _postal_lines(address: Address | None) -> tuple[str, ...]:
    """As La Poste sorts it: the line of the town in capitals."""
    *street, town = address_lines(address) or ("",)
    return (*street, town.upper())


def _letter_head(paper: Paper, facts: MessageFacts, labels: dict[str, str], subject: str, mention: str) -> None:
    """References at the left, address in the window, place and date, subject."""
    debtor = facts.debtor
    names = dict.fromkeys(name for name in (debtor.name, facts.recipient_name or "") if name)
    paper.address((*names, *_postal_lines(debtor.address)))
    paper.ink(9, color=GREY)
    y = paper.lines_at(MARGIN, 56, 82, _references(facts, labels), 4.4)
    if mention:
        paper.ink(9, bold=True)
        paper.lines_at(MARGIN, y + 1, 82, [mention], 4.4)
    paper.ink(10.5)
    place = labels["city_and_date"].format(city=facts.creditor.address.city, date=french.format_date(facts.today))
    paper.lines_at(112, 84, 78, [place], 5)
    paper.ink(10.5, bold=True)
    y = paper.lines_at(MARGIN, 93, paper.epw, [f"{labels['subject_line']}\u00a0: {subject}"], 5.2)
    paper.set_xy(MARGIN, y + 4)


def _title(paper: Paper, facts: MessageFacts, labels: dict[str, str], title: str) -> None:
    paper.ink(9, color=GREY)
    paper.lines_at(112, 16, 78, _references(facts, labels), 4.4)
    paper.ink(16, bold=True, color=ACCENT)
    y = paper.lines_at(MARGIN, 46, paper.epw, [title], 7.4)
    paper.set_xy(MARGIN, y + 4)

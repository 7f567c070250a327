"""What stands on a sheet around its blocks: one source for what is printed and for what is checked."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.scenarios.model import FIRST_LETTER

from .addresses import postal_lines
from .appearance import USUAL, Appearance, appearance_of
from .blocks import Block
from .plain import plain_text
from .sender import identity_line, letterhead_lines, sender_of
from .view import View
from .wording import Labels, Wording, written


@dataclass(frozen=True)
class Sheet:
    """The words around the blocks. ``window`` is what the envelope lets read; empty on a sheet that has a title."""

    name: str
    head: tuple[str, ...]
    references: tuple[str, ...]
    window: tuple[str, ...]
    mention: str
    place: str
    subject_line: str
    title: str
    identity: str
    author: str

    colon: str
    appearance: Appearance = USUAL

    def words(self, blocks: tuple[Block, ...]) -> str:
        """Everything that is printed, in reading order, the paragraphs parted by blank lines."""
        heading = (self.place, self.mention, self.subject_line) if self.window else (self.title,)
        parts = ("\n".join((self.name, *self.head)), "\n".join(self.references), "\n".join(self.window), *heading)
        return "\n\n".join((*filter(None, parts), plain_text(blocks, self.colon).strip("\n"), self.identity))


def sheet_of(wording: Wording, template: str, facts: MessageFacts, view: View, *, addressed: bool) -> Sheet:
    """``addressed``: a letter for a window envelope, else a sheet with a title."""
    labels, sender, form = wording.labels, sender_of(facts), written(wording.labels)
    subject = wording.render(template, "object", view).strip()
    mention = wording.render(template, "mention", view).strip() if wording.has(template, "mention") else ""
    return Sheet(
        name=sender.name,
        head=letterhead_lines(sender, labels),
        references=_references(facts, labels, is_first_letter=template == FIRST_LETTER),
        window=_window(facts) if addressed else (),
        mention=mention,
        place=labels["city_and_date"].format(city=sender.address.city, date=form.format_date(facts.today)),
        subject_line=f"{labels['subject_line']}{form.COLON} {subject}",
        title=subject[:1].upper() + subject[1:],
        identity=identity_line(facts, labels),
        author=sender.legal_name,
        colon=form.COLON,
        appearance=appearance_of(facts),
    )


def _references(facts: MessageFacts, labels: Labels, *, is_first_letter: bool) -> tuple[str, ...]:
    colon = written(labels).COLON
    lines = [f"{labels['reference']}{colon} {facts.case_reference}"]
    letter = facts.own_reference if is_first_letter else "" if facts.collector else facts.letter_reference
    if letter:
        lines.append(f"{labels['letter_reference']}{colon} {letter}")
    return tuple(lines)


def _window(facts: MessageFacts) -> tuple[str, ...]:
    debtor = facts.debtor
    others = () if debtor.representative else (facts.recipient_name or "",)
    names = dict.fromkeys(name for name in (debtor.postal_name, *others) if name)
    return (*names, *postal_lines(debtor.postal_address))

"""Turns facts into what a debtor or creditor reads. Preview and sending call the same methods (R-125)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.claim_declaration import DeclarationFacts
from chalicelib.domain.messages import CallScript, EmailContent, MessageFacts, MessageIncomplete, Objection, Printed
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts
from chalicelib.domain.sms_text import SINGLE_SEGMENT, shorten_gsm7, sms_units, to_gsm7
from chalicelib.domain.templates.model import Template

from .appearance import appearance_of
from .blocks import Block, Paragraph, Run, Style, parse_blocks
from .call_blocks import last_letter_blocks, with_pages
from .courtesy import subject_of, with_courtesy, wording_of
from .html import html_text
from .page_link import with_page_link
from .plain import plain_text
from .sender import identity_line
from .sheet import Sheet, sheet_of
from .tables import BLOCKS
from .view import View, view_of
from .wording import DEFAULT_LANGUAGE, Wording, wording_for, written

NAME_FLOOR = 20


class Renderer:
    """Templates by name: see ``chalicelib/wording``. Raises UnknownTemplate and MessageIncomplete (a missing fact).

    Under a mandate (``facts.collector``) every text goes out under the collector's name. ``wordings`` gives the texts
    of a language.
    """

    def __init__(self, wordings: Callable[[str], Wording] = wording_for) -> None:
        self._wordings = wordings

    def email(self, template: str, facts: MessageFacts) -> EmailContent:
        """The e-mail as text and HTML, from the same words as the letter of that name."""
        wording = self._wording(template, facts)
        view = _view(wording, template, facts, email=True)
        subject = subject_of(self._wordings, template, facts, view)
        written_in = _blocks(wording, template, facts, view)
        blocks = with_courtesy(written_in, self._wordings, template, facts, email=True)
        identity = identity_line(facts, wording.labels)
        html = html_text(
            blocks,
            language=wording.language,
            title=subject,
            sender_name=facts.sender_name,
            identity=identity,
            appearance=(appearance := appearance_of(facts)),
        )
        text = f"{plain_text(blocks, written(wording.labels).COLON)}\n-- \n{identity}\n"
        return EmailContent(subject, text, html, appearance.logo)

    def sms(self, template: str, facts: MessageFacts) -> str:
        """One GSM-7 segment: names are shortened when they must be, the reference and the phone number never.

        The link to the debtor's page comes on top of it: then there are two (R-127).
        """
        words = self._short(template, facts)
        return f"{words} {facts.page_link}" if facts.page_link else words

    def _short(self, template: str, facts: MessageFacts) -> str:
        wording = self._wording(template, facts)
        view = _view(wording, template, facts, email=False)
        text = _sms(wording, template, "sms", view)
        if sms_units(text) <= SINGLE_SEGMENT:
            return text
        text = _sms(wording, template, "sms_short", view)
        if sms_units(text) <= SINGLE_SEGMENT:
            return text
        return _shortened(wording, template, view)

    def letter(self, template: str, facts: MessageFacts) -> Printed:
        """A letter for a window envelope, as PDF/A-3B with its words."""
        return self._printed(template, facts, addressed=True)

    def letter_words(self, template: str, facts: MessageFacts) -> Printed:
        """The same letter without its PDF, which is what costs time."""
        sheet, blocks = self._laid_out(template, facts, addressed=True)
        return Printed(b"", sheet.words(blocks), sheet.window)

    def knowing(self, template: Template) -> Renderer:
        """A renderer of a tenant's own text, by its id, in the language that it is written in (R-125)."""
        from .own_wording import OwnWording

        own = OwnWording(self._wordings(template.language), template)
        return Renderer(lambda _language: own)

    def receipt(self, facts: MessageFacts) -> Printed:
        """The receipt of ``facts.receipt``, the final one when it says so (R-092)."""
        if facts.receipt is None:
            raise MessageIncomplete("a receipt needs its payment")
        return self._printed("final_receipt" if facts.receipt.is_final else "receipt", facts, addressed=True)

    def mandate_annex(self, facts: MessageFacts) -> bytes:
        """The annex of ``facts.mandate`` for this claim, each sum apart (MAND_02, CPCE R124-3)."""
        if facts.mandate is None or facts.collector is None:
            raise MessageIncomplete("an annex needs its mandate and the collector")
        return self._printed("mandate_annex", facts, addressed=False).pdf

    def declaration(self, facts: DeclarationFacts) -> bytes:
        """The declaration of a claim in an insolvency (C. com. L622-24)."""
        from .declaration import write_declaration

        return write_declaration(facts)

    def acknowledgement(self, facts: AcknowledgementFacts) -> bytes:
        """The acknowledgement of debt of a plan that both sides have signed (C. civ. 1376)."""
        from .acknowledgement import write_acknowledgement

        return write_acknowledgement(facts)

    def acknowledgement_text(self, facts: AcknowledgementFacts) -> str:
        """The same words before anybody signed: what the debtor has before their eyes."""
        from .acknowledgement import acknowledgement_text

        return acknowledgement_text(facts)

    def statement(self, facts: MessageFacts) -> Printed:
        """The statement of account (décompte), interest period by period; the debtor may be given it."""
        return self._printed("statement", facts, addressed=False)

    def chronology(self, facts: MessageFacts) -> bytes:
        """The chronology of the evidence pack (R-128)."""
        return self._printed("chronology", facts, addressed=False).pdf

    def call_script(self, template: str, facts: MessageFacts) -> CallScript:
        """What the caller says, asks and answers (R-058)."""
        wording = self._wording(template, facts)
        view = _view(wording, template, facts, email=False)
        text = wording.text(template)

        def said(part: str) -> str:
            return one_line(wording.render(template, part, view))

        def listed(part: str) -> tuple[str, ...]:
            return tuple(filter(None, (said(f"{part}.{index}") for index in range(len(text[part])))))

        return CallScript(
            title=said("title"),
            purpose=said("purpose"),
            identification=listed("identification"),
            opening=listed("opening"),
            questions=listed("questions"),
            objections=tuple(
                Objection(said(f"objections.{i}.says"), said(f"objections.{i}.answer"))
                for i in range(len(text["objections"]))
            ),
            solutions=listed("solutions"),
            closing=listed("closing"),
            voicemail=said("voicemail"),
            rules=listed("rules"),
        )

    def call_sheet(self, template: str, facts: MessageFacts) -> bytes:
        """Contact, statement, history, script and last letter on paper (R-070); for the caller only."""
        labels = self._wording(template, facts).labels
        script = script_blocks(self.call_script(template, facts), labels["script"])
        after = (*script, *last_letter_blocks(facts, labels))
        sheet = self._printed("call_sheet", facts, addressed=False, after=after).pdf
        letter = facts.call.last_letter if facts.call else None
        return with_pages(sheet, letter.pages) if letter and letter.pages else sheet

    def call_list(self, tasks: Sequence[CallTask], printed_at: datetime, *, has_more: bool) -> bytes:
        """The calls of a day on paper, in French; for the callers only (R-069)."""
        from .call_list import write_call_list

        return write_call_list(tasks, self._wordings(DEFAULT_LANGUAGE).labels, printed_at, has_more=has_more)

    def _printed(
        self, template: str, facts: MessageFacts, *, addressed: bool, after: tuple[Block, ...] = ()
    ) -> Printed:
        """The same sheet and blocks are printed and told as words: what is checked is what is printed."""
        wording = self._wording(template, facts)
        sheet, blocks = self._laid_out(template, facts, addressed=addressed, after=after)
        from .documents import write_document  # the PDF library costs 0.4 s of cold start: only where paper is made

        pdf = write_document(
            sheet,
            blocks,
            reference=facts.case_reference,
            today=facts.today,
            page_label=wording.labels["page"],
            language=wording.language,
        )
        return Printed(pdf, sheet.words(blocks), sheet.window)

    def _laid_out(
        self, template: str, facts: MessageFacts, *, addressed: bool, after: tuple[Block, ...] = ()
    ) -> tuple[Sheet, tuple[Block, ...]]:
        wording = self._wording(template, facts)
        view = _view(wording, template, facts, email=False)
        written_in = _blocks(wording, template, facts, view)
        blocks = (*with_courtesy(written_in, self._wordings, template, facts, email=False), *after)
        return sheet_of(wording, template, facts, view, addressed=addressed), blocks

    def _wording(self, template: str, facts: MessageFacts) -> Wording:
        return wording_of(self._wordings, template, facts.debtor.language)


def one_line(text: str) -> str:
    """Without the doubled spaces that optional passages leave."""
    return re.sub(" {2,}", " ", text.replace("\n", " ")).strip()


def script_blocks(script: CallScript, labels: dict[str, str]) -> tuple[Block, ...]:
    """A call script as blocks, in the order of the call; the rules come first."""
    blocks: list[Block] = [_heading(script.title), _plain(script.purpose)]
    for part in ("rules", "identification", "opening", "questions"):
        blocks += [_heading(labels[part]), *(_item(line) for line in getattr(script, part))]
    blocks.append(_heading(labels["objections"]))
    for objection in script.objections:
        blocks.append(Paragraph((Run(f"{objection.says} ", bold=True), Run(objection.answer)), Style.ITEM))
    for part in ("solutions", "closing"):
        blocks += [_heading(labels[part]), *(_item(line) for line in getattr(script, part))]
    return (*blocks, _heading(labels["voicemail"]), _plain(script.voicemail))


def _heading(text: str) -> Paragraph:
    return Paragraph((Run(text),), Style.HEADING)


def _item(text: str) -> Paragraph:
    return Paragraph((Run(text),), Style.ITEM)


def _plain(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _view(wording: Wording, template: str, facts: MessageFacts, *, email: bool) -> View:
    formal = bool(wording.text(template).get("formal", True)) or not email
    return view_of(facts, wording.labels, email=email, formal=formal)


def _blocks(wording: Wording, template: str, facts: MessageFacts, view: View) -> tuple[Block, ...]:
    body = wording.render(template, "body", view)
    blocks = parse_blocks(body, lambda name: BLOCKS[name](facts, wording.labels))
    return with_page_link(blocks, facts, wording.labels)


def _sms(wording: Wording, template: str, part: str, view: View) -> str:
    return to_gsm7(wording.render(template, part, view)).strip()


def _shortened(wording: Wording, template: str, view: View) -> str:
    """The sender's name is cut first, then the creditor's; neither below ``NAME_FLOOR``."""
    cut = dict(view)
    for name in ("sender_name", "creditor_name"):
        text = _sms(wording, template, "sms_short", cut)
        excess = sms_units(text) - SINGLE_SEGMENT
        if excess <= 0:
            return text
        whole = to_gsm7(str(cut[name]))
        if whole in text:
            room = max(sms_units(whole) - excess, NAME_FLOOR)
            cut[name] = shorten_gsm7(whole, room)
    text = _sms(wording, template, "sms_short", cut)
    if sms_units(text) > SINGLE_SEGMENT:
        raise MessageIncomplete("the reference leaves no room for the creditor's name in one SMS segment")
    return text

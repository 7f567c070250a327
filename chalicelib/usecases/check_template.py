"""Everything that speaks against a text before anybody is written to with it (R-052, R-063, R-122, R-125).

Its parts, its language, its own words in every branch, and what it says in fictitious cases of every kind of debtor it
is written for: the same rules as when it leaves (``domain.mentions``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.contact import Channel
from chalicelib.domain.cost_lint import cost_problems
from chalicelib.domain.errors import FieldProblem, NotFound, Refused
from chalicelib.domain.first_letter_mentions import Problem
from chalicelib.domain.mentions import CODES, problems_in
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.rates import RateTable
from chalicelib.domain.secrecy import debt_words
from chalicelib.domain.sms_text import to_gsm7
from chalicelib.domain.templates.findings import TemplateFinding, refused, warned
from chalicelib.domain.templates.model import (
    MOST_SOURCES,
    OPTIONAL_PARTS,
    REQUIRED_PARTS,
    Template,
    TemplateChannel,
    is_own,
    pointer_of,
)
from chalicelib.domain.templates.notice_mentions import notice_problems, origin_problems
from chalicelib.domain.templates.samples import Sample, sample_facts, samples
from chalicelib.domain.wording_lint import lint

from .ports import Renderer
from .template_ports import Templates, TemplateTexts
from .written_text import WrittenText, written_text

CHANNELS = {
    TemplateChannel.LETTER_AND_EMAIL: (Channel.EMAIL, Channel.LETTER),
    TemplateChannel.SMS: (Channel.SMS,),
    TemplateChannel.CALL_SCRIPT: (Channel.CALL,),
    TemplateChannel.FORMAL_NOTICE: (Channel.REGISTERED_LETTER,),
}
LEGAL_LANGUAGE = "fr"
_EXPOSED_PARTS = {"subject": "the subject line", "sms": "the SMS", "sms_short": "the SMS", "voicemail": "the voicemail"}
_MAIN_PART = {Channel.SMS: "sms", Channel.CALL: "opening"}


class TemplateRefused(Refused):
    """A version that breaks a rule is not made; ``errors`` names every finding."""

    code = "template_refused"


@dataclass(frozen=True)
class Checking:
    """The ports of a check."""

    texts: TemplateTexts
    renderer: Renderer
    rates: RateTable


def check_template(template: Template, ports: Checking) -> tuple[TemplateFinding, ...]:
    """The findings, those that refuse first; empty for a text that may go out to everybody it is written for."""
    wanted = list(samples(template.kinds, template.modes, upcoming=template.is_preventive))
    facts = [sample_facts(sample, template.language, template.tone, ports.rates) for sample in wanted]
    examples = [sample_facts(s, template.language, template.tone, ports.rates) for s in _examples()]
    found = [*_language(template), *_parts(template), *ports.texts.faults(template, (*facts, *examples))]
    if not found:
        found += _own_words(template, ports)
        found += _in_cases(template, list(zip(wanted, facts, strict=True)), ports)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: not finding.is_blocking))


def require_acceptable(template: Template, ports: Checking) -> tuple[TemplateFinding, ...]:
    """What is left of the findings for a text that may be kept. Errors: ``template_refused``."""
    found = check_template(template, ports)
    blocking = [finding for finding in found if finding.is_blocking]
    if blocking:
        problems = tuple(FieldProblem(f.pointer, f.code, _told(f)) for f in blocking)
        raise TemplateRefused("The text breaks rules of what may be said to a debtor.", errors=problems)
    return found


@dataclass(frozen=True)
class KeptTemplates:
    """What a scenario's linter asks of the texts that its steps name; shipped ones were checked as they shipped."""

    templates: Templates
    checking: Checking

    def findings(
        self, scope: Scope, template_id: str, version: int | None, channel: Channel
    ) -> tuple[TemplateFinding, ...]:
        """Pointers are those of the text's own parts, ``#/template`` where the text cannot serve the step."""
        if not is_own(template_id):
            return self._shipped(template_id, channel)
        try:
            template = self.templates.template(scope, template_id, version)
        except NotFound:
            return (refused("template_unknown", "#/template", f"There is no text {template_id} of this version."),)
        if not template.channel.serves(channel):
            return (_other_channel(template.name, template.channel, channel),)
        archived = warned("template_archived", "#/template", f"{template.name} is archived.", "Name another text.")
        return (*((archived,) if template.archived_at else ()), *check_template(template, self.checking))

    def _shipped(self, name: str, channel: Channel) -> tuple[TemplateFinding, ...]:
        found = next((each for each in self.checking.texts.shipped() if each.name == name), None)
        if found is None:
            cure = "GET /templates lists them."
            return (refused("template_unknown", "#/template", f"There is no text {name}.", cure),)
        return () if found.channel.serves(channel) else (_other_channel(name, found.channel, channel),)


def _other_channel(name: str, written_for: TemplateChannel, channel: Channel) -> TemplateFinding:
    detail = f"{name} is a text for {written_for.value}, and cannot go out as {channel.value}."
    return refused("template_other_channel", "#/template", detail, "Name a text that is written for the channel.")


def _examples() -> Iterator[Sample]:
    """Cases with everything in them, so that a value is known even where this text's own debtors have none."""
    yield from samples((DebtorKind.CONSUMER, DebtorKind.COMPANY), tuple(CollectorMode))
    yield from samples((DebtorKind.COMPANY,), (), upcoming=True)


def _language(template: Template) -> Iterator[TemplateFinding]:
    """A formal notice is French: that text counts before a French judge, and a translation only follows it (R-049)."""
    if template.channel is TemplateChannel.FORMAL_NOTICE and template.language != LEGAL_LANGUAGE:
        detail = f"A formal notice is written in French, not in {template.language}."
        cure = "Write it in French; the shipped formal_notice adds a courtesy translation for who reads English."
        yield refused("notice_not_french", "#/language", detail, cure, rule="R-049")


def _parts(template: Template) -> Iterator[TemplateFinding]:
    """What the channel needs is there, and nothing else."""
    text = template.parts.as_text()
    required, optional = REQUIRED_PARTS[template.channel], OPTIONAL_PARTS[template.channel]
    for name in required:
        if name not in text:
            cure = f"A text for {template.channel.value} has {', '.join(required)}."
            yield refused("part_missing", pointer_of(name), f"There is no {name}.", cure)
    for name in text:
        if name not in (*required, *optional, "formal"):
            detail = f"A text for {template.channel.value} has no {name}."
            yield refused("part_unexpected", pointer_of(name), detail, "Leave it out.")
    if sum(len(source) for _, source in template.parts.sources()) > MOST_SOURCES:
        yield refused("part_too_long", "#/parts", f"All parts have {MOST_SOURCES} characters at most.", "Shorten it.")


def _own_words(template: Template, ports: Checking) -> Iterator[TemplateFinding]:
    """The words of every branch, whether a case would come to it or not."""
    for path, words in ports.texts.own_parts(template):
        pointer, linted = pointer_of(path), lint(words)
        for problem in linted:
            if problem.rule != "costs_on_debtor":
                yield refused(CODES["LTR_06"], pointer, f"{problem.detail}: « {problem.excerpt} »", rule="LTR_06")
        for problem in cost_problems(words, consumer=False, linted=linted):
            yield refused(CODES["COST_01"], pointer, f"{problem.detail}: « {problem.excerpt} »", rule="COST_01")
        exposed = _EXPOSED_PARTS.get(path)
        told = debt_words(words) if exposed else ()
        if told:
            detail = f"{exposed} tells third parties of a debt: {', '.join(told)}"
            yield refused(CODES["CON_07"], pointer, detail, rule="CON_07")
        if path in ("sms", "sms_short") and "?" in to_gsm7(words.replace("?", "")):
            yield warned("sms_characters", pointer, "Some characters have no likeness in an SMS.", "Leave them out.")


def _in_cases(
    template: Template, cases: Sequence[tuple[Sample, MessageFacts]], ports: Checking
) -> Iterator[TemplateFinding]:
    """What the text says in each fictitious case; a fault that shows in several is told once, with the first."""
    known: set[tuple[str, str]] = set()
    renderer = ports.renderer.knowing(template)
    for sample, facts in cases:
        channels = CHANNELS[template.channel]
        for channel in channels[:1] if sample.first else channels:
            for finding in _in_case(template, channel, sample, facts, renderer):
                if (finding.code, finding.pointer) not in known:
                    yield finding
                known.add((finding.code, finding.pointer))


def _in_case(
    template: Template, channel: Channel, sample: Sample, facts: MessageFacts, renderer: Renderer
) -> Iterator[TemplateFinding]:
    try:
        written = written_text(channel, template.id, facts, renderer)
    except Refused as refusal:
        if channel is Channel.SMS and "segment" in refusal.detail:
            yield refused("sms_too_long", "#/parts/sms_short", refusal.detail, "Shorten it.", sample=sample.told)
            return
        cure = "Ask first whether the value is there: {% if … %}."
        pointer = pointer_of(_MAIN_PART.get(channel, "body"))
        yield refused(refusal.code, pointer, refusal.detail, cure, sample=sample.told)
        return
    for problem in problems_in(written.words, facts):
        pointer = pointer_of(_part_of(problem, written))
        yield refused(CODES[problem.rule], pointer, str(problem), rule=problem.rule, sample=sample.told)
    if template.channel is TemplateChannel.FORMAL_NOTICE:
        for problem in notice_problems(written.text, facts):
            yield refused("mention_missing", "#/parts/body", str(problem), rule=problem.rule, sample=sample.told)
    elif template.channel is TemplateChannel.LETTER_AND_EMAIL and not template.is_preventive:
        for problem in origin_problems(written.text, facts):
            yield warned("mention_missing", "#/parts/body", str(problem), rule=problem.rule, sample=sample.told)


def _part_of(problem: Problem, written: WrittenText) -> str:
    """The part that third parties see, where it is that which tells them."""
    if problem.rule == "CON_07":
        return {Channel.EMAIL: "subject", Channel.SMS: "sms", Channel.CALL: "voicemail"}.get(written.channel, "body")
    return _MAIN_PART.get(written.channel, "body")


def _told(finding: TemplateFinding) -> str:
    where = f" ({finding.sample})" if finding.sample else ""
    return f"{finding.detail}{where}. {finding.cure}".replace("..", ".")

"""Show a text as it would leave: on a case as it stands, or on a fictitious one (R-121, R-125). Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.mentions import CODES, problems_in
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.parties import Scope
from chalicelib.domain.templates.findings import TemplateFinding, refused
from chalicelib.domain.templates.model import Template, TemplateChannel
from chalicelib.domain.templates.samples import Sample, sample_facts

from .check_template import CHANNELS, Checking
from .message_facts import message_facts, with_logo
from .recording import Recording, load_case_file
from .written_text import WrittenText, written_text

PAPER = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER})


@dataclass(frozen=True)
class PreviewTemplate:
    """``case_id`` shows it on a case, without one on ``sample``; ``channel`` where the text serves several."""

    scope: Scope
    template: Template
    case_id: str | None
    sample: Sample
    channel: Channel | None


@dataclass(frozen=True)
class TemplatePreview:
    """What would leave, and what speaks against it in this case."""

    template: Template
    written: WrittenText
    findings: tuple[TemplateFinding, ...]


def preview_template(command: PreviewTemplate, *, recording: Recording, checking: Checking) -> TemplatePreview:
    """Errors: ``not_found``; ``message_incomplete``; ``channel_unsuitable``; ``clock_advancing``; ``debtor_erased``."""
    channel, facts = _channel(command), _facts(command, recording, checking)
    renderer = checking.renderer.knowing(command.template)
    written = written_text(channel, command.template.id, facts, renderer)
    found = tuple(
        refused(CODES[problem.rule], "#/parts", str(problem), rule=problem.rule)
        for problem in problems_in(written.words, facts)
    )
    return TemplatePreview(command.template, written, found)


def preview_template_pdf(command: PreviewTemplate, *, recording: Recording, checking: Checking) -> bytes:
    """The letter, or the call sheet, as it would be printed.

    Errors: as for ``preview_template``; ``channel_unsuitable`` for what is never printed.
    """
    channel = _channel(replace(command, channel=command.channel or CHANNELS[command.template.channel][-1]))
    facts = _facts(command, recording, checking)
    renderer = checking.renderer.knowing(command.template)
    if channel is Channel.CALL:
        return renderer.call_sheet(command.template.id, facts)
    if channel not in PAPER:
        raise _unsuitable(command.template.channel, "is never printed")
    return renderer.letter(command.template.id, facts).pdf


def _channel(command: PreviewTemplate) -> Channel:
    channels = CHANNELS[command.template.channel]
    if command.channel is not None and command.channel not in channels:
        raise _unsuitable(command.template.channel, f"does not go out as {command.channel.value}")
    return command.channel or channels[0]


def _unsuitable(channel: TemplateChannel, why: str) -> InvalidInput:
    problem = FieldProblem("#/channel", "channel_unsuitable", f"a text for {channel.value} {why}")
    return InvalidInput("The channel does not fit the text.", code="channel_unsuitable", errors=(problem,))


def _facts(command: PreviewTemplate, recording: Recording, checking: Checking) -> MessageFacts:
    template = command.template
    if command.case_id is None:
        return sample_facts(command.sample, template.language, template.tone, checking.rates)
    file = load_case_file(command.scope, command.case_id, recording)
    return replace(with_logo(message_facts(file, file.rates), recording.store), tone=template.tone)

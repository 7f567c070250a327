"""Faults of a scenario's messages: texts, channels, what is never said (R-024, R-051, R-125)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.domain.contact import Channel
from chalicelib.domain.party_kinds import DebtorKind

from .lint_findings import LintFinding, found
from .model import Message, Phase, Scenario, Step

FORBIDDEN_CHANNELS = {DebtorKind.PUBLIC_BODY: frozenset({Channel.SMS})}
"""Which channels a kind of debtor is not reached by (CON_07). A visit is no channel at all (CON_08)."""


@dataclass(frozen=True)
class TextFault:
    """What is wrong with a text on a channel: a ``code`` of the catalogue, the rule it breaks, and why."""

    code: str
    rule: str
    detail: str


@dataclass(frozen=True)
class TextReport:
    """What is known of a message's text. ``offers_arrangement``: it shows a way to an arrangement (R-051).

    ``speaks_before_due``: it tells of what falls due soon, and claims nothing (R-046); ``None`` where nobody looked.
    """

    faults: tuple[TextFault, ...] = ()
    offers_arrangement: bool = False
    speaks_before_due: bool | None = None


Texts = Mapping[Message, TextReport]
"""By message: its text, version and channel. One that is not there is unknown."""


def text_findings(scenario: Scenario, texts: Texts) -> Iterator[LintFinding]:
    """Message by message, then what the scenario never does."""
    for place, step in enumerate(scenario.steps):
        yield from _channels(step, place)
        for number, message in enumerate(step.messages):
            pointer, report = f"#/steps/{place}/messages/{number}", texts.get(message)
            yield from _text(message, report, pointer)
            yield from _in_its_phase(step, message, report, pointer)
    every = [message for step in scenario.steps for message in step.messages]
    if not any(message.channel is Channel.CALL for message in every):
        yield found("no_call", "#/steps", "no step calls")
    reports = [report for report in map(texts.get, every) if report is not None]
    if reports and not any(report.offers_arrangement for report in reports):
        yield found("no_arrangement", "#/steps", "no text speaks of one")


def _text(message: Message, report: TextReport | None, pointer: str) -> Iterator[LintFinding]:
    named = message.template
    if message.template_version is not None:
        named = f"{named} version {message.template_version}"
    if report is None:
        yield found("template_unknown", f"{pointer}/template", f"there is no text {named}")
        return
    for fault in report.faults:
        yield found(fault.code, f"{pointer}/template", f"{named}: {fault.detail}", fault.rule)


def _in_its_phase(step: Step, message: Message, report: TextReport | None, pointer: str) -> Iterator[LintFinding]:
    """Before the due date nothing is claimed, and after it nobody is told that something falls due (R-046)."""
    if report is None or report.speaks_before_due is None:
        return
    if step.phase is Phase.PRE_COLLECTION and not report.speaks_before_due:
        detail = f"{step.id} comes before the due date, and {message.template} claims what is due"
        yield found("not_yet_due", f"{pointer}/template", detail)
    elif step.phase is Phase.AMICABLE and report.speaks_before_due:
        detail = f"{message.template} tells of what falls due, and {step.id} comes when it is overdue"
        yield found("template_refused", f"{pointer}/template", detail, "R-046")


def _channels(step: Step, place: int) -> Iterator[LintFinding]:
    seen: set[Channel] = set()
    texts: set[str] = set()
    for number, message in enumerate(step.messages):
        at, channel = f"#/steps/{place}/messages/{number}/channel", message.channel
        if channel in seen:
            yield found("channel_twice", at, f"{step.id} uses {channel.value} twice")
        seen.add(channel)
        if message.template in texts:
            yield found("template_twice", f"#/steps/{place}/messages/{number}/template", f"{step.id} sends it twice")
        texts.add(message.template)
        kinds = step.conditions.debtor_kind
        if kinds and all(channel in FORBIDDEN_CHANNELS.get(kind, ()) for kind in kinds):
            yield found("channel_forbidden", at, f"{step.id} sends an {channel.value.upper()} to {', '.join(kinds)}")

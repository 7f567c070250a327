"""Lint a scenario: its own faults and those of the texts that its steps name (R-122). Nothing is stored."""

from __future__ import annotations

from chalicelib.domain.parties import Scope
from chalicelib.domain.scenarios.lint import lint
from chalicelib.domain.scenarios.lint_findings import CATALOGUE, LintFinding
from chalicelib.domain.scenarios.lint_texts import TextFault, TextReport, Texts
from chalicelib.domain.scenarios.model import Message, Scenario
from chalicelib.domain.templates.findings import TemplateFinding

from .scenario_ports import TemplateChecks

REFUSED = "template_refused"


def lint_scenario(scope: Scope, scenario: Scenario, checks: TemplateChecks) -> tuple[LintFinding, ...]:
    """Each text is looked at once, whatever number of steps name it."""
    return lint(scenario, texts_of(scope, scenario, checks))


def texts_of(scope: Scope, scenario: Scenario, checks: TemplateChecks) -> Texts:
    """What is known of each message's text; one that does not exist is left out."""
    messages = dict.fromkeys(message for step in scenario.steps for message in step.messages)
    reports = ((message, _report(scope, message, checks)) for message in messages)
    return {message: report for message, report in reports if report is not None}


def _report(scope: Scope, message: Message, checks: TemplateChecks) -> TextReport | None:
    found = checks.findings(scope, message.template, message.template_version, message.channel)
    if any(finding.code == "template_unknown" for finding in found):
        return None
    faults = tuple(fault for finding in found if (fault := _fault(finding)) is not None)
    named = (scope, message.template, message.template_version)
    return TextReport(faults, checks.offers_arrangement(*named), checks.speaks_before_due(*named))


def _fault(finding: TemplateFinding) -> TextFault | None:
    """Under the code of the scenario's own catalogue; what a text is only warned of is told with the text."""
    if finding.code in CATALOGUE:
        return TextFault(finding.code, finding.rule or CATALOGUE[finding.code].rule, finding.detail.rstrip("."))
    if not finding.is_blocking:
        return None
    detail = f"{finding.code} at {finding.pointer}, {finding.detail.rstrip('.')}"
    return TextFault(REFUSED, finding.rule or CATALOGUE[REFUSED].rule, detail)

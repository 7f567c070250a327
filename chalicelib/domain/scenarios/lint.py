"""The linter of scenarios: what is refused, what deserves a look, each with its place, rule and cure (R-122)."""

from __future__ import annotations

from .lint_caps import caps_findings
from .lint_findings import LintFinding, found
from .lint_notice import notice_findings
from .lint_order import length_findings, order_findings
from .lint_structure import reach_findings, structure_findings
from .lint_texts import Texts, text_findings
from .model import Scenario
from .ways import Ways
from .worlds import too_many_bounds, worlds


def lint(scenario: Scenario, texts: Texts) -> tuple[LintFinding, ...]:
    """Every fault once, in the order of the steps as far as each kind goes; those that refuse first.

    ``texts`` says what is known of each message's text. Ways through a scenario are followed only where it has no more
    bands of amounts and days than can be told apart.
    """
    found_so_far = [*structure_findings(scenario), *text_findings(scenario, texts)]
    if too_many_bounds(scenario):
        found_so_far.append(found("too_many_bands", "#/steps", "more than 4 bounds of amount or days_overdue"))
    else:
        found_so_far += _on_the_ways(scenario)
    once: dict[tuple[str, str], LintFinding] = {}
    for each in found_so_far:
        once.setdefault((each.code, each.pointer), each)
    return tuple(sorted(once.values(), key=lambda finding: not finding.refuses))


def refused(findings: tuple[LintFinding, ...]) -> bool:
    """Whether one of them refuses the scenario."""
    return any(finding.refuses for finding in findings)


def _on_the_ways(scenario: Scenario) -> list[LintFinding]:
    ways = tuple(Ways(scenario, world) for world in worlds(scenario))
    return [
        *reach_findings(scenario, ways),
        *order_findings(scenario, ways),
        *notice_findings(scenario, ways),
        *length_findings(scenario, ways),
        *caps_findings(scenario, ways),
    ]

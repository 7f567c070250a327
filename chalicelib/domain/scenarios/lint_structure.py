"""Faults in how a scenario is put together: ids, branches, conditions that lead nowhere (R-028, R-031)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.domain.contact import Channel

from .conditions import Conditions, Range
from .deviations import ADDED
from .lint_findings import LintFinding, found
from .model import DECISION, FIRST_LETTER, Scenario
from .ways import Ways


def structure_findings(scenario: Scenario) -> Iterator[LintFinding]:
    """What can be seen without following a way."""
    places = _places(scenario)
    for place, step in enumerate(scenario.steps):
        at = f"#/steps/{place}"
        if places[step.id] != place:
            yield found("duplicate_step_id", f"{at}/id", f"{step.id} stands at #/steps/{places[step.id]} too")
        if step.id in (FIRST_LETTER, DECISION) or step.id.startswith(ADDED):
            yield found("reserved_step_id", f"{at}/id", f"{step.id} has a meaning of its own")
        yield from _conditions(scenario, step.conditions, f"{at}/conditions", place)
        for number, branch in enumerate(step.branches):
            pointer = f"{at}/branches/{number}"
            yield from _target(branch.go_to, places, place, f"{pointer}/go_to")
            yield from _conditions(scenario, branch.when, f"{pointer}/when", place + 1)
    days = scenario.decision_reminder_days
    if list(days) != sorted(set(days)):
        yield found("reminders_not_rising", "#/decision_reminder_days", "the days do not rise")


def reach_findings(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    """Steps that no case comes to, and branches that no case takes."""
    reached = {place for way in ways for place in way.follows}
    taken = {(place, number) for way in ways for place in way.follows if place >= 0 for number in way.taken(place)}
    for place, step in enumerate(scenario.steps):
        if place not in reached:
            yield found("unreachable_step", f"#/steps/{place}", f"no case comes to {step.id}")
            continue
        for number, branch in enumerate(step.branches):
            if (place, number) not in taken:
                detail = f"no case goes from {step.id} to {branch.go_to} by this branch"
                yield found("branch_never_taken", f"#/steps/{place}/branches/{number}", detail)


def _places(scenario: Scenario) -> dict[str, int]:
    """The first place of each id."""
    places: dict[str, int] = {}
    for place, step in enumerate(scenario.steps):
        places.setdefault(step.id, place)
    return places


def _target(go_to: str, places: dict[str, int], place: int, pointer: str) -> Iterator[LintFinding]:
    if go_to == DECISION:
        return
    if go_to not in places:
        yield found("branch_unknown_target", pointer, f"there is no step {go_to}")
    elif places[go_to] <= place:
        yield found("branch_backward", pointer, f"{go_to} does not come later")


def _conditions(scenario: Scenario, asked: Conditions, pointer: str, seen: int) -> Iterator[LintFinding]:
    """``seen`` is how many steps lie behind when the conditions are looked at."""
    for name in ("amount", "days_overdue", "unanswered_contacts"):
        limits: Range | None = getattr(asked, name)
        if limits is not None and limits.is_empty:
            yield found("contradictory_conditions", f"{pointer}/{name}", f"no {name} is in this range")
    yield from _delivery(scenario, asked, f"{pointer}/delivery", seen)
    yield from _call(scenario, asked, f"{pointer}/call_outcome", seen)


def _delivery(scenario: Scenario, asked: Conditions, pointer: str, seen: int) -> Iterator[LintFinding]:
    if asked.delivery is None:
        return
    if not asked.delivery.states:
        yield found("contradictory_conditions", pointer, "no state is named")
    yield from _looked_at(scenario, asked.delivery.step, pointer, seen, by_phone=False)


def _call(scenario: Scenario, asked: Conditions, pointer: str, seen: int) -> Iterator[LintFinding]:
    if asked.call_outcome is None:
        return
    if not asked.call_outcome.outcomes:
        yield found("contradictory_conditions", pointer, "no outcome is named")
    if asked.call_outcome.step is not None:
        yield from _looked_at(scenario, asked.call_outcome.step, pointer, seen, by_phone=True)
    elif not any(_calls(scenario, place) for place in range(seen)):
        yield found("condition_never_holds", pointer, "nobody was called before")


def _looked_at(scenario: Scenario, step_id: str, pointer: str, seen: int, *, by_phone: bool) -> Iterator[LintFinding]:
    place = _places(scenario).get(step_id)
    if place is None:
        yield found("condition_unknown_step", f"{pointer}/step", f"there is no step {step_id}")
    elif place >= seen:
        yield found("condition_looks_ahead", f"{pointer}/step", f"{step_id} comes later")
    elif by_phone and not _calls(scenario, place):
        yield found("condition_never_holds", f"{pointer}/step", f"{step_id} calls nobody")
    elif not by_phone and all(m.channel is Channel.CALL for m in scenario.steps[place].messages):
        yield found("condition_never_holds", f"{pointer}/step", f"{step_id} sends nothing")


def _calls(scenario: Scenario, place: int) -> bool:
    return any(message.channel is Channel.CALL for message in scenario.steps[place].messages)

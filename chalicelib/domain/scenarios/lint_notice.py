"""Faults around the formal notice: one, registered, after a reminder, the last thing written (R-037..R-041)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.domain.contact import Channel

from .lint_findings import LintFinding, found
from .model import Anchor, Scenario
from .ways import START, Ways

SHORTEST_NOTICE_DAYS, LONGEST_NOTICE_DAYS = 8, 15
LAST_NOTICE = "last_notice"
"""The shipped text that says that the formal notice comes next."""
State = tuple[int, bool]
"""A place on a way, and whether the formal notice was sent before."""


def notice_findings(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    """What the notice is, then what can stand before and after it."""
    if not SHORTEST_NOTICE_DAYS <= scenario.notice_days <= LONGEST_NOTICE_DAYS:
        yield found("notice_delay", "#/notice_days", f"it leaves {scenario.notice_days} days")
    notices = [place for place, step in enumerate(scenario.steps) if step.is_formal_notice]
    for place in notices[1:]:
        yield found("several_formal_notices", f"#/steps/{place}", f"#/steps/{notices[0]} is one already")
    for place, step in enumerate(scenario.steps):
        yield from _means(scenario, place)
        if step.is_formal_notice and not step.essential:
            yield found("notice_not_essential", f"#/steps/{place}/essential", "essential is false")
    if not notices:
        yield found("no_formal_notice", "#/steps", "no step is called formal_notice")
    for way in ways:
        for state in _states(way):
            yield from _at(scenario, way, state)


def _means(scenario: Scenario, place: int) -> Iterator[LintFinding]:
    step = scenario.steps[place]
    channels = [message.channel for message in step.messages]
    if step.is_formal_notice:
        if channels != [Channel.REGISTERED_LETTER]:
            yield found("notice_not_registered", f"#/steps/{place}/messages", f"{step.id} goes another way")
    elif Channel.REGISTERED_LETTER in channels:
        number = channels.index(Channel.REGISTERED_LETTER)
        yield found("registered_letter_elsewhere", f"#/steps/{place}/messages/{number}", f"{step.id} is no notice")


def _at(scenario: Scenario, way: Ways, state: State) -> Iterator[LintFinding]:
    """``state`` is what was the case when this step came."""
    place, noticed = state
    step, at = scenario.steps[place], f"#/steps/{place}"
    written = any(message.channel is not Channel.CALL for message in step.messages)
    reminded = way.world.situation.reminded_before or any(s.is_written_reminder for s in scenario.steps[:place])
    if step.is_formal_notice and not reminded:
        yield found("notice_without_reminder", at, f"no written reminder stands before {step.id}")
    if step.anchor is Anchor.NOTICE_DEADLINE and not noticed:
        yield found("notice_missing", f"{at}/anchor", f"{step.id} can come without a formal notice before it")
    announced = any(message.template == LAST_NOTICE for message in step.messages)
    if announced and not step.is_formal_notice and not _can_follow(way, place):
        yield found("announced_notice_missing", at, f"no formal notice can follow {step.id}")
    if noticed and written and not step.is_formal_notice:
        yield found("notice_not_last_written", at, f"{step.id} writes after the formal notice")


def _can_follow(way: Ways, place: int) -> bool:
    """Whether a formal notice can come after the step, in this world."""
    seen, waiting = {place}, [place]
    while waiting:
        later = way.follows[waiting.pop()] - seen - {way.end}
        if any(way.scenario.steps[each].is_formal_notice for each in later):
            return True
        seen |= later
        waiting.extend(later)
    return False


def _states(way: Ways) -> Iterator[State]:
    """Every step with what can have been sent before it."""
    seen: set[State] = set()
    waiting: list[State] = [(START, False)]
    while waiting:
        place, noticed = waiting.pop()
        if place != START:
            noticed = noticed or way.scenario.steps[place].is_formal_notice
        for later in way.follows[place]:
            state = (later, noticed)
            if later != way.end and state not in seen:
                seen.add(state)
                waiting.append(state)
                yield state

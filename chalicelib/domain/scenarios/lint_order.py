"""Faults in what follows what: tone, days, phases (R-015, R-021, R-022, R-026, R-064)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.domain.party_kinds import CollectorMode

from .lint_findings import LintFinding, found
from .model import Anchor, Phase, Scenario
from .timing import LONGEST_PHASE_DAYS, limit_days, timed
from .ways import START, Ways

SHORTEST_GAP_DAYS = 5
_RISING = (Anchor.DUE_DATE, Anchor.OPENING, Anchor.NOTICE_DEADLINE)


def order_findings(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    """What the days and phases say by themselves, then every pair of steps of which one can follow the other."""
    if scenario.minimum_gap_days < SHORTEST_GAP_DAYS:
        detail = f"{scenario.minimum_gap_days} days lie between two steps"
        yield found("gap_too_short", "#/minimum_gap_days", detail)
    for place in range(len(scenario.steps)):
        yield from _alone(scenario, place)
    for before, after in dict.fromkeys(pair for way in ways for pair in way.pairs):
        yield from _pair(scenario, before, after)
    yield from _under_mandate(scenario, ways)


def length_findings(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    """R-026: on the longest way, the letter's presumed seven days included."""
    if scenario.ends_within_days > LONGEST_PHASE_DAYS:
        yield found("too_long", "#/ends_within_days", f"{scenario.ends_within_days} days")
    worst: dict[int, int] = {}
    for way in ways:
        for place, moment in timed(way).items():
            if place not in (START, way.end):
                worst[place] = max(worst.get(place, 0), moment.last_day(scenario, place))
    for place, day in sorted(worst.items()):
        if day > limit_days(scenario):
            step = scenario.steps[place]
            what = "ends" if step.is_formal_notice else "comes"
            detail = f"{step.id} {what} up to {day} days after day 0, more than {limit_days(scenario)}"
            yield found("too_long", f"#/steps/{place}", detail)


def _alone(scenario: Scenario, place: int) -> Iterator[LintFinding]:
    step, at = scenario.steps[place], f"#/steps/{place}"
    amicable = step.phase is Phase.AMICABLE
    if step.phase is Phase.JUDICIAL:
        yield found("judicial_step", f"{at}/phase", f"{step.id} is of the judicial phase")
    if amicable and step.anchor is Anchor.DUE_DATE and step.offset < 1:
        yield found("not_yet_due", f"{at}/offset", f"{step.id} claims what falls due on that day or later")
    if step.anchor is Anchor.NOTICE_DEADLINE and step.offset < 1:
        yield found("not_yet_due", f"{at}/offset", f"{step.id} comes before the notice's delay is over")
    if step.anchor is Anchor.OPENING and step.offset < 0:
        yield found("not_yet_due", f"{at}/offset", f"{step.id} comes before the case is opened")


def _pair(scenario: Scenario, before: int, after: int) -> Iterator[LintFinding]:
    one, other, at = scenario.steps[before], scenario.steps[after], f"#/steps/{after}"
    if other.tone < one.tone:
        detail = f"{other.id} has tone {other.tone} and can follow {one.id}, which has {one.tone}"
        yield found("tone_goes_down", f"{at}/tone", detail)
    if other.phase is Phase.PRE_COLLECTION and one.phase is Phase.AMICABLE:
        yield found("phase_goes_back", f"{at}/phase", f"{other.id} can follow {one.id}")
    if other.anchor is Anchor.PREVIOUS_STEP:
        gap = other.offset
    elif other.anchor is one.anchor and one.anchor in _RISING:
        gap = other.offset - one.offset
    else:
        return
    if gap <= 0:
        yield found("offsets_not_rising", f"{at}/offset", f"{other.id} comes {gap} days after {one.id}")
    elif gap < scenario.minimum_gap_days:
        detail = f"{other.id} comes {gap} days after {one.id}, fewer than {scenario.minimum_gap_days}"
        yield found("gap_too_short", f"{at}/offset", detail)


def _under_mandate(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    mandated = [way for way in ways if way.world.situation.collector_mode is CollectorMode.THIRD_PARTY_MANDATE]
    reached = sorted({place for way in mandated for place in way.follows if place >= 0})
    for place in reached:
        step = scenario.steps[place]
        if step.phase is Phase.PRE_COLLECTION:
            detail = f"{step.id} speaks as the creditor's own reminder"
            yield found("pre_collection_under_mandate", f"#/steps/{place}/phase", detail)

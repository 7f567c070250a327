"""What the caps on contacts make of a scenario's days, by the guard itself, in virtual time (CON_05, CON_06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domain.contact import Purpose
from chalicelib.domain.contact_guard import PastContact, evaluate
from chalicelib.domain.party_kinds import DebtorKind

from .lint_findings import LintFinding, found
from .model import Scenario
from .timing import Moment, next_moment
from .ways import START, Ways

OPENED = datetime(2026, 6, 1, 8, tzinfo=UTC)
DAYS_OF_A_WEEK = 7
POSTAL_CODE = "75002"


@dataclass(frozen=True)
class Push:
    """A step that the caps would move, by how many days, and the rules that do it."""

    place: int
    days: int
    kind: DebtorKind
    rules: tuple[str, ...]
    reasons: tuple[str, ...]


def caps_findings(scenario: Scenario, ways: Sequence[Ways]) -> Iterator[LintFinding]:
    """The worst for each step: every kind of debtor, the fullest way, opened on each day of a week."""
    worst: dict[int, Push] = {}
    for kind, way in dict.fromkeys((way.world.situation.debtor_kind, _fullest(way)) for way in ways):
        for day in range(DAYS_OF_A_WEEK):
            for push in _pushes(scenario, way, kind, OPENED + timedelta(days=day)):
                if push.place not in worst or worst[push.place].days < push.days:
                    worst[push.place] = push
    for place, push in sorted(worst.items()):
        detail = (
            f"towards a {push.kind.value} {scenario.steps[place].id} would come {push.days} days later than planned: "
            f"{', '.join(push.reasons)}"
        )
        yield found("caps_push_later", f"#/steps/{place}", detail, ", ".join(push.rules))


def _fullest(way: Ways) -> tuple[int, ...]:
    """The way that takes every step it can, skipping as little as possible."""
    places, place = [], START
    while (place := min(way.follows[place])) != way.end:
        places.append(place)
    return tuple(places)


def _pushes(scenario: Scenario, places: tuple[int, ...], kind: DebtorKind, opened: datetime) -> Iterator[Push]:
    """Each solicitation leaves when the guard lets it; what the caps add to the hours and holidays is told."""
    past: list[PastContact] = []
    before, last = Moment(0, None), START
    for place in places:
        before, last = next_moment(scenario, last, place, before), place
        step = scenario.steps[place]
        if step.purpose is not Purpose.SOLICITATION or not step.messages:
            continue
        channel, wanted = step.messages[0].channel.value, opened + timedelta(days=before.day)
        free = evaluate(wanted, channel=channel, debtor_kind=kind, postal_code=POSTAL_CODE, counts=False)
        capped = evaluate(wanted, channel=channel, debtor_kind=kind, postal_code=POSTAL_CODE, past_contacts=past)
        if free.allowed_at is None or capped.allowed_at is None:
            continue
        past.append(PastContact(channel, capped.allowed_at))
        late = (capped.allowed_at.date() - free.allowed_at.date()).days
        reasons = [reason for reason in capped.reasons if reason.rule in ("CON_05", "CON_06")]
        if late > 0 and reasons:
            rules = tuple(dict.fromkeys(reason.rule for reason in reasons))
            yield Push(place, late, kind, rules, tuple(dict.fromkeys(reason.detail for reason in reasons)))

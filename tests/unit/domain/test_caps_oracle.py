"""The caps of CON_05 and CON_06 on logs by chance, against a search that tries every instant at which one may end.

The allowed instants are whole stretches, each with its first instant: the opening of a span, the end of a 7 or 30 days'
count, or the day after a contact. So the earliest one is the instant wanted, or one of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.contact_guard import Decision, PastContact, evaluate
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.parties import DebtorKind

from .contact_time_oracle import is_open

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
PLACES = (("75011", "75", "Europe/Paris"), ("67000", "67", "Europe/Paris"), ("97200", "972", "America/Martinique"))
CHANNELS = ("email", "sms", "call", "letter")
WEEKLY = {
    DebtorKind.CONSUMER: 2,
    DebtorKind.NON_PROFESSIONAL: 2,
    DebtorKind.COMPANY: 3,
    DebtorKind.SOLE_TRADER: 3,
    DebtorKind.PUBLIC_BODY: 3,
}


def is_free(at: datetime, channel: str, kind: DebtorKind, past: Sequence[PastContact], zone: ZoneInfo) -> bool:
    """The law's own words once more: one a day, so many in any 7 times 24 hours, four calls in any 30."""
    day = at.astimezone(zone).date()
    if any(contact.at.astimezone(zone).date() == day for contact in past):
        return False
    if sum(timedelta(0) <= at - contact.at < WEEK for contact in past) >= WEEKLY[kind]:
        return False
    calls = sum(timedelta(0) <= at - contact.at < MONTH for contact in past if contact.channel == "call")
    return channel != "call" or WEEKLY[kind] != 2 or calls < 4


def searched(
    wanted: datetime,
    channel: str,
    kind: DebtorKind,
    past: Sequence[PastContact],
    place: tuple[str, str, str],
    *,
    strict: bool,
) -> datetime:
    zone = ZoneInfo(place[2])
    ends = [contact.at + span for contact in past for span in (WEEK, MONTH)]
    first = wanted.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range(60)]
    openings = [
        datetime(day.year, day.month, day.day, hour, tzinfo=zone)
        for day in days
        for hour in ((10, 14) if strict else (8,))
    ]
    candidates = sorted(each.astimezone(UTC) for each in (wanted, *ends, *openings) if each >= wanted)
    return next(
        each
        for each in candidates
        if is_open(each, place[1], strict=strict, bridges_closed=False) and is_free(each, channel, kind, past, zone)
    )


def some_log(chance: Random, wanted: datetime) -> tuple[PastContact, ...]:
    """Up to nine contacts of the 35 days before, some of them within hours or on the edge of a count."""
    spans = [timedelta(minutes=chance.randrange(60 * 24 * 35)) for _ in range(chance.randrange(8))]
    spans += chance.sample([WEEK, MONTH, timedelta(0), WEEK - timedelta(seconds=1)], chance.randrange(3))
    return tuple(PastContact(chance.choice(CHANNELS), wanted - span) for span in spans)


@pytest.mark.parametrize("seed", range(4))
def test_the_guard_answers_as_the_search_whatever_was_sent_before(seed: int) -> None:
    """CON_05, CON_06, across both changes of clock: 400 logs around each of them, and 400 anywhere."""
    chance = Random(seed)  # noqa: S311 - chance for a test
    for number in range(1200):
        near = (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC))
        spread = 40 if number % 3 < 2 else 400
        wanted = near[number % 3] + timedelta(minutes=chance.randrange(-spread * 1440, spread * 1440))
        place, kind = chance.choice(PLACES), chance.choice(list(WEEKLY))
        strict, channel = chance.random() < 0.3, chance.choice(CHANNELS)
        past = some_log(chance, wanted)
        policy = GuardPolicy(Profile.STRICT if strict else Profile.STANDARD)
        verdict = evaluate(
            wanted, channel=channel, debtor_kind=kind, postal_code=place[0], policy=policy, past_contacts=past
        )
        expected = searched(wanted, channel, kind, past, place, strict=strict)
        assert verdict.allowed_at == expected, (wanted, channel, kind, place, strict, past)
        assert (verdict.decision is Decision.NOW) == (expected == wanted)
        assert bool(verdict.reasons) == (expected != wanted)


def test_a_year_of_contacts_asked_for_every_hour_keeps_every_cap() -> None:
    """What the guard lets through never adds up to more than the caps, however eager the sender is."""
    chance, zone = Random(7), ZoneInfo("Europe/Paris")  # noqa: S311 - chance for a test
    for kind, most in ((DebtorKind.CONSUMER, 2), (DebtorKind.COMPANY, 3)):
        made: list[PastContact] = []
        at = datetime(2026, 1, 1, tzinfo=UTC)
        while at < datetime(2027, 1, 1, tzinfo=UTC):
            channel = chance.choice(CHANNELS)
            recent = [contact for contact in made if at - contact.at < timedelta(days=31)]
            verdict = evaluate(at, channel=channel, debtor_kind=kind, postal_code="75011", past_contacts=recent)
            if verdict.decision is Decision.NOW:
                made.append(PastContact(channel, at))
            at += timedelta(hours=1)
        assert len({contact.at.astimezone(zone).date() for contact in made}) == len(made)
        for contact in made:
            week = [each for each in made if timedelta(0) <= contact.at - each.at < WEEK]
            calls = [e for e in made if timedelta(0) <= contact.at - e.at < MONTH and e.channel == "call"]
            assert len(week) <= most
            assert kind is DebtorKind.COMPANY or len(calls) <= 4

"""What a caller is told beside the script: today's hours, how many contacts are left (R-070, R-126)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from chalicelib.domain.call_brief import calls_left, hours_of
from chalicelib.domain.contact_log import ContactLog, Solicitation
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.parties import DebtorKind
from tests.support import stored_things as things
from tests.support.stored_things import TEST
from tests.support.story import d

CASE = replace(things.case(), postal_code="75011")
STANDARD, STRICT = GuardPolicy(), GuardPolicy(Profile.STRICT)
ALL_DAY = ((time(8), time(20)),)
TWO_SPANS = ((time(10), time(13)), (time(14), time(20)))


@pytest.mark.parametrize(
    ("now", "policy", "postal_code", "expected"),
    [
        (d(8), STANDARD, "75011", ALL_DAY),
        (d(8), STRICT, "75011", TWO_SPANS),
        (d(12), STANDARD, "75011", ()),
        (datetime.fromisoformat("2026-05-14T10:00:00+02:00"), STANDARD, "75011", ()),
        (datetime.fromisoformat("2026-04-03T10:00:00+02:00"), STANDARD, "67000", ()),
        (datetime.fromisoformat("2026-04-03T10:00:00+02:00"), STANDARD, "75011", ALL_DAY),
        (d(8), STANDARD, None, ()),
    ],
    ids=["working day", "strict", "Saturday", "Ascension", "Good Friday in Alsace", "elsewhere", "no territory"],
)
def test_the_hours_of_the_day_are_those_of_the_guard(
    now: datetime, policy: GuardPolicy, postal_code: str | None, expected: tuple[tuple[time, time], ...]
) -> None:
    """CON_01, CON_02, CON_03."""
    assert hours_of(replace(CASE, postal_code=postal_code), policy, now) == expected


def log_of(*made: tuple[str, float]) -> ContactLog:
    entries = tuple(Solicitation(d(20) - timedelta(days=days), channel, "case_9", "step") for channel, days in made)
    return ContactLog(TEST, "deb_1", "cred_1", entries)


@pytest.mark.parametrize(
    ("kind", "made", "expected"),
    [
        (DebtorKind.COMPANY, (), (3, 7)),
        (DebtorKind.COMPANY, (("email", 1), ("call", 6)), (1, 7)),
        (DebtorKind.COMPANY, (("email", 1), ("call", 7)), (2, 7)),
        (DebtorKind.CONSUMER, (), (2, 7)),
        (DebtorKind.CONSUMER, (("call", 8), ("call", 9), ("call", 15), ("email", 20)), (1, 30)),
        (DebtorKind.NON_PROFESSIONAL, (("sms", 1), ("email", 2), ("call", 3)), (0, 7)),
    ],
)
def test_what_is_left_is_told_by_the_narrowest_cap(
    kind: DebtorKind, made: tuple[tuple[str, float], ...], expected: tuple[int, int]
) -> None:
    """CON_05, CON_06: this call among them."""
    assert calls_left(kind, log_of(*made), d(20)) == expected

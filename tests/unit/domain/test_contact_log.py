"""The solicitations of one debtor by one sender: what the caps count, and what they do not (CON_05, CON_06, R-126)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domain.contact_log import ContactLog, Solicitation

from .cases import SCOPE, at

EMPTY = ContactLog(SCOPE, "deb_1", "cred_1")


def entry(minutes: int = 0, channel: str = "email", case_id: str = "case_1", step_id: str = "s1") -> Solicitation:
    return Solicitation(at(8) + timedelta(minutes=minutes), channel, case_id, step_id)


@pytest.mark.parametrize(
    ("second", "counted"),
    [
        (entry(1, "sms"), 1),
        (entry(120, "sms"), 1),
        (entry(121, "sms"), 2),
        (entry(1, step_id="s2"), 2),
        (entry(1, case_id="case_2"), 2),
    ],
)
def test_channels_of_one_step_within_two_hours_are_one_solicitation(second: Solicitation, counted: int) -> None:
    log = EMPTY.add(entry()).add(second)
    assert (len(log.entries), log.version) == (counted, 2)


@pytest.mark.parametrize(
    ("case_id", "step_id", "minutes", "counts"),
    [
        ("case_1", "s1", 5, 0),
        ("case_1", "s1", 121, 1),
        ("case_1", "s2", 5, 1),
        ("case_2", "s1", 5, 1),
    ],
)
def test_a_step_does_not_count_against_its_own_second_channel(
    case_id: str, step_id: str, minutes: int, counts: int
) -> None:
    now = at(8) + timedelta(minutes=minutes)
    assert len(EMPTY.add(entry()).past_contacts(case_id=case_id, step_id=step_id, now=now)) == counts


def test_a_month_is_remembered_and_no_more() -> None:
    log = EMPTY
    for day in range(0, 120, 3):
        log = log.add(entry(day * 24 * 60, step_id=f"s{day}"))
    assert len(log.entries) == 11  # the window of 30 days that CON_05 looks back on, with a day to spare
    assert max(e.at for e in log.entries) - min(e.at for e in log.entries) < timedelta(days=31)

"""The guard of every contact, rule by rule (CON_01 to CON_06, CON_09, CON_10), and what holds for any input."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import is_bridge_day, is_working_day
from chalicelib.domain.contact_guard import (
    CHANNELS,
    Decision,
    GuardDecision,
    PastContact,
    evaluate,
)
from chalicelib.domain.contact_policy import DEFAULT_POLICY, GuardPolicy, Profile
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.territory import territory_of

PARIS, STRASBOURG, SAINT_DENIS, POINTE_A_PITRE = "75001", "67000", "97400", "97110"
STRICT = GuardPolicy(Profile.STRICT)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def past(*texts: str, channel: str = "email") -> list[PastContact]:
    return [PastContact(channel, at(text)) for text in texts]


def ask(
    wanted: str,
    *,
    channel: str = "email",
    kind: DebtorKind = DebtorKind.COMPANY,
    code: str | None = PARIS,
    policy: GuardPolicy = DEFAULT_POLICY,
    contacts: list[PastContact] | None = None,
    counts: bool = True,
) -> GuardDecision:
    return evaluate(
        at(wanted),
        channel=channel,
        debtor_kind=kind,
        postal_code=code,
        policy=policy,
        past_contacts=contacts or (),
        counts=counts,
    )


def rules(decision: GuardDecision) -> list[str]:
    return [reason.rule for reason in decision.reasons]


def shown(decision: GuardDecision) -> str:
    assert decision.allowed_at is not None
    return decision.allowed_at.isoformat()


def test_inside_the_window_a_contact_leaves_now_without_reasons() -> None:
    decision = ask("2026-06-02T07:30:00Z")
    assert decision.decision is Decision.NOW
    assert shown(decision) == "2026-06-02T09:30:00+02:00"
    assert decision.reasons == ()


@pytest.mark.parametrize(
    ("wanted", "allowed", "moved_by"),
    [
        ("2026-06-02T07:59:59+02:00", "2026-06-02T08:00:00+02:00", ["CON_01"]),
        ("2026-06-02T20:00:01+02:00", "2026-06-03T08:00:00+02:00", ["CON_01"]),
        ("2026-06-05T21:00:00+02:00", "2026-06-08T08:00:00+02:00", ["CON_01"]),
        ("2026-06-06T10:00:00+02:00", "2026-06-08T08:00:00+02:00", ["CON_01"]),
    ],
)
def test_contacts_stay_on_weekdays_from_eight_to_twenty(wanted: str, allowed: str, moved_by: list[str]) -> None:
    """CON_01."""
    decision = ask(wanted)
    assert (decision.decision, shown(decision), rules(decision)) == (Decision.DEFERRED, allowed, moved_by)


def test_the_opening_is_included_and_the_closing_excluded() -> None:
    """CON_10."""
    assert ask("2026-06-02T08:00:00+02:00").decision is Decision.NOW
    assert ask("2026-06-02T19:59:59.999999+02:00").decision is Decision.NOW
    closed = ask("2026-06-02T20:00:00+02:00")
    assert shown(closed) == "2026-06-03T08:00:00+02:00"
    assert rules(closed) == ["CON_01", "CON_10"]


@pytest.mark.parametrize(
    ("clock", "allowed", "moved_by"),
    [
        ("09:59", "10:00", ["CON_02"]),
        ("10:00", "10:00", []),
        ("12:59", "12:59", []),
        ("13:00", "14:00", ["CON_02", "CON_10"]),
        ("13:59", "14:00", ["CON_02"]),
        ("14:00", "14:00", []),
        ("19:59", "19:59", []),
    ],
)
def test_the_strict_profile_keeps_the_hours_of_d223_9(clock: str, allowed: str, moved_by: list[str]) -> None:
    """CON_02."""
    decision = ask(f"2026-06-02T{clock}:00+02:00", kind=DebtorKind.CONSUMER, policy=STRICT)
    assert shown(decision) == f"2026-06-02T{allowed}:00+02:00"
    assert rules(decision) == moved_by


def test_a_holiday_moves_the_contact_and_every_rule_on_the_way_is_named() -> None:
    """CON_03: the evening before Ascension, then Ascension, gives the Friday."""
    decision = ask("2026-05-13T20:30:00+02:00")
    assert shown(decision) == "2026-05-15T08:00:00+02:00"
    assert rules(decision) == ["CON_01", "CON_03"]
    assert "Ascension" in decision.reasons[1].detail


def test_a_holiday_alone_is_the_only_reason_when_it_is_the_only_one() -> None:
    assert rules(ask("2026-05-14T10:00:00+02:00")) == ["CON_03"]


def test_easter_in_alsace_closes_from_good_friday_to_easter_monday() -> None:
    """CON_03: thirteen holidays there."""
    decision = ask("2026-04-03T09:00:00+02:00", code=STRASBOURG)
    assert shown(decision) == "2026-04-07T08:00:00+02:00"
    assert rules(decision) == ["CON_03", "CON_01", "CON_03"]
    assert ask("2026-04-03T09:00:00+02:00", code=PARIS).decision is Decision.NOW


def test_the_window_is_that_of_the_debtor_and_not_of_paris() -> None:
    """CON_01, overseas: 08:00 in Paris is 02:00 in Guadeloupe and 10:00 in La Réunion."""
    guadeloupe = ask("2026-06-02T08:00:00+02:00", code=POINTE_A_PITRE)
    assert shown(guadeloupe) == "2026-06-02T08:00:00-04:00"
    assert shown(ask("2026-06-02T08:00:00+02:00", code=SAINT_DENIS)) == "2026-06-02T10:00:00+04:00"
    assert shown(ask("2027-12-20T10:00:00+04:00", code=SAINT_DENIS)) == "2027-12-21T08:00:00+04:00"


def test_bridge_days_are_open_unless_the_creditor_closes_them() -> None:
    """CON_04."""
    assert ask("2026-05-15T10:00:00+02:00").decision is Decision.NOW
    closed = ask("2026-05-15T10:00:00+02:00", policy=GuardPolicy(block_bridge_days=True))
    assert shown(closed) == "2026-05-18T08:00:00+02:00"
    assert rules(closed) == ["CON_04", "CON_01"]


def test_one_contact_a_day_for_everybody() -> None:
    """CON_05, CON_06."""
    contacts = past("2026-06-02T09:00:00+02:00")
    business = ask("2026-06-02T15:00:00+02:00", contacts=contacts)
    assert (shown(business), rules(business)) == ("2026-06-03T08:00:00+02:00", ["CON_06"])
    consumer = ask("2026-06-02T15:00:00+02:00", kind=DebtorKind.CONSUMER, contacts=contacts)
    assert (shown(consumer), rules(consumer)) == ("2026-06-03T08:00:00+02:00", ["CON_05"])


def test_the_day_of_the_cap_is_the_local_day() -> None:
    """CON_06: 21:00 in Guadeloupe is already tomorrow in UTC."""
    contacts = past("2026-06-03T01:00:00Z")
    assert shown(ask("2026-06-02T14:00:00Z", code=POINTE_A_PITRE, contacts=contacts)).startswith("2026-06-03T08:00")
    assert ask("2026-06-03T14:00:00Z", code=POINTE_A_PITRE, contacts=contacts).decision is Decision.NOW


def test_a_consumer_hears_twice_in_seven_days_and_again_at_the_very_instant_they_are_over() -> None:
    """CON_05."""
    contacts = past("2026-06-01T09:15:00+02:00", "2026-06-03T10:00:00+02:00")
    moved = ask("2026-06-05T09:00:00+02:00", kind=DebtorKind.CONSUMER, contacts=contacts)
    assert (shown(moved), rules(moved)) == ("2026-06-08T09:15:00+02:00", ["CON_05"])
    early = ask("2026-06-08T09:14:59+02:00", kind=DebtorKind.CONSUMER, contacts=contacts)
    assert shown(early) == "2026-06-08T09:15:00+02:00"
    exact = ask("2026-06-08T09:15:00+02:00", kind=DebtorKind.CONSUMER, contacts=contacts)
    assert exact.decision is Decision.NOW


def test_a_business_hears_three_times_in_seven_days() -> None:
    """CON_06."""
    two = past("2026-06-01T09:00:00+02:00", "2026-06-02T10:00:00+02:00")
    assert ask("2026-06-03T09:00:00+02:00", contacts=two).decision is Decision.NOW
    three = [*two, *past("2026-06-03T10:00:00+02:00")]
    moved = ask("2026-06-04T09:00:00+02:00", contacts=three)
    assert (shown(moved), rules(moved)) == ("2026-06-08T09:00:00+02:00", ["CON_06"])


def test_a_consumer_is_called_four_times_in_thirty_days() -> None:
    """CON_05: only calls count for it, and only calls are held by it."""
    days = ("2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22")
    calls = past(*(f"{day}T09:00:00+02:00" for day in days), channel="call")
    moved = ask("2026-06-29T10:00:00+02:00", channel="call", kind=DebtorKind.CONSUMER, contacts=calls)
    assert (shown(moved), rules(moved)) == ("2026-07-01T09:00:00+02:00", ["CON_05"])
    assert ask("2026-06-29T10:00:00+02:00", kind=DebtorKind.CONSUMER, contacts=calls).decision is Decision.NOW
    company = ask("2026-06-29T10:00:00+02:00", channel="call", contacts=calls)
    assert company.decision is Decision.NOW


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (DebtorKind.CONSUMER, "CON_05"),
        (DebtorKind.NON_PROFESSIONAL, "CON_05"),
        (DebtorKind.COMPANY, "CON_06"),
        (DebtorKind.SOLE_TRADER, "CON_06"),
        (DebtorKind.PUBLIC_BODY, "CON_06"),
    ],
)
def test_every_kind_of_debtor_has_its_caps(kind: DebtorKind, rule: str) -> None:
    assert rules(ask("2026-06-02T15:00:00+02:00", kind=kind, contacts=past("2026-06-02T09:00:00+02:00"))) == [rule]


def test_a_service_message_keeps_the_hours_but_not_the_caps() -> None:
    contacts = past("2026-06-02T09:00:00+02:00", "2026-06-01T09:00:00+02:00", "2026-05-29T09:00:00+02:00")
    assert ask("2026-06-02T15:00:00+02:00", contacts=contacts, counts=False).decision is Decision.NOW
    assert rules(ask("2026-06-02T21:00:00+02:00", contacts=contacts, counts=False)) == ["CON_01"]


def test_a_stopped_channel_is_refused_and_the_others_are_not() -> None:
    """CON_09."""
    blocked = frozenset({"email"})
    refused = evaluate(
        at("2026-06-02T10:00:00+02:00"),
        channel="email",
        debtor_kind=DebtorKind.COMPANY,
        postal_code=PARIS,
        blocked_channels=blocked,
        counts=False,
    )
    assert (refused.decision, refused.allowed_at, rules(refused)) == (Decision.REFUSED, None, ["CON_09"])
    letter = evaluate(
        at("2026-06-02T10:00:00+02:00"),
        channel="letter",
        debtor_kind=DebtorKind.COMPANY,
        postal_code=PARIS,
        blocked_channels=blocked,
    )
    assert letter.decision is Decision.NOW


@pytest.mark.parametrize("code", [None, "98000", "B-1000"])
def test_without_a_known_territory_nobody_is_contacted(code: str | None) -> None:
    decision = ask("2026-06-02T10:00:00+02:00", code=code)
    assert (decision.decision, decision.allowed_at, rules(decision)) == (Decision.REFUSED, None, ["CON_01"])


def test_the_window_opens_at_eight_on_both_sides_of_a_change_of_clock() -> None:
    """CON_01 in Paris: 29 March 2026 forward, 25 October 2026 back."""
    assert shown(ask("2026-03-27T20:30:00+01:00")) == "2026-03-30T08:00:00+02:00"
    assert shown(ask("2026-10-23T20:30:00+02:00")) == "2026-10-26T08:00:00+01:00"
    assert shown(ask("2026-10-25T02:30:00+01:00")) == "2026-10-26T08:00:00+01:00"


def test_seven_days_are_seven_times_24_hours_across_a_change_of_clock() -> None:
    """CON_05: Monday 23 March 09:00 winter time plus 168 hours is Monday 30 March 10:00 summer time."""
    contacts = past("2026-03-23T09:00:00+01:00", "2026-03-25T09:00:00+01:00")
    moved = ask("2026-03-30T09:00:00+02:00", kind=DebtorKind.CONSUMER, contacts=contacts)
    assert shown(moved) == "2026-03-30T10:00:00+02:00"


def test_reasons_never_name_the_channel_or_case_of_another_contact() -> None:
    decision = ask("2026-06-02T15:00:00+02:00", contacts=past("2026-06-02T09:00:00+02:00", channel="letter"))
    assert decision.reasons[0].detail == "at most 1 contact a day; one was made on 2026-06-02"


def test_an_unknown_channel_or_a_naive_instant_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput) as unknown:
        ask("2026-06-02T10:00:00+02:00", channel="fax")
    assert unknown.value.errors[0].code == "unknown_channel"
    with pytest.raises(InvalidInput) as naive:
        ask("2026-06-02T10:00:00")
    assert naive.value.errors[0].code == "instant_without_offset"


INSTANTS = st.integers(0, 8 * 365 * 24 * 3600).map(
    lambda seconds: at("2024-01-01T00:00:00Z") + timedelta(seconds=seconds)
)
CODES = st.sampled_from([PARIS, STRASBOURG, SAINT_DENIS, POINTE_A_PITRE, "97600", "97150", "97300"])


@settings(deadline=None)
@given(
    wanted=INSTANTS,
    code=CODES,
    kind=st.sampled_from(list(DebtorKind)),
    channel=st.sampled_from(sorted(CHANNELS)),
    policy=st.builds(GuardPolicy, st.sampled_from(list(Profile)), st.booleans()),
    offsets=st.lists(
        st.tuples(st.sampled_from(sorted(CHANNELS)), st.integers(-60 * 24 * 45, 60 * 24 * 3)), max_size=12
    ),
    counts=st.booleans(),
)
def test_the_answer_is_always_an_open_instant_not_before_the_one_wanted(
    *,
    wanted: datetime,
    code: str,
    kind: DebtorKind,
    channel: str,
    policy: GuardPolicy,
    offsets: list[tuple[str, int]],
    counts: bool,
) -> None:
    """R-126: it ends, it lands inside a window, it keeps the caps, and it gives a rule for every move."""
    contacts = [PastContact(name, wanted + timedelta(minutes=minutes)) for name, minutes in offsets]
    decision = evaluate(
        wanted,
        channel=channel,
        debtor_kind=kind,
        postal_code=code,
        policy=policy,
        past_contacts=contacts,
        counts=counts,
    )
    territory = territory_of(code)
    assert territory is not None
    assert decision.allowed_at is not None
    allowed = decision.allowed_at
    assert allowed >= wanted
    assert (allowed == wanted) == (decision.decision is Decision.NOW) == (not decision.reasons)
    local = allowed.astimezone(ZoneInfo(territory.time_zone))
    assert allowed.utcoffset() == local.utcoffset()
    assert is_working_day(local.date(), territory)
    assert not (policy.block_bridge_days and is_bridge_day(local.date(), territory))
    assert time(8) <= local.time() < time(20)
    if policy.profile is Profile.STRICT:
        assert time(10) <= local.time() < time(13) or time(14) <= local.time()
    if counts:
        _assert_within_caps(contacts, allowed, kind, channel, ZoneInfo(territory.time_zone))
    again = evaluate(
        allowed,
        channel=channel,
        debtor_kind=kind,
        postal_code=code,
        policy=policy,
        past_contacts=contacts,
        counts=counts,
    )
    assert again.decision is Decision.NOW


def _assert_within_caps(
    contacts: list[PastContact], allowed: datetime, kind: DebtorKind, channel: str, zone: ZoneInfo
) -> None:
    protected = kind in (DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL)
    assert all(c.at.astimezone(zone).date() != allowed.astimezone(zone).date() for c in contacts)
    week = [c for c in contacts if c.at > allowed - timedelta(days=7)]
    assert len(week) < (2 if protected else 3)
    if protected and channel == "call":
        month = [c for c in contacts if c.channel == "call" and c.at > allowed - timedelta(days=30)]
        assert len(month) < 4

"""Leased tokens: over any number of processes never more than a quota, seldom a write, no failure of their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.adapters.token_leases import REMEMBERED, TokenLeases
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.key_use import CONFIRMED_SECONDS, KeyUser, Quotas
from chalicelib.domain.leases import Taken
from chalicelib.domain.parties import Scope
from chalicelib.domain.writes import AnnounceKey
from tests.support.memory.key_uses import MemoryKeyUses

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEST = Scope("tnt_1", livemode=False)
ONE = KeyUser(TEST, "key_1")
PLENTY = Quotas(per_key=6_000, per_tenant=12_000)


@dataclass
class Clock:
    instant: datetime = START

    def now(self) -> datetime:
        return self.instant

    def wait(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(clock: Clock) -> MemoryKeyUses:
    return MemoryKeyUses(clock.now)


def process(table: MemoryKeyUses, clock: Clock, quotas: Quotas = PLENTY) -> TokenLeases:
    return TokenLeases(table, quotas, now=clock.now)


def served(taken: Taken) -> bool:
    return taken.exhausted is None and not taken.outdated and not taken.alone


# --- what it costs ------------------------------------------------------------------------------------------------


def test_a_quiet_key_pays_one_write_a_request_and_no_more(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    for _ in range(10):
        assert served(leases.take(ONE, "cases:read"))
        clock.wait(60)
    assert table.calls == Counter(lease=10)


def test_the_first_request_of_a_process_pays_one_write(table: MemoryKeyUses, clock: Clock) -> None:
    process(table, clock).take(ONE, "cases:read")
    assert table.calls == Counter(lease=1)


def test_a_busy_key_pays_a_write_for_hundreds_of_requests(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    for _ in range(3_000):
        assert served(leases.take(ONE, "cases:read"))
        clock.wait(0.01)
    assert table.calls["lease"] <= 20, "3,000 requests in half a minute"


def test_who_comes_in_a_window_that_others_began_is_told_so_by_the_write_that_fails(
    table: MemoryKeyUses, clock: Clock
) -> None:
    process(table, clock).take(ONE, "cases:read")
    other = process(table, clock)
    assert served(other.take(ONE, "cases:read"))
    assert table.calls == Counter(lease=3)


def test_a_key_that_is_over_its_quota_asks_the_table_no_more(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock, Quotas(per_key=3, per_tenant=10))
    for _ in range(3):
        assert served(leases.take(ONE, "cases:read"))
    before = table.calls["lease"]
    for _ in range(1_000):
        assert leases.take(ONE, "cases:read").exhausted == "key"
    assert table.calls["lease"] == before
    assert table.calls["record"] == 0
    clock.wait(CONFIRMED_SECONDS)
    leases.take(ONE, "cases:read")
    assert table.calls["record"] == 1, "that it goes on asking is written, once in five seconds"


def test_what_is_remembered_is_bounded(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    for number in range(REMEMBERED + 5):
        leases.take(KeyUser(Scope(f"tnt_{number}", livemode=True), f"key_{number}"), "cases:read")
    assert len(leases._held) == len(leases._tenants) == REMEMBERED


# --- what it grants -----------------------------------------------------------------------------------------------


def test_a_key_gets_its_quota_and_not_one_more_then_all_of_it_again(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock, Quotas(per_key=50, per_tenant=1_000))
    for _ in range(3):
        assert sum(served(leases.take(ONE, "cases:read")) for _ in range(80)) == 50
        clock.wait(60)


def test_a_tenant_gets_its_quota_over_all_its_keys_and_the_answer_names_which_is_exhausted(
    table: MemoryKeyUses, clock: Clock
) -> None:
    leases = process(table, clock, Quotas(per_key=50, per_tenant=60))
    two = KeyUser(TEST, "key_2")
    assert sum(served(leases.take(ONE, "cases:read")) for _ in range(80)) == 50
    assert leases.take(ONE, "cases:read").exhausted == "key"
    assert sum(served(leases.take(two, "cases:read")) for _ in range(80)) == 10
    refused = leases.take(two, "cases:read")
    assert (refused.exhausted, refused.left.tenant, refused.left.key) == ("tenant", 0, 40)
    assert served(leases.take(KeyUser(Scope("tnt_1", livemode=True), "key_3"), "cases:read")), "the other mode goes on"


def test_the_last_lease_is_as_small_as_what_is_left(table: MemoryKeyUses, clock: Clock) -> None:
    quotas = Quotas(per_key=205, per_tenant=1_000)
    first, second = process(table, clock, quotas), process(table, clock, quotas)
    taken = [served(each.take(ONE, "cases:read")) for _ in range(200) for each in (first, second)]
    assert sum(taken) == 205


def test_what_is_left_and_until_when_is_told(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock, Quotas(per_key=50, per_tenant=60))
    clock.wait(20.3)
    taken = leases.take(ONE, "cases:read")
    assert (taken.left.key, taken.left.tenant, taken.seconds) == (49, 59, 40)
    clock.wait(39.69)
    assert leases.take(ONE, "cases:read").seconds == 1
    clock.wait(0.02)
    assert leases.take(ONE, "cases:read").left.key == 49, "Retry-After was exact: the next window has begun"


# --- when the table does not answer -------------------------------------------------------------------------------


def down(name: str) -> None:
    raise ProviderUnavailable(name)


def test_without_the_table_a_process_serves_a_small_allowance_and_then_refuses(
    table: MemoryKeyUses, clock: Clock
) -> None:
    table.before = down
    leases = process(table, clock)
    taken = [leases.take(ONE, "cases:read") for _ in range(400)]
    assert sum(each.exhausted is None for each in taken) == 300, "a twentieth of the key's quota"
    assert all(each.alone for each in taken)
    clock.wait(60)
    assert leases.take(ONE, "cases:read").exhausted is None


def test_many_keys_are_no_way_around_the_quota_of_their_tenant(table: MemoryKeyUses, clock: Clock) -> None:
    """Whoever makes their own item be throttled gets no more in a process than two keys' allowance."""
    table.before = down
    leases = process(table, clock)
    keys = [KeyUser(TEST, f"key_{number}") for number in range(20)]
    taken = [leases.take(key, "cases:read") for _ in range(100) for key in keys]
    assert sum(each.exhausted is None for each in taken) == 600, "a twentieth of the tenant's quota"
    assert taken[-1].exhausted == "tenant"
    clock.wait(60)
    assert leases.take(ONE, "cases:read").exhausted is None


def test_a_table_that_does_not_answer_is_left_alone_for_a_second(table: MemoryKeyUses, clock: Clock) -> None:
    table.before = down
    leases = process(table, clock)
    for _ in range(100):
        leases.take(ONE, "cases:read")
    assert table.calls == Counter(lease=1)
    table.before = lambda _: None
    clock.wait(1)
    assert served(leases.take(ONE, "cases:read"))


def test_a_tenant_whose_item_is_throttled_or_full_is_alone_alone(table: MemoryKeyUses, clock: Clock) -> None:
    """R-134: what one tenant does to its own item neither tightens nor loosens the limits of another."""
    leases = process(table, clock)
    table.before = down
    assert leases.take(ONE, "cases:read").alone
    table.before = lambda _: None
    assert leases.take(ONE, "cases:read").alone, "left alone for a second"
    assert served(leases.take(KeyUser(Scope("tnt_2", livemode=False), "key_2"), "cases:read"))


def test_what_was_served_meanwhile_is_written_with_the_next_lease(table: MemoryKeyUses, clock: Clock) -> None:
    table.before = down
    leases = process(table, clock)
    for _ in range(7):
        leases.take(ONE, "cases:read")
    table.before = lambda _: None
    clock.wait(2)
    leases.take(ONE, "cases:read")
    (day,) = table.days(TEST, "key_1", limit=1, position=None).items
    assert day.requests == 8


# --- keys that change, and what is remembered of their use ----------------------------------------------------------


@pytest.mark.parametrize("pause", [0.1, 1.0, 4.9])
def test_a_changed_key_is_noticed_after_five_seconds_at_most(table: MemoryKeyUses, clock: Clock, pause: float) -> None:
    leases = process(table, clock)
    leases.take(ONE, "cases:read")
    table.announce(AnnounceKey(TEST, "key_1", 2, clock.now()))
    changed_at = clock.now()
    while served(leases.take(ONE, "cases:read")):
        clock.wait(pause)
    assert leases.take(ONE, "cases:read").outdated
    assert (clock.now() - changed_at).total_seconds() < CONFIRMED_SECONDS + pause
    assert served(leases.take(replace(ONE, version=2), "cases:read")), "whoever read the key again goes on"


def test_a_busy_client_cannot_live_on_a_lease_for_longer(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    for _ in range(300):
        leases.take(ONE, "cases:read")
    table.announce(AnnounceKey(TEST, "key_1", 2, clock.now()))
    clock.wait(CONFIRMED_SECONDS)
    assert leases.take(ONE, "cases:read").outdated


def test_uses_lose_no_more_than_the_last_five_seconds_of_a_process(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    for number in range(1, 101):
        leases.take(ONE, "cases:read" if number % 2 else "keys:read")
        clock.wait(1)
        (day,) = table.days(TEST, "key_1", limit=1, position=None).items
        assert number - day.requests < CONFIRMED_SECONDS
        assert sum(day.by_scope.values()) == day.requests


def test_a_refused_request_is_counted_once_as_one(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock, Quotas(per_key=2, per_tenant=10))
    for _ in range(4):
        leases.take(ONE, "keys:write", refused=True)  # no scope, and from the third on no token either
    clock.wait(60)
    leases.take(ONE, "cases:read")
    (day,) = table.days(TEST, "key_1", limit=1, position=None).items
    assert (day.requests, day.refused) == (5, 4)


def test_a_key_that_is_no_longer_valid_is_written_at_once_and_then_once_a_minute(
    table: MemoryKeyUses, clock: Clock
) -> None:
    """A security signal that costs an attacker's thousand requests one write."""
    leases = process(table, clock)
    for _ in range(1_000):
        leases.refuse(ONE, "cases:read")
    assert table.calls == Counter(record=1)
    clock.wait(60)
    leases.refuse(ONE, "cases:read")
    (day,) = table.days(TEST, "key_1", limit=1, position=None).items
    assert (day.requests, day.refused) == (1_001, 1_001)


def test_a_key_that_was_just_used_and_then_revoked_is_written_at_once_too(table: MemoryKeyUses, clock: Clock) -> None:
    leases = process(table, clock)
    leases.take(ONE, "cases:read")
    leases.refuse(ONE, "cases:read")
    (day,) = table.days(TEST, "key_1", limit=1, position=None).items
    assert day.refused == 1


def test_a_day_has_its_own_uses(table: MemoryKeyUses, clock: Clock) -> None:
    clock.instant = datetime(2026, 11, 23, 23, 59, 58, tzinfo=UTC)
    leases = process(table, clock)
    leases.take(ONE, "cases:read")
    clock.wait(3)
    leases.take(ONE, "cases:read")
    today, yesterday = table.days(TEST, "key_1", limit=2, position=None).items
    assert (yesterday.requests, today.requests) == (1, 1)
    assert today.first_at >= datetime(2026, 11, 24, tzinfo=UTC)

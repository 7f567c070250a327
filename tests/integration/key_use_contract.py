"""What the buckets and uses of keys promise, held by the fake and by the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.key_use import Bucket, KeyUser, LeaseRequest, Quotas, Uses, window_of
from chalicelib.domain.parties import Scope
from chalicelib.domain.writes import AnnounceKey
from chalicelib.usecases.key_use_ports import KeyUses

AT = datetime(2026, 11, 23, 9, 0, 1, tzinfo=UTC)
TEST, LIVE = Scope("tnt_1", livemode=False), Scope("tnt_1", livemode=True)
ONE, TWO = KeyUser(TEST, "key_1"), KeyUser(TEST, "key_2")
QUOTAS = Quotas(per_key=10, per_tenant=15)
WINDOW = window_of(AT)
Announce = Callable[[AnnounceKey], None]


def uses(at: datetime = AT, requests: int = 1, refused: int = 0, scope: str = "cases:read") -> Uses:
    return Uses(at, at, requests, refused, {scope: requests})


def asked(
    user: KeyUser = ONE, tokens: int = 5, *, seen: Bucket | None = None, window: int = WINDOW, of: Uses | None = None
) -> LeaseRequest:
    return LeaseRequest(user, window, tokens, QUOTAS, of or uses(), seen or Bucket())


class KeyUseContract:
    @pytest.fixture
    def announce(self, store: KeyUses) -> Announce:
        raise NotImplementedError

    def test_a_lease_takes_from_the_key_and_from_its_tenant(self, store: KeyUses) -> None:
        first = store.lease(asked())
        assert (first.granted, first.bucket) == (True, Bucket(WINDOW, 5, WINDOW, 5))
        other = store.lease(asked(TWO, seen=Bucket(WINDOW, 5)))
        assert (other.granted, other.bucket) == (True, Bucket(WINDOW, 10, WINDOW, 5))

    def test_a_process_that_knows_nothing_is_told_what_there_is(self, store: KeyUses) -> None:
        store.lease(asked())
        answer = store.lease(asked())
        assert (answer.granted, answer.bucket) == (False, Bucket(WINDOW, 5, WINDOW, 5))
        assert store.lease(asked(seen=answer.bucket)).granted

    def test_no_more_is_granted_than_the_key_may(self, store: KeyUses) -> None:
        taken = store.lease(asked(tokens=7)).bucket
        assert not store.lease(asked(tokens=4, seen=taken)).granted
        assert store.lease(asked(tokens=3, seen=taken)).bucket.key_taken == 10
        assert not store.lease(asked(tokens=1, seen=taken)).granted

    def test_no_more_is_granted_than_the_tenant_may_with_all_its_keys(self, store: KeyUses) -> None:
        taken = store.lease(asked(tokens=9)).bucket
        known = replace(taken, key_window=0, key_taken=0)
        assert not store.lease(asked(TWO, tokens=7, seen=known)).granted
        assert store.lease(asked(TWO, tokens=6, seen=known)).bucket.taken == 15

    def test_what_a_process_knows_too_little_of_is_never_granted(self, store: KeyUses) -> None:
        """Somebody else leased between: the condition looks at the item, not at what the process believed."""
        seen = store.lease(asked(tokens=5)).bucket
        store.lease(asked(tokens=5, seen=seen))
        assert not store.lease(asked(tokens=5, seen=seen)).granted

    def test_a_new_window_begins_with_the_whole_quota(self, store: KeyUses) -> None:
        full = store.lease(asked(tokens=10)).bucket
        later = store.lease(asked(tokens=10, seen=full, window=WINDOW + 1))
        assert (later.granted, later.bucket) == (True, Bucket(WINDOW + 1, 10, WINDOW + 1, 10))
        assert not store.lease(asked(tokens=1, seen=full)).granted, "the window before is over for everybody"

    def test_test_and_live_mode_have_buckets_of_their_own(self, store: KeyUses) -> None:
        store.lease(asked(tokens=10))
        assert store.lease(asked(KeyUser(LIVE, "key_1"), tokens=10)).granted

    def test_nothing_is_granted_to_who_knows_an_older_version_of_the_key(
        self, store: KeyUses, announce: Announce
    ) -> None:
        announce(AnnounceKey(TEST, "key_1", 2, AT))
        answer = store.lease(asked())
        assert (answer.granted, answer.bucket.version) == (False, 2)
        assert store.lease(asked(replace(ONE, version=2))).granted
        assert store.lease(asked(TWO, seen=Bucket(WINDOW, 5))).granted, "another key goes on"

    def test_an_announcement_is_met_by_leases_on_both_sides_of_midnight(
        self, store: KeyUses, announce: Announce
    ) -> None:
        before_midnight = datetime(2026, 11, 23, 23, 59, 30, tzinfo=UTC)
        announce(AnnounceKey(TEST, "key_1", 2, before_midnight))
        for at in (before_midnight, before_midnight + timedelta(seconds=40)):
            assert not store.lease(asked(window=window_of(at), of=uses(at))).granted

    def test_uses_are_counted_by_day_and_scope_with_the_lease(self, store: KeyUses) -> None:
        seen = store.lease(asked(of=uses(requests=1))).bucket
        later = AT + timedelta(seconds=7)
        store.lease(asked(tokens=0, seen=seen, of=uses(later, 4, 2, "keys:read")))
        (day,) = store.days(TEST, "key_1", limit=10, position=None).items
        assert (day.day, day.requests, day.refused) == (date(2026, 11, 23), 5, 2)
        assert day.by_scope == {"cases:read": 1, "keys:read": 4}
        assert (day.first_at, day.last_at) == (AT, later)
        assert store.days(TEST, "key_2", limit=10, position=None).items == ()

    def test_a_lease_that_is_not_granted_writes_no_use(self, store: KeyUses) -> None:
        store.lease(asked())
        store.lease(asked())
        (day,) = store.days(TEST, "key_1", limit=10, position=None).items
        assert day.requests == 1

    def test_uses_are_recorded_without_a_lease_also_of_a_key_that_changed(
        self, store: KeyUses, announce: Announce
    ) -> None:
        announce(AnnounceKey(TEST, "key_1", 2, AT))
        store.record(ONE, uses(requests=3, refused=3))
        (day,) = store.days(TEST, "key_1", limit=10, position=None).items
        assert (day.requests, day.refused) == (3, 3)

    def test_days_are_read_in_pages_newest_first(self, store: KeyUses) -> None:
        for ago in range(5):
            store.record(ONE, uses(AT - timedelta(days=ago), requests=ago + 1))
        found, position = [], None
        for _ in range(3):
            page = store.days(TEST, "key_1", limit=2, position=position)
            found += [each.requests for each in page.items]
            position = page.position
        assert (found, position) == ([1, 2, 3, 4, 5], None)

    def test_days_are_told_for_a_hundred_days(self, store: KeyUses) -> None:
        for ago in (99, 100):
            store.record(ONE, uses(AT - timedelta(days=ago)))
        (day,) = store.days(TEST, "key_1", limit=10, position=None).items
        assert day.day == (AT - timedelta(days=99)).date()

    def test_a_key_that_was_used_is_known_for_ever_as_used(self, store: KeyUses) -> None:
        store.record(ONE, uses(AT - timedelta(days=400)))
        later = AT + timedelta(hours=2)
        store.lease(asked(TWO))
        store.record(TWO, uses(later))
        told = store.last_uses(TEST, ["key_1", "key_2", "key_3"])
        assert told == {"key_1": AT - timedelta(days=400), "key_2": later}
        assert store.last_uses(LIVE, ["key_1"]) == {}

    def test_the_last_use_never_goes_back(self, store: KeyUses) -> None:
        """Processes whose clocks differ by seconds meet at midnight: the one behind writes the day before."""
        midnight = datetime(2026, 6, 3, tzinfo=UTC)
        store.record(ONE, uses(midnight + timedelta(seconds=2)))
        store.record(ONE, uses(midnight - timedelta(seconds=1)))
        assert store.last_uses(TEST, ["key_1"]) == {"key_1": midnight + timedelta(seconds=2)}

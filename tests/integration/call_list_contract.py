"""What every store promises about call lists: the highest rank first, over any pages, by what an index answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain.call_rank import CallPriority, Given, Ground
from chalicelib.domain.call_task import CallTask, CallTaskStatus, Claim
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.reads import CallTaskFilter
from chalicelib.domain.writes import Create, Update
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST, WRAPPED

from .list_contract import all_pages

TODAY = date(2026, 11, 24)
HALF_AN_HOUR = timedelta(minutes=30)


def task(number: int, points: int, **changes: Any) -> CallTask:
    priority = CallPriority(TODAY, (Given(Ground.DAYS_OVERDUE, points),))
    told = {"creditor_id": "cred_1", "priority": priority, **changes}
    return things.call_task(task_id=f"tsk_{number:02d}", **told)


def claim(by: str = "nadia.b", until: timedelta = HALF_AN_HOUR) -> Claim:
    return Claim(by, NOW, NOW + until)


def ids(store: Any, limit: int = 3, **filters: Any) -> list[str]:
    wanted = CallTaskFilter(**{"now": NOW, **filters})
    tasks = all_pages(lambda position: store.open_call_tasks(TEST, wanted, limit=limit, position=position))
    return [each.id for each in tasks]


def kept(store: Any, tasks: Iterable[CallTask]) -> None:
    store.commit([*things.new_debtor()])
    store.commit([Create(each, WRAPPED) for each in tasks])


class CallListContract:
    """A subclass gives the fixture ``store``: the store under test, empty."""

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
    def test_the_highest_rank_comes_first_over_any_pages(self, store: Any, limit: int) -> None:
        """R-033, R-069: not the order in which the tasks were made."""
        kept(store, [task(n, points) for n, points in enumerate((40, 300, 5, 1000, 120, 0, 299))])
        assert ids(store, limit) == [f"tsk_{n:02d}" for n in (3, 1, 6, 4, 0, 2, 5)]

    def test_each_day_of_waiting_is_worth_a_point(self, store: Any) -> None:
        """A task of ten days ago with 100 points stands between today's with 109 and 111."""
        old = CallPriority(TODAY - timedelta(days=10), (Given(Ground.DAYS_OVERDUE, 100),))
        kept(store, [task(1, 109), task(2, 0, priority=old), task(3, 111)])
        assert ids(store) == ["tsk_03", "tsk_02", "tsk_01"]

    def test_a_creditors_calls_are_listed_alone(self, store: Any) -> None:
        kept(store, [task(n, n, creditor_id=f"cred_{n % 2}") for n in range(5)])
        assert ids(store, creditor_id="cred_1") == ["tsk_03", "tsk_01"]
        assert ids(store, creditor_id="cred_9") == []

    def test_calls_are_listed_by_due_day(self, store: Any) -> None:
        kept(store, [task(n, n, due_on=TODAY + timedelta(days=n - 2)) for n in range(5)])
        assert ids(store, due_to=TODAY) == ["tsk_02", "tsk_01", "tsk_00"]
        assert ids(store, due_from=TODAY, due_to=TODAY, limit=1) == ["tsk_02"]
        assert ids(store, due_to=TODAY - timedelta(days=1), creditor_id="cred_1") == ["tsk_01", "tsk_00"]

    def test_a_claim_that_is_over_leaves_the_call_free(self, store: Any) -> None:
        """No one has to give it back: the list looks at the end of the claim."""
        kept(store, [task(1, 1), task(2, 2, claim=claim()), task(3, 3, claim=claim(until=-HALF_AN_HOUR))])
        assert ids(store, unclaimed=True) == ["tsk_03", "tsk_01"]
        assert ids(store, unclaimed=True, now=NOW + HALF_AN_HOUR) == ["tsk_03", "tsk_02", "tsk_01"]
        assert ids(store) == ["tsk_03", "tsk_02", "tsk_01"]

    def test_a_callers_calls_are_those_they_have_now(self, store: Any) -> None:
        claims = {1: claim(), 2: claim("léon"), 3: claim(), 4: claim(until=-HALF_AN_HOUR)}
        kept(store, [task(n, n, claim=each) for n, each in claims.items()])
        assert ids(store, claimed_by="nadia.b") == ["tsk_03", "tsk_01"]
        assert ids(store, claimed_by="léon") == ["tsk_02"]
        assert ids(store, claimed_by="nadia") == []

    def test_a_call_given_back_or_made_leaves_its_caller(self, store: Any) -> None:
        kept(store, [task(n, n, claim=claim()) for n in (1, 2)])
        store.commit([Update(task(1, 1, version=2), WRAPPED)])
        store.commit([Update(task(2, 2, version=2, claim=claim(), status=CallTaskStatus.DONE), WRAPPED)])
        assert ids(store, claimed_by="nadia.b") == []
        assert ids(store, creditor_id="cred_1") == ["tsk_01"]

    def test_of_two_claims_one_is_kept(self, store: Any) -> None:
        kept(store, [task(1, 1)])
        store.commit([Update(task(1, 1, version=2, claim=claim()), WRAPPED)])
        with pytest.raises(VersionConflict):
            store.commit([Update(task(1, 1, version=2, claim=claim("léon")), WRAPPED)])
        assert store.call_task(TEST, "tsk_01").claim == claim()

    def test_a_call_list_is_of_one_world(self, store: Any) -> None:
        """R-134."""
        kept(store, [task(1, 1, claim=claim())])
        for world in (LIVE, OTHER_TENANT):
            everyones = CallTaskFilter(NOW)
            for wanted in (
                everyones,
                replace(everyones, creditor_id="cred_1"),
                replace(everyones, claimed_by="nadia.b"),
            ):
                assert store.open_call_tasks(world, wanted, limit=5, position=None).items == ()

    def test_a_task_comes_back_as_it_was_kept(self, store: Any) -> None:
        whole = task(1, 7, claim=claim(), overdue_since=TODAY, made_by="léon", duration_seconds=61)
        kept(store, [whole])
        assert store.call_task(TEST, "tsk_01") == whole
        page = store.open_call_tasks(TEST, CallTaskFilter(NOW), limit=5, position=None)
        assert page.items == (whole,)

    def test_calls_to_an_erased_debtor_are_listed_no_more(self, store: Any) -> None:
        """R-142."""
        kept(store, [task(1, 1)])
        store.erase_debtor_key(TEST, "deb_1")
        assert ids(store) == []

"""Visits leased to a process: few writes, one quota for all processes, nobody refused when nobody counts."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from chalicelib.adapters import visit_leases
from chalicelib.adapters.visit_leases import VisitLeases
from chalicelib.domain.visits import OF_A_LINK, OF_AN_ADDRESS
from tests.support.http_world import StandingClock
from tests.support.memory.page_visits import MemoryPageVisits

AT = datetime(2026, 11, 23, 9, 0, 15, tzinfo=UTC)


def test_many_processes_share_one_quota() -> None:
    table, clock = MemoryPageVisits(), StandingClock(AT)
    processes = [VisitLeases(table, b"secret", now=clock.now) for _ in range(20)]
    answers = [each.take(OF_A_LINK, "link") for _ in range(20) for each in processes]
    assert answers.count(0) <= OF_A_LINK.most
    assert set(answers) == {0, 45}


def test_a_window_ends_and_the_next_one_begins_afresh() -> None:
    table, clock = MemoryPageVisits(), StandingClock(AT)
    leases = VisitLeases(table, b"secret", now=clock.now)
    waits = [leases.take(OF_A_LINK, "link") for _ in range(OF_A_LINK.most + 1)]
    assert waits == [0] * OF_A_LINK.most + [45]
    assert leases.wait_for(OF_A_LINK, "link") == 45
    clock.instant += timedelta(seconds=45)
    assert leases.wait_for(OF_A_LINK, "link") == 0
    assert leases.take(OF_A_LINK, "link") == 0


def test_links_and_addresses_are_counted_apart() -> None:
    table, clock = MemoryPageVisits(), StandingClock(AT)
    leases = VisitLeases(table, b"secret", now=clock.now)
    leases.take(OF_A_LINK, "192.0.2.7")
    leases.take(OF_AN_ADDRESS, "192.0.2.7")
    leases.take(OF_AN_ADDRESS, "192.0.2.8")
    assert len(set(table.asked)) == 3


def test_a_process_forgets_the_oldest_when_it_holds_too_many() -> None:
    table, clock = MemoryPageVisits(), StandingClock(AT)
    leases = VisitLeases(table, b"secret", now=clock.now)
    for n in range(visit_leases.REMEMBERED + 50):
        leases.take(OF_AN_ADDRESS, str(n))
    assert len(leases._held) == visit_leases.REMEMBERED


def test_threads_of_one_process_take_no_visit_twice() -> None:
    table, clock = MemoryPageVisits(), StandingClock(AT)
    leases = VisitLeases(table, b"secret", now=clock.now)
    with ThreadPoolExecutor(8) as pool:
        waits = Counter(pool.map(lambda _: leases.take(OF_A_LINK, "link"), range(200)))
    assert waits == Counter({0: OF_A_LINK.most, 45: 200 - OF_A_LINK.most})

"""Imports, with each outside call failing before and after it took effect, and each slice delivered twice (R-141)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.parties import Debtor
from chalicelib.entrypoints.workers.import_worker import importing
from chalicelib.usecases.continue_import import continue_import
from tests.support.http_world import HttpWorld, http_world
from tests.support.imports import begin, csv_file, every_line, row, waiting_rows

LINES = [
    row(1, debtor_name="Jean Petit"),
    row(2, debtor_name="Jean Petit"),
    row(3, due_date="?"),
    row(1),
    *(row(n) for n in range(10, 40)),
]
MOST_CALLS = 400


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as made:
        yield made


def is_as_it_should_be(world: HttpWorld, client: Any, import_id: str) -> None:
    shown = client.get(f"/v1/imports/{import_id}").json
    assert shown["status"] == "done"
    assert (shown["opened"], shown["refused"], shown["already_open"], shown["pending"]) == (32, 1, 1, 0)
    lines = every_line(client, import_id)
    assert [line["line"] for line in lines] == list(range(2, 36))
    cases = [line["case_id"] for line in lines if line["status"] == "opened"]
    assert sorted(cases) == sorted(case.id for case in world.store._all(Case))
    assert lines[0]["debtor_id"] == lines[1]["debtor_id"]
    assert len(world.store._all(Debtor)) == 31
    assert len(client.get("/v1/events?type=import.completed").json["data"]) == 1
    assert waiting_rows(world) == []


def deliver_until_done(world: HttpWorld) -> None:
    """The queue brings a row again until its worker has finished it."""
    for _ in range(10):
        for row_ in waiting_rows(world):
            with suppress(ProviderUnavailable):
                continue_import(row_, ports=importing(world.deps))


def failing_at(number: int) -> tuple[Callable[[str], None], list[str]]:
    seen: list[str] = []

    def hook(name: str) -> None:
        seen.append(name)
        if len(seen) == number:
            raise ProviderUnavailable(f"{name}: gone")

    return hook, seen


@pytest.mark.parametrize("when", ["before", "after"])
def test_whichever_call_fails_the_next_delivery_goes_on_and_nothing_is_doubled(when: str) -> None:
    number = 0
    while number < MOST_CALLS:
        number += 1 if number < 12 else 9  # each of the first, then spread over the lines
        with http_world() as world:
            client = world.tenant().test
            begun = begin(client, csv_file(LINES))
            hook, seen = failing_at(number)
            setattr(world.store, when, hook)
            deliver_until_done(world)
            setattr(world.store, when, lambda _: None)
            is_as_it_should_be(world, client, begun["id"])
            if len(seen) < number:
                return
    raise AssertionError("the import never ends")


def test_a_slice_delivered_twice_or_late_changes_nothing(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file(LINES))
    [first] = waiting_rows(world)
    for _ in range(3):
        continue_import(first, ports=importing(world.deps))
    is_as_it_should_be(world, client, begun["id"])


@pytest.mark.parametrize("at", [1, 5, 20, 26, 30])
def test_two_workers_at_once_never_both_go_on(world: HttpWorld, at: int) -> None:
    """The second begins in the middle of the first one's batch, and works to its end."""
    client = world.tenant().test
    begun = begin(client, csv_file(LINES))
    [only] = waiting_rows(world)
    commits: list[str] = []

    def meanwhile(name: str) -> None:
        if name == "commit":
            commits.append(name)
            if len(commits) == at:
                continue_import(only, ports=importing(world.deps))

    world.store.before = meanwhile
    continue_import(only, ports=importing(world.deps))
    world.store.before = lambda _: None
    deliver_until_done(world)
    is_as_it_should_be(world, client, begun["id"])


def test_a_slice_is_bounded_and_leaves_a_row_for_the_next(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file(LINES))
    clock = world.clock

    def time_passes(name: str) -> None:
        if name == "commit":
            clock.instant += timedelta(seconds=2)

    world.store.after = time_passes
    slices = 0
    while rows := waiting_rows(world):
        continue_import(rows[0], ports=importing(world.deps))
        slices += 1
    world.store.after = lambda _: None
    assert slices == 4  # ten commits each, two seconds apart
    is_as_it_should_be(world, client, begun["id"])

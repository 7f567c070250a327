from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.domain.errors import AnswerAlreadyStored, NotFound, ProviderUnavailable
from chalicelib.domain.writes import Create
from tests.support import stored_things as things
from tests.support.memory.store import MemoryStore
from tests.support.stored_things import TEST

from .call_list_contract import CallListContract
from .conflict_contract import ConflictContract
from .erasure_contract import ErasureContract, Kept
from .event_contract import EventContract
from .import_contract import ImportContract
from .list_contract import ListContract
from .scenario_contract import ScenarioContract
from .store_contract import StoreContract
from .template_contract import TemplateContract
from .work_contract import Hold, WorkContract


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def hold(store: MemoryStore) -> Hold:
    return store.hold


class TestTemplatesInMemory(TemplateContract):
    pass


class TestStoreInMemory(StoreContract):
    pass


class TestConflictsInMemory(ConflictContract):
    pass


class TestScenariosInMemory(ScenarioContract):
    pass


class TestListsInMemory(ListContract):
    pass


class TestCallListsInMemory(CallListContract):
    pass


class TestEventsInMemory(EventContract):
    pass


class TestImportsInMemory(ImportContract):
    pass


class TestWorkInMemory(WorkContract):
    pass


class TestErasureInMemory(ErasureContract):
    @pytest.fixture
    def kept(self, store: MemoryStore) -> Kept:
        def items() -> list[str]:
            tables = (table for name, table in vars(store).items() if isinstance(table, dict) and name != "calls")
            return [f"{key} {value}" for table in tables for key, value in table.items() if value != {}]

        return items


def test_of_sixty_four_equal_requests_exactly_one_takes_effect(store: MemoryStore) -> None:
    def attempt(number: int) -> bool:
        try:
            store.commit([Create(things.case(case_id=f"case_{number}")), things.answer(body=str(number))])
        except AnswerAlreadyStored:
            return False
        return True

    with ThreadPoolExecutor(64) as pool:
        won = list(pool.map(attempt, range(64)))
    assert won.count(True) == 1
    kept = store.answer(TEST, "k1")
    assert kept is not None
    assert won[int(kept.body)]


def test_a_call_can_fail_before_it_takes_effect(store: MemoryStore) -> None:
    store.before = _fails("commit")
    with pytest.raises(ProviderUnavailable):
        store.commit([Create(things.case())])
    with pytest.raises(NotFound):
        store.case(TEST, "case_1")


def test_a_call_can_fail_after_it_took_effect(store: MemoryStore) -> None:
    store.after = _fails("commit")
    with pytest.raises(ProviderUnavailable):
        store.commit([Create(things.case())])
    assert store.case(TEST, "case_1").id == "case_1"
    assert store.calls == {"commit": 1, "case": 1}


def _fails(name: str) -> Any:
    def hook(called: str) -> None:
        if called == name:
            raise ProviderUnavailable("gone")

    return hook

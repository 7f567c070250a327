from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.domain.errors import AnswerAlreadyStored, Conflict, InvalidInput, VersionConflict
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ListFilter, ParkedCase
from chalicelib.domain.sealed_event import SealBroken
from chalicelib.domain.writes import ClaimInvoice, Consumer, Create, Enqueue, Update
from tests.support import stored_things as things
from tests.support.memory.vault import MemoryVault
from tests.support.stored_things import LIVE, NOW, TEST, WRAPPED

from .call_list_contract import CallListContract
from .conflict_contract import ConflictContract
from .erasure_contract import ErasureContract, Kept
from .event_contract import EventContract
from .import_contract import ImportContract
from .list_contract import ListContract
from .scenario_contract import ScenarioContract, own, saved
from .store_contract import StoreContract, everything
from .template_contract import TemplateContract
from .work_contract import Hold, WorkContract

NAME = "amiable-test"


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="eu-west-3")
        client.create_table(**table_definition(NAME))
        yield client


@pytest.fixture
def calls() -> list[tuple[str, Mapping[str, Any]]]:
    return []


@pytest.fixture
def store(client: Any, calls: list[tuple[str, Mapping[str, Any]]]) -> DynamoStore:
    return DynamoStore(
        client, NAME, MemoryVault(), now=lambda: NOW, on_call=lambda name, params: calls.append((name, params))
    )


@pytest.fixture
def hold(client: Any) -> Hold:
    def hold_as_the_state_machine_does(scope: Scope, clock_id: str, parked: ParkedCase) -> None:
        """By string concatenation alone, as the table of keys tells the state machine to."""
        clock = f"T#{scope.tenant_id}#test#CLOCK#{clock_id}"
        due_at = parked.due_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        item = {
            "pk": {"S": f"{clock}#PARKED"},
            "sk": {"S": f"{due_at}#{parked.case_id}#{parked.run}"},
            "token": {"S": parked.token},
            "due_at": {"S": due_at},
            "case_id": {"S": parked.case_id},
            "run": {"N": str(parked.run)},
        }
        mark = {"pk": {"S": f"{clock}#RUNNING"}, "sk": {"S": f"{parked.case_id}#{parked.run}"}}
        put = {"Put": {"TableName": NAME, "Item": item}}
        client.transact_write_items(TransactItems=[put, {"Delete": {"TableName": NAME, "Key": mark}}])

    return hold_as_the_state_machine_does


class TestTemplatesOnDynamo(TemplateContract):
    pass


class TestStoreOnDynamo(StoreContract):
    pass


class TestConflictsOnDynamo(ConflictContract):
    pass


class TestScenariosOnDynamo(ScenarioContract):
    pass


class TestListsOnDynamo(ListContract):
    pass


class TestCallListsOnDynamo(CallListContract):
    pass


class TestEventsOnDynamo(EventContract):
    pass


class TestImportsOnDynamo(ImportContract):
    pass


class TestWorkOnDynamo(WorkContract):
    pass


class TestErasureOnDynamo(ErasureContract):
    @pytest.fixture
    def kept(self, client: Any) -> Kept:
        return lambda: [json.dumps(item, sort_keys=True, default=repr) for item in client.scan(TableName=NAME)["Items"]]


def operations(calls: list[tuple[str, Mapping[str, Any]]]) -> Counter[str]:
    return Counter(name for name, _ in calls)


def written(calls: list[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Sort keys that the last transaction wrote."""
    actions = calls[-1][1]["TransactItems"]
    return [action["Put"]["Item"]["sk"]["S"] for action in actions if "Put" in action]


def test_nothing_personal_can_be_read_in_the_table(store: DynamoStore, client: Any) -> None:
    """R-142: names, addresses and contacts lie sealed, in the table and in its indexes."""
    body = json.dumps({"name": things.SECRET_NAME}, ensure_ascii=False)
    store.commit([*everything(TEST), things.answer(body=body, debtor_id="deb_1", key=WRAPPED)])
    dump = repr(client.scan(TableName=NAME)["Items"])
    assert "Fournil SARL" in dump
    for secret in things.SECRETS:
        assert secret not in dump
        assert secret.encode().hex() not in dump


def test_a_sealed_item_does_not_open_in_another_place(store: DynamoStore, client: Any) -> None:
    store.commit([*everything(TEST), Create(things.contact(contact_id="ctc_2"), WRAPPED)])
    moved = client.get_item(TableName=NAME, Key=_key(keys.contact(TEST, "ctc_1")))["Item"]
    client.put_item(TableName=NAME, Item={**moved, **_key(keys.contact(TEST, "ctc_2"))})
    with pytest.raises(SealBroken):
        store.contact(TEST, "ctc_2")


def test_a_case_is_read_by_one_consistent_query(store: DynamoStore, calls: list[Any]) -> None:
    case = things.case(invoices=tuple(things.invoice(n) for n in range(60)), payments=(things.payment(1),))
    store.commit([Create(case)])
    calls.clear()
    assert store.case(TEST, "case_1") == case
    assert operations(calls) == {"query": 1}
    assert calls[0][1]["ConsistentRead"] is True


def test_a_scenario_comes_in_the_same_batch_read(store: DynamoStore, calls: list[Any]) -> None:
    """R-122: a case on an own scenario costs no read more than one on a preset."""
    store.commit([*everything(TEST), *saved(own())])
    calls.clear()
    named = {"creditor_id": "cred_1", "debtor_id": "deb_1", "sender": "cred_1", "clock_id": "clk_1"}
    found = store.parties(TEST, **named, scenario=("scn_1", 1), own_scenario_id="scn_1")
    assert operations(calls) == {"batch_get_item": 1}
    assert found.scenario == own().definition


def test_the_parties_of_a_case_are_one_batch_read(store: DynamoStore, calls: list[Any]) -> None:
    store.commit(everything(TEST))
    calls.clear()
    store.parties(TEST, creditor_id="cred_1", debtor_id="deb_1", sender="cred_1", clock_id="clk_1")
    assert operations(calls) == {"batch_get_item": 1}


def test_authentication_reads_one_item(store: DynamoStore, calls: list[Any]) -> None:
    store.commit(everything(TEST))
    calls.clear()
    store.api_key_by_hash("ab" * 32)
    assert operations(calls) == {"get_item": 1}


def test_a_commit_is_one_transaction(store: DynamoStore, calls: list[Any]) -> None:
    store.commit(everything(TEST))
    assert operations(calls) == {"transact_write_items": 1}


def test_an_update_writes_the_head_and_what_changed(store: DynamoStore, calls: list[Any]) -> None:
    paid = tuple(things.payment(n) for n in range(1, 6))
    invoices = tuple(things.invoice(n) for n in range(60))
    store.commit([Create(things.case(invoices=invoices, payments=paid))])
    read = store.case(TEST, "case_1")
    more = replace(read, version=2, payments=(*paid, things.payment(6)), receipts=(things.receipt(paid[1]),))
    store.commit([Update(more)])
    assert written(calls) == ["A#HEAD", "A#PAY#pay_7", "A#PAY#pay_3"]
    assert store.case(TEST, "case_1") == more
    store.commit([Update(replace(more, version=3, run=2))])
    assert written(calls) == ["A#HEAD"]


def test_an_update_by_another_process_writes_everything_and_loses_nothing(store: DynamoStore, client: Any) -> None:
    case = things.case(payments=(things.payment(1),))
    store.commit([Create(case)])
    newcomer = DynamoStore(client, NAME, MemoryVault(), now=lambda: NOW)
    changed = replace(case, version=2, receipts=(things.receipt(things.payment(1)),))
    newcomer.commit([Update(changed)])
    assert store.case(TEST, "case_1") == changed


def test_a_version_that_never_was_stored_is_not_remembered(store: DynamoStore) -> None:
    case = things.case(payments=(things.payment(1),))
    store.commit([Create(case), Create(things.creditor())])
    lost = replace(case, version=2, payments=(things.payment(1), things.payment(2)))
    with pytest.raises(VersionConflict):
        store.commit([Update(lost), Create(things.creditor())])
    store.commit([Update(replace(case, version=2, run=2))])
    store.commit([Update(replace(lost, version=3))])
    assert store.case(TEST, "case_1").payments == lost.payments


def test_more_changes_than_a_transaction_takes_are_refused(store: DynamoStore) -> None:
    with pytest.raises(InvalidInput) as refused:
        store.commit([ClaimInvoice(TEST, "cred_1", f"FA-{n}", "case_1") for n in range(101)])
    assert refused.value.code == "too_many_changes"


def test_no_read_ever_scans(store: DynamoStore, calls: list[Any]) -> None:
    store.commit(everything(TEST))
    store.cases(TEST, ListFilter(), limit=5, position=None)
    store.debtors(TEST, limit=5, position=None)
    store.older_than(NOW, limit=5)
    assert set(operations(calls)) <= {"transact_write_items", "query", "get_item", "batch_get_item"}


def test_a_list_of_the_tenant_asks_for_its_own_months_only(store: DynamoStore, calls: list[Any]) -> None:
    store.commit([Create(things.tenant(created_at=NOW - timedelta(days=62)))])
    calls.clear()
    page = store.cases(TEST, ListFilter(), limit=5, position=None)
    assert (page.items, page.position) == ((), None)
    months = [params["ExpressionAttributeValues"][":pk"]["S"] for name, params in calls if name == "query"]
    assert months == [f"T#ten_A#test#CASE#2026-{month}" for month in (11, 10, "09")]


class Conflicting:
    """The client of a table where another transaction holds the items for the first ``times`` tries."""

    def __init__(self, client: Any, times: int) -> None:
        self._client, self.times, self.tries = client, times, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **parameters: Any) -> Any:
        self.tries += 1
        if self.tries > self.times:
            return self._client.transact_write_items(**parameters)
        reasons = [{"Code": "TransactionConflict"}, *({"Code": "None"} for _ in parameters["TransactItems"][1:])]
        error = {"Error": {"Code": "TransactionCanceledException", "Message": ""}, "CancellationReasons": reasons}
        raise ClientError(error, "TransactWriteItems")


def contended(client: Any, times: int, slept: list[float]) -> tuple[DynamoStore, Conflicting]:
    busy = Conflicting(client, times)
    return DynamoStore(busy, NAME, MemoryVault(), now=lambda: NOW, sleep=slept.append), busy


def test_a_passing_conflict_is_tried_again(client: Any) -> None:
    slept: list[float] = []
    store, busy = contended(client, 2, slept)
    store.commit([Create(things.case()), things.answer()])
    assert (busy.tries, len(slept)) == (3, 2)
    assert store.case(TEST, "case_1").id == "case_1"


def test_a_request_that_conflicts_three_times_is_told_to_come_back(client: Any) -> None:
    store, busy = contended(client, 9, [])
    with pytest.raises(Conflict) as refused:
        store.commit([Create(things.case()), things.answer()])
    assert (refused.value.code, refused.value.retryable, busy.tries) == ("idempotency_in_progress", True, 3)
    assert not isinstance(refused.value, AnswerAlreadyStored)


def test_a_worker_that_conflicts_three_times_decides_again(client: Any) -> None:
    store, _ = contended(client, 9, [])
    with pytest.raises(VersionConflict):
        store.commit([Create(things.case())])


def test_a_batch_read_asks_again_for_what_was_left_out(store: DynamoStore, client: Any) -> None:
    store.commit(everything(TEST))

    class Stingy:
        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803 - the name is boto3's
            (asked,) = RequestItems.values()
            one, rest = asked["Keys"][:1], asked["Keys"][1:]
            answer = client.batch_get_item(RequestItems={NAME: {**asked, "Keys": one}})
            return {**answer, "UnprocessedKeys": {NAME: {**asked, "Keys": rest}} if rest else {}}

    partial = DynamoStore(Stingy(), NAME, MemoryVault(), now=lambda: NOW, sleep=lambda _: None)
    assert partial.debtor(TEST, "deb_1") == (things.debtor(), WRAPPED)


def test_an_answer_carries_its_ttl(store: DynamoStore, client: Any) -> None:
    store.commit([things.answer()])
    item = client.get_item(TableName=NAME, Key=_key(keys.answer(TEST, "k1")))["Item"]
    assert item["expires_at"] == {"N": str(int((NOW + timedelta(days=31)).timestamp()))}


def test_due_and_outbox_rows_are_known_to_their_index_by_keys_alone(store: DynamoStore, client: Any) -> None:
    store.commit([Create(things.case(LIVE)), Enqueue(LIVE, Consumer.RUNS, "case_1", NOW, run=1)])
    for index in ("due", "outbox"):
        (item,) = client.scan(TableName=NAME, IndexName=index)["Items"]
        assert {name for name in item if not name.startswith("gsi")} == {"pk", "sk"}


def _key(key: keys.Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}

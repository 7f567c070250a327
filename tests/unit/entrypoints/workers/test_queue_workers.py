from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.adapters.queue_sqs import row_message
from chalicelib.adapters.webhook_queue_sqs import message
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.webhooks import DeliveryRef
from chalicelib.domain.writes import AppendEvents, Consumer, Create, KeepClockEvent
from chalicelib.entrypoints.workers.blueprint import bp
from chalicelib.entrypoints.workers.messages import DeliveryMessage, RowMessage
from chalicelib.entrypoints.workers.queue_workers import archive_events, deliver_webhooks, start_runs
from chalicelib.entrypoints.workers.schedules import retry_webhooks, sweep
from chalicelib.entrypoints.workers.table_stream import fan_out
from tests.support import stored_things as things
from tests.support.fake_webhooks import ulid
from tests.support.ses_notices import sqs
from tests.support.stored_things import LIVE, NOW, TEST
from tests.support.worker_world import WorkerWorld


def inserted(key: tuple[str, str], name: str = "INSERT") -> dict[str, Any]:
    return {"eventName": name, "dynamodb": {"Keys": {"pk": {"S": key[0]}, "sk": {"S": key[1]}}, "NewImage": {}}}


# --- messages ---------------------------------------------------------------------------------------------------------


def test_a_row_travels_unchanged(world: WorkerWorld) -> None:
    row = world.row(Consumer.WEBHOOKS, first=3, last=5)
    assert RowMessage.model_validate_json(row_message(row)).row() == row


@pytest.mark.parametrize("scope", [TEST, LIVE])
def test_a_delivery_travels_unchanged(scope: Any) -> None:
    ref = DeliveryRef(scope, "whe_1", "whd_1")
    assert DeliveryMessage.model_validate(message(ref)).ref() == ref


# --- stream -----------------------------------------------------------------------------------------------------------


def test_only_new_outbox_rows_leave_the_stream(world: WorkerWorld) -> None:
    row = world.row(Consumer.ARCHIVE, first=1, last=2)
    case = ("T#ten_A#test#CASE#case_1", "A#HEAD")
    fan_out({"Records": [inserted(case), inserted(row.key), inserted(row.key, "REMOVE")]})
    assert world.queue.rows == [row]


def test_a_row_that_cannot_be_handed_over_fails_the_batch(world: WorkerWorld) -> None:
    row = world.row(Consumer.RUNS, run=1)
    world.queue.down = True
    with pytest.raises(ProviderUnavailable):
        fan_out({"Records": [inserted(row.key)]})


# --- runs and archive -------------------------------------------------------------------------------------------------


def test_one_failing_row_comes_back_alone(world: WorkerWorld) -> None:
    world.store.commit([Create(things.case(case_id="case_1")), Create(things.case(case_id="case_2"))])
    rows = [world.row(Consumer.RUNS, case_id, run=1) for case_id in ("case_1", "case_2")]
    world.runs.down = {"case_1"}
    answer = start_runs(sqs(*(row_message(row) for row in rows)))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "sqs-0"}]}
    assert world.runs.started == [("case_2", 1)]
    assert world.store.row(rows[0].key) is not None
    assert world.store.row(rows[1].key) is None


def test_what_nobody_can_read_goes_to_the_dead_letters(world: WorkerWorld) -> None:
    world.store.commit([Create(things.case())])
    row = world.row(Consumer.RUNS, run=1)
    odd = json.dumps({**json.loads(row_message(row)), "consumer": "somebody"})
    answer = start_runs(sqs("", "{}", odd, row_message(row)))
    assert [item["itemIdentifier"] for item in answer["batchItemFailures"]] == ["sqs-0", "sqs-1", "sqs-2"]
    assert world.runs.started == [("case_1", 1)]


def test_the_events_of_a_row_reach_the_archive_and_the_row_goes(world: WorkerWorld) -> None:
    events = (things.event(1), things.event(2))
    world.store.commit([Create(things.case()), AppendEvents(TEST, "case_1", events)])
    row = world.row(Consumer.ARCHIVE, first=1, last=2)
    for _ in range(2):
        assert archive_events(sqs(row_message(row))) == {"batchItemFailures": []}
    assert sorted(world.archive.bodies) == [
        "test/ten_A/case_1/events/000001.json",
        "test/ten_A/case_1/events/000002.json",
    ]
    assert world.store.row(row.key) is None


# --- webhooks ---------------------------------------------------------------------------------------------------------


def test_a_row_becomes_deliveries_and_a_delivery_is_attempted(world: WorkerWorld) -> None:
    endpoint = world.webhooks.endpoint(scope=TEST)
    event = replace(things.event(1), id=ulid("evt", 1))
    world.store.commit([Create(things.case()), AppendEvents(TEST, "case_1", (event,))])
    row = world.row(Consumer.WEBHOOKS, first=1, last=1)
    assert deliver_webhooks(sqs(row_message(row))) == {"batchItemFailures": []}
    assert world.store.row(row.key) is None
    ((ref, _),) = world.attempts.sent
    assert ref.endpoint_id == endpoint.id
    assert deliver_webhooks(sqs(json.dumps(message(ref)))) == {"batchItemFailures": []}
    delivery = world.webhooks.memory.get_delivery(ref)
    assert delivery is not None
    assert delivery.state.value == "succeeded"


def test_a_row_whose_event_cannot_be_read_yet_comes_back_and_stays(world: WorkerWorld) -> None:
    world.webhooks.endpoint(scope=TEST)
    row = world.row(Consumer.WEBHOOKS, first=1, last=1)
    answer = deliver_webhooks(sqs(row_message(row), "{}"))
    assert len(answer["batchItemFailures"]) == 2
    assert world.store.row(row.key) == row


def test_the_arrival_of_a_test_clock_is_told_without_any_case(world: WorkerWorld) -> None:
    world.webhooks.endpoint(scope=TEST)
    event_id = ulid("evt", 7)
    world.store.commit([KeepClockEvent(TEST, "clk_1", event_id, "test_clock.ready", NOW, NOW)])
    row = world.row(Consumer.WEBHOOKS, event_id)
    assert deliver_webhooks(sqs(row_message(row))) == {"batchItemFailures": []}
    ((ref, _),) = world.attempts.sent
    delivery = world.webhooks.memory.get_delivery(ref)
    assert delivery is not None
    assert (delivery.event_id, delivery.case_id) == (event_id, None)


# --- schedules --------------------------------------------------------------------------------------------------------


def test_the_sweep_hands_over_what_the_stream_missed(world: WorkerWorld, capsys: pytest.CaptureFixture[str]) -> None:
    row = world.row(Consumer.ARCHIVE, first=1, last=1)
    world.clock.instant = NOW.replace(hour=NOW.hour + 1)
    sweep()
    assert world.queue.rows == [row]
    assert '"outbox_rows_replayed"' in capsys.readouterr().out


def test_the_retry_of_webhooks_leaves_a_line(world: WorkerWorld, lines: StringIO) -> None:
    retry_webhooks()
    assert world.attempts.sent == []
    assert '"message":"done"' in lines.getvalue()


def test_every_worker_is_a_function_of_the_deployment() -> None:
    app = Chalice("probe", configure_logs=False)
    app.register_blueprint(bp)
    assert {function.name for function in app.pure_lambda_functions} == {
        "fan_out",
        "start_runs",
        "archive_events",
        "spread_facts",
        "continue_imports",
        "deliver_webhooks",
        "record_mail_events",
        "sweep",
        "retry_webhooks",
    }

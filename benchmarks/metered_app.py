"""The whole application in this process on an emulated AWS, in live mode and virtual time, with a meter on it.

Handlers are the deployed ones, called as Lambda calls them. The dearest case is counted: one record a batch, and
every invocation starts with empty caches (keys of the API, data keys). Executions walk the real graphs. Rows of the
outbox reach the stream's function as the filter of its trigger lets them through.
"""

from __future__ import annotations

import heapq
import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import boto3
from moto import mock_aws

from chalicelib import bootstrap
from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.bootstrap import Deps
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.entrypoints.http.framework.application import AmiableApp
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from chalicelib.entrypoints.steps import case_steps
from chalicelib.entrypoints.steps.wake_up_event import instant
from chalicelib.entrypoints.workers import import_worker, mail_events, queue_workers, schedules, table_stream
from chalicelib.settings import Settings
from tests.support import ses_notices
from tests.support.http_client import HttpAnswer, HttpClient
from tests.support.machine import Execution, Sleep, Walker

from . import item_sizes
from .cost import Stored
from .emulated_aws import CREDENTIALS, OPERATOR_KEY, REGION, prepare
from .environment import environment
from .meter import Meter

WORKERS: Mapping[str, Callable[[object], object]] = {
    "runs": queue_workers.start_runs,
    "archive": queue_workers.archive_events,
    "webhooks": queue_workers.deliver_webhooks,
    "facts": queue_workers.spread_facts,
    "imports": import_worker.continue_imports,
}
CHOICE = "What comes next"
FUNCTION_OF_QUEUE = {
    "runs": "start_runs",
    "archive": "archive_events",
    "webhooks": "deliver_webhooks",
    "facts": "spread_facts",
    "imports": "continue_imports",
}


class _Ports(Deps):
    """The real ports on clients that outlive an invocation."""

    clients: dict[str, Any]

    def client(self, service: str) -> Any:
        if service not in self.clients:
            self.clients[service] = super().client(service)
        return self.clients[service]


class MeteredApp:
    """``now`` is the wall clock; ``play`` lets it run."""

    def __init__(self, start: datetime, settings: Settings, meter: Meter, observer: boto3.session.Session) -> None:
        self.instant = start
        self._observer = observer  # its calls are not counted
        self.meter = meter
        self._settings = settings
        self._walker = Walker(self._invoke, self.now, lambda: "no clock holds in live mode")
        self._executions: dict[str, Execution] = {}
        self._ready: deque[Callable[[], object]] = deque()
        self._asleep: list[tuple[datetime, int, Execution]] = []
        self._order = 0
        app = AmiableApp("amiable", configure_logs=False)
        app.register(BLUEPRINTS)
        self._anonymous = HttpClient.of(app)
        self._clients: dict[str, Any] = {}
        self.fresh_process()

    def fresh_process(self) -> None:
        """Nothing is remembered but the connections, which are not what is counted."""
        ports = _Ports(self._settings)
        stand_ins = {"wall_clock": self, "runs": self, "webhook_sender": self, "webhook_urls": self}
        ports.__dict__.update(stand_ins, clients=self._clients)
        bootstrap.install(ports)

    @contextmanager
    def _invocation(self, label: str) -> Iterator[None]:
        self.fresh_process()
        with self.meter.counting(label):
            yield

    # --- what the rest of the world does ----------------------------------------------------------------------------

    def now(self) -> datetime:
        return self.instant

    def check(self, url: str) -> str:
        """Every receiver is allowed: nothing leaves this process."""
        return url

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Every receiver accepts."""
        del url, headers, body
        return Answer(204)

    def hear(self, params: dict[str, Any], model: Any, parsed: dict[str, Any]) -> None:
        """What a successful call sets in motion."""
        if model.name == "TransactWriteItems":
            self._stream(params)
        elif model.name == "SendMessage":
            queue = urlsplit(params["QueueUrl"]).path.rpartition("/")[2]
            self._later(FUNCTION_OF_QUEUE[queue], partial(WORKERS[queue], ses_notices.sqs(params["MessageBody"])))
        elif model.name == "SendRawEmail":
            tags = {tag["Name"]: tag["Value"] for tag in params["Tags"]}
            notice = ses_notices.published("Delivery", parsed["MessageId"], tags["contact_id"])
            event = ses_notices.from_topic(notice)
            self._later("record_mail_events", lambda: mail_events.record_mail_events(event))

    def _stream(self, params: Mapping[str, Any]) -> None:
        items = [action["Put"]["Item"] for action in params["TransactItems"] if "Put" in action]
        rows = [item for item in items if "gsi6pk" in item]
        if rows:
            changes = [{"Keys": {name: row[name] for name in ("pk", "sk")}, "NewImage": row} for row in rows]
            event = {"Records": [{"eventName": "INSERT", "dynamodb": change} for change in changes]}
            self._later("fan_out", lambda: table_stream.fan_out(event))

    # --- executions -------------------------------------------------------------------------------------------------

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        self.meter.call("states:StartExecution")
        name = f"{case_id}-{run}"
        if name in self._executions:
            return
        data = {"tenant_id": scope.tenant_id, "mode": scope.mode, "case_id": case_id, "run": run}
        data |= {"clock_id": clock_id or "", "due_at": instant(due_at)}
        execution = Execution("case", name, data, self.now().isoformat())
        self._executions[name] = execution
        self._ready.append(lambda: self._walk(execution))

    def _walk(self, execution: Execution) -> None:
        pause = self._walker.walk(execution)
        if isinstance(pause, Sleep):
            self._order += 1
            heapq.heappush(self._asleep, (pause.until, self._order, execution))

    def _invoke(self, name: str, event: dict[str, Any]) -> dict[str, Any]:
        with self._invocation(name):
            return case_steps.run_step(name, event)

    def count_transitions(self) -> None:
        """Puts the transitions of all executions on the meter."""
        self.meter.transitions("state machine", sum(each.transitions for each in self._executions.values()))

    def longest_step(self) -> int:
        """The most transitions that lie between two decisions: choose, wait, act."""
        longest = 0
        for execution in self._executions.values():
            turns = [n for n, state in enumerate(execution.history) if state == CHOICE]
            longest = max([longest, *(end - start for start, end in pairwise(turns))])
        return longest

    # --- time -------------------------------------------------------------------------------------------------------

    def play(self, until: datetime) -> None:
        """Everything that is due happens, in order."""
        self._pump()
        while self._asleep and self._asleep[0][0] <= until:
            at, _, execution = heapq.heappop(self._asleep)
            self.instant = max(self.instant, at)
            self._walker.woken(execution)
            self._ready.append(partial(self._walk, execution))
            self._pump()
        self.instant = max(self.instant, until)

    def _pump(self) -> None:
        while self._ready:
            self._ready.popleft()()

    def _later(self, function: str, work: Callable[[], object]) -> None:
        def invoke() -> None:
            with self._invocation(function):
                answer = work()
            if isinstance(answer, dict) and answer["batchItemFailures"]:
                raise RuntimeError(f"{function} failed")

        self._ready.append(invoke)

    # --- requests ---------------------------------------------------------------------------------------------------

    def tenant(self) -> HttpClient:
        """A new tenant's client for live mode; not counted."""
        answer = self._anonymous.with_key(OPERATOR_KEY).post("/v1/tenants", {"name": "Facturo"})
        (secret,) = [key["secret"] for key in answer.json["keys"] if key["livemode"]]
        return self._anonymous.with_key(secret)

    def request(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request, counted under its route; the answer's JSON."""
        event = client.event(method, path, body, {})
        with self._invocation(f"{method} {event['requestContext']['resourcePath']}"):
            answer: HttpAnswer = client.send(method, path, body, **headers)
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.text}")
        self._pump()
        return answer.json

    def stored(self) -> Stored:
        """Bytes in the table, and in the buckets."""
        pages = self._observer.client("dynamodb").get_paginator("scan").paginate(TableName=self._settings.table_name)
        table = sum(item_sizes.size(item) for page in pages for item in page["Items"])
        s3 = self._observer.client("s3")
        buckets = (self._settings.archive_bucket, self._settings.files_bucket)
        objects = [each for bucket in buckets for each in s3.list_objects_v2(Bucket=bucket).get("Contents", ())]
        return Stored(table, sum(each["Size"] for each in objects))

    def environment(self) -> dict[str, str]:
        """What a process of this application finds in its environment."""
        named = {name.upper(): str(value) for name, value in asdict(self._settings).items() if isinstance(value, str)}
        return {**named, **CREDENTIALS, "AWS_DEFAULT_REGION": REGION, "PYDANTIC_DISABLE_PLUGINS": "__all__"}

    def tick(self, function: str) -> None:
        """One round of a schedule."""
        with self._invocation(function):
            {"sweep": schedules.sweep, "retry_webhooks": schedules.retry_webhooks}[function]()
        self._pump()


@contextmanager
def metered_app(start: datetime) -> Iterator[MeteredApp]:
    """A fresh application; environment, session and ports are put back afterwards."""
    with environment(AWS_DEFAULT_REGION=REGION, **CREDENTIALS), mock_aws():
        observer = boto3.session.Session()
        settings = prepare(observer, WORKERS)
        boto3.setup_default_session()
        meter = Meter(table_definition(settings.table_name), observer.client("dynamodb"))
        meter.listen(boto3.DEFAULT_SESSION.events)
        app = MeteredApp(start, settings, meter, observer)
        boto3.DEFAULT_SESSION.events.register("after-call", partial(_heard, app))
        logging.disable(logging.INFO)  # a line for each invocation is not what is read here
        try:
            yield app
        finally:
            logging.disable(logging.NOTSET)
            boto3.DEFAULT_SESSION = None
            bootstrap.install(None)


def _heard(app: MeteredApp, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    if "Error" not in parsed and "asked" in context:
        app.hear(context["asked"], model, parsed)

"""A campaign of generated requests against the whole application, and what it found.

Schemathesis makes the requests, in process. In the phases that try operations one by one, each request meets the world
as the journey left it for that operation, so that a failure depends on nothing that went before. Sequences begin in a
world that has one of everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import schemathesis
from schemathesis.core.transport import Response
from schemathesis.engine import events, from_schema
from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER
from schemathesis.transport.wsgi import WSGITransport

from tests.contract.contract_document import document
from tests.support.wsgi_bridge import wsgi_application

from . import form_check
from .aim import SOCKET_SETTINGS, Aim
from .travelled_world import ID, TravelledWorld
from .witness import Witness

OUR_CHECK = form_check.form_as_promised.__name__
PHASES = ("examples", "coverage", "fuzzing", "stateful")
STATEFUL = "stateful"


@dataclass(frozen=True)
class Plan:
    """How much to try. ``seed`` alone decides what is generated; without one it is the same every time.

    ``same_form`` are operations whose body is that of another operation: its edges are tried there.
    """

    phases: tuple[str, ...]
    seed: int | None = None
    examples: int = 10
    sequences: int = 10
    steps: int = 6
    same_form: tuple[str, ...] = ()


@dataclass
class Report:
    """Cases by operation and status; failures by check and operation, each with its first request."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    witness: Witness = field(default_factory=Witness)

    @property
    def total(self) -> int:
        return sum(self.cases.values())

    @property
    def succeeded(self) -> set[str]:
        """Operations that answered a 2xx at least once."""
        return {label for label, found in self.statuses.items() if any(200 <= status < 300 for status in found)}

    def add(self, finished: events.ScenarioFinished) -> None:
        recorder = finished.recorder
        for case_id, interaction in recorder.interactions.items():
            label = recorder.cases[case_id].value.operation.label
            self.cases[finished.phase.value] += 1
            if interaction.response is not None:
                self.statuses[label][interaction.response.status_code] += 1
        for case_id, nodes in recorder.checks.items():
            for node in nodes:
                if node.failure_info is None:
                    continue
                failure = node.failure_info.failure
                response = recorder.interactions[case_id].response
                told = "" if response is None else f"{response.status_code} {response.content[:600]!r}"
                kind = (node.name, str(failure.operation), failure.message.partition("\n")[0][:90])
                self.failures.setdefault(kind, f"{failure.message[:600]}\n{node.failure_info.code_sample}\n-> {told}")

    def table(self) -> str:
        lines = [f"{'operation':80} {'cases':>6}  statuses"]
        for label, found in sorted(self.statuses.items()):
            counts = " ".join(f"{status}:{count}" for status, count in sorted(found.items()))
            lines.append(f"{label:80} {sum(found.values()):6}  {counts}")
        return "\n".join([*lines, "", self.summary(), ""])

    def summary(self) -> str:
        phases = ", ".join(f"{count} {phase}" for phase, count in sorted(self.cases.items()))
        return (
            f"{self.total} cases ({phases}) of {len(self.statuses)} operations, {len(self.succeeded)} with a 2xx, "
            f"{self.witness.answers} answers seen, {len(self.failures)} failures"
        )


def run(travelled: TravelledWorld, plan: Plan) -> Report:
    """Everything the plan asks for; nothing is raised, all that was found stands in the report."""
    report, aim = Report(), Aim(travelled)
    bridge = _Bridge(travelled, report.witness, aim)
    config = schemathesis.Config.from_dict(configuration(travelled, plan))
    schema = schemathesis.openapi.from_dict(deepcopy(document()), config=config)  # it resolves references in place
    schema.app = bridge
    with _prepared(aim):
        for event in from_schema(schema).execute():
            if isinstance(event, events.PhaseStarted):
                bridge.stateful = event.phase.name.value == STATEFUL
                bridge.begin()
            if isinstance(event, events.ScenarioFinished):
                report.add(event)
                bridge.begin()
            if isinstance(event, events.NonFatalError):
                report.failures["error", str(event.label), event.info.title] = str(event.info.message)
    return report


def configuration(travelled: TravelledWorld, plan: Plan) -> dict[str, Any]:
    """Every check and the phases of the plan. What differs from the defaults has its reason beside it."""
    phases: dict[str, Any] = {phase: {"enabled": phase in plan.phases} for phase in PHASES}
    phases["fuzzing"]["generation"] = {"max-examples": plan.examples}
    phases["stateful"] |= {"generation": {"max-examples": plan.sequences}, "max-steps": plan.steps}
    for phase in ("examples", "coverage", "fuzzing"):
        # ids are aimed at what exists at the moment of the operation; those of other answers do not
        phases[phase]["extra-data-sources"] = {"responses": False}
    return {
        "seed": plan.seed or 1,
        "workers": 1,
        "continue-on-failure": True,
        "headers": {"Authorization": travelled.key},
        "generation": {"deterministic": plan.seed is None, "database": "none", "no-shrink": True},
        "phases": phases,
        # The API publishes its own contract, which is longer than what is kept otherwise, and half of it is no YAML.
        "output": {"truncation": {"max-recorded-payload-size": 4 * 1024 * 1024}},
        "checks": CHECKS,
        "operations": [*_keys(travelled), *EXCEPTIONS, *_once(plan)],
    }


CHECKS: dict[str, Any] = {
    # Valid data may be refused for what the object is or what the law says: that is what these are for. A refusal for
    # the form of data that the contract calls valid is found by the check of our own.
    "positive_data_acceptance": {
        "expected-statuses": ["2xx", "3xx", "401", "403", "404", "409", "410", "412", "422"],
    },
    # 428 is what RFC 6585 has for a missing If-Match
    "missing_required_header": {"expected-statuses": ["400", "401", "403", "406", "415", "422", "428"]},
    OUR_CHECK: {"enabled": True},
}
EXCEPTIONS: list[dict[str, Any]] = [
    {
        # Revoking ends a key and deletes nothing: what a key was and did stays to be read.
        "include-name": name,
        "checks": {"use_after_free": {"enabled": False}},
    }
    for name in ("DELETE /keys/{key_id}", "GET /keys/{key_id}", "GET /keys/{key_id}/uses")
]


def _keys(travelled: TravelledWorld) -> list[dict[str, Any]]:
    """Operations that take another key than the tenant's, the operator's that is."""
    other = {name: visit.sent["Authorization"] for name, visit in travelled.visits.items()}
    return [
        {"include-name": f"{method} {path.removeprefix('/v1')}", "headers": {"Authorization": key}}
        for (method, path), key in other.items()
        if key != travelled.key
    ]


def _once(plan: Plan) -> list[dict[str, Any]]:
    return [{"include-name": name, "phases": {"coverage": {"enabled": False}}} for name in plan.same_form]


class _Bridge:
    """The WSGI application under test; puts the world back and lets the witness see every answer."""

    def __init__(self, travelled: TravelledWorld, witness: Witness, aim: Aim) -> None:
        self._travelled, self._witness, self._aim = travelled, witness, aim
        client = travelled.world.anonymous
        self._match = client._match
        self._inner = wsgi_application(type(client)(self._answer, client.templates))
        self._answers = client.app
        self.stateful = False

    def begin(self) -> None:
        """A sequence begins."""
        if self.stateful:
            self._travelled.populated.restore()
            self._aim.living.clear()

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., object]) -> Any:
        return self._inner(environ, start_response)

    def _answer(self, event: Any, context: Any) -> dict[str, Any]:
        method = event["requestContext"]["httpMethod"]
        if not self.stateful:
            self._travelled.before((method, event["requestContext"]["resourcePath"])).restore()
        response = self._answers(event, context)
        to_operator = event["headers"].get("Authorization") == self._travelled.operator_key
        self._witness.see(method, event["path"], response, to_operator=to_operator)
        if self.stateful:
            self._aim.living.update(found.group(0) for found in ID.finditer(str(response["body"])))
        return response


@contextmanager
def _prepared(aim: Aim) -> Iterator[None]:
    """Schemathesis has hooks, deserializers and transports for the process alone: they are put back afterwards."""
    sends = WSGITransport.send

    def send(self: WSGITransport, case: schemathesis.Case[Any], **kwargs: Any) -> Response:
        """Its probes for ignored keys hand settings of sockets to the application, which has none."""
        return sends(self, case, **{name: value for name, value in kwargs.items() if name not in SOCKET_SETTINGS})

    def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
        aim(context, case, kwargs)

    schemathesis.hook(before_call)
    try:
        with patch.object(WSGITransport, "send", send):
            yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)

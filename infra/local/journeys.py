"""`make journeys`: run each journey of `docs/journeys` by `redocly respect` on a local cloud, and tell how it went.

Runs on the cloud that `make up` left, or on one of its own. Each journey gets a tenant of its own and a receiver of
webhooks on this machine. What respect says is not only believed: every step of the document must have run, and the
evidence pack that a journey made must verify.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.journeys import JOURNEYS, path_of, read_document, read_journey
from infra.local import up
from infra.local.api_client import ApiClient
from infra.local.cloud import CloudError
from infra.local.pack_check import pack_objections
from infra.local.receiver import WebhookReceiver
from infra.local.respect import Report, Respect, respect
from infra.local.running import new_tenant, running_app
from infra.package import ROOT, PackagingError
from infra.stacks import DeploymentError

AT_ONCE = 2  # a journey mostly waits


@dataclass(frozen=True)
class Api:
    """Where the API runs, and who may make tenants there."""

    base_url: str
    operator_key: str


@dataclass(frozen=True)
class Outcome:
    """How a journey went; without objections it went well."""

    name: str
    steps: int
    seconds: float
    objections: tuple[str, ...]


def run_journeys(names: tuple[str, ...], api: Api, scratch: Path) -> list[Outcome]:
    """Run the journeys, some at once; an outcome for each, in the order given."""
    with WebhookReceiver() as receiver, ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda name: _run(name, api, receiver.url, scratch), names))


def objections_to_broken(api: Api, scratch: Path) -> list[str]:
    """A journey with a criterion that nothing can meet must fail at its step; what it is told if it does not."""
    document = read_document("calculations", ROOT)
    document["sourceDescriptions"][0]["url"] = str(ROOT / "openapi.yaml")
    step = document["workflows"][0]["steps"][0]
    step["successCriteria"].append({"condition": "$statusCode == 599"})
    broken = scratch / "broken.arazzo.yaml"
    broken.write_text(json.dumps(document), encoding="utf-8")  # JSON is YAML
    key = new_tenant(api.base_url, api.operator_key, "Broken journey").test_key
    report = respect(Respect(broken, api.base_url, {"api_key": key}, scratch / "broken.json"))
    if report.succeeded or [failure.step for failure in report.failures] != [step["stepId"]]:
        return [f"a journey with a criterion that nothing can meet did not fail at {step['stepId']}"]
    return []


def judge_report(name: str, report: Report) -> tuple[str, ...]:
    """What speaks against a run: a step that failed, and a step of the document that did not run."""
    missing = [step.id for step in read_journey(name, ROOT).steps if step.id not in report.steps]
    objections = [str(failure) for failure in report.failures]
    if missing:
        objections.append(f"did not run: {', '.join(missing)}")
    if not report.succeeded and not objections:
        objections.append(f"respect failed: {report.told}")
    return tuple(objections)


def _run(name: str, api: Api, receiver_url: str, scratch: Path) -> Outcome:
    began = time.monotonic()
    key = new_tenant(api.base_url, api.operator_key, f"Journey {name}").test_key
    inputs = {"api_key": key, "receiver_url": receiver_url}
    report = respect(Respect(path_of(name, ROOT), api.base_url, inputs, scratch / f"{name}.json"))
    objections = judge_report(name, report)
    if not objections:
        objections = pack_objections(report, ApiClient(api.base_url, key))
    return Outcome(name, len(report.steps), time.monotonic() - began, objections)


def _print(outcome: Outcome) -> None:
    sign = "✗" if outcome.objections else "✓"
    print(f"{sign} {outcome.name:<24} {outcome.steps:>3} steps {outcome.seconds:6.1f} s")
    for objection in outcome.objections:
        print(f"    {objection}")


@contextmanager
def _api(*, own: bool) -> Iterator[Api]:
    """The API on the cloud that is up, or on one that ends with the block."""
    if not own and up.is_up():
        told = json.loads(up.FILE.read_text(encoding="utf-8"))
        yield Api(told["base_url"], told["operator_key"])
        return
    with running_app() as app:
        yield Api(app.base_url, app.operator_key)


def main() -> None:
    """`python -m infra.local.journeys [name …] [--own]`."""
    parser = argparse.ArgumentParser(prog="make journeys", description="Run the journeys of docs/journeys.")
    parser.add_argument("names", nargs="*", metavar="journey", help=f"one or more of: {', '.join(JOURNEYS)}")
    parser.add_argument("--own", action="store_true", help="start a local cloud for it, even when one is up")
    given = parser.parse_args()
    unknown = sorted(set(given.names) - set(JOURNEYS))
    if unknown:
        parser.error(f"there is no journey {', '.join(unknown)}; there are {', '.join(JOURNEYS)}")
    names = tuple(given.names) or JOURNEYS
    try:
        with _api(own=given.own) as api, tempfile.TemporaryDirectory() as folder:
            outcomes = run_journeys(names, api, Path(folder))
            for outcome in outcomes:
                _print(outcome)
            untold = objections_to_broken(api, Path(folder))
    except (CloudError, PackagingError, DeploymentError, OSError) as error:
        sys.exit(f"could not run the journeys: {error}")
    failed = [outcome.name for outcome in outcomes if outcome.objections]
    if failed or untold:
        sys.exit("\n".join([*untold, f"{len(failed)} of {len(outcomes)} journeys failed: {', '.join(failed)}"]))
    print(f"{len(outcomes)} journeys, every step as described; a broken one fails")


if __name__ == "__main__":
    main()

"""The application running on a local cloud: what tests, the demo and `make up` all start from."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local import cloud as local_cloud
from infra.local.cloud import LocalCloud
from infra.local.deploy import STAGE, LocalApi, deploy
from infra.package import ROOT

Say = Callable[[str], None]


@dataclass(frozen=True)
class TenantKeys:
    """A tenant and its first two keys."""

    id: str
    name: str
    test_key: str
    live_key: str


@dataclass(frozen=True)
class RunningApp:
    """A deployed application, and the local cloud beneath it."""

    cloud: LocalCloud
    api: LocalApi

    @property
    def base_url(self) -> str:
        """The start of every path of the API; ends with /v1."""
        return self.api.base_url

    @property
    def operator_key(self) -> str:
        """The key that creates tenants."""
        return self.api.operator_key

    @property
    def endpoint(self) -> str:
        """The URL of the local AWS."""
        return self.cloud.endpoint

    @property
    def table_name(self) -> str:
        """The application's table."""
        return self.api.deployed.data["TableName"]

    @property
    def archive_bucket(self) -> str:
        """The bucket of the evidence."""
        return self.api.deployed.data["ArchiveBucket"]

    @property
    def files_bucket(self) -> str:
        """The bucket of files that pass through."""
        return self.api.deployed.data["FilesBucket"]

    @property
    def case_machine_arn(self) -> str:
        """The state machine that waits for cases."""
        return self.api.deployed.app["CaseStateMachineArn"]

    def client(self, service: str) -> Any:
        """An administrator's boto3 client of the local AWS."""
        return self.cloud.client(service)

    def invoke(self, function: str, event: dict[str, Any] | None = None) -> Any:
        """Run a function now (`sweep`, `retry_webhooks`…) and return its answer; raises RuntimeError when it fails."""
        name = f"amiable-{STAGE}-{function.replace('_', '-')}"
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event or {}).encode())
        told = json.load(answer["Payload"])
        if "FunctionError" in answer:
            raise RuntimeError(f"{function}: {told}")
        return told

    def new_tenant(self, name: str) -> TenantKeys:
        """A tenant of this application, as `new_tenant` makes it."""
        return new_tenant(self.base_url, self.operator_key, name)


def new_tenant(base_url: str, operator_key: str, name: str) -> TenantKeys:
    """Create a tenant through the API; raises urllib's HTTPError when the API refuses."""
    request = urllib.request.Request(  # noqa: S310 - the URL is one of a local cloud
        f"{base_url}/tenants",
        data=json.dumps({"name": name}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {operator_key}"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        tenant = json.load(answer)
    secrets = {key["livemode"]: key["secret"] for key in tenant["keys"]}
    return TenantKeys(tenant["id"], tenant["name"], secrets[False], secrets[True])


@contextmanager
def running_app(say: Say = print, source: Path = ROOT) -> Iterator[RunningApp]:
    """Start a local cloud with the application on it; everything that was started ends with the block."""
    say("starting the local cloud")
    with local_cloud.start() as cloud:
        yield RunningApp(cloud, deploy(cloud, say, source))

"""Bring the two stacks into an account: upload the archives, deploy the data stack, then the application's.

The same code deploys to AWS and to the local cloud; what differs comes in as arguments.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra import cloudformation
from infra.cloudformation import Template
from infra.package import ROOT, Package

if TYPE_CHECKING:
    from boto3.session import Session

Client = Any  # botocore builds its clients at run time; they have no static type
Say = Callable[[str], None]
Outputs = dict[str, str]
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
_NOTHING_TO_DO = "No updates are to be performed"


class DeploymentError(RuntimeError):
    """A stack did not reach its wanted state; the text gives CloudFormation's reasons."""


@dataclass(frozen=True)
class Target:
    """Where to deploy: a stage, the clients of an account and region, how often to look whether a stack is done."""

    stage: str
    session: Session
    endpoint: str | None = None
    poll_seconds: float = 5.0
    say: Say = field(default=print)

    def client(self, service: str) -> Client:
        """A client of one AWS service, of this account, region and endpoint."""
        return self.session.client(service, endpoint_url=self.endpoint)


@dataclass(frozen=True)
class Deployed:
    """What the two stacks tell about themselves."""

    data: Outputs
    app: Outputs


def data_template() -> Template:
    """The stateful stack, with its anchors and short intrinsics resolved (CloudFormation refuses the first)."""
    return cloudformation.load(ROOT / "infra" / "data.yaml")


def deploy(target: Target, package: Package, data_stack: Template, parameters: dict[str, str]) -> Deployed:
    """Deploy both stacks; `parameters` are those of the application that the data stack does not answer."""
    bucket = artifacts_bucket(target)
    data = deploy_stack(target, bucket, f"amiable-data-{target.stage}", data_stack, {"Stage": target.stage})
    app_template = upload_archives(target, bucket, package)
    given = {"Stage": target.stage, **data, **parameters}
    app = deploy_stack(target, bucket, f"amiable-app-{target.stage}", app_template, given)
    return Deployed(data, app)


def artifacts_bucket(target: Target) -> str:
    """The bucket that holds archives and templates for CloudFormation; created when it is not there."""
    account = target.client("sts").get_caller_identity()["Account"]
    region = target.session.region_name
    s3, name = target.client("s3"), f"amiable-artifacts-{account}-{region}"
    try:
        s3.head_bucket(Bucket=name)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **place)
        blocks = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(blocks, True))
    return name


def upload_archives(target: Target, bucket: str, package: Package) -> Template:
    """Upload each archive under the hash of its content; the answer is the template that names them there."""
    template = copy.deepcopy(package.template)
    places = {path.name: _upload(target, bucket, path) for path in sorted(package.archives())}
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for key in ("CodeUri", "ContentUri"):
            if key in properties:
                properties[key] = places[Path(properties[key]).name]
    return template


def _upload(target: Target, bucket: str, path: Path) -> str:
    content = path.read_bytes()
    key = f"{hashlib.sha256(content).hexdigest()}.zip"
    s3 = target.client("s3")
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError:
        target.say(f"uploading {path.name} ({len(content) / 1e6:.1f} MB)")
        s3.put_object(Bucket=bucket, Key=key, Body=content)
    return f"s3://{bucket}/{key}"


def deploy_stack(target: Target, bucket: str, name: str, template: Template, parameters: dict[str, str]) -> Outputs:
    """Create or update one stack and wait for it; parameters that the template does not know are left out."""
    body = json.dumps(template, separators=(",", ":"))
    key = f"{name}-{hashlib.sha256(body.encode()).hexdigest()[:16]}.json"
    target.client("s3").put_object(Bucket=bucket, Key=key, Body=body.encode())
    s3_url = target.endpoint or f"https://s3.{target.session.region_name}.amazonaws.com"
    known = template.get("Parameters", {})
    request: dict[str, Any] = {
        "StackName": name,
        "TemplateURL": f"{s3_url}/{bucket}/{key}",
        "Capabilities": _CAPABILITIES,
        "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items() if k in known],
    }
    return _apply(target, name, request)


def _apply(target: Target, name: str, request: dict[str, Any]) -> Outputs:
    client = target.client("cloudformation")
    exists = _status(client, name) is not None
    target.say(f"{'updating' if exists else 'creating'} stack {name}")
    try:
        client.update_stack(**request) if exists else client.create_stack(**request)
    except ClientError as error:
        if _NOTHING_TO_DO not in str(error):
            raise
        target.say(f"stack {name} is as it should be")
        return _outputs(client, name)
    waiter = client.get_waiter("stack_update_complete" if exists else "stack_create_complete")
    # botocore's own error says only that the stack failed: the reasons are in its events.
    try:
        attempts = int(3600 / target.poll_seconds)
        waiter.wait(StackName=name, WaiterConfig={"Delay": target.poll_seconds, "MaxAttempts": attempts})
    except Exception as error:
        raise DeploymentError(f"stack {name}: {_reasons(client, name)}") from error
    return _outputs(client, name)


def _status(client: Client, name: str) -> str | None:
    try:
        return str(client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        return None


def _outputs(client: Client, name: str) -> Outputs:
    stack = client.describe_stacks(StackName=name)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _reasons(client: Client, name: str) -> str:
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    failed = [e for e in events if "FAILED" in e["ResourceStatus"] or "ROLLBACK" in e["ResourceStatus"]]
    lines = [f"{e['LogicalResourceId']}: {e.get('ResourceStatusReason', e['ResourceStatus'])}" for e in failed]
    return "; ".join(reversed(lines)) or "no reason given"

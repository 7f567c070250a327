"""Deploy the packaged application to the local cloud, and set by API what its CloudFormation skips."""

from __future__ import annotations

import copy
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra import stacks
from infra.cloudformation import Template
from infra.local import skipped
from infra.local.cloud import LocalCloud
from infra.package import ROOT, Package, package
from infra.stacks import Deployed, Target

STAGE = "local"
MAIL_DOMAIN = "amiable.test"
MAIL_FROM = f"relances@{MAIL_DOMAIN}"
Say = Callable[[str], None]


@dataclass(frozen=True)
class LocalApi:
    """The application as deployed on a local cloud."""

    base_url: str  # ends with /v1
    operator_key: str
    deployed: Deployed


def deploy(cloud: LocalCloud, say: Say, source: Path = ROOT) -> LocalApi:
    """Package `source` without its layer, deploy both stacks through CloudFormation, return how to reach the API."""
    say("packaging with chalice")
    made = package(source, cloud.folder / "build", with_layer=False)
    return deploy_package(cloud, made, say)


def deploy_package(cloud: LocalCloud, made: Package, say: Say) -> LocalApi:
    """Deploy a package made before; also an update of what is deployed already (with a new operator key)."""
    operator_key = f"op_{secrets.token_urlsafe(32)}"
    target = Target(STAGE, cloud.session, cloud.endpoint, poll_seconds=0.1, say=say)
    parameters = _parameters(operator_key)
    app = with_mail_resources(with_binary_types(without_layers(made)))
    deployed = stacks.deploy(target, app, without_bucket_policies(stacks.data_template()), parameters)
    skipped.set_object_lock_and_ttl(cloud, deployed)
    skipped.verify_sender(cloud, deployed, MAIL_DOMAIN, MAIL_FROM)
    api = made.template["Resources"]["RestAPI"]["Properties"]
    base_url = f"{cloud.endpoint}/restapis/{deployed.app['ApiId']}/{api['StageName']}/_user_request_/v1"
    skipped.set_gateway_responses(cloud, deployed.app["ApiId"], api, base_url)
    skipped.tell_address(cloud, deployed, base_url)
    return LocalApi(base_url, operator_key, deployed)


def without_layers(made: Package) -> Package:
    """The same package without its layer: local workers import from the environment that the cloud runs in."""
    template = copy.deepcopy(made.template)
    for name, resource in list(template["Resources"].items()):
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            del template["Resources"][name]
        resource.get("Properties", {}).pop("Layers", None)
    return Package(template, made.folder)


def with_binary_types(made: Package) -> Package:
    """The same package, what leaves as bytes said once more where the local gateway reads it."""
    template = copy.deepcopy(made.template)
    api = template["Resources"]["RestAPI"]["Properties"]
    api["BinaryMediaTypes"] = api["DefinitionBody"]["x-amazon-apigateway-binary-media-types"]
    return Package(template, made.folder)


def with_mail_resources(made: Package) -> Package:
    """The same package, its roles allowed to send mail as any identity.

    The local cloud checks `ses:SendRawEmail` against `*`, not against the identities that the roles name (as AWS
    does). A contract test holds those in the template.
    """
    template = copy.deepcopy(made.template)
    for resource in template["Resources"].values():
        for policy in resource.get("Properties", {}).get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                if "ses:SendRawEmail" in statement["Action"]:
                    statement["Resource"] = "*"
    return Package(template, made.folder)


def without_bucket_policies(template: Template) -> Template:
    """The same data stack without its bucket policies.

    They refuse plain HTTP, which is all that the local cloud speaks, and live objects without a lock, by a condition
    key (`s3:object-lock-mode`) that it does not know. A contract test holds both in the template.
    """
    resources = template["Resources"].items()
    kept = {name: resource for name, resource in resources if resource["Type"] != "AWS::S3::BucketPolicy"}
    return {**template, "Resources": kept}


def _parameters(operator_key: str) -> dict[str, str]:
    return {
        "OperatorKeyHash": hashlib.sha256(operator_key.encode()).hexdigest(),
        "MailFrom": MAIL_FROM,
        "MailDomain": MAIL_DOMAIN,
        "TestModeDelivers": "true",
        "CompressedWaits": "true",
    }

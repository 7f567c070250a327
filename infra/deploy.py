"""Deploy to AWS (`make deploy`): package with the layer, then both stacks, into the caller's account."""

from __future__ import annotations

import argparse
import os
import re
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import stacks
from infra.package import PackagingError, package
from infra.stacks import DeploymentError, Target

_HASH = re.compile(r"[0-9a-f]{64}")


def main() -> None:
    """`make deploy STAGE=production OPTIONS="--mail-from relances@example.fr …"`; see docs/deploy.md."""
    arguments = _arguments()
    if [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
        sys.exit("AWS_ENDPOINT_URL… is set: this deploys to AWS itself, `make up` is the local cloud")
    session = boto3.session.Session(region_name=arguments.region)
    target = Target(arguments.stage, session)
    try:
        account = session.client("sts").get_caller_identity()["Account"]
        print(f"deploying stage {arguments.stage} to account {account}, {session.region_name}")
        _refuse_unverified_sender(session, arguments.mail_from)
        print("packaging with chalice (the layer takes a minute when requirements.txt changed)")
        deployed = stacks.deploy(target, package(), stacks.data_template(), _parameters(arguments))
    except (BotoCoreError, ClientError, DeploymentError, PackagingError) as error:
        sys.exit(f"not deployed: {error}")
    print(f"\nAPI      {deployed.app['EndpointURL']}v1")
    print(f"table    {deployed.data['TableName']}\narchive  {deployed.data['ArchiveBucket']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make deploy", description=main.__doc__)
    parser.add_argument("--stage", default="production")
    parser.add_argument("--region", default="eu-west-3", help="Paris by default")
    parser.add_argument("--mail-from", required=True, help="the sender; its domain is a verified SES identity")
    parser.add_argument("--operator-key-hash", required=True, help="SHA-256, in hex, of the operator key")
    parser.add_argument("--requests-per-key", type=int, default=6_000, help="what a key may ask in a minute")
    parser.add_argument("--requests-per-tenant", type=int, default=12_000, help="what a tenant may, in each mode")
    parser.add_argument("--base-url", default="", help="where problems are explained, if not by the API itself")
    parser.add_argument("--debtor-page-url", default="", help="what stands before /d/… in links to debtors' pages")
    parser.add_argument("--debtor-page-days", type=int, default=90, help="for how long such a link opens the page")
    parser.add_argument("--alarm-email", default="", help="who is told when something is wrong")
    arguments = parser.parse_args()
    if not _HASH.fullmatch(arguments.operator_key_hash):
        parser.error("--operator-key-hash takes 64 hex digits: printf %s KEY | sha256sum")
    return arguments


def _parameters(arguments: argparse.Namespace) -> dict[str, str]:
    """What the switches of the local cloud are is not asked here: on AWS they are off."""
    return {
        "OperatorKeyHash": arguments.operator_key_hash,
        "MailFrom": arguments.mail_from,
        "MailDomain": arguments.mail_from.rpartition("@")[2],
        "BaseUrl": arguments.base_url.rstrip("/"),
        **({"GatewayBaseUrl": arguments.base_url.rstrip("/")} if arguments.base_url else {}),
        "DebtorPageUrl": arguments.debtor_page_url.rstrip("/"),
        "DebtorPageDays": str(arguments.debtor_page_days),
        "AlarmEmail": arguments.alarm_email,
        "RequestsPerKey": str(arguments.requests_per_key),
        "RequestsPerTenant": str(arguments.requests_per_tenant),
        "TestModeDelivers": "false",
        "CompressedWaits": "false",
    }


def _refuse_unverified_sender(session: boto3.session.Session, sender: str) -> None:
    """Without a verified identity every e-mail would be refused, one case after another."""
    domain = sender.rpartition("@")[2]
    identities = [domain, sender]
    found = session.client("ses").get_identity_verification_attributes(Identities=identities)["VerificationAttributes"]
    if not any(found.get(name, {}).get("VerificationStatus") == "Success" for name in identities):
        sys.exit(f"not deployed: verify {domain} in SES ({session.region_name}) first, see docs/deploy.md")


if __name__ == "__main__":
    main()

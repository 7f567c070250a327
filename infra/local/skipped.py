"""What the local cloud's CloudFormation accepts and then skips, set by API: otherwise tests would prove too little."""

from __future__ import annotations

from typing import Any

from infra.local.cloud import LocalCloud
from infra.stacks import Deployed


def set_object_lock_and_ttl(cloud: LocalCloud, deployed: Deployed) -> None:
    """The archive's Object Lock and the table's TTL; both are then enforced."""
    archive = deployed.data["ArchiveBucket"]
    s3, dynamodb = cloud.client("s3"), cloud.client("dynamodb")
    s3.put_bucket_versioning(Bucket=archive, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(Bucket=archive, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"})
    table = deployed.data["TableName"]
    described = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    if described["TimeToLiveStatus"] not in ("ENABLED", "ENABLING"):
        wanted = {"AttributeName": "expires_at", "Enabled": True}
        dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)


def verify_sender(cloud: LocalCloud, deployed: Deployed, domain: str, address: str) -> None:
    """Verify who sends, and have bounces, complaints and deliveries told to the topic.

    The local cloud tells them for an identity only, not for a configuration set.
    """
    ses = cloud.client("ses")
    ses.verify_domain_identity(Domain=domain)
    ses.verify_email_identity(EmailAddress=address)
    for identity in (domain, address):
        for kind in ("Bounce", "Complaint", "Delivery"):
            ses.set_identity_notification_topic(
                Identity=identity, NotificationType=kind, SnsTopic=deployed.app["MailEventsTopicArn"]
            )


def set_gateway_responses(cloud: LocalCloud, api_id: str, api: dict[str, Any], base_url: str) -> None:
    """The gateway's own answers, as the packaged template words them; they count from the next deployment."""
    client = cloud.client("apigateway")
    for kind, response in api["GatewayResponses"].items():
        headers = response["ResponseParameters"]["Headers"]
        templates = response["ResponseTemplates"]
        status = {"statusCode": str(response["StatusCode"])} if "StatusCode" in response else {}
        client.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            responseParameters={f"gatewayresponse.header.{name}": value for name, value in headers.items()},
            responseTemplates={
                media: template["Fn::Sub"].replace("${GatewayBaseUrl}", base_url)
                for media, template in templates.items()
            },
            **status,
        )
    client.create_deployment(restApiId=api_id, stageName=api["StageName"])


def tell_address(cloud: LocalCloud, deployed: Deployed, base_url: str) -> None:
    """The API's own address, which the local gateway does not tell its functions, as AWS does (`domainName`).

    Debtors' pages are there, too; every function that sends a message is told.
    """
    client = cloud.client("lambda")
    page = {"DEBTOR_PAGE_URL": base_url.removesuffix("/v1")}
    told = {deployed.app["APIHandlerName"]: {"BASE_URL": base_url}}
    for listed in client.get_paginator("list_functions").paginate():
        for function in listed["Functions"]:
            name, variables = function["FunctionName"], function.get("Environment", {}).get("Variables", {})
            if "DEBTOR_PAGE_URL" in variables:
                client.update_function_configuration(
                    FunctionName=name, Environment={"Variables": {**variables, **page, **told.get(name, {})}}
                )

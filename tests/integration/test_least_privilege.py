"""What each function's role allows, held against what the function really asks for on the local cloud."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from typing import Any

import pytest

from infra.local.api_client import ApiClient
from infra.local.receiver import WebhookReceiver
from infra.local.running import RunningApp, TenantKeys
from infra.local.server import USED
from infra.package import Package
from tests.scenarios import people
from tests.scenarios.story import Story, eventually, open_story
from tests.support.cloud_log import denied, log_of
from tests.support.imports import csv_file, inline, row
from tests.support.journey.scenarios import OWN_SCENARIO
from tests.support.journey.templates import LOGO, OWN_TEXT
from tests.support.packaged import of_type

pytestmark = pytest.mark.local_cloud

NOT_SEEN_HERE = ("logs:", "xray:")
"""The local cloud keeps logs and traces by itself; no function asks for them."""


def granted(packaged: Package) -> dict[str, set[str]]:
    """Role to actions."""
    found: dict[str, set[str]] = {}
    for name, properties in of_type(packaged.template, "AWS::IAM::Role").items():
        statements: list[dict[str, Any]] = [s for p in properties["Policies"] for s in p["PolicyDocument"]["Statement"]]
        listed = [[s["Action"]] if isinstance(s["Action"], str) else s["Action"] for s in statements]
        found[name] = {action for actions in listed for action in actions if not action.startswith(NOT_SEEN_HERE)}
    return found


@pytest.fixture
def story(local_app: RunningApp, tenant: TenantKeys) -> Story:
    """Sixty days in one advance, with an address that bounces while the clock moves; then what runs by the clock."""
    client = ApiClient(local_app.base_url, tenant.test_key)
    told = open_story(client, debtor=people.debtor(9_101, email="bounce@simulator.amazonses.com"))
    told.until(60)
    local_app.invoke("sweep")
    local_app.invoke("retry_webhooks")
    return told


def test_a_bounce_during_an_advance_is_recorded_and_no_function_lacks_or_never_needs_a_right(
    story: Story, local_app: RunningApp, packaged: Package
) -> None:
    """The notice waits in its queue while the clock moves; roles give what is asked for, and little else."""
    eventually(lambda: story.contacts(channel="email", state="bounced"), "the bounce reaches the case")
    assert denied(local_app) == []
    used = defaultdict(set)
    for role, action in log_of(local_app, USED):
        used[role].add(action)
    rights = granted(packaged)
    assert {role: actions - rights[role] for role, actions in used.items() if actions - rights[role]} == {}
    assert {"states:StartExecution"} <= used["StartRunsRole"]
    assert {"ses:SendRawEmail", "kms:Decrypt", "s3:PutObject"} <= used["SendEmailRole"]
    assert {"sns:Publish"} <= used["SendSmsRole"]


def test_own_texts_scenarios_logos_imports_and_looks_ask_for_no_right_that_a_role_lacks(
    local_app: RunningApp, tenant: TenantKeys
) -> None:
    """What a tenant wrote is read as it leaves; the books are asked with a sealed secret (R-125, R-133)."""
    client = ApiClient(local_app.base_url, tenant.test_key)
    _play_own_scenario(client)
    creditor_id = client.post("/creditors", people.CREDITOR)["id"]
    with WebhookReceiver() as books:
        look = {"mode": "callback", "url": books.url}
        client.request("PUT", f"/creditors/{creditor_id}/last-look", look, {"If-Match": "*"})
        story = open_story(client, creditor_id=creditor_id)
        story.until(9)
    assert b'"balance.look"' in books.received[0].body
    assert [e["data"]["reason"] for e in story.timeline() if e["type"] == "balance.doubted"]
    assert denied(local_app) == []


def _play_own_scenario(client: ApiClient) -> None:
    """Three imported lines of one debtor: text, logo and scenario of the creditor's own, one message for three."""
    text_id = client.post("/templates", OWN_TEXT)["id"]
    own = deepcopy(OWN_SCENARIO)
    own["steps"][0]["messages"] = [{"channel": "email", "template": text_id, "template_version": 1}]
    scenario_id = client.post("/scenarios", {"definition": own})["id"]
    creditor_id = client.post("/creditors", people.CREDITOR)["id"]
    client.request("PUT", f"/creditors/{creditor_id}/brand", {"logo_base64": LOGO}, {"If-Match": "*"})
    clock_id = client.post("/test-clocks", {"now": "2026-09-15T08:00:00Z"})["id"]
    same = {"debtor_name": "Débiteur", "address_line1": "1 rue des Lilas", "email": "silent@simulator.amiable.example"}
    body = {
        "creditor_id": creditor_id,
        "file": inline(csv_file(row(n, **same) for n in range(3))),
        "defaults": {"test_clock_id": clock_id, "scenario": scenario_id},
    }
    import_id = client.post("/imports", body)["id"]
    eventually(lambda: client.get(f"/imports/{import_id}")["status"] == "done", "the import ends")
    client.advance(clock_id, "2026-10-25T17:00:00Z")
    for line in client.get(f"/imports/{import_id}/lines")["data"]:
        contacts = client.pages(f"/cases/{line['case_id']}/contacts")
        told = {(contact["channel"], contact["template"]) for contact in contacts}
        assert told >= {("email", text_id), ("registered_letter", "formal_notice")}
        assert all(len(contact["grouped_with"]) == 2 for contact in contacts)

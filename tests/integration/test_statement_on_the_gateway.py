"""A statement as a PDF through the gateway of the local cloud: bytes, not base64."""

from __future__ import annotations

import json
import urllib.request

import pytest

from infra.local.running import RunningApp, TenantKeys
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

pytestmark = pytest.mark.local_cloud


def _ask(app: RunningApp, key: str, path: str, body: object = None, accept: str = "application/json") -> bytes:
    headers = {"Authorization": f"Bearer {key}", "Accept": accept, "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{app.base_url}{path}", data, headers)  # noqa: S310 - the local cloud's own URL
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
        content: bytes = answer.read()
    return content


def test_a_pdf_statement_arrives_as_a_pdf(local_app: RunningApp, tenant: TenantKeys) -> None:
    """R-007: the gateway must know the type as binary."""
    key = tenant.test_key
    clock = json.loads(_ask(local_app, key, "/test-clocks", {"now": "2026-11-20T09:00:00Z"}))
    creditor = json.loads(_ask(local_app, key, "/creditors", CREDITOR))
    body = {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoices": [INVOICE], "test_clock_id": clock["id"]}
    case = json.loads(_ask(local_app, key, "/cases", body))
    path = f"/cases/{case['id']}/statement?as_of=2026-11-30"
    assert json.loads(_ask(local_app, key, path))["object"] == "statement"
    assert _ask(local_app, key, path, accept="application/pdf, application/problem+json").startswith(b"%PDF-1.")

"""The debtor's page through the gateway of the local cloud: link, cookie, forms, files and refusals (R-127)."""

from __future__ import annotations

import base64
import json
import re
import urllib.request
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from infra.local.running import RunningApp, TenantKeys
from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE
from tests.support.wire_visitor import Answer, Visitor

pytestmark = pytest.mark.local_cloud
FILE = b"%PDF-1.7\n" + bytes(range(256)) * 400


def ask(app: RunningApp, key: str, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{app.base_url}{path}", json.dumps(body or {}).encode(), headers)  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - the local cloud's own address
        return json.loads(answer.read())


@pytest.fixture
def link(local_app: RunningApp, tenant: TenantKeys) -> str:
    """The address that an integrator is given."""
    clock = ask(local_app, tenant.test_key, "/test-clocks", {"now": "2026-11-20T09:00:00Z"})
    creditor = ask(local_app, tenant.test_key, "/creditors", CREDITOR)
    paper = {"type": "invoice", "name": "facture.pdf", "content_base64": base64.b64encode(FILE).decode()}
    invoice = {**INVOICE, "documents": [paper]}
    body = {"creditor_id": creditor["id"], "debtor": DEBTOR, "invoices": [invoice], "test_clock_id": clock["id"]}
    case = ask(local_app, tenant.test_key, "/cases", body)
    headers = {"Authorization": f"Bearer {tenant.test_key}"}
    url = f"{local_app.base_url}/cases/{case['id']}/debtor-page-links"
    request = urllib.request.Request(url, method="POST", headers=headers)  # noqa: S310 - the local cloud's own address
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
        return str(json.loads(answer.read())["url"])


def test_a_link_opens_its_page_and_the_cookie_comes_back(link: str) -> None:
    visitor = Visitor()
    page = visitor.ask(link)
    assert page.status == 200, page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "ACME SARL" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert visitor.cookie is not None
    assert visitor.cookie[1] == urlsplit(link).path
    assert "set-cookie" not in visitor.ask(link).headers
    assert visitor.ask(f"{link}?lang=en").headers["content-language"] == "en"
    assert visitor.ask(link).headers["content-language"] == "en"


def test_hostile_links_and_forms_are_refused_as_pages(link: str) -> None:
    visitor = Visitor()
    altered = link[:-1] + ("A" if link[-1] != "A" else "B")
    for url, status in ((altered, 404), (f"{link[:-68]}nothing", 404), (f"{link}/nothing-here", 404)):
        answer = visitor.ask(url)
        assert answer.status == status
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "ACME" not in answer.text
    page = visitor.ask(f"{link}/nothing-here")
    [back] = set(re.findall(r'href="([^"]+)"', page.text))
    assert urljoin(f"{link}/nothing-here", back) == link
    assert visitor.post(link, {"confirm": "yes"}).status in (403, 405)
    assert visitor.post(link, {"confirm": "yes"}, Sec_Fetch_Site="cross-site").status in (403, 405)


def test_a_file_passes_the_gateway_byte_by_byte_both_ways(local_app: RunningApp, link: str) -> None:
    """« J'ai déjà payé » with a proof; and the invoice as a download, after a one-time code."""
    visitor = Visitor()
    form = visitor.ask(f"{link}/paid")
    told = {**form.hidden, "paid_on": "2026-11-19", "method": "bank_transfer", "amount": "", "reference": ""}
    review = visitor.post(f"{link}/paid", told)
    assert review.status == 200, review.text
    fields, files = {**review.hidden, "confirm": "yes"}, {"file": ("preuve.pdf", FILE)}
    first, second = (visitor.upload(f"{link}/paid", fields, files) for _ in range(2))
    assert first.status == 303, first.text
    assert first.headers["location"] == second.headers["location"]
    assert visitor.ask(urljoin(f"{link}/paid", first.headers["location"])).status == 200
    entered = signed_in(local_app, visitor, link)
    [path] = set(re.findall(r'href="([^"]*get=[^"]+)"', entered.text))
    download = visitor.ask(urljoin(f"{link}/documents", path.replace("&amp;", "&")))
    assert download.status == 200
    assert download.headers["content-type"] == "application/pdf"
    assert download.headers["content-disposition"].startswith("attachment; ")
    assert download.body == FILE


def signed_in(app: RunningApp, visitor: Visitor, link: str) -> Answer:
    """The page of documents, after the code that came by SMS."""
    asked = visitor.ask(f"{link}/documents")
    assert asked.status == 303
    where = visitor.ask(urljoin(f"{link}/documents", asked.headers["location"]))
    before = len(app.cloud.sent_texts())
    sent = visitor.post(f"{link}/code", {**where.hidden, "contact": "1"})
    assert sent.status == 200, sent.text
    [text] = app.cloud.sent_texts()[before:]
    found = re.search(r"code est ([0-9]{3})\s?([0-9]{3})", json.dumps(text, ensure_ascii=False))
    assert found, text
    entered = visitor.post(f"{link}/code", {**sent.hidden, "digits": found[1] + found[2]})
    assert entered.status == 303, entered.text
    return visitor.ask(urljoin(f"{link}/code", entered.headers["location"]))

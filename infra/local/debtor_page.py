"""The debtor's page in a real browser, on cases of a local cloud (R-127): `make judges` runs it.

Each action has a case of its own. What the browser did is not only believed: the API tells of each case what must have
happened to it. Pictures of every page lie in `.local/pictures` afterwards.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from infra.local.api_client import ApiClient
from infra.local.cloud import CloudError
from infra.local.running import RunningApp, running_app
from infra.package import ROOT, PackagingError
from infra.stacks import DeploymentError

VISITOR = ROOT / "infra" / "judges" / "debtor_page.mjs"
PICTURES = ROOT / ".local" / "pictures"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOW, TODAY, SOON = "2026-03-02T09:00:00Z", "2026-03-02", "2026-03-06"
Json = dict[str, Any]

CREDITOR: Json = {
    "name": "Menuiserie Lefort SARL",
    "siret": "73282932000074",
    "address": {"line1": "12 rue des Tanneurs", "postal_code": "44000", "city": "Nantes"},
    "email": "compta@menuiserie-lefort.example",
    "phone": "01 99 00 12 34",
    "iban": "FR1420041010050500013M02606",
    "case_manager": {"name": "Claire Martin", "email": "claire@menuiserie-lefort.example"},
}
CONSUMER: Json = {
    "kind": "consumer",
    "name": "Camille Petit",
    "address": {"line1": "2 rue Garibaldi", "postal_code": "69003", "city": "Lyon"},
    "contacts": [{"name": "Camille Petit", "email": "camille@petit.example", "phone": "0612345678"}],
}
COMPANY: Json = {
    "kind": "company",
    "name": "Débiteur SAS",
    "siren": "552100554",
    "address": {"line1": "8 quai Perrache", "postal_code": "69002", "city": "Lyon"},
    "contacts": [
        {"name": "Paul Durand", "role": "accounting", "email": "paul@debiteur.example", "phone": "0612345679"}
    ],
}
RULES: Json = {"promises": {}, "plans": {"accepts_by_itself": True}, "disputes": {}}
HAPPENED: Mapping[str, tuple[Json, tuple[str, ...]]] = {
    "promise": (COMPANY, ("debtor_page.action_confirmed", "promise.created")),
    "paid": (COMPANY, ("debtor_page.action_confirmed", "document.added", "case.paused")),
    "dispute": (CONSUMER, ("debtor_page.action_confirmed", "dispute.opened", "case.paused")),
    "wrong-person": (CONSUMER, ("debtor_page.action_confirmed", "debtor.fact_recorded")),
    "channels": (COMPANY, ("debtor_page.action_confirmed", "debtor.fact_recorded")),
    "plan": (CONSUMER, ("plan.proposed", "plan.accepted", "debtor_page.code_sent", "plan.signed")),
    "answer": (COMPANY, ("plan.proposed", "plan.accepted")),
    "documents": (CONSUMER, ("debtor_page.code_sent", "debtor_page.code_confirmed")),
    "english": (COMPANY, ()),
}
"""Who the debtor of each action's case is, and what the case must tell afterwards."""


WITH_SCRIPT = ("promise", "answer")
"""The page runs no script of its own: in a browser that could, a few actions are enough."""


def open_cases(client: ApiClient, names: Collection[str]) -> dict[str, Json]:
    """A case for each of these actions, with the link that its debtor is given."""
    clock = client.post("/test-clocks", {"now": NOW})
    creditor = client.post("/creditors", CREDITOR)
    place = f"/creditors/{creditor['id']}"
    client.request("PUT", f"{place}/negotiation-rules", RULES, {"If-Match": "*"})
    cases = {}
    for number, name in enumerate(names, 1):
        invoice = {
            "number": f"F-2026-{number:03}",
            "issue_date": "2026-01-05",
            "due_date": "2026-02-05",
            "completed_on": "2026-01-05",
            "amount_incl_tax": {"amount": 120_000, "currency": "EUR"},
        }
        body = {
            "creditor_id": creditor["id"],
            "debtor": HAPPENED[name][0],
            "invoices": [invoice],
            "test_clock_id": clock["id"],
        }
        case = client.post("/cases", body)
        paper = {"name": "facture.pdf", "type": "invoice", "content_base64": base64.b64encode(PAPER).decode()}
        client.post(f"/cases/{case['id']}/documents", paper)
        link = client.post(f"/cases/{case['id']}/debtor-page-links", {})
        cases[name] = {"case_id": case["id"], "url": link["url"]}
    terms = {"count": 2, "first_on": SOON}
    client.post(f"/cases/{cases['answer']['case_id']}/payment-plans", terms)
    return cases


def visit(app: RunningApp, *, script: bool, scratch: Path) -> list[str]:
    """One tour of the actions; what speaks against it."""
    key = app.new_tenant(f"Debtor page, {'with' if script else 'without'} JavaScript").test_key
    client = ApiClient(app.base_url, key)
    cases = open_cases(client, WITH_SCRIPT if script else tuple(HAPPENED))
    proof = scratch / "preuve.pdf"
    proof.write_bytes(PAPER)
    tour = {
        "base_url": app.base_url,
        "key": key,
        "pictures": str(PICTURES / ("with-script" if script else "without-script")),
        "proof": str(proof),
        "chromium": _chromium(),
        "script": script,
        "today": TODAY,
        "soon": SOON,
        "cases": cases,
    }
    file = scratch / "tour.json"
    file.write_text(json.dumps(tour), encoding="utf-8")
    done = subprocess.run(["node", str(VISITOR), str(file)], capture_output=True, text=True, check=False)  # noqa: S607
    if done.returncode:
        return [done.stderr.strip()[-2000:]]
    told = json.loads(done.stdout)
    print(f"{told['pages']} pages {'with' if script else 'without'} JavaScript")
    return [*told["objections"], *_not_happened(client, cases)]


def _not_happened(client: ApiClient, cases: Mapping[str, Json]) -> list[str]:
    """What a confirmed action should have left in the trail of its case, and did not."""
    missing = []
    for name, case in cases.items():
        events = {event["type"] for event in client.pages(f"/cases/{case['case_id']}/timeline")}
        missing += [f"{name}: no {kind} happened" for kind in HAPPENED[name][1] if kind not in events]
    return missing


def _chromium() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise OSError("there is no Chromium; install it, or name it in CHROMIUM")
    return found


def main() -> None:
    """`python -m infra.local.debtor_page`."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    try:
        with running_app() as app, tempfile.TemporaryDirectory() as folder:
            objections = [each for script in (False, True) for each in visit(app, script=script, scratch=Path(folder))]
    except (CloudError, PackagingError, DeploymentError, OSError) as error:
        sys.exit(f"could not visit the debtor's page: {error}")
    if objections:
        sys.exit("\n".join(objections))
    print(f"every action of the debtor's page, and no finding; pictures in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

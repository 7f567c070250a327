"""The part of the journey about imports: a study with a refused line, its opening, and an import that is stopped."""

from __future__ import annotations

from tests.support.http_client import HttpClient
from tests.support.imports import csv_file, inline, row, work

from .voice import Journey

FILE = inline(csv_file([row(1), row(2, due_date="31/02/2026")]))


def imports(journey: Journey, client: HttpClient, creditor_id: str) -> None:
    body = {
        "creditor_id": creditor_id,
        "file": FILE,
        "mapping": {"invoice_number": "invoice_number"},
        "defaults": {"scenario": "progressif", "metadata": {"campaign": "autumn"}},
        "open": False,
    }
    import_id = journey.say(client, "POST", "/v1/imports", body)["id"]
    work(journey.world)
    journey.say(client, "GET", "/v1/imports")
    journey.say(client, "GET", f"/v1/imports/{import_id}")
    journey.say(client, "GET", f"/v1/imports/{import_id}/lines?status=refused")
    journey.say(client, "GET", f"/v1/imports/{import_id}/refused-lines")
    journey.say(client, "GET", f"/v1/imports/{import_id}/study")
    journey.say(client, "POST", f"/v1/imports/{import_id}/open")
    journey.say(client, "POST", f"/v1/imports/{import_id}/cancel")
    journey.say(client, "GET", f"/v1/imports/{import_id}/lines?limit=1")

"""Files to import, and the queue of imports as it works on the application in memory."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from chalicelib.adapters.dynamodb.items import outbox_row
from chalicelib.adapters.dynamodb.keys import Key
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.domain.reads import OutboxRow
from chalicelib.entrypoints.workers.import_worker import importing
from chalicelib.usecases.continue_import import continue_import

from .http_client import HttpClient
from .http_world import HttpWorld
from .sample_requests import CREDITOR, create

Json = dict[str, Any]
HEADER = (
    "invoice_number",
    "issue_date",
    "due_date",
    "amount_incl_tax",
    "debtor_kind",
    "debtor_name",
    "address_line1",
    "postal_code",
    "city",
    "email",
)
GOOD: Mapping[str, str] = {
    "invoice_number": "F-{n:05d}",
    "issue_date": "15/08/2026",
    "due_date": "14/09/2026",
    "amount_incl_tax": "1 234,56",
    "debtor_kind": "société",
    "debtor_name": "Débiteur n° {n}",
    "address_line1": "{n} rue des Lilas",
    "postal_code": "69003",
    "city": "Lyon",
    "email": "compta-{n}@debiteur.example.fr",
}


def row(number: int, **changes: str) -> dict[str, str]:
    """A line that is accepted as it is, but for the changes."""
    return {name: value.format(n=number) for name, value in GOOD.items()} | changes


def csv_file(rows: Iterable[Mapping[str, str]], header: tuple[str, ...] = HEADER, separator: str = ";") -> bytes:
    """As a spreadsheet saves it."""
    lines = [separator.join(header), *(separator.join(_quoted(each.get(name, "")) for name in header) for each in rows)]
    return "\r\n".join([*lines, ""]).encode()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ';,"\n\t') else cell


def inline(body: bytes, name: str = "impayes.csv") -> Json:
    """The file of a request, in its body."""
    return {"name": name, "content_base64": base64.b64encode(body).decode()}


def begin(client: HttpClient, body: bytes, **changes: Any) -> Json:
    """Posts an import for a new creditor, or for the one that is named."""
    creditor = changes.pop("creditor_id", None) or create(client, "/v1/creditors", CREDITOR)["id"]
    answer = client.post("/v1/imports", {"creditor_id": creditor, "file": inline(body), **changes})
    assert answer.status == 202, answer.text
    begun: Json = answer.json
    return begun


def waiting_rows(world: HttpWorld) -> list[OutboxRow]:
    """What the queue of imports has to work on."""
    store: object = world.store  # the application's own in tests on the table
    if isinstance(store, DynamoStore):
        rows = store.older_than(datetime(2100, 1, 1, tzinfo=UTC), limit=1000)
    else:
        rows = tuple(outbox_row(Key(*key)) for key in list(world.store._outbox))
    return [row for row in rows if row.consumer == "imports"]


def work(world: HttpWorld, slices: int | None = None) -> int:
    """The worker, slice by slice, until nothing is left; how many slices it took."""
    ports = importing(world.deps)
    done = 0
    while (rows := waiting_rows(world)) and (slices is None or done < slices):
        continue_import(rows[0], ports=ports)
        done += 1
    return done


def counts(client: HttpClient, import_id: str) -> dict[str, int]:
    """What became of its lines, in figures."""
    shown = client.get(f"/v1/imports/{import_id}").json
    return {name: shown[name] for name in ("opened", "refused", "already_open", "pending")}


def every_line(client: HttpClient, import_id: str, **filters: str) -> list[Json]:
    """All pages of an import's lines."""
    lines: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        query = urlencode({"limit": "100", **filters, **cursor})
        answer = client.get(f"/v1/imports/{import_id}/lines?{query}")
        assert answer.status == 200, answer.text
        lines += answer.json["data"]
        if not answer.json["has_more"]:
            return lines
        cursor = {"cursor": answer.json["next_cursor"]}

"""The files of imports: what spreadsheets and people make of a table is understood, or refused by name (R-018)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.domain.imports.columns import BY_NAME, COLUMNS
from tests.support.http_world import HttpWorld, http_world
from tests.support.imports import begin, counts, csv_file, every_line, inline, row, work
from tests.support.sample_requests import CREDITOR, create

GUIDE = Path(__file__).parents[3] / "docs/guides/bulk-import.md"


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as made:
        yield made


def test_a_file_from_a_french_spreadsheet_is_read_as_it_is(world: HttpWorld) -> None:
    """Windows-1252, « ; », French labels, quotes over two lines, unknown columns told, metadata taken along."""
    client = world.tenant().test
    text = (
        "Numéro de facture;Date de facture;Échéance;Montant TTC;Type de débiteur;Client facturé;Adresse;Code postal;"
        "Ville;Remarque;metadata.agence\r\n"
        'F-1;15/08/2026;14.09.2026;"1\u00a0234,56 €";Société;"Café ""Chez\r\nRené""";3 rue;69003;Lyon;ok;Lyon 3\r\n'
        "\r\n"
        "F-2;15/08/2026;14/09/2026;99,90;Société;Été SARL;4 rue;69003;Lyon;;\r\n;;;;\r\n"
    )
    begun = begin(client, text.encode("cp1252"), mapping={"debtor_name": "client facturé"})
    assert begun["unknown_columns"] == ["Remarque"]
    assert begun["columns"]["debtor_name"] == "Client facturé"
    assert (begun["lines"], begun["first_line"]) == (3, 2)
    work(world)
    first, empty, third = every_line(client, begun["id"])
    assert first["problems"][0]["column"] == "Client facturé"  # a name is one line, as in POST /cases
    assert [problem["code"] for problem in empty["problems"]] == ["empty_line"]
    case = client.get(f"/v1/cases/{third['case_id']}").json
    assert case["invoices"][0]["amount_incl_tax"]["amount"] == 9990


def test_refused_lines_come_back_as_a_file_that_can_be_corrected(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1), row(2, due_date="32/09/2026", debtor_name="Dupont; fils")]))
    work(world)
    answer = client.get(f"/v1/imports/{begun['id']}/refused-lines").json
    assert answer["lines"] == 1
    body = world.files.downloads[answer["download_url"]].decode("utf-8-sig")
    assert "This day does not exist." in body
    corrected = body.replace("32/09/2026", "30/09/2026").encode()
    again = begin(client, corrected, creditor_id=begun["creditor_id"])
    assert again["unknown_columns"] == ["problem"]
    work(world)
    assert counts(client, again["id"]) == {"opened": 1, "refused": 0, "already_open": 0, "pending": 0}


def test_what_would_be_calculated_by_a_spreadsheet_is_neutral_in_what_is_given_back(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1, debtor_name="=cmd|' /C calc'!A0", email="@x")]))
    work(world)
    body = world.files.downloads[client.get(f"/v1/imports/{begun['id']}/refused-lines").json["download_url"]].decode()
    assert ";'=cmd" in body
    assert ";=cmd" not in body


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"PK\x03\x04 a spreadsheet", "not_a_table"),
        (b"%PDF-1.7", "not_a_table"),
        (b" \r\n ", "empty_file"),
        (b"invoice_number;due_date\r\n", "empty_file"),
        (b"a;A\r\n1;2", "repeated_column"),
        (";".join(f"c{n}" for n in range(101)).encode() + b"\n1", "too_many_columns"),
        (b"invoice_number\r\nF-1", "missing_columns"),
        (b"\x81\x8d;x\r\n1;2", "wrong_encoding"),
        (b'a;b\r\n"1;2', "not_a_table"),
        (b"a\n" + b"1\n" * 20_001, "too_many_lines"),
    ],
)
def test_what_makes_the_whole_file_unusable_is_refused_at_once(world: HttpWorld, body: bytes, code: str) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    answer = client.post("/v1/imports", {"creditor_id": creditor, "file": inline(body)})
    assert (answer.status, answer.code) == (422, code)
    assert client.get("/v1/imports").json["data"] == []


def test_every_missing_column_is_named(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    body = {"creditor_id": creditor, "file": inline(b"invoice_number;issue_date\r\nF-1;2026-01-01")}
    answer = client.post("/v1/imports", {**body, "defaults": {"debtor_kind": "company"}})
    details = " ".join(error["detail"] for error in answer.json["errors"])
    for name in ("due_date", "amount_incl_tax", "debtor_name"):
        assert name in details
    assert "debtor_kind" not in details


def test_the_template_is_a_file_that_can_be_imported_as_it_is(world: HttpWorld) -> None:
    client = world.tenant().test
    template = world.anonymous.get("/v1/import-template")
    assert template.headers["content-type"] == "text/csv; charset=utf-8"
    begun = begin(client, template.text.encode())
    assert set(begun["columns"]) == {column.name for column in COLUMNS}
    work(world)
    assert counts(client, begun["id"]) == {"opened": 1, "refused": 0, "already_open": 0, "pending": 0}


def test_the_guide_tells_every_column() -> None:
    told = re.findall(
        r"^\| \**`([a-z_0-9]+)`\** \| (.*?) \| ?(.*?) ?\|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    expected = [(column.name, column.label, column.example) for column in COLUMNS]
    assert [each for each in told if each[0] in BY_NAME] == expected


def test_a_mapping_names_fields_and_columns_that_exist(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    mapping = {"iban": "IBAN", "email": "Courriel"}
    body = {"creditor_id": creditor, "file": inline(csv_file([row(1)])), "mapping": mapping}
    answer = client.post("/v1/imports", body)
    told = {error["pointer"]: error["code"] for error in answer.json["errors"]}
    assert told == {"#/mapping/iban": "no_such_field", "#/mapping/email": "column_not_in_file"}

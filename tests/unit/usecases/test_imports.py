"""Thousands of claims at once: every line has its result, nothing is doubled, progress is readable (R-018)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.parties import Debtor
from tests.support.bad_lines import BAD, FULL_HEADER, lines, told
from tests.support.http_world import HttpWorld, http_world
from tests.support.imports import HEADER, begin, counts, csv_file, every_line, inline, row, work
from tests.support.sample_requests import CREDITOR, INVOICE, create


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as made:
        yield made


def test_of_five_thousand_lines_fifty_are_refused_by_name_and_twice_doubles_nothing(world: HttpWorld) -> None:
    """R-018: 4,950 cases, 50 explained, the same file again opens nothing, progress is readable meanwhile."""
    client, seen = world.tenant().test, list[int]()
    body = csv_file(lines(5000, 50), FULL_HEADER)
    begun = begin(client, body)

    def look(name: str) -> None:
        if name == "commit" and len(world.store.commits) % 500 == 0:
            seen.append(client.get(f"/v1/imports/{begun['id']}").json["done"])

    world.store.after = look
    work(world)
    world.store.after = lambda _: None
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert counts(client, begun["id"]) == {"opened": 4950, "refused": 50, "already_open": 0, "pending": 0}
    assert len(world.store._all(Case)) == 4950
    refused = every_line(client, begun["id"], status="refused")
    found = {line["line"]: [(p["code"], p["column"]) for p in line["problems"]] for line in refused}
    for number, problem in told(5000, 50).items():
        assert problem in found.pop(number)
    assert found == {}
    again = begin(client, body, creditor_id=begun["creditor_id"])
    work(world)
    assert counts(client, again["id"]) == {"opened": 0, "refused": 50, "already_open": 4950, "pending": 0}
    assert len(world.store._all(Case)) == 4950


@pytest.mark.parametrize(("changes", "code", "column"), BAD, ids=[code for _, code, _ in BAD])
def test_a_line_is_refused_with_its_column_and_a_cure(
    world: HttpWorld, changes: dict[str, str], code: str, column: str | None
) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1), row(2, **changes)], FULL_HEADER))
    work(world)
    [good, bad] = every_line(client, begun["id"])
    assert (good["status"], bad["status"]) == ("opened", "refused")
    assert (code, column) in [(problem["code"], problem["column"]) for problem in bad["problems"]]
    assert all(problem["detail"] for problem in bad["problems"])


def test_a_line_opens_the_very_case_that_it_would_open_alone(world: HttpWorld) -> None:
    """One set of rules for both: the same claim gives the same invoice, plan and account."""
    client = world.tenant().test
    begun = begin(client, csv_file([row(1, invoice_number="F-2026-001", amount_incl_tax="1200,00")]))
    work(world)
    [line] = every_line(client, begun["id"])
    imported = client.get(f"/v1/cases/{line['case_id']}").json
    other = create(client, "/v1/creditors", CREDITOR)
    debtor = {
        "kind": "company",
        "name": "Débiteur n° 1",
        "address": {"line1": "1 rue des Lilas", "postal_code": "69003", "city": "Lyon"},
        "contacts": [{"email": "compta-1@debiteur.example.fr"}],
    }
    invoice = {**INVOICE, "issue_date": "2026-08-15", "due_date": "2026-09-14"}
    del invoice["completed_on"]
    alone = create(client, "/v1/cases", {"creditor_id": other["id"], "debtor": debtor, "invoices": [invoice]})
    assert imported["next_step"]["step_id"] == alone["next_step"]["step_id"]
    for name in ("status", "phase", "day_zero", "scenario", "outstanding", "amounts"):
        assert imported.get(name) == alone.get(name), name
    assert line["findings"] == [finding["code"] for finding in alone["findings"]]


def test_lines_of_one_debtor_share_the_debtor(world: HttpWorld) -> None:
    """R-123: by SIREN in whatever form, else by reference, else by kind, name and postal code; across slices too."""
    client = world.tenant().test
    header = (*HEADER, "siren", "siret", "vat_number", "debtor_reference")
    same = [
        row(1, siret="552 100 554 00013"),
        row(2, siren="552 100 554", debtor_reference="other"),
        row(3, vat_number="FR82552100554"),
        row(4, debtor_reference="C-1"),
        row(5, debtor_reference="C-1"),
        row(6, debtor_name="Jean Petit", debtor_kind="particulier"),
        row(7, debtor_name="Jean Petit", debtor_kind="particulier"),
        row(8, debtor_name="Jean Petit", debtor_kind="particulier", postal_code="69001"),
        row(9, debtor_name="Jean Petit", debtor_kind="société"),
    ]
    spread = [
        each for place, first in enumerate(same) for each in (first, *(row(100 + 40 * place + n) for n in range(9)))
    ]
    begun = begin(client, csv_file(spread, header))
    work(world)
    lines_ = every_line(client, begun["id"])
    assert {line["status"] for line in lines_} == {"opened"}
    shared = [lines_[10 * place]["debtor_id"] for place in range(9)]
    assert len({*shared[0:3]}) == 1
    assert len({*shared[3:5]}) == 1
    assert len({*shared[5:7]}) == 1
    assert len(set(shared)) == 5
    assert len(world.store._all(Debtor)) == 5 + 81


def test_the_same_invoice_twice_in_a_file_is_opened_once(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1), row(1, invoice_number="f 00001")]))
    work(world)
    first, second = every_line(client, begun["id"])
    assert (first["status"], second["status"]) == ("opened", "already_open")
    assert second["case_id"] == first["case_id"]


def test_an_import_can_be_stopped_and_keeps_what_it_opened(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file(row(n) for n in range(60)))
    answers: list[int] = []

    def stop(name: str) -> None:
        if name == "commit" and len(world.store._all(Case)) == 30:
            world.store.after = lambda _: None
            answers.append(client.post(f"/v1/imports/{begun['id']}/cancel").status)

    world.store.after = stop
    work(world)
    assert answers == [200]
    shown = client.get(f"/v1/imports/{begun['id']}").json
    assert shown["status"] == "cancelled"
    assert len(world.store._all(Case)) == 50  # the lines at hand were finished
    assert client.post(f"/v1/imports/{begun['id']}/cancel").code == "import_not_running"


def test_a_file_that_vanished_or_changed_ends_the_import_by_name(world: HttpWorld) -> None:
    client = world.tenant().test
    for code in ("import_file_gone", "import_file_changed"):
        begun = begin(client, csv_file([row(1)]))
        [place] = [place for place in world.files.imports if place[1] == begun["id"]]
        if code == "import_file_gone":
            del world.files.imports[place]
        else:
            world.files.imports[place] = world.files.imports[place][:-1] + b"!"
        work(world)
        shown = client.get(f"/v1/imports/{begun['id']}").json
        assert (shown["status"], shown["failed_with"], shown["opened"]) == ("failed", code, 0)


def test_the_end_of_an_import_is_an_event_that_belongs_to_no_case(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1), row(2, due_date="?")]))
    work(world)
    [event] = client.get("/v1/events?type=import.completed").json["data"]
    assert event["data"]["case_id"] is None
    told_ = {name: event["data"][name] for name in ("import_id", "status", "lines", "opened", "refused")}
    assert told_ == {"import_id": begun["id"], "status": "done", "lines": 2, "opened": 1, "refused": 1}


def test_results_disclose_nothing_of_the_file_at_rest(world: HttpWorld) -> None:
    """R-142: file and problems are sealed under the import's own key; lines hold ids and codes."""
    client = world.tenant().test
    begin(client, csv_file([row(1, debtor_name="Madame Secrète"), row(2, debtor_name="Monsieur Discret", email="x")]))
    work(world)
    at_rest = repr([kept for (kind, *_), kept in world.store._entities.items() if kind.__name__.startswith("Import")])
    at_rest += repr([kept for (kind, *_), kept in world.store._entities.items() if kind.__name__ == "CaseImport"])
    assert "Secr" not in at_rest
    assert "Discret" not in at_rest
    assert not any(b"Secr" in body for body in world.files.imports.values())


def test_the_same_request_twice_is_one_import(world: HttpWorld) -> None:
    client = world.tenant().test
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    body = {"creditor_id": creditor, "file": inline(csv_file([row(1)]))}
    first = client.post("/v1/imports", body, Idempotency_Key="monday")
    again = client.post("/v1/imports", body, Idempotency_Key="monday")
    assert again.json == first.json
    assert again.headers["idempotent-replayed"] == "true"
    assert len(client.get("/v1/imports").json["data"]) == 1

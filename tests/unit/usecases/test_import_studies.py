"""Studies before anything is opened, imports of e-invoices, on test clocks, and their erasure (R-114, R-120, R-132)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.parties import Debtor, Scope
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.writes import Create, Update
from chalicelib.entrypoints.workers.import_worker import importing
from chalicelib.usecases.continue_import import continue_import
from infra.local.sample_invoice import SELLER, SampleInvoice
from infra.local.sample_invoice_xml import cii_xml
from tests.support import stored_things as things
from tests.support.erasing import asked
from tests.support.erasing import work as erase
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld, http_world
from tests.support.imports import HEADER, begin, csv_file, every_line, row, waiting_rows, work
from tests.support.sample_requests import CREDITOR, create

MIXED = (
    row(1),
    row(2, debtor_kind="particulier", amount_incl_tax="80", due_date="20/11/2026"),
    row(3, amount_incl_tax="15000", due_date="14/09/2025", issue_date="15/08/2025", solvency="fragile"),
    row(4, debtor_kind="particulier", issue_date="01/12/2024", due_date="31/12/2024"),
    row(5, debtor_kind="particulier", issue_date="01/12/2022", due_date="31/12/2022"),
    row(6, due_date="31/02/2026", email="x"),
)


@pytest.fixture
def world() -> Iterator[HttpWorld]:
    with http_world() as made:
        yield made


def studied(world: HttpWorld, client: HttpClient, **changes: Any) -> dict[str, Any]:
    begun = begin(client, csv_file(MIXED, (*HEADER, "solvency")), open=False, **changes)
    work(world)
    return begun


def groups(study: dict[str, Any], name: str) -> dict[str, int]:
    return {group["value"]: group["lines"] for group in study[name]}


def test_a_study_tells_what_a_portfolio_comes_to_and_opens_nothing(world: HttpWorld) -> None:
    """R-114: what is eligible, why the rest is refused, amounts by what matters, contacts and their cost."""
    client = world.tenant().test
    begun = studied(world, client)
    assert world.store._all(Case) == []
    assert world.store._all(Debtor) == []
    study = client.get(f"/v1/imports/{begun['id']}/study").json
    assert (study["complete"], study["lines"], study["eligible"]) == (True, 6, 4)
    assert {each["code"]: each["lines"] for each in study["refused"]} == {"time_barred": 1, "invalid_date": 1}
    assert study["principal"]["amount"] == 123_456 + 8_000 + 1_500_000 + 123_456
    assert groups(study, "by_age") == {"1-30": 1, "61-90": 1, "over-365": 2}
    assert groups(study, "by_debtor_kind") == {"company": 2, "consumer": 2}
    assert groups(study, "by_amount") == {"0-100": 1, "500-2000": 2, "over-10000": 1}
    assert groups(study, "by_solvency") == {"unknown": 3, "fragile": 1}
    assert groups(study, "by_limitation") == {"safe": 3, "near": 1}
    assert sum(groups(study, "by_scenario").values()) == 4
    assert study["fixed_indemnity"]["amount"] == 2 * 4000  # businesses alone owe it
    sums = study["principal"]["amount"] + study["interest"]["amount"] + study["fixed_indemnity"]["amount"]
    assert study["total_due"]["amount"] == sums
    assert study["contact_cost"]["amount"] == sum(each["cost"]["amount"] for each in study["contacts"]) > 0


def test_odds_come_from_thirty_own_outcomes_on_and_from_nowhere_else(world: HttpWorld) -> None:
    """R-106."""
    tenant = world.tenant()
    begun = studied(world, tenant.test)
    path = f"/v1/imports/{begun['id']}/study"

    def close(numbers: range, outcome: Outcome) -> None:
        for number in numbers:
            case = things.case(
                Scope(tenant.id, livemode=False),
                case_id=f"case_{number:03d}",
                creditor_id=begun["creditor_id"],
                status=CaseStatus.CLOSED,
                outcome=outcome,
            )
            world.store.commit([Create(case)])

    close(range(19), Outcome.PAID)
    close(range(19, 29), Outcome.WITHDRAWN)
    few = tenant.test.get(path).json["recovery_odds"]
    assert (few["value"], few["sample_size"]) == (None, 29)
    assert "30" in few["reason"]
    close(range(29, 30), Outcome.SETTLED)
    enough = tenant.test.get(path).json["recovery_odds"]
    assert (enough["value"], enough["sample_size"]) == ("0.67", 30)


def test_what_was_studied_is_opened_once_and_judged_again(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = studied(world, client)
    before = client.get(f"/v1/imports/{begun['id']}/study").json
    path = f"/v1/imports/{begun['id']}"
    assert [line["status"] for line in every_line(client, begun["id"])] == ["eligible"] * 4 + ["refused"] * 2
    assert client.post(f"{path}/open").status == 202
    work(world)
    shown = client.get(path).json
    assert (shown["opened"], shown["eligible"], shown["refused"], shown["status"]) == (4, 4, 2, "done")
    assert [line["status"] for line in every_line(client, begun["id"])] == ["opened"] * 4 + ["refused"] * 2
    assert client.get(f"{path}/study").json == {**before, "recovery_odds": before["recovery_odds"]}
    assert client.post(f"{path}/open").code == "import_not_studied"


def test_a_study_says_which_lines_are_in_an_open_case_already(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1)]))
    work(world)
    again = begin(client, csv_file([row(1), row(2)]), creditor_id=begun["creditor_id"], open=False)
    work(world)
    assert [line["status"] for line in every_line(client, again["id"])] == ["already_open", "eligible"]


def test_e_invoices_are_lines_of_which_each_file_says_whose_it_is(world: HttpWorld) -> None:
    """R-120: a missing upload, a file that is no invoice and a repeated one are results like others."""
    tenant = world.tenant()
    client, scope = tenant.test, Scope(tenant.id, livemode=False)
    creditor = create(client, "/v1/creditors", {**CREDITOR, "name": SELLER.name, "siret": SELLER.siret})["id"]
    uploads = [f"upl_0000000000000000000000000{letter}" for letter in "ABCDE"]
    for upload, number in zip(uploads[:3], ("E-1", "E-2", "E-1"), strict=True):
        world.files.uploads[scope, upload] = cii_xml(SampleInvoice(number=number))
    world.files.uploads[scope, uploads[3]] = b"not an invoice"
    answer = client.post(
        "/v1/imports",
        {
            "creditor_id": creditor,
            "format": "e_invoices",
            "upload_ids": uploads,
            "defaults": {"debtor_kind": "company"},
        },
    )
    assert answer.status == 202, answer.text
    work(world)
    lines = every_line(client, answer.json["id"])
    assert [line["line"] for line in lines] == [1, 2, 3, 4, 5]
    assert [line["status"] for line in lines] == ["opened", "opened", "already_open", "refused", "refused"]
    assert lines[0]["debtor_id"] == lines[1]["debtor_id"]
    assert [line["problems"][0]["code"] for line in lines[3:]] == ["not_an_invoice", "not_found"]


def test_lines_wait_while_their_test_clock_advances(world: HttpWorld) -> None:
    """Nothing is refused for a moment's sake: the row stays, and the next delivery goes on."""
    client = world.tenant().test
    clock = create(client, "/v1/test-clocks", {"now": "2026-10-01T08:00:00Z"})
    begun = begin(client, csv_file([row(1)]), defaults={"test_clock_id": clock["id"]})
    moved = client.post(f"/v1/test-clocks/{clock['id']}/advance", {"to": "2026-10-05T08:00:00Z"})
    assert moved.status == 202
    assert work(world, slices=3) == 3
    assert client.get(f"/v1/imports/{begun['id']}").json["pending"] == 1
    [advancing] = world.store._all(TestClock)
    world.store.commit([Update(advancing.settled())])
    work(world)
    [line] = every_line(client, begun["id"])
    assert client.get(f"/v1/cases/{line['case_id']}").json["test_clock_id"] == clock["id"]


def test_a_live_import_takes_no_test_clock(world: HttpWorld) -> None:
    client = world.tenant().live
    creditor = create(client, "/v1/creditors", CREDITOR)["id"]
    body = {"creditor_id": creditor, "format": "e_invoices", "upload_ids": ["upl_0000000000000000000000000A"]}
    clock = {"defaults": {"test_clock_id": "clk_00000000000000000000000001"}}
    answer = client.post("/v1/imports", {**body, **clock})
    assert answer.json["errors"][0]["code"] == "test_clock_in_live_mode"


def test_a_case_of_an_import_is_opened_by_the_key_that_asked_for_it(world: HttpWorld) -> None:
    client = world.tenant().test
    begun = begin(client, csv_file([row(1)]))
    work(world)
    [line] = every_line(client, begun["id"])
    [opened, *_] = client.get(f"/v1/cases/{line['case_id']}/timeline").json["data"]
    assert opened["actor"].startswith("key_")
    assert datetime.fromisoformat(opened["recorded_at"]).astimezone(UTC) == world.clock.now()


def test_an_erasure_of_test_data_takes_imports_their_lines_and_their_key(world: HttpWorld) -> None:
    """R-142: what is left of the file in its bucket can be opened by nobody; one under way ends quietly."""
    client = world.tenant().test
    done = begin(client, csv_file([row(1), row(2, email="x")]))
    work(world)
    running = begin(client, csv_file([row(3)]))
    [late] = waiting_rows(world)
    erasure = asked(client)
    erase(world)
    assert client.get(f"/v1/test-data/erasures/{erasure['id']}").json["erased"]["imports"] == 2
    for import_id in (done["id"], running["id"]):
        for path in ("", "/lines", "/study", "/refused-lines"):
            assert client.get(f"/v1/imports/{import_id}{path}").status == 404
    assert [kind for kind, *_ in world.store._entities if "Import" in kind.__name__] == []
    continue_import(late, ports=importing(world.deps))
    assert waiting_rows(world) == []
    assert client.get("/v1/events?type=import.completed").json["data"] == []


def test_a_line_costs_one_read_and_one_transaction(world: HttpWorld) -> None:
    """Besides: one read of the import, and for every 25 lines two reads and a transaction; a key a debtor."""
    client = world.tenant().test
    begin(client, csv_file(row(n) for n in range(50)))
    before = Counter(world.store.calls)
    work(world)
    assert world.store.calls - before == {
        "case_import": 1,
        "parties": 50,
        "commit": 50 + 2,
        "import_lines_between": 2,
        "held_invoices": 2,
        "finish": 1,
    }
    creditor_id = client.get("/v1/creditors").json["data"][0]["id"]
    begun = begin(client, csv_file(row(n) for n in range(50)), creditor_id=creditor_id)
    before = Counter(world.store.calls)
    work(world)
    assert client.get(f"/v1/imports/{begun['id']}").json["already_open"] == 50
    calls = world.store.calls - before
    assert (calls["parties"], calls["commit"], calls["held_invoices"]) == (0, 2, 2)

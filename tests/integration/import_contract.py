"""What every store promises about imports: lines in the order of the file, each result once, batches at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.imports.case_import import (
    CaseImport,
    ImportedDebtor,
    ImportFormat,
    ImportLine,
    LineDefaults,
    LineStatus,
)
from chalicelib.domain.imports.study import Study, Tally
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import EventFilter
from chalicelib.domain.writes import ClaimInvoice, Consumer, Create, Enqueue, KeepImportEvent, Update
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST

from .list_contract import all_pages

ULID = "01JDH6M4Q8K6Z9X2V5T7R3P1N"


def an_import(number: int = 1, scope: Scope = TEST) -> CaseImport:
    return CaseImport(
        id=f"imp_{number}",
        scope=scope,
        version=1,
        created_at=NOW + timedelta(minutes=number),
        creditor_id="cred_1",
        actor="key_1",
        format=ImportFormat.CSV,
        key="a2V5",
        sha256="0" * 64,
        lines=5,
        first_line=2,
        defaults=LineDefaults(scenario="ferme", metadata=(("team", "nord"),)),
        columns=(("due_date", "Échéance"),),
    )


def a_line(number: int, status: LineStatus = LineStatus.OPENED, *, scope: Scope = TEST, version: int = 1) -> ImportLine:
    return ImportLine(
        scope, "imp_1", number, version, status, NOW + timedelta(days=90), case_id="case_1", findings=("missing_phone",)
    )


class ImportContract:
    """A subclass gives ``store``, empty."""

    def test_an_import_is_kept_moves_and_is_listed_newest_first(self, store: Any) -> None:
        first = an_import()
        store.commit([Create(things.tenant()), Create(first), Create(an_import(2))])
        studied = replace(first, version=2, study=Study((Tally("age", "1-30", 2, 500),), eligible=2, principal=500))
        store.commit([Update(studied)])
        assert store.case_import(TEST, "imp_1") == studied
        with pytest.raises(VersionConflict):
            store.commit([Update(studied)])
        found = all_pages(lambda position: store.case_imports(TEST, limit=1, position=position))
        assert [each.id for each in found] == ["imp_2", "imp_1"]
        for scope in (LIVE, OTHER_TENANT):
            with pytest.raises(NotFound):
                store.case_import(scope, "imp_1")

    def test_a_line_has_one_result_in_a_round_and_follows_in_the_next(self, store: Any) -> None:
        store.commit([Create(an_import()), Create(a_line(2))])
        with pytest.raises(VersionConflict):
            store.commit([Create(a_line(2, LineStatus.REFUSED))])
        store.commit([Update(a_line(2, version=2))])
        with pytest.raises(VersionConflict):
            store.commit([Update(a_line(2, version=2))])
        assert store.import_lines_between(TEST, "imp_1", 1, 9) == (a_line(2, version=2),)

    @pytest.mark.parametrize("limit", [1, 2, 3, 10])
    def test_lines_come_in_the_order_of_the_file_whole_or_of_one_status(self, store: Any, limit: int) -> None:
        store.commit([Create(an_import())])
        statuses = [LineStatus.OPENED, LineStatus.REFUSED, LineStatus.OPENED, LineStatus.REFUSED, LineStatus.OPENED]
        for number in (6, 3, 5, 2, 4):
            store.commit([Create(a_line(number, statuses[number - 2]))])

        def numbers(status: LineStatus | None) -> list[int]:
            read: Callable[[str | None], Any] = lambda position: store.import_lines(  # noqa: E731
                TEST, "imp_1", status, limit=limit, position=position
            )
            return [line.line for line in all_pages(read)]

        assert numbers(None) == [2, 3, 4, 5, 6]
        assert numbers(LineStatus.REFUSED) == [3, 5]
        assert numbers(LineStatus.ELIGIBLE) == []

    def test_what_a_batch_needs_is_read_at_once(self, store: Any) -> None:
        store.commit([ClaimInvoice(TEST, "cred_1", "F-1", "case_1"), ClaimInvoice(TEST, "cred_2", "F-2", "case_2")])
        made = ImportedDebtor(TEST, "imp_1", "m" * 32, "deb_1", NOW + timedelta(days=90))
        store.commit([Create(made)])
        with pytest.raises(VersionConflict):
            store.commit([Create(replace(made, debtor_id="deb_2"))])
        assert store.held_invoices(TEST, "cred_1", ["f 1", "F-2", "F-3"]) == {"f 1": "case_1"}
        assert store.imported_debtors(TEST, "imp_1", ["m" * 32, "n" * 32]) == {"m" * 32: "deb_1"}
        assert store.imported_debtors(TEST, "imp_2", ["m" * 32]) == {}

    def test_the_end_of_an_import_is_an_event_of_the_tenant(self, store: Any) -> None:
        over = KeepImportEvent(
            TEST, "imp_1", f"evt_{ULID}A", "import.completed", NOW, (("status", "done"), ("lines", 5))
        )
        store.commit([Create(things.tenant()), over])
        assert store.import_event(TEST, over.event_id) == over
        assert store.import_event(LIVE, over.event_id) is None
        [event] = store.event_page(TEST, EventFilter(types=("import.completed",)), limit=5, position=None).items
        assert dict(event.details) == {"import_id": "imp_1", "status": "done", "lines": 5}

    def test_an_erased_import_takes_everything_with_it_but_its_cases(self, store: Any) -> None:
        store.commit([Create(things.case()), Create(an_import()), Create(a_line(2))])
        store.commit(
            [
                Create(ImportedDebtor(TEST, "imp_1", "m" * 32, "deb_1", NOW)),
                KeepImportEvent(TEST, "imp_1", f"evt_{ULID}A", "import.completed", NOW),
                Enqueue(TEST, Consumer.IMPORTS, "imp_1", NOW, run=1),
            ]
        )
        assert [store.erase_import(TEST, "imp_1") for _ in range(2)] == [True, False]
        assert store.import_lines_between(TEST, "imp_1", 1, 9) == ()
        assert store.imported_debtors(TEST, "imp_1", ["m" * 32]) == {}
        assert store.import_event(TEST, f"evt_{ULID}A") is None
        assert store.older_than(NOW + timedelta(hours=1), limit=9) == ()
        assert store.case(TEST, "case_1").id == "case_1"

"""Names in the archive: modes, tenants and cases apart, sequences that sort, ids that cannot climb."""

from __future__ import annotations

import pytest

from chalicelib.domain.archive_layout import (
    case_prefix,
    document_context,
    document_key,
    event_context,
    event_key,
    event_place,
    event_sequence,
)


def test_modes_tenants_and_cases_have_their_own_place() -> None:
    assert event_key("ten_1", True, "case_1", 7) == "live/ten_1/case_1/events/000007.json"
    assert document_key("ten_1", False, "case_1", "doc_2") == "test/ten_1/case_1/documents/doc_2"
    assert case_prefix("ten_1", True, "case_1") == "live/ten_1/case_1/"


def test_what_is_sealed_is_bound_to_its_place() -> None:
    assert event_context("case_1", 7) == "case_1/events/000007.json"
    assert document_context("case_1", "doc_2") == "case_1/documents/doc_2"


@pytest.mark.parametrize("bad", ["", "..", "a/b", "é", "a b", "x" * 65])
def test_an_id_cannot_leave_its_place(bad: str) -> None:
    with pytest.raises(ValueError, match="id"):
        case_prefix(bad, True, "case_1")
    with pytest.raises(ValueError, match="id"):
        document_key("ten_1", True, "case_1", bad)


@pytest.mark.parametrize("sequence", [1, 999, 999_999, 1_000_000])
def test_a_sequence_is_read_back_from_its_name(sequence: int) -> None:
    assert event_sequence(event_place(sequence)) == sequence


@pytest.mark.parametrize(
    "place", ["events/1.json", "events/000000.json", "events/0000001.json", "documents/000001.json"]
)
def test_another_spelling_is_no_event(place: str) -> None:
    assert event_sequence(place) is None


def test_events_are_numbered_from_one() -> None:
    with pytest.raises(ValueError, match="from 1"):
        event_place(0)

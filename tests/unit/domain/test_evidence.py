"""The chain: canonical JSON (RFC 8785), salted commitments, and what ``verify_chain`` finds (R-128)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.evidence import (
    ChainHead,
    DatedEvent,
    EventHeader,
    NotCanonical,
    SaltedPayload,
    append,
    canonical_json,
    commit_payload,
    document_references,
    genesis,
    header_hash,
    verify_chain,
)

CASE = "case_01JD0000000000000000000001"
WHEN = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=20)

Chain = tuple[list[EventHeader], dict[int, SaltedPayload], ChainHead]


def salt_of(sequence: int) -> bytes:
    return hashlib.sha256(f"salt {sequence}".encode()).digest()


def chain(length: int, case_id: str = CASE) -> Chain:
    head = genesis(case_id)
    headers: list[EventHeader] = []
    payloads: dict[int, SaltedPayload] = {}
    for number in range(1, length + 1):
        payload = {"amount": number * 100, "name": f"Société n° {number}"}
        event = DatedEvent("contact.sent", WHEN + timedelta(days=number), WHEN, "system", payload)
        header, head = append(head, event, salt_of(number))
        headers.append(header)
        payloads[header.sequence] = SaltedPayload(payload, salt_of(number))
    return headers, payloads, head


def codes(*arguments: Any, **named: Any) -> list[str]:
    return [fault.code for fault in verify_chain(CASE, *arguments, **named)]


@given(JSON)
def test_canonical_json_is_the_one_of_an_independent_implementation(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(JSON)
def test_canonical_json_reads_back_as_the_same_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


def test_members_are_sorted_by_utf16_code_units() -> None:
    """RFC 8785, 3.2.3: an emoji (a surrogate pair, D83D…) sorts before U+FB33, although its code point is higher."""
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2, "€": 3, "\r": 4, "1": 5}).decode() == (
        '{"\\r":4,"1":5,"€":3,"\U0001f600":2,"\ufb33":1}'
    )


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, 2**53, -(2**53), "\ud800", {"\udc00": 1}, {1: 2}, b"x", {1, 2}])
def test_what_has_no_exact_json_form_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_a_header_reads_back_as_written() -> None:
    header = chain(1)[0][0]
    paris = header.occurred_at.astimezone(timezone(timedelta(hours=1)))
    assert EventHeader.from_json(header.to_json()) == header
    assert header_hash(replace(header, occurred_at=paris)) == header_hash(header)


@pytest.mark.parametrize(
    "change",
    [{"more": 1}, {"sequence": "1"}, {"type": 3}, {"occurred_at": "2026-01-16T08:00:00Z"}, {"actor_id": None}],
)
def test_a_header_of_another_shape_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="header"):
        EventHeader.from_json({**chain(1)[0][0].to_json(), **change})


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        append(genesis(CASE), DatedEvent("case.opened", WHEN.replace(tzinfo=None), WHEN, "system", {}), salt_of(1))


def test_a_commitment_hides_the_payload_behind_its_salt() -> None:
    payload = {"name": "Durand"}
    assert commit_payload(payload, salt_of(1)) != commit_payload(payload, salt_of(2))
    assert commit_payload(payload, salt_of(1)) == hashlib.sha256(salt_of(1) + b'{"name":"Durand"}').hexdigest()
    with pytest.raises(ValueError, match="32"):
        commit_payload(payload, b"short")


@given(st.integers(0, 12))
def test_an_honest_chain_has_no_fault(length: int) -> None:
    headers, payloads, head = chain(length)
    assert verify_chain(CASE, headers, payloads, head) == []
    assert head.sequence == length


def test_an_erased_payload_leaves_the_chain_valid() -> None:
    headers, payloads, head = chain(4)
    del payloads[2], payloads[4]
    assert verify_chain(CASE, headers, payloads, head) == []
    assert verify_chain(CASE, headers, None, head) == []


CHANGED_FIELDS: dict[str, Any] = {
    "type": "payment.recorded",
    "occurred_at": WHEN,
    "recorded_at": WHEN + timedelta(microseconds=1),
    "actor_id": "other",
    "payload_commitment": "0" * 64,
    "previous_hash": "0" * 64,
}


@pytest.mark.parametrize("field", CHANGED_FIELDS)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_changed_header_is_found_with_the_head(field: str, place: int) -> None:
    headers, payloads, head = chain(5)
    headers[place] = replace(headers[place], **{field: CHANGED_FIELDS[field]})
    assert codes(headers, payloads, head)


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_missing_event_is_found_without_any_head(place: int) -> None:
    headers, payloads, _ = chain(5)
    del headers[place]
    assert codes(headers, payloads) == ["sequence_broken", "chain_broken"]


def test_an_added_event_is_found_without_any_head() -> None:
    headers, payloads, _ = chain(5)
    headers.insert(2, headers[1])
    assert "sequence_broken" in codes(headers, payloads)


@given(st.permutations(range(6)))
def test_any_reordering_is_found(order: list[int]) -> None:
    headers, payloads, head = chain(6)
    assert bool(codes([headers[place] for place in order], payloads, head)) == (order != sorted(order))


def test_swapped_payloads_are_found() -> None:
    headers, payloads, head = chain(3)
    payloads[1], payloads[2] = payloads[2], payloads[1]
    assert codes(headers, payloads, head) == ["payload_mismatch", "payload_mismatch"]


def test_an_event_of_another_case_does_not_fit() -> None:
    headers, payloads, _ = chain(3)
    assert codes(chain(3, "case_01JD0000000000000000000002")[0], payloads) == ["chain_broken"]
    headers[1] = chain(3, "case_01JD0000000000000000000002")[0][1]
    assert codes(headers, payloads) == ["chain_broken", "chain_broken"]


@pytest.mark.parametrize("kept", [0, 1, 4])
def test_a_truncated_tail_is_found_only_with_a_head_kept_elsewhere(kept: int) -> None:
    headers, payloads, head = chain(5)
    assert codes(headers[:kept], payloads) == []
    assert codes(headers[:kept], payloads, head) == ["truncated"]


def test_a_chain_rewritten_from_the_start_is_found_with_a_head_kept_elsewhere() -> None:
    _, _, head = chain(5)
    rewritten, reached = [], genesis(CASE)
    for _number in range(5):
        header, reached = append(reached, DatedEvent("contact.sent", WHEN, WHEN, "system", {}), salt_of(9))
        rewritten.append(header)
    assert codes(rewritten) == []
    assert codes(rewritten, None, head) == ["head_mismatch"]


def test_an_older_head_is_accepted_when_the_chain_went_on() -> None:
    headers, payloads, _ = chain(5)
    older = ChainHead(3, header_hash(headers[2]))
    assert codes(headers, payloads, older) == []
    assert codes(headers, payloads, genesis(CASE)) == []


def test_documents_are_found_at_any_depth_of_a_payload() -> None:
    payload = {
        "letter": {"document_id": "doc_1", "sha256": "aa"},
        "attachments": [{"document_id": "doc_2", "sha256": "bb", "name": "facture.pdf"}],
        "unrelated": {"sha256": "cc"},
    }
    assert list(document_references(payload)) == [("doc_1", "aa"), ("doc_2", "bb")]

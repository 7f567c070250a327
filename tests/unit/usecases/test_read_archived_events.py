"""Reading a case back from the archive: what was written first, every fault reported, erasure no fault (R-128)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from chalicelib.domain.archive_layout import ArchivedBody, ArchivedObject, event_context, event_key
from chalicelib.domain.evidence import ChainHead, header_hash
from chalicelib.domain.sealed_event import (
    ArchivedEvent,
    KeyErased,
    SealBroken,
    WrappedKey,
    parse_payload,
    payload_plaintext,
)
from chalicelib.usecases.read_archived_events import ArchivedTrail, read_archived_events
from tests.support.sample_pack import CASE, OTHER_CASE, PAYLOADS, trail

KEY = WrappedKey(b"wrapped", {"debtor_id": "deb_1"})


class LabellingVault:
    """Seals by writing the place in front; enough to notice a swap."""

    def seal(self, wrapped_key: WrappedKey | None, plaintext: bytes, context: str) -> bytes:
        assert wrapped_key is not None
        return wrapped_key.ciphertext + b"|" + context.encode() + b"|" + plaintext

    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes:
        if wrapped_key is None:
            raise KeyErased("erased")
        label = wrapped_key.ciphertext + b"|" + context.encode() + b"|"
        if not sealed.startswith(label):
            raise SealBroken("another place")
        return sealed[len(label) :]


@dataclass
class FixedKeys:
    """One key for every debtor, until it is erased."""

    key: WrappedKey | None = KEY
    asked: list[str] = field(default_factory=list)

    def wrapped_key(self, key_id: str) -> WrappedKey | None:
        self.asked.append(key_id)
        return self.key


@dataclass
class ListedArchive:
    """Objects as S3 would list and give them."""

    bodies: dict[str, bytes]
    listed: dict[str, ArchivedObject] = field(default_factory=dict)

    def list_objects(self, prefix: str) -> tuple[ArchivedObject, ...]:
        names = sorted(name for name in self.bodies if name.startswith(prefix))
        return tuple(self.listed.get(name, ArchivedObject(name, "v1", len(self.bodies[name]))) for name in names)

    def read(self, item: ArchivedObject) -> ArchivedBody:
        return ArchivedBody(item, self.bodies[item.key])


def key_of(sequence: int) -> str:
    return event_key("ten_1", True, CASE, sequence)


def archive() -> ListedArchive:
    headers, payloads = trail()
    bodies = {}
    for header in headers:
        place = event_context(CASE, header.sequence)
        sealed = LabellingVault().seal(KEY, payload_plaintext(payloads[header.sequence]), place)
        event = ArchivedEvent(CASE, header, header_hash(header), "deb_1", sealed)
        bodies[key_of(header.sequence)] = event.to_bytes()
    return ListedArchive(bodies)


def read(source: ListedArchive, *, keys: FixedKeys | None = None, head: ChainHead | None = None) -> ArchivedTrail:
    return read_archived_events(
        "ten_1", True, CASE, archive=source, vault=LabellingVault(), keys=keys or FixedKeys(), head=head
    )


def codes(result: ArchivedTrail) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.code) for fault in result.faults]


def test_the_trail_comes_back_as_it_was_written() -> None:
    headers, _ = trail()
    keys = FixedKeys()
    result = read(archive(), keys=keys, head=ChainHead(5, header_hash(headers[-1])))
    assert result.faults == ()
    assert [event.header for event in result.events] == headers
    assert [dict(event.salted.payload) for event in result.events if event.salted] == [item for _, item in PAYLOADS]
    assert result.head == ChainHead(5, header_hash(headers[-1]))
    assert keys.asked == ["deb_1"]


def test_an_erased_trail_still_verifies_and_holds_no_payload() -> None:
    result = read(archive(), keys=FixedKeys(None))
    assert result.faults == ()
    assert all(event.erased and event.salted is None for event in result.events)


def test_a_case_without_events_has_an_empty_trail() -> None:
    assert read(ListedArchive({})).events == ()
    assert codes(read(ListedArchive({}), head=ChainHead(3, "0" * 64))) == [(3, "truncated")]


def test_later_versions_and_delete_markers_are_reported_not_followed() -> None:
    source = archive()
    name = key_of(2)
    source.listed[name] = ArchivedObject(name, "v1", 1, extra_versions=("v3", "v2"), deleted=True)
    result = read(source)
    assert codes(result) == [(2, "extra_version"), (2, "delete_marker")]
    assert len(result.events) == 5


def test_a_missing_event_is_reported() -> None:
    source = archive()
    del source.bodies[key_of(3)]
    assert codes(read(source)) == [(4, "sequence_broken"), (4, "chain_broken")]


def test_a_missing_tail_is_reported_with_a_head_kept_elsewhere() -> None:
    source = archive()
    del source.bodies[key_of(5)]
    assert codes(read(source)) == []
    assert codes(read(source, head=ChainHead(5, header_hash(trail()[0][-1])))) == [(5, "truncated")]


def test_swapped_objects_are_reported() -> None:
    source = archive()
    source.bodies[key_of(2)], source.bodies[key_of(3)] = source.bodies[key_of(3)], source.bodies[key_of(2)]
    assert {(2, "misplaced_event"), (3, "misplaced_event")} <= set(codes(read(source)))


def test_a_payload_sealed_for_another_place_is_reported() -> None:
    source = archive()
    second, third = (ArchivedEvent.from_bytes(source.bodies[key_of(number)]) for number in (2, 3))
    source.bodies[key_of(2)] = replace(second, sealed=third.sealed).to_bytes()
    result = read(source)
    assert codes(result) == [(2, "seal_broken")]
    assert result.events[1].salted is None
    assert not result.events[1].erased


def test_an_event_of_another_case_is_reported() -> None:
    source = archive()
    event = ArchivedEvent.from_bytes(source.bodies[key_of(1)])
    source.bodies[key_of(1)] = replace(event, case_id=OTHER_CASE).to_bytes()
    assert (1, "misplaced_event") in codes(read(source))


def test_a_payload_that_was_not_committed_to_is_reported() -> None:
    source = archive()
    event = ArchivedEvent.from_bytes(source.bodies[key_of(1)])
    other = replace(trail()[1][1], payload={"debtor": "somebody else"})
    sealed = LabellingVault().seal(KEY, payload_plaintext(other), event_context(CASE, 1))
    source.bodies[key_of(1)] = replace(event, sealed=sealed).to_bytes()
    assert codes(read(source)) == [(1, "payload_mismatch")]


def test_a_stated_hash_that_is_not_the_headers_is_reported() -> None:
    source = archive()
    event = ArchivedEvent.from_bytes(source.bodies[key_of(1)])
    source.bodies[key_of(1)] = replace(event, hash="0" * 64).to_bytes()
    assert codes(read(source)) == [(1, "hash_mismatch")]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b'{"format":"other"}'])
def test_an_object_that_is_no_event_is_reported(body: bytes) -> None:
    source = archive()
    source.bodies[key_of(5)] = body
    assert codes(read(source)) == [(5, "unreadable_event")]


def test_a_stray_object_is_reported() -> None:
    source = archive()
    source.bodies[f"live/ten_1/{CASE}/events/note.txt"] = b"?"
    assert codes(read(source)) == [(0, "unknown_object")]


def test_an_archived_event_has_one_spelling_only() -> None:
    body = archive().bodies[key_of(1)]
    assert ArchivedEvent.from_bytes(body).to_bytes() == body
    with pytest.raises(ValueError, match="canonical"):
        ArchivedEvent.from_bytes(body.replace(b":", b": ", 1))


def test_payload_and_salt_are_sealed_together() -> None:
    salted = trail()[1][1]
    assert parse_payload(payload_plaintext(salted)) == salted
    with pytest.raises(ValueError, match="object"):
        parse_payload(b'{"salt":"AAAA"}')

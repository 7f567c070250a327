"""Events that an earlier version wrote, whose instants end with ``+00:00``: read, verified and told as ever (R-128)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime

import pytest

from chalicelib.domain.chronology import PARIS, chronology_entry
from chalicelib.domain.french import format_date
from chalicelib.domain.next_step import Action
from chalicelib.usecases.build_evidence_pack import build_evidence_pack
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.read_timeline import read_timeline
from chalicelib.usecases.rebuild_case import StoredKeys, rebuild_case
from chalicelib.verifier import verify
from tests.support.case_on_aws import TENANT, CaseOnAws, case_on_aws
from tests.support.http_world import SETTINGS
from tests.support.sample_pack import public_key


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseOnAws]:
    """A case that the earlier version opened and this one goes on with."""
    with case_on_aws() as made, monkeypatch.context() as before:
        before.setattr("chalicelib.domain.scheduling.instant", datetime.isoformat)
        made.open()
        before.undo()
        made.until(Action.SEND_EMAIL)
        made.carry()
        yield made


def planned(world: CaseOnAws) -> list[tuple[str, str]]:
    """What the timeline says of each planned step: until when, and the line in French."""
    d = world.deps
    page = read_timeline(world.scope, world.case_id, limit=100, position=None, store=d.store, vault=d.vault)
    entries = [entry for entry in page.items if entry.payload and entry.payload.get("due_at")]
    return [
        (str(entry.payload["due_at"]), chronology_entry(entry.event.header, entry.payload).summary) for entry in entries
    ]


def test_a_case_with_events_of_both_forms_is_rebuilt_from_the_archive(world: CaseOnAws) -> None:
    """The chain is over what was written: nothing is written again, and nothing has to be."""
    d = world.deps
    assert {due_at.endswith("Z") for due_at, _ in planned(world)} == {True, False}
    found = rebuild_case(
        world.scope,
        world.case_id,
        archive=d.archive,
        vault=d.vault,
        keys=StoredKeys(d.store, world.scope),
        snapshots=d.recording.snapshots,
    )
    assert (found.case, found.faults, found.later) == (world.case, (), 0)


def test_a_pack_with_events_of_both_forms_is_verified_by_a_stranger(world: CaseOnAws) -> None:
    pack = build_evidence_pack(world.changing(), ports=world.packing, reply=no_reply)
    key = f"downloads/test/{TENANT}/{world.case.debtor_id}/{pack.sha256}"
    content = world.deps.client("s3").get_object(Bucket=SETTINGS.files_bucket, Key=key)["Body"].read()
    signer = public_key()
    report = verify.verify(io.BytesIO(content), (pack.head.sequence, pack.head.hash), (signer.n, signer.e))
    assert report.faults == []


def test_both_forms_are_told_in_the_same_words(world: CaseOnAws) -> None:
    """The chronology reads the instant, in either form, as the day where the debtor lives."""
    for due_at, summary in planned(world):
        day = datetime.fromisoformat(due_at)
        assert format_date(day.astimezone(PARIS).date()) in summary

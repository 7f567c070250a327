"""What a case leaves behind, through the real adapters: a pack that a stranger verifies, a rebuild, an erasure."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator

import pytest

from chalicelib.domain.archive_layout import event_key
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.evidence import ChainHead
from chalicelib.domain.next_step import Action
from chalicelib.domain.sealed_event import ArchivedEvent, KeyErased
from chalicelib.usecases.add_document import AddDocument, add_document
from chalicelib.usecases.build_evidence_pack import BuiltPack, TrailBroken, build_evidence_pack
from chalicelib.usecases.erase_debtor import ErasedDebtor, erase_debtor
from chalicelib.usecases.link_document import LinkedDocument, link_document
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.rebuild_case import RebuiltCase, StoredKeys, rebuild_case
from chalicelib.usecases.sending import Content
from chalicelib.usecases.statement_document import DrawUpStatement, statement_document
from chalicelib.verifier import verify
from tests.support.case_on_aws import BANK_WORDS, NAME, PERSONAL, PHONE, POSTAL_CODE, TENANT, CaseOnAws, case_on_aws
from tests.support.http_world import SETTINGS
from tests.support.sample_pack import public_key


@pytest.fixture
def world() -> Iterator[CaseOnAws]:
    with case_on_aws() as made:
        made.open()
        yield made


def built(world: CaseOnAws) -> BuiltPack:
    return build_evidence_pack(world.changing(), ports=world.packing, reply=no_reply)


def content_of(world: CaseOnAws, pack: BuiltPack) -> bytes:
    key = f"downloads/test/{TENANT}/{world.case.debtor_id}/{pack.sha256}"
    found: bytes = world.deps.client("s3").get_object(Bucket=SETTINGS.files_bucket, Key=key)["Body"].read()
    return found


def report_on(content: bytes, head: ChainHead) -> verify.Report:
    key = public_key()
    return verify.verify(io.BytesIO(content), (head.sequence, head.hash), (key.n, key.e))


def rebuilt(world: CaseOnAws) -> RebuiltCase:
    return rebuild_case(
        world.scope,
        world.case_id,
        archive=world.deps.archive,
        vault=world.deps.vault,
        keys=StoredKeys(world.deps.store, world.scope),
        snapshots=world.deps.recording.snapshots,
    )


def erased(world: CaseOnAws) -> ErasedDebtor:
    d = world.deps
    return erase_debtor(world.scope, world.case.debtor_id, store=d.store, vault=d.vault, files=d.files)


# --- the pack ---------------------------------------------------------------------------------------------------------


def test_a_stranger_verifies_the_pack_of_a_case(world: CaseOnAws) -> None:
    """R-128."""
    world.until(Action.SEND_EMAIL)
    head = world.case.chain
    pack = built(world)
    content = content_of(world, pack)
    assert (pack.head, pack.sha256) == (head, hashlib.sha256(content).hexdigest())
    assert report_on(content, head).faults == []
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        names = files.namelist()
        manifest = json.loads(files.read("manifest.json"))
        assert files.read("chronologie.pdf").startswith(b"%PDF")
    assert [name for name in names if name.endswith(".eml")]
    assert [name for name in names if "livraison-Lampion" in name]
    assert manifest["erased_events"] == []


def test_the_pack_is_told_in_the_chain_and_the_next_one_holds_that(world: CaseOnAws) -> None:
    first = built(world)
    last = world.deps.store.event_range(world.scope, world.case_id, 1, 99)[-1]
    assert last.header.type == "evidence_pack.ready"
    assert json.loads(last.public_json)["pack_sha256"] == first.sha256
    second = built(world)
    assert second.head == ChainHead(last.header.sequence, last.hash)
    content = content_of(world, second)
    assert report_on(content, second.head).faults == []
    assert first.document is not None
    assert first.document.id not in zipfile.ZipFile(io.BytesIO(content)).read("manifest.json").decode()


def test_the_pack_lies_sealed_in_the_archive_and_is_handed_out_again(world: CaseOnAws) -> None:
    pack, d = built(world), world.deps
    assert pack.document is not None
    assert pack.document.kind is DocumentKind.EVIDENCE_PACK
    assert d.archive.read_oldest_version(pack.document.archive_key).body[:2] != b"PK"
    again = link_document(world.scope, pack.document.id, store=d.store, vault=d.vault, archive=d.archive, files=d.files)
    assert again.document.sha256 == pack.sha256
    assert pack.sha256 in again.url


def test_a_live_pack_is_locked_for_as_long_as_the_case_can_be_contested() -> None:
    """GDPR_03: ordered from the lock, not from us."""
    with case_on_aws(livemode=True) as world:
        world.open()
        pack = built(world)
        assert pack.document is not None
        where = {"Bucket": SETTINGS.archive_bucket, "Key": pack.document.archive_key}
        kept = world.deps.client("s3").head_object(**where)
    assert kept["ObjectLockMode"] == "COMPLIANCE"
    assert kept["ObjectLockRetainUntilDate"].year == world.clock.instant.year + 6


def test_events_that_were_changed_in_the_table_are_not_signed(world: CaseOnAws) -> None:
    last = world.case.chain.sequence
    key = {"pk": {"S": f"T#{TENANT}#test#CASE#{world.case_id}"}, "sk": {"S": f"E#{last:06d}"}}
    world.deps.client("dynamodb").delete_item(TableName=SETTINGS.table_name, Key=key)
    with pytest.raises(TrailBroken):
        built(world)


def test_a_head_kept_elsewhere_shows_what_a_pack_lacks(world: CaseOnAws) -> None:
    content = content_of(world, built(world))
    world.until(Action.SEND_EMAIL)
    assert [code for code, _ in report_on(content, world.case.chain).faults] == ["truncated"]


# --- rebuild ----------------------------------------------------------------------------------------------------------


def test_the_archive_alone_gives_the_case_back_after_every_step(world: CaseOnAws) -> None:
    world.carry()
    assert rebuilt(world).case == world.case
    for _ in range(4):
        world.step()
    world.pay(30_000)
    world.carry()
    found = rebuilt(world)
    assert found.faults == ()
    assert found.later == 0
    assert found.case == world.case


def test_what_is_not_archived_yet_is_simply_older(world: CaseOnAws) -> None:
    world.carry()
    before = world.case
    world.pay(30_000)
    assert rebuilt(world).case == before


def test_half_a_transaction_in_the_archive_gives_the_state_before_it(world: CaseOnAws) -> None:
    world.carry()
    before = world.case
    world.pay(30_000)  # two events in one transaction: the payment, and the step it changes
    stored = world.deps.store.event_range(world.scope, world.case_id, before.chain.sequence + 1, 99)
    assert len(stored) > 1
    event = ArchivedEvent(world.case_id, stored[0].header, stored[0].hash, before.debtor_id, stored[0].sealed)
    key = event_key(TENANT, False, world.case_id, stored[0].header.sequence)
    world.deps.archive.put_once(key, event.to_bytes(), livemode=False, content_type="application/json")
    found = rebuilt(world)
    assert (found.case.chain, found.later) == (before.chain, 1)
    assert found.faults == ()


def test_a_case_nobody_archived_cannot_be_rebuilt(world: CaseOnAws) -> None:
    with pytest.raises(NotFound):
        rebuilt(world)


# --- erasure ----------------------------------------------------------------------------------------------------------


def test_an_open_case_stands_against_erasure(world: CaseOnAws) -> None:
    with pytest.raises(Conflict) as refused:
        erased(world)
    assert refused.value.code == "debtor_has_open_cases"
    assert world.deps.store.debtor(world.scope, world.case.debtor_id)[0].name == NAME


def test_after_erasure_the_chain_verifies_and_nobody_reads_anything_personal(world: CaseOnAws) -> None:
    """R-142, GDPR 17."""
    for _ in range(6):
        world.step()
    world.settle()
    pack = built(world)
    world.carry()
    before = world.case
    readable = world.everything_in(SETTINGS.archive_bucket, SETTINGS.files_bucket)
    assert [value for value in (NAME, PHONE, BANK_WORDS, POSTAL_CODE) if value.encode() not in readable] == []
    assert erased(world).cases == (world.case_id,)
    left = world.everything_in(SETTINGS.archive_bucket, SETTINGS.files_bucket)
    assert world.case_id.encode() in left
    assert [value for value in (*PERSONAL, POSTAL_CODE) if value.encode() in left] == []
    d = world.deps
    for read in (
        lambda: d.store.debtor(world.scope, before.debtor_id),
        lambda: rebuilt(world),
        lambda: link_document(
            world.scope,
            pack.document.id if pack.document else "",
            store=d.store,
            vault=d.vault,
            archive=d.archive,
            files=d.files,
        ),
    ):
        with pytest.raises(KeyErased):
            read()
    mute = built(world)
    assert mute.document is None
    assert mute.head == before.chain
    content = content_of(world, mute)
    report = report_on(content, before.chain)
    assert report.faults == []
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        manifest = json.loads(files.read("manifest.json"))
    assert manifest["erased_events"] == list(range(1, before.chain.sequence + 1))
    assert pack.document is not None
    assert set(manifest["erased_documents"]) > {pack.document.id}
    assert [value for value in PERSONAL if value.encode() in content] == []


def test_erasing_twice_is_harmless_and_a_debtor_that_never_was_is_told(world: CaseOnAws) -> None:
    world.step()
    world.settle()
    debtor_id, first = world.case.debtor_id, erased(world)
    assert erased(world) == first == ErasedDebtor(debtor_id, (world.case_id,))
    d = world.deps
    with pytest.raises(NotFound):
        erase_debtor(world.scope, "deb_unknown", store=d.store, vault=d.vault, files=d.files)


# --- documents --------------------------------------------------------------------------------------------------------


def test_an_added_document_is_evidence(world: CaseOnAws) -> None:
    """R-008."""
    content = Content(DocumentKind.CONTRACT, "contrat.pdf", "application/pdf", b"%PDF-1.7 contrat")
    outcome = add_document(
        AddDocument(world.changing(), content),
        recording=world.deps.recording,
        archive=world.deps.archive,
        reply=no_reply,
    )
    digest = hashlib.sha256(content.body).hexdigest()
    last = world.deps.store.event_range(world.scope, world.case_id, 1, 99)[-1]
    assert last.header.type == "document.added"
    assert [each["sha256"] for each in json.loads(last.public_json)["documents"]] == [digest]
    document = outcome.result
    pack = content_of(world, built(world))
    assert digest in zipfile.ZipFile(io.BytesIO(pack)).read("manifest.json").decode()
    assert getattr(document, "sha256", None) == digest


def test_the_statement_of_a_day_is_a_document_of_the_case(world: CaseOnAws) -> None:
    """R-007: linked, kept, and part of the evidence."""
    d = world.deps
    outcome = statement_document(DrawUpStatement(world.changing()), ports=world.packing, reply=no_reply)
    made = outcome.result
    assert isinstance(made, LinkedDocument)
    assert made.document.kind is DocumentKind.STATEMENT
    key = f"downloads/test/{TENANT}/{world.case.debtor_id}/{made.document.sha256}"
    body = d.client("s3").get_object(Bucket=SETTINGS.files_bucket, Key=key)["Body"].read()
    assert body.startswith(b"%PDF")
    pack = content_of(world, built(world))
    assert made.document.sha256 in zipfile.ZipFile(io.BytesIO(pack)).read("manifest.json").decode()

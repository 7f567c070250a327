"""Under a mandate, with a recorded act, of an insolvent debtor: packs verify, the archive gives the case (R-128)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.document import DocumentKind
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.next_step import Action
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.put_under_mandate import PutUnderMandate, put_under_mandate
from chalicelib.usecases.record_limitation_act import RecordLimitationAct, record_limitation_act
from chalicelib.usecases.record_mandate import MandatePorts, RecordMandate, record_mandate
from chalicelib.usecases.sending import Content
from chalicelib.usecases.writes import Update
from tests.integration.test_evidence_of_a_case import built, content_of, rebuilt, report_on
from tests.integration.test_facts_on_aws import PROOF as JUDGMENT
from tests.integration.test_facts_on_aws import judged
from tests.support.case_on_aws import CaseOnAws, case_on_aws
from tests.support.mandate_story import collector

PAPER = Content(DocumentKind.CONTRACT, "mandat.pdf", "application/pdf", b"%PDF-1.7 mandat")
PROOF = Content(DocumentKind.CORRESPONDENCE, "aveu.pdf", "application/pdf", b"%PDF-1.7 aveu")


@pytest.fixture
def world() -> Iterator[CaseOnAws]:
    with case_on_aws() as made:
        made.open()
        yield made


def checked(world: CaseOnAws) -> dict[str, bytes]:
    """The files of the pack, once a stranger found no fault and the archive alone gave the same case."""
    head = world.case.chain
    content = content_of(world, built(world))
    assert report_on(content, head).faults == []
    world.carry()
    assert rebuilt(world).case == world.case
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        return {name: files.read(name) for name in files.namelist()}


def test_a_case_put_under_a_mandate_holds_the_signed_paper(world: CaseOnAws) -> None:
    """MAND_01: through the real seal and archive."""
    d = world.deps
    world.step()
    stored = d.store.creditor(world.scope, "cred_1")
    d.store.commit([Update(replace(stored, collector=collector(), version=stored.version + 1))])
    command = RecordMandate(world.scope, "cred_1", "MDT-7", date(2026, 1, 2), "8 %", PAPER)
    ports = MandatePorts(d.store, d.vault, d.archive, d.ids, d.wall_clock)
    mandate = record_mandate(command, ports=ports, reply=no_reply)
    switch = PutUnderMandate(world.changing(), "handed to the agency", mandate.id, None)
    put_under_mandate(switch, recording=d.recording, checks=d.checks, reply=no_reply)
    files = checked(world)
    assert files[f"documents/{mandate.id}-mandat-MDT-7.pdf"] == PAPER.body
    assert "unreadable_documents" not in json.loads(files["manifest.json"])


def test_the_proof_of_an_act_is_in_the_pack(world: CaseOnAws) -> None:
    """PRE_07: an acknowledgement with its paper."""
    act = RecordLimitationAct(world.changing(), ActKind.ACKNOWLEDGEMENT, date(2026, 10, 8), document=PROOF)
    record_limitation_act(act, recording=world.deps.recording, archive=world.deps.archive, reply=no_reply)
    assert PROOF.body in checked(world).values()


def test_an_insolvency_its_proof_and_the_declaration_are_in_the_pack(world: CaseOnAws) -> None:
    """STOP_02: whoever verifies finds the judgment's paper and what was declared because of it."""
    judged(world)
    world.until(Action.ISSUE_DECLARATION)
    files = checked(world)
    assert JUDGMENT in files.values()
    assert any("declaration" in name and body[:5] == b"%PDF-" for name, body in files.items())
    told = [json.loads(body)["header"]["type"] for name, body in sorted(files.items()) if name.startswith("events/")]
    assert {"insolvency.detected", "case.paused", "declaration.issued"} <= set(told)

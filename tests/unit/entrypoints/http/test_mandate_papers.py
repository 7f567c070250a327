"""The signed paper of a mandate in the evidence of the cases collected under it."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.usecases.writes import Update
from chalicelib.verifier import verify
from tests.support.http_client import HttpClient
from tests.support.http_world import HttpWorld
from tests.support.sample_requests import create
from tests.unit.entrypoints.http.test_mandates import creditor_with, mandated, opening


def pack_of(world: HttpWorld, client: HttpClient, case_id: str) -> tuple[dict[str, Any], dict[str, bytes], list[str]]:
    """The manifest, the files, and what the verifier finds wrong with the documents."""
    content = world.files.downloads[create(client, f"/v1/cases/{case_id}/evidence-pack", {})["download_url"]]
    faults = [code for code, _ in verify.verify(io.BytesIO(content)).faults if code.startswith("document")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return json.loads(files["manifest.json"]), files, faults


@pytest.mark.parametrize("switched", [False, True])
def test_the_signed_paper_is_in_the_evidence_of_its_cases(world: HttpWorld, switched: bool) -> None:
    """MAND_01, R-128: whether the case was opened under the mandate or put under it later."""
    client = world.tenant().test
    creditor_id = creditor_with(client)
    made = mandated(client, creditor_id)
    mode = {"collector_mode": "creditor_own"} if switched else {}
    case = create(client, "/v1/cases", opening(creditor_id, **mode))
    if switched:
        assert client.post(f"/v1/cases/{case['id']}/mandate", {"reason": "r"}).status == 200
    manifest, files, faults = pack_of(world, client, case["id"])
    path = f"documents/{made['id']}-mandat-MDT-1.pdf"
    assert faults == []
    assert files[path] == b"%PDF-1.4\n"
    assert manifest["files"][path]["sha256"] == made["document_sha256"]
    assert "unreadable_documents" not in manifest


def test_a_paper_that_cannot_be_read_is_named_in_the_pack(world: HttpWorld) -> None:
    """R-128: never left out in silence, and the rest is handed out all the same."""
    tenant = world.tenant()
    creditor_id = creditor_with(tenant.test)
    made = mandated(tenant.test, creditor_id)
    case = create(tenant.test, "/v1/cases", opening(creditor_id))
    scope = Scope(tenant.id, livemode=False)
    stored = world.store.creditor(scope, creditor_id)
    lost = tuple(replace(each, archive_key=None) for each in stored.mandates)
    world.store.commit([Update(replace(stored, mandates=lost, version=stored.version + 1))])
    manifest, _, faults = pack_of(world, tenant.test, case["id"])
    assert manifest["unreadable_documents"] == [made["id"]]
    assert faults == []

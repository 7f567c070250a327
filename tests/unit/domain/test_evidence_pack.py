"""The evidence pack: the same bytes for the same contents, safe names, a read-me that says how to verify."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from chalicelib.domain.evidence_pack import PackDocument, document_path
from tests.support.sample_pack import EMAIL, LETTER, public_key, sample_pack, trail, unzipped


def test_the_same_contents_give_the_same_bytes() -> None:
    assert sample_pack().content == sample_pack().content
    assert sample_pack().sha256 == hashlib.sha256(sample_pack().content).hexdigest()


def test_the_pack_holds_everything_in_sorted_order() -> None:
    names = list(unzipped(sample_pack().content))
    assert names == sorted(names)
    assert {"README.txt", "chronologie.pdf", "manifest.json", "manifest.sig", "public-key.json", "verify.py"} < set(
        names
    )
    assert sum(name.startswith("events/") for name in names) == 5
    assert sum(name.startswith("documents/") for name in names) == 2


def test_the_manifest_names_every_file_and_the_head() -> None:
    pack = sample_pack()
    files = unzipped(pack.content)
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == set(files) - {"manifest.json", "manifest.sig"}
    assert manifest["head"] == {"sequence": 5, "hash": pack.head.hash}
    assert manifest["public_key_thumbprint"] == public_key().thumbprint


def test_the_readme_is_filled_in_and_typeset_in_french() -> None:
    pack = sample_pack(livemode=False)
    text = unzipped(pack.content)["README.txt"].decode()
    assert "$" not in text
    assert f"5:{pack.head.hash}" in text
    assert public_key().thumbprint in text
    assert "MODE TEST" in text
    assert " :" not in text
    assert " ;" not in text
    assert "« " not in text
    assert "MODE TEST" not in unzipped(sample_pack().content)["README.txt"].decode()


def test_nothing_of_an_erased_debtor_is_in_the_pack() -> None:
    files = unzipped(sample_pack(erased=True).content)
    everything = b"".join(content for name, content in files.items() if name != "verify.py")
    assert "Électricité".encode() not in everything
    assert EMAIL not in everything
    assert LETTER not in everything
    assert json.loads(files["manifest.json"])["erased_documents"] == ["doc_email", "doc_letter"]
    for salted in trail()[1].values():
        assert base64.b64encode(salted.salt) not in everything
        assert base64.b64encode(salted.salt) in b"".join(unzipped(sample_pack().content).values())


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Facture n° 12 (août).pdf", "documents/doc_1-Facture-n-12-aout.pdf"),
        ("../../etc/passwd", "documents/doc_1-etc-passwd"),
        ("C:\\temp\\x.PDF", "documents/doc_1-C-temp-x.PDF"),
        ("发票", "documents/doc_1"),
        ("", "documents/doc_1"),
        (".pdf", "documents/doc_1.pdf"),
        ("a" * 300 + ".pdf", f"documents/doc_1-{'a' * 60}.pdf"),
    ],
)
def test_a_document_name_is_made_safe(name: str, path: str) -> None:
    assert document_path(PackDocument("doc_1", name, b"")) == path

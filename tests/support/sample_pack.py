"""A small real evidence pack and the tools of somebody who tampers with it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.domain.evidence import DatedEvent, EventHeader, SaltedPayload, append, canonical_json, genesis
from chalicelib.domain.evidence_pack import EvidencePack, PackContents, PackDocument, RsaPublicKey, build_pack
from chalicelib.verifier import readme_template, verifier_source

CASE = "case_01JD0000000000000000000001"
OTHER_CASE = "case_01JD0000000000000000000002"
START = datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
LETTER = b"%PDF-1.7 mise en demeure"
EMAIL = b"Objet : votre facture\r\n\r\nBonjour,"

Files = dict[str, bytes]


@cache
def key_pair(_name: str) -> rsa.RSAPrivateKey:
    """One RSA key per name, made once per run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def signer(name: str = "ours") -> Callable[[bytes], bytes]:
    return lambda digest: key_pair(name).sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))


def public_key(name: str = "ours") -> RsaPublicKey:
    numbers = key_pair(name).public_key().public_numbers()
    return RsaPublicKey(numbers.n, numbers.e)


def pem(name: str = "ours") -> bytes:
    return key_pair(name).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def document_mention(document_id: str, content: bytes) -> dict[str, object]:
    return {"document_id": document_id, "sha256": hashlib.sha256(content).hexdigest()}


PAYLOADS: tuple[tuple[str, dict[str, object]], ...] = (
    ("case.opened", {"debtor": "Société Générale d’Électricité", "principal": 123456}),
    ("contact.sent", {"channel": "email", "content": document_mention("doc_email", EMAIL)}),
    ("contact.delivered", {"channel": "email"}),
    ("letter.posted", {"letter": document_mention("doc_letter", LETTER), "note": "n° 😀"}),
    ("case.closed", {"outcome": "paid"}),
)


def trail(case_id: str = CASE) -> tuple[list[EventHeader], dict[int, SaltedPayload]]:
    headers: list[EventHeader] = []
    payloads: dict[int, SaltedPayload] = {}
    head = genesis(case_id)
    for number, (kind, payload) in enumerate(PAYLOADS, start=1):
        salt = hashlib.sha256(f"{case_id} {number}".encode()).digest()
        instant = START + timedelta(days=7 * number)
        header, head = append(head, DatedEvent(kind, instant, instant, "system", payload), salt)
        headers.append(header)
        payloads[number] = SaltedPayload(payload, salt)
    return headers, payloads


def contents(*, case_id: str = CASE, livemode: bool = True, erased: bool = False, events: int = 5) -> PackContents:
    headers, payloads = trail(case_id)
    return PackContents(
        case_id=case_id,
        livemode=livemode,
        generated_at=START + timedelta(days=60),
        headers=headers[:events],
        payloads={} if erased else payloads,
        documents=[
            PackDocument("doc_email", "Première relance.eml", None if erased else EMAIL),
            PackDocument("doc_letter", "../Mise en demeure n° 1.pdf", None if erased else LETTER),
        ],
        chronology=b"%PDF-1.7 chronologie",
        verifier=verifier_source(),
        readme_template=readme_template(),
    )


def sample_pack(**changes: Any) -> EvidencePack:
    return build_pack(contents(**changes), public_key=public_key(), sign=signer())


def unzipped(pack: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def signed_again(files: Files, key: str = "ours") -> Files:
    """What somebody who holds a signing key can do: a manifest and signature that fit the changed files."""
    manifest = json.loads(files["manifest.json"])
    paths = {name for name in files if name not in {"manifest.json", "manifest.sig"}}
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(files[name]).hexdigest(), "size": len(files[name])} for name in paths
    }
    manifest["documents"] = [item for item in manifest["documents"] if item["path"] in paths]
    last = json.loads(files[max(name for name in files if name.startswith("events/0"))])
    manifest["head"] = {"sequence": last["header"]["sequence"], "hash": last["hash"]}
    manifest["public_key_thumbprint"] = public_key(key).thumbprint
    body = canonical_json(manifest)
    signature = base64.b64encode(signer(key)(hashlib.sha256(body).digest()))
    return {**files, "manifest.json": body, "manifest.sig": signature}

"""The evidence pack: one ZIP that a third party verifies offline, the same bytes for the same contents (R-128).

- manifest.json, manifest.sig, public-key.json: every file's SHA-256, signed; the key to check it with
- events/000001.json …: header, hash, payload and salt (null once erased)
- documents/<id>-<name> …, chronologie.pdf: what was sent and received; the story to read
- README.txt, verify.py: how to verify, in French; the verifier itself
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Template

from .archive_layout import event_place
from .evidence import ChainHead, EventHeader, SaltedPayload, canonical_json, genesis, header_hash, instant_text

PACK_FORMAT = "amiable-evidence-pack/1"
TEST_MODE_NOTICE = "\nMODE TEST : dossier fictif, sans valeur probante.\n"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # ZIP's first day: the pack's own instant stands in the manifest
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class RsaPublicKey:
    """The public half of the key that signs manifests."""

    n: int
    e: int

    def to_jwk(self) -> dict[str, object]:
        """As a JSON Web Key (RFC 7517)."""
        return {"kty": "RSA", "n": _base64url(self.n), "e": _base64url(self.e)}

    @property
    def thumbprint(self) -> str:
        """RFC 7638 thumbprint, SHA-256 in hexadecimal: what is published apart from the packs."""
        return hashlib.sha256(canonical_json(self.to_jwk())).hexdigest()


@dataclass(frozen=True)
class PackDocument:
    """A document of the case, as sent or received; ``content`` is ``None`` once the debtor's key is erased."""

    id: str
    name: str
    content: bytes | None


@dataclass(frozen=True)
class PackContents:
    """Everything that goes into a pack. ``payloads`` by sequence; an event without one is erased.

    ``unreadable`` are documents that events tell of and that could not be read: the manifest names them.
    ``generated_at`` is wall time. ``verifier`` and ``readme_template`` are the files of ``chalicelib.verifier``.
    """

    case_id: str
    livemode: bool
    generated_at: datetime
    headers: Sequence[EventHeader]
    payloads: Mapping[int, SaltedPayload]
    documents: Sequence[PackDocument]
    chronology: bytes
    verifier: bytes
    readme_template: str
    unreadable: Sequence[str] = ()


@dataclass(frozen=True)
class EvidencePack:
    """The finished ZIP, its SHA-256, and the head of the chain it holds."""

    content: bytes
    sha256: str
    head: ChainHead


def build_pack(contents: PackContents, *, public_key: RsaPublicKey, sign: Callable[[bytes], bytes]) -> EvidencePack:
    """Assemble and sign. ``sign`` gets the SHA-256 digest of manifest.json (RSA PKCS#1 v1.5)."""
    head = _head(contents)
    files = dict(_files(contents, public_key, head))
    manifest = canonical_json(_manifest(contents, head, public_key, files))
    files["manifest.json"] = manifest
    files["manifest.sig"] = base64.b64encode(sign(hashlib.sha256(manifest).digest())) + b"\n"
    content = _zip(files)
    return EvidencePack(content, hashlib.sha256(content).hexdigest(), head)


def document_path(document: PackDocument) -> str:
    """The document's place in the pack: its id, then its name in plain ASCII, safe on every system."""
    ascii_name = unicodedata.normalize("NFKD", document.name).encode("ascii", "ignore").decode("ascii")
    extension = _EXTENSION.search(ascii_name)
    stem = ascii_name[: extension.start()] if extension else ascii_name
    slug = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:60]
    return f"documents/{document.id}{slug and '-'}{slug}{extension[0] if extension else ''}"


def _head(contents: PackContents) -> ChainHead:
    if not contents.headers:
        return genesis(contents.case_id)
    last = contents.headers[-1]
    return ChainHead(last.sequence, header_hash(last))


def _files(contents: PackContents, public_key: RsaPublicKey, head: ChainHead) -> Iterator[tuple[str, bytes]]:
    for header in contents.headers:
        yield event_place(header.sequence), _event(header, contents.payloads.get(header.sequence))
    for document in contents.documents:
        if document.content is not None:
            yield document_path(document), document.content
    yield "chronologie.pdf", contents.chronology
    yield "verify.py", contents.verifier
    yield "public-key.json", canonical_json(public_key.to_jwk())
    yield "README.txt", _readme(contents, public_key, head)


def _event(header: EventHeader, salted: SaltedPayload | None) -> bytes:
    return canonical_json(
        {
            "header": header.to_json(),
            "hash": header_hash(header),
            "payload": dict(salted.payload) if salted else None,
            "salt": base64.b64encode(salted.salt).decode("ascii") if salted else None,
        }
    )


def _manifest(
    contents: PackContents, head: ChainHead, public_key: RsaPublicKey, files: Mapping[str, bytes]
) -> dict[str, object]:
    kept = [document for document in contents.documents if document.content is not None]
    return {
        "format": PACK_FORMAT,
        "case_id": contents.case_id,
        "livemode": contents.livemode,
        "generated_at": instant_text(contents.generated_at),
        "head": {"sequence": head.sequence, "hash": head.hash},
        "public_key_thumbprint": public_key.thumbprint,
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in files.items()
        },
        "documents": [{"id": item.id, "name": item.name, "path": document_path(item)} for item in kept],
        "erased_events": [item.sequence for item in contents.headers if item.sequence not in contents.payloads],
        "erased_documents": [item.id for item in contents.documents if item.content is None],
        **({"unreadable_documents": list(contents.unreadable)} if contents.unreadable else {}),
    }


def _readme(contents: PackContents, public_key: RsaPublicKey, head: ChainHead) -> bytes:
    text = Template(contents.readme_template).substitute(
        case_id=contents.case_id,
        head=f"{head.sequence}:{head.hash}",
        sequence=head.sequence,
        thumbprint=public_key.thumbprint,
        verifier_sha256=hashlib.sha256(contents.verifier).hexdigest(),
        mode="" if contents.livemode else TEST_MODE_NOTICE,
    )
    return text.encode("utf-8")


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Sorted, stored (compression would depend on the zlib at hand), with fixed dates and rights."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, date_time=_FIXED_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, content)
    return buffer.getvalue()


def _base64url(number: int) -> str:
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")

"""Verify an evidence pack offline, without trusting whoever made it. One file, standard library only, Python 3.9+.

    python verify.py pack.zip [--head SEQ:HASH] [--public-key FILE]

Exit codes: 0 valid, 1 something does not add up (each fault has a code), 2 the pack or an argument cannot be read.
Nothing is extracted and nothing is written. The report is in French, for the people who judge the pack.
It stays one file, longer than our others, because one file is what a stranger can read, keep and run.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any, Dict, Iterator, List, Optional, Tuple, Union

PACK_FORMAT = "amiable-evidence-pack/1"
UNSIGNED = {"manifest.json", "manifest.sig"}
MAX_ENTRIES, MAX_TOTAL, MAX_JSON, CHUNK = 20_000, 2 * 1024**3, 64 * 1024**2, 1024**2  # bytes, all files together
SAFE_NAME = re.compile(r"(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2
RSA_ENCRYPTION = bytes.fromhex("06092a864886f70d010101")
HEX_HASH = re.compile(r"[0-9a-f]{64}")
HEADER = {"sequence", "type", "occurred_at", "recorded_at", "actor_id", "previous_hash", "payload_commitment"}
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, RecursionError)

Key = Tuple[int, int]


class Unreadable(Exception):
    """The pack or an argument cannot be read at all: there is nothing to judge."""


class Report:
    """What was checked, what does not add up, and what the reader has to know."""

    def __init__(self) -> None:
        self.checked: List[str] = []
        self.faults: List[Tuple[str, str]] = []
        self.notes: List[str] = []
        self.last = 0

    def fault(self, code: str, text: str) -> None:
        self.faults.append((code, text))


class Pack:
    """The ZIP's files: the hash and size of each, the content of the small JSON ones."""

    def __init__(self) -> None:
        self.hashes: Dict[str, Tuple[str, int]] = {}
        self.contents: Dict[str, bytes] = {}
        self.kept = 0


def parsed(content: bytes) -> Any:
    """JSON of exact values only: an evidence trail has no floats, and no integer beyond 2^53 (RFC 8785)."""
    return json.loads(content, parse_int=exact_integer, parse_float=refused, parse_constant=refused)


def exact_integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) >= 2**53:
        return refused(digits)
    return int(digits)


def refused(number: str) -> int:
    raise ValueError(f"{number[:20]} has no exact canonical form")


def canonical(value: Any) -> bytes:
    """RFC 8785 of a parsed value: members sorted by UTF-16 code units, no blanks, shortest escapes."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return b"{" + b",".join(canonical(name) + b":" + canonical(value[name]) for name in names) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(canonical(item) for item in value) + b"]"
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def shown(text: Any) -> str:
    """Text of the pack, safe for a terminal."""
    return "".join(character if character.isprintable() else "?" for character in str(text))[:200]


# --- the container -----------------------------------------------------------------------------------------------


def read_pack(path: Union[str, IO[bytes]], report: Report) -> Pack:
    pack = Pack()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
                raise Unreadable("le contenu annoncé dépasse les limites (bombe de décompression ?)")
            for entry in entries:
                read_entry(archive, entry, pack, report)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        raise Unreadable(f"ce n’est pas un fichier ZIP lisible ({shown(error)})") from error
    return pack


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, pack: Pack, report: Report) -> None:
    name = entry.filename
    if not SAFE_NAME.fullmatch(name):
        report.fault("unsafe_name", f"nom de fichier inattendu : {shown(name)}")
        return
    if name in pack.hashes:
        report.fault("duplicate_file", f"{name} figure deux fois dans le ZIP")
        return
    keep = name.endswith((".json", ".sig")) and pack.kept + entry.file_size <= MAX_JSON
    digest, size, kept = hashlib.sha256(), 0, bytearray()
    try:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError  # other methods cannot be read in bounded memory, and no pack uses them
        with archive.open(entry) as stream:
            for chunk in iter(lambda: stream.read(CHUNK), b""):
                digest.update(chunk)
                size += len(chunk)
                if keep:
                    kept += chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, struct.error):
        report.fault("unreadable_file", f"{name} est endommagé")
        pack.hashes[name] = ("", -1)
        return
    pack.hashes[name] = (digest.hexdigest(), size)
    if keep:
        pack.contents[name] = bytes(kept)
        pack.kept += size


# --- the manifest and its signature ------------------------------------------------------------------------------


def read_manifest(pack: Pack, report: Report) -> Optional[Dict[str, Any]]:
    manifest: Dict[str, Any] = {}
    try:
        manifest = dict(parsed(pack.contents["manifest.json"]))
        well_formed = (
            manifest["format"] == PACK_FORMAT
            and isinstance(manifest["case_id"], str)
            and isinstance(manifest["livemode"], bool)
            and isinstance(manifest["head"]["sequence"], int)
            and all(HEX_HASH.fullmatch(item["sha256"]) for item in manifest["files"].values())
            and all(isinstance(item["id"] + item["path"], str) for item in manifest["documents"])
            and all(isinstance(manifest[name], list) for name in ("erased_events", "erased_documents"))
            and isinstance(manifest.get("unreadable_documents", []), list)
        )
    except MALFORMED:
        well_formed = False
    if well_formed:
        return manifest
    report.fault("manifest_unreadable", "manifest.json manque ou n’est pas celui d’un dossier de preuves")
    return None


def check_signature(pack: Pack, trusted: Optional[Key], report: Report) -> None:
    try:
        inside: Optional[Key] = jwk(parsed(pack.contents["public-key.json"]))
    except MALFORMED:
        inside = None
        report.fault("key_unreadable", "public-key.json manque ou n’est pas une clé RSA")
    key = trusted or inside
    if key is None:
        return
    if trusted and inside and trusted != inside:
        report.fault("key_differs", "la clé du dossier n’est pas celle que vous avez donnée")
    try:
        signature = base64.b64decode(pack.contents["manifest.sig"].strip(), validate=True)
        valid = signature_is_valid(pack.contents["manifest.json"], signature, key)
    except MALFORMED:
        valid = False
    if valid:
        report.checked.append(f"manifeste signé par la clé {thumbprint(key)}")
    else:
        report.fault("signature_invalid", "la signature du manifeste n’est pas valable pour cette clé")
    if not trusted:
        report.notes.append("la clé vient du dossier lui-même : comparez son empreinte, ou donnez --public-key")


def signature_is_valid(message: bytes, signature: bytes, key: Key) -> bool:
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2): the whole encoded message is rebuilt and compared."""
    n, e = key
    size = (n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if not 2048 <= n.bit_length() <= 8192 or not 3 <= e < 2**32 or len(signature) != size or value >= n:
        return False
    ending = b"\x00" + SHA256_DIGEST_INFO + hashlib.sha256(message).digest()
    return pow(value, e, n).to_bytes(size, "big") == (b"\x00\x01").ljust(size - len(ending), b"\xff") + ending


def jwk(value: Dict[str, str]) -> Key:
    if value["kty"] != "RSA":
        raise ValueError("not an RSA key")
    n, e = (int.from_bytes(base64.urlsafe_b64decode(value[name] + "=="), "big") for name in ("n", "e"))
    return n, e


def thumbprint(key: Key) -> str:
    """RFC 7638, in hexadecimal."""
    members = [number.to_bytes((number.bit_length() + 7) // 8, "big") for number in key]
    n, e = (base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii") for content in members)
    return sha256(canonical({"kty": "RSA", "n": n, "e": e}))


def key_from_file(path: str) -> Key:
    """A public key as JWK, or as PEM or DER (SubjectPublicKeyInfo, what KMS hands out)."""
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(65_536)
        if content.lstrip()[:1] == b"{":
            return jwk(parsed(content))
        pem = re.search(rb"-----BEGIN PUBLIC KEY-----(.+?)-----END", content, re.DOTALL)
        der = base64.b64decode(pem[1]) if pem else content
        algorithm, bits = (part for _, part in der_parts(next(der_parts(der))[1]))
        if not algorithm.startswith(RSA_ENCRYPTION):
            raise ValueError("not an RSA key")
        n, e = (int.from_bytes(part, "big") for _, part in der_parts(next(der_parts(bits[1:]))[1]))
    except (OSError, StopIteration, IndexError, *MALFORMED) as error:
        raise Unreadable(f"la clé publique ne peut pas être lue : {shown(path)}") from error
    return n, e


def der_parts(content: bytes) -> Iterator[Tuple[int, bytes]]:
    """The elements of a DER value, one after the other: tag and content."""
    while content:
        tag, length, start = content[0], content[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(content[2:start], "big")
        yield tag, content[start : start + length]
        content = content[start + length :]


# --- files, chain, documents -------------------------------------------------------------------------------------


def check_files(pack: Pack, manifest: Dict[str, Any], report: Report) -> None:
    listed = manifest["files"]
    for name, expected in listed.items():
        if name not in pack.hashes:
            report.fault("missing_file", f"{shown(name)} manque")
        elif pack.hashes[name] != (expected["sha256"], expected.get("size")):
            report.fault("changed_file", f"{shown(name)} a été modifié")
    for name in sorted(set(pack.hashes) - set(listed) - UNSIGNED):
        report.fault("extra_file", f"{name} n’est pas dans le manifeste")
    report.checked.append(counted(len(listed), "fichier comparé", "fichiers comparés") + " au manifeste")


def check_chain(
    pack: Pack, manifest: Dict[str, Any], head: Optional[Tuple[int, str]], report: Report
) -> Dict[str, List[Tuple[int, str]]]:
    """Follow the chain from its genesis; returns the document hashes that the events mention."""
    hashes = {0: sha256(canonical({"amiable_evidence_chain": 1, "case_id": manifest["case_id"]}))}
    mentions: Dict[str, List[Tuple[int, str]]] = {}
    erased = 0
    for name in sorted(
        (name for name in pack.hashes if name.startswith("events/")), key=lambda name: (len(name), name)
    ):
        try:
            sequence, event = read_event(pack.contents[name], name)
            reached = check_event(sequence, event, hashes[report.last], manifest["erased_events"], report)
        except MALFORMED:
            report.fault("event_unreadable", f"{name} n’est pas un événement à sa place")
            continue
        report.last, hashes[sequence] = sequence, reached
        erased += event["payload"] is None
        for document, digest in references(event["payload"]):
            mentions.setdefault(document, []).append((sequence, digest))
    report.checked.append(counted(len(hashes) - 1, "événement suivi", "événements suivis") + " depuis l’origine")
    if erased:
        report.notes.append(f"{erased} contenu(s) effacé(s) à la demande d’une personne ; la chaîne reste vérifiable")
    check_head(hashes, manifest, head, report)
    return mentions


def read_event(content: bytes, name: str) -> Tuple[int, Dict[str, Any]]:
    event = parsed(content)
    sequence = event["header"]["sequence"]
    if canonical(event) != content or set(event) != {"header", "hash", "payload", "salt"}:
        raise ValueError("not an event in its canonical form")
    if set(event["header"]) != HEADER or sequence is True or name != f"events/{sequence:06d}.json":
        raise ValueError("not an event at its place")
    return sequence, event


def check_event(sequence: int, event: Dict[str, Any], previous: str, erased: List[int], report: Report) -> str:
    """Compare one event with the one before it and with its payload; returns the hash of its header."""
    header, payload, reached = event["header"], event["payload"], sha256(canonical(event["header"]))
    if sequence != report.last + 1:
        report.fault("sequence_broken", f"l’événement {sequence} suit le {report.last}")
    if header["previous_hash"] != previous:
        report.fault("chain_broken", f"l’événement {sequence} ne suit pas celui qui le précède")
    if reached != event["hash"]:
        report.fault("hash_mismatch", f"l’empreinte de l’événement {sequence} n’est pas celle de son en-tête")
    if payload is None:
        if sequence not in erased:
            report.fault("payload_missing", f"le contenu de l’événement {sequence} manque")
    elif not payload_matches(header, payload, event["salt"]):
        report.fault("payload_mismatch", f"le contenu de l’événement {sequence} n’est pas celui d’origine")
    return reached


def payload_matches(header: Dict[str, Any], payload: Any, salt: str) -> bool:
    content = base64.b64decode(salt, validate=True)
    return len(content) == 32 and sha256(content + canonical(payload)) == header["payload_commitment"]


def check_head(
    hashes: Dict[int, str], manifest: Dict[str, Any], head: Optional[Tuple[int, str]], report: Report
) -> None:
    if manifest["head"] != {"sequence": report.last, "hash": hashes[report.last]}:
        report.fault("manifest_head_mismatch", "le journal ne finit pas là où le manifeste le dit")
    if head is None:
        report.notes.append("sans --head, une fin de journal manquante ne peut pas être détectée")
    elif head[0] > report.last:
        report.fault("truncated", f"le journal s’arrête à {report.last} ; l’événement {head[0]} manque")
    elif hashes.get(head[0]) != head[1]:
        report.fault("head_mismatch", f"l’événement {head[0]} n’a pas l’empreinte que vous avez donnée")
    else:
        report.checked.append(f"l’événement {head[0]} est bien celui que vous connaissez")


def references(value: Any) -> Iterator[Tuple[str, str]]:
    """Each document id and hash that a payload mentions, at any depth."""
    if isinstance(value, dict):
        if isinstance(value.get("document_id"), str) and isinstance(value.get("sha256"), str):
            yield value["document_id"], value["sha256"]
        if isinstance(value.get("mandate_id"), str) and isinstance(value.get("document_sha256"), str):
            yield value["mandate_id"], value["document_sha256"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from references(item)


def check_documents(
    pack: Pack, manifest: Dict[str, Any], mentions: Dict[str, List[Tuple[int, str]]], report: Report
) -> None:
    paths = {item["path"]: item["id"] for item in manifest["documents"]}
    unreadable = manifest.get("unreadable_documents", [])
    for path in sorted(name for name in pack.hashes if name.startswith("documents/") and name not in paths):
        report.fault("document_undeclared", f"{path} n’est pas une pièce déclarée")
    for path, document in paths.items():
        known = mentions.get(document, [])
        if path not in pack.hashes:
            report.fault("document_missing", f"la pièce {shown(path)} manque")
        elif not known and not manifest["erased_events"]:
            report.fault("document_unattested", f"aucun événement ne mentionne {shown(path)}")
        elif any(digest != pack.hashes[path][0] for _, digest in known):
            report.fault("document_mismatch", f"{shown(path)} n’est pas la pièce que les événements mentionnent")
    for document in sorted(set(mentions) - set(paths.values()) - set(manifest["erased_documents"]) - set(unreadable)):
        report.fault("document_missing", f"la pièce {shown(document)}, mentionnée par un événement, manque")
    if manifest["erased_documents"]:
        report.notes.append(f"{len(manifest['erased_documents'])} pièce(s) effacée(s) à la demande d’une personne")
    report.notes.extend(
        f"la pièce {shown(document)} n’a pas pu être lue : elle n’est pas dans ce dossier" for document in unreadable
    )
    report.checked.append(counted(len(paths), "pièce comparée", "pièces comparées") + " aux événements")


# --- the verdict -------------------------------------------------------------------------------------------------


def verify(
    path: Union[str, IO[bytes]], head: Optional[Tuple[int, str]] = None, trusted: Optional[Key] = None
) -> Report:
    """Every check on the pack; ``head`` and ``trusted`` come from somewhere else than the pack."""
    report = Report()
    pack = read_pack(path, report)
    manifest = read_manifest(pack, report)
    check_signature(pack, trusted, report)
    if manifest is not None:
        if not manifest["livemode"]:
            report.notes.append("MODE TEST : dossier fictif, sans valeur probante")
        check_files(pack, manifest, report)
        check_documents(pack, manifest, check_chain(pack, manifest, head, report), report)
    return report


def text_of(report: Report, path: str) -> str:
    lines = [f"Dossier de preuves : {shown(path)}"]
    lines += [f"  vérifié   {text}" for text in report.checked]
    lines += [f"  ANOMALIE  {text} [{code}]" for code, text in report.faults]
    lines += [f"  à savoir  {text}" for text in report.notes]
    verdict = f"VALIDE, complet jusqu’à {report.last}"
    if report.faults:
        verdict = f"NON VALIDE ({counted(len(report.faults), 'anomalie', 'anomalies')})"
    return french("\n".join([*lines, f"Résultat : {verdict}", ""]))


def counted(count: int, one: str, several: str) -> str:
    """« 1 pièce », « 2 pièces »; nought is singular in French."""
    return f"{count} {several if count > 1 else one}"


def french(text: str) -> str:
    """No-break spaces where French typography wants them."""
    return re.sub(r" (?=[:;?!»])|(?<=«) ", "\u00a0", text)


def head_argument(text: str) -> Tuple[int, str]:
    match = re.fullmatch(r"(\d{1,15}):([0-9a-fA-F]{64})", text)
    if match is None:
        raise argparse.ArgumentTypeError("attendu : NUMÉRO:EMPREINTE")
    return int(match[1]), match[2].lower()


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description="Vérifie un dossier de preuves, hors ligne.")
    parser.add_argument("pack", help="le fichier ZIP")
    parser.add_argument("--head", type=head_argument, metavar="NUMÉRO:EMPREINTE", help="dernier événement connu")
    parser.add_argument("--public-key", metavar="FICHIER", help="clé publique obtenue ailleurs (JWK, PEM ou DER)")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    try:
        trusted = key_from_file(given.public_key) if given.public_key else None
        report = verify(given.pack, given.head, trusted)
    except Unreadable as error:
        sys.stdout.write(french(f"Dossier de preuves : {shown(given.pack)}\nRésultat : ILLISIBLE, {error}\n"))
        return 2
    sys.stdout.write(text_of(report, given.pack))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())

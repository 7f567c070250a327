"""The stand-alone verifier, run as a stranger runs it: alone, isolated, without our packages (R-128)."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.evidence import EventHeader, canonical_json, header_hash
from chalicelib.verifier import verifier_source, verify
from tests.support.sample_pack import (
    CASE,
    LETTER,
    OTHER_CASE,
    Files,
    pem,
    public_key,
    sample_pack,
    signed_again,
    unzipped,
    zipped,
)

EMAIL_PATH = "documents/doc_email-Premiere-relance.eml"
LETTER_PATH = "documents/doc_letter-Mise-en-demeure-n-1.pdf"
SAMPLE = sample_pack().content


def run(tmp_path: Path, pack: bytes, *arguments: str, script: bytes | None = None) -> tuple[int, str]:
    """The verifier out of the pack, in a bare interpreter; exit code and report."""
    (tmp_path / "verify.py").write_bytes(script or verifier_source())
    (tmp_path / "pack.zip").write_bytes(pack)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(tmp_path / "pack.zip"), *arguments],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={},
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def head_of(pack: bytes) -> str:
    head = json.loads(unzipped(pack)["manifest.json"])["head"]
    return f"{head['sequence']}:{head['hash']}"


def test_an_honest_pack_is_valid_and_says_how_far(tmp_path: Path) -> None:
    pack = sample_pack()
    code, report = run(tmp_path, pack.content, script=unzipped(pack.content)["verify.py"])
    assert code == 0
    assert "VALIDE, complet jusqu’à 5" in report
    assert public_key().thumbprint in report
    assert "sans --head" in report
    assert "MODE TEST" not in report


def test_an_honest_pack_is_valid_with_head_and_published_key(tmp_path: Path) -> None:
    pack = sample_pack()
    (tmp_path / "key.pem").write_bytes(pem())
    (tmp_path / "key.json").write_text(json.dumps(public_key().to_jwk()))
    for key in ("key.pem", "key.json"):
        code, report = run(tmp_path, pack.content, "--head", head_of(pack.content), "--public-key", key)
        assert code == 0, report
        assert "sans --head" not in report
        assert "comparez son empreinte" not in report


def test_a_pack_of_test_mode_says_so(tmp_path: Path) -> None:
    code, report = run(tmp_path, sample_pack(livemode=False).content)
    assert code == 0
    assert "MODE TEST" in report


def test_an_erased_pack_is_still_valid_and_says_what_is_erased(tmp_path: Path) -> None:
    pack = sample_pack(erased=True).content
    code, report = run(tmp_path, pack, "--head", head_of(sample_pack().content))
    assert code == 0, report
    assert "5 contenu(s) effacé(s)" in report
    assert "2 pièce(s) effacée(s)" in report


def changed(files: Files, name: str, old: bytes, new: bytes) -> Files:
    assert old in files[name]
    return {**files, name: files[name].replace(old, new)}


def without(files: Files, *names: str) -> Files:
    return {name: content for name, content in files.items() if name not in names}


def swapped(files: Files, one: str, other: str) -> Files:
    return {**files, one: files[other], other: files[one]}


def event(number: int) -> str:
    return f"events/{number:06d}.json"


def with_event(files: Files, number: int, change: Callable[[dict[str, object]], object]) -> Files:
    value = json.loads(files[event(number)])
    change(value)
    return {**files, event(number): canonical_json(value)}


def rehashed(value: dict[str, object]) -> None:
    header = value["header"]
    assert isinstance(header, dict)
    value["hash"] = header_hash(EventHeader.from_json(header))


def renumbered(files: Files) -> Files:
    """Events 2 and 3 in each other's place, with their numbers and hashes adapted."""
    second, third = json.loads(files[event(2)]), json.loads(files[event(3)])
    second["header"]["sequence"], third["header"]["sequence"] = 3, 2
    rehashed(second)
    rehashed(third)
    return {**files, event(2): canonical_json(third), event(3): canonical_json(second)}


def closed_gap(files: Files) -> Files:
    """Event 3 taken out and the later ones renumbered."""
    result = without(files, event(5))
    for number in (3, 4):
        value = json.loads(files[event(number + 1)])
        value["header"]["sequence"] = number
        rehashed(value)
        result[event(number)] = canonical_json(value)
    return result


def added_event(files: Files) -> Files:
    value = json.loads(files[event(5)])
    value["header"]["sequence"] = 6
    rehashed(value)
    return {**files, event(6): canonical_json(value)}


def swapped_payloads(files: Files) -> Files:
    one, other = json.loads(files[event(1)]), json.loads(files[event(3)])
    for name in ("payload", "salt"):
        one[name], other[name] = other[name], one[name]
    return {**files, event(1): canonical_json(one), event(3): canonical_json(other)}


def declared_document(files: Files) -> Files:
    manifest = json.loads(files["manifest.json"])
    manifest["documents"].append({"id": "doc_x", "name": "note", "path": "documents/doc_x-note.txt"})
    return {**files, "manifest.json": canonical_json(manifest), "documents/doc_x-note.txt": b"?"}


OUTSIDE: dict[str, tuple[Callable[[Files], Files], str]] = {
    "changed byte in an event": (lambda f: changed(f, event(1), b"123456", b"123457"), "changed_file"),
    "changed byte in a document": (lambda f: changed(f, LETTER_PATH, b"demeure", b"demeurE"), "changed_file"),
    "changed byte in the chronology": (lambda f: changed(f, "chronologie.pdf", b"chrono", b"Chrono"), "changed_file"),
    "changed byte in the read-me": (lambda f: changed(f, "README.txt", b"VALIDE", b"valide"), "changed_file"),
    "changed byte in the verifier": (lambda f: {**f, "verify.py": f["verify.py"] + b"#"}, "changed_file"),
    "changed manifest": (
        lambda f: changed(f, "manifest.json", b'"livemode":true', b'"livemode":false'),
        "signature_invalid",
    ),
    "changed signature": (lambda f: {**f, "manifest.sig": b"A" + f["manifest.sig"][1:]}, "signature_invalid"),
    "signature that is no base64": (lambda f: {**f, "manifest.sig": "é".encode()}, "signature_invalid"),
    "changed key": (lambda f: changed(f, "public-key.json", b"AQAB", b"AQAD"), "signature_invalid"),
    "missing event": (lambda f: without(f, event(3)), "missing_file"),
    "missing last event": (lambda f: without(f, event(5)), "missing_file"),
    "missing document": (lambda f: without(f, EMAIL_PATH), "missing_file"),
    "missing signature": (lambda f: without(f, "manifest.sig"), "signature_invalid"),
    "missing key": (lambda f: without(f, "public-key.json"), "key_unreadable"),
    "missing manifest": (lambda f: without(f, "manifest.json"), "manifest_unreadable"),
    "added file": (lambda f: {**f, "documents/doc_x-note.txt": b"?"}, "extra_file"),
    "added event": (added_event, "extra_file"),
    "reordered events": (lambda f: swapped(f, event(2), event(3)), "changed_file"),
    "swapped documents": (lambda f: swapped(f, EMAIL_PATH, LETTER_PATH), "changed_file"),
    "manifest of another kind": (lambda f: {**f, "manifest.json": b'{"format":"other/1"}'}, "manifest_unreadable"),
    "manifest nested too deep": (lambda f: {**f, "manifest.json": b"[" * 200_000}, "manifest_unreadable"),
}


@pytest.mark.parametrize("kind", OUTSIDE)
def test_tampering_without_the_signing_key_is_found(kind: str, tmp_path: Path) -> None:
    tamper, fault = OUTSIDE[kind]
    code, report = run(tmp_path, zipped(tamper(unzipped(sample_pack().content))))
    assert code == 1, report
    assert f"[{fault}]" in report
    assert "NON VALIDE" in report


INSIDE: dict[str, tuple[Callable[[Files], Files], str]] = {
    "changed payload": (lambda f: changed(f, event(1), b"123456", b"123457"), "payload_mismatch"),
    "changed salt": (lambda f: with_event(f, 1, lambda v: v.update(salt="AAAA")), "payload_mismatch"),
    "removed payload": (lambda f: with_event(f, 3, lambda v: v.update(payload=None)), "payload_missing"),
    "changed header": (lambda f: changed(f, event(2), b"contact.sent", b"contact.seen"), "hash_mismatch"),
    "changed header with its hash": (
        lambda f: with_event(changed(f, event(2), b"contact.sent", b"contact.seen"), 2, rehashed),
        "chain_broken",
    ),
    "missing first event": (lambda f: without(f, event(1)), "sequence_broken"),
    "missing event": (lambda f: without(f, event(3)), "sequence_broken"),
    "missing event, gap closed": (closed_gap, "chain_broken"),
    "added event": (added_event, "chain_broken"),
    "reordered events": (lambda f: swapped(f, event(2), event(3)), "event_unreadable"),
    "reordered events, renumbered": (renumbered, "chain_broken"),
    "swapped payloads": (swapped_payloads, "payload_mismatch"),
    "event of another case": (
        lambda f: {**f, event(2): unzipped(sample_pack(case_id=OTHER_CASE).content)[event(2)]},
        "chain_broken",
    ),
    "chain of another case": (
        lambda f: changed(f, "manifest.json", CASE.encode(), OTHER_CASE.encode()),
        "chain_broken",
    ),
    "changed document": (lambda f: changed(f, LETTER_PATH, b"demeure", b"demeurE"), "document_mismatch"),
    "missing document": (lambda f: without(f, LETTER_PATH), "document_missing"),
    "added document": (lambda f: {**f, "documents/doc_x-note.txt": b"?"}, "document_undeclared"),
    "document that no event mentions": (declared_document, "document_unattested"),
    "swapped documents": (lambda f: swapped(f, EMAIL_PATH, LETTER_PATH), "document_mismatch"),
    "event with blanks": (lambda f: {**f, event(2): b" " + f[event(2)]}, "event_unreadable"),
    "event with a member twice": (
        lambda f: changed(f, event(5), b'"outcome":"paid"', b'"outcome":"sold","outcome":"paid"'),
        "event_unreadable",
    ),
    "event with a float": (lambda f: changed(f, event(1), b"123456", b"123456.0"), "event_unreadable"),
    "event with an endless integer": (lambda f: changed(f, event(1), b"123456", b"1" * 5_000), "event_unreadable"),
    "file that is no event": (lambda f: {**f, "events/note.json": b"{}"}, "event_unreadable"),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_tampering_is_found_even_when_signed_with_the_right_key(kind: str, tmp_path: Path) -> None:
    tamper, fault = INSIDE[kind]
    code, report = run(tmp_path, zipped(signed_again(tamper(unzipped(sample_pack().content)))))
    assert code == 1, report
    assert f"[{fault}]" in report
    assert "[signature_invalid]" not in report


def test_a_truncated_tail_is_found_with_the_head_and_only_then(tmp_path: Path) -> None:
    shorter = zipped(signed_again(without(unzipped(sample_pack(events=5).content), event(5))))
    code, report = run(tmp_path, shorter)
    assert code == 0
    assert "complet jusqu’à 4" in report
    code, report = run(tmp_path, shorter, "--head", head_of(sample_pack().content))
    assert code == 1
    assert "[truncated]" in report


def test_a_head_that_the_chain_never_had_is_found(tmp_path: Path) -> None:
    code, report = run(tmp_path, sample_pack().content, "--head", f"5:{'0' * 64}")
    assert code == 1
    assert "[head_mismatch]" in report


def test_an_older_head_is_enough_for_the_part_it_covers(tmp_path: Path) -> None:
    hash_of_third = json.loads(unzipped(sample_pack().content)[event(3)])["hash"]
    assert run(tmp_path, sample_pack().content, "--head", f"3:{hash_of_third}")[0] == 0


def test_a_manifest_that_announces_a_longer_chain_is_found(tmp_path: Path) -> None:
    files = without(unzipped(sample_pack().content), event(5))
    code, report = run(tmp_path, zipped(files))
    assert code == 1
    assert "[manifest_head_mismatch]" in report


def test_a_pack_signed_by_somebody_else_is_found_with_the_published_key(tmp_path: Path) -> None:
    files = unzipped(sample_pack().content)
    files["public-key.json"] = canonical_json(public_key("theirs").to_jwk())
    forged = zipped(signed_again(files, "theirs"))
    assert run(tmp_path, forged)[0] == 0  # consistent in itself: hence the notice to compare the thumbprint
    (tmp_path / "key.pem").write_bytes(pem("ours"))
    code, report = run(tmp_path, forged, "--public-key", "key.pem")
    assert code == 1
    assert "[key_differs]" in report
    assert "[signature_invalid]" in report


UNSAFE = ["../evil.txt", "/etc/passwd", "C:\\evil.txt", "a/../../b", "docs\x1b[2Jx", "a//b", ".hidden"]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_could_leave_the_folder_is_a_fault_and_is_never_printed_raw(name: str, tmp_path: Path) -> None:
    code, report = run(tmp_path, zipped({**unzipped(sample_pack().content), name: b"x"}))
    assert code == 1
    assert "[unsafe_name]" in report
    assert "\x1b" not in report
    assert sorted(item.name for item in tmp_path.iterdir()) == ["pack.zip", "verify.py"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_is_found(tmp_path: Path) -> None:
    buffer = io.BytesIO(sample_pack().content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(LETTER_PATH, LETTER)
    code, report = run(tmp_path, buffer.getvalue())
    assert code == 1
    assert "[duplicate_file]" in report


def test_damaged_content_is_a_fault(tmp_path: Path) -> None:
    pack = sample_pack().content
    code, report = run(tmp_path, pack.replace(LETTER, LETTER[::-1]))
    assert code == 1
    assert "[unreadable_file]" in report


def test_a_compression_that_memory_does_not_bound_is_not_read(tmp_path: Path) -> None:
    buffer = io.BytesIO(zipped(without(unzipped(SAMPLE), LETTER_PATH)))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(LETTER_PATH, LETTER, zipfile.ZIP_BZIP2)
    code, report = run(tmp_path, buffer.getvalue())
    assert code == 1
    assert "[unreadable_file]" in report


def test_a_pack_that_somebody_compressed_again_is_still_valid(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in reversed(unzipped(SAMPLE).items()):
            archive.writestr(name, content)
    assert run(tmp_path, buffer.getvalue())[0] == 0


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The central directory of ten entries that announce 400 MB each."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"documents/{number}", b"0")
            archive.filelist[-1].file_size = 400_000_000
    code, report = run(tmp_path, buffer.getvalue())
    assert code == 2
    assert "ILLISIBLE" in report


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 40, sample_pack().content[:-60]])
def test_what_is_no_zip_cannot_be_judged(content: bytes, tmp_path: Path) -> None:
    code, report = run(tmp_path, content)
    assert code == 2
    assert "ILLISIBLE" in report


def test_an_argument_that_makes_no_sense_is_told_apart(tmp_path: Path) -> None:
    pack = sample_pack().content
    assert run(tmp_path, pack, "--head", "five")[0] == 2
    assert run(tmp_path, pack, "--public-key", "missing.pem")[0] == 2
    (tmp_path / "key.pem").write_bytes(b"\x30\x82")
    assert run(tmp_path, pack, "--public-key", "key.pem")[0] == 2


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 255))
def test_any_flipped_byte_is_found_or_changes_no_content(place: int, flip: int) -> None:
    pack = bytearray(SAMPLE)
    pack[place % len(pack)] ^= flip
    try:
        report = verify.verify(io.BytesIO(bytes(pack)))
    except verify.Unreadable:
        return
    assert report.faults or unzipped(bytes(pack)) == unzipped(SAMPLE)


def test_the_verifier_imports_the_standard_library_only() -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(verifier_source())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert imported <= sys.stdlib_module_names
    assert not imported & {"socket", "urllib", "http", "subprocess", "os", "shutil"}


def test_the_verifier_is_written_for_python_3_9() -> None:
    ast.parse(verifier_source(), feature_version=(3, 9))


def test_the_verifier_and_the_domain_agree_on_canonical_json() -> None:
    value = {"€": [True, None, "é\u2028\u007f\b"], "\U0001f600": {"": 2**53 - 1}, "\ufb33": -1}
    assert verify.canonical(verify.parsed(canonical_json(value))) == canonical_json(value)


def test_an_event_added_at_the_end_by_us_is_just_a_longer_chain() -> None:
    """The chain may grow: a later pack still fits the head of an earlier one."""
    earlier = head_of(sample_pack(events=4).content).split(":")
    report = verify.verify(io.BytesIO(sample_pack().content), (int(earlier[0]), earlier[1]))
    assert report.faults == []

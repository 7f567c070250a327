"""``amiable verify``: the stand-alone verifier's verdict, as an exit status (R-128)."""

from __future__ import annotations

from pathlib import Path

import pytest
from amiable.cli.problems import CliError, Exit

from chalicelib.bootstrap import deps
from tests.support.command_line import CommandLine
from tests.support.sample_pack import pem, sample_pack, unzipped, zipped

SAMPLE = sample_pack()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(SAMPLE.content)
    return path


def test_a_sound_pack_is_valid(cli: CommandLine, pack: Path) -> None:
    done = cli.good("verify", str(pack))
    assert "VALIDE" in done.out
    assert cli.way.seen == []


def test_a_key_from_elsewhere_may_judge(cli: CommandLine, pack: Path, tmp_path: Path) -> None:
    for name, status in (("ours", 0), ("theirs", 1)):
        key = tmp_path / f"{name}.pem"
        key.write_bytes(pem(name))
        assert cli.run("verify", str(pack), "--public-key", str(key)).status == status


def test_one_changed_byte_is_found(cli: CommandLine, pack: Path) -> None:
    files = unzipped(SAMPLE.content)
    name = next(each for each in files if each.startswith("documents/"))
    files[name] += b"!"
    pack.write_bytes(zipped(files))
    done = cli.run("verify", str(pack), "-o", "json")
    assert done.status == 1
    assert done.json["valid"] is False
    assert done.json["report"]


def test_another_head_is_not_this_pack_s(cli: CommandLine, pack: Path) -> None:
    assert cli.run("verify", str(pack), "--head", f"5:{'0' * 64}").status == 1
    slip = cli.run("verify", str(pack), "--head", "five")
    assert (slip.status, "--head 20:9f86" in slip.err, "verifier.py" in slip.everything) == (2, True, False)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x1b[2Jwords", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_pack_cannot_be_judged(cli: CommandLine, pack: Path, content: bytes) -> None:
    pack.write_bytes(content)
    assert cli.run("verify", str(pack)).status in (1, 2)


def test_what_is_not_there_is_wrong_usage(cli: CommandLine, pack: Path) -> None:
    assert cli.run("verify", "nowhere.zip").status == 2
    assert cli.run("verify", str(pack), "--save", "copy.zip").status == 2


def test_a_case_s_pack_is_made_downloaded_and_held_to_the_head(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pack that the application of the tests makes is not signed, and that is found."""
    case = cli.sample_case()
    monkeypatch.setattr("amiable.cli.verify_command.downloaded", lambda url: deps().files.downloads[url])  # type: ignore[attr-defined]  # kept in memory
    kept = cli.home / "kept.zip"
    done = cli.run("verify", case["id"], "--save", str(kept), "-o", "json")
    assert done.json["case_id"] == case["id"]
    assert done.json["head"].split(":")[0] == str(case["sequence"])
    assert done.json["valid"] is (done.status == 0)
    assert kept.read_bytes().startswith(b"PK")


def test_a_link_that_leads_nowhere_is_a_matter_of_the_network(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(url: str) -> bytes:
        raise CliError(f"no {url}", status=Exit.NETWORK)

    monkeypatch.setattr("amiable.cli.verify_command.downloaded", away)
    assert cli.run("verify", cli.sample_case()["id"]).status == 3

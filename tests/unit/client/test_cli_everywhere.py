"""What holds for every command: help, output, exit status, no key and no traceback anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from amiable.cli import main
from amiable.cli.app import app
from typer.main import get_command

from tests.support.client_transport import answers, unreachable
from tests.support.command_line import CommandLine

HEAVY = ("httpx", "attrs", "amiable.client", "amiable.contract", "rich.table", "standardwebhooks")


def commands(group: Any = None, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command by its words."""
    group = group or get_command(app)
    for name, each in group.commands.items():
        if hasattr(each, "commands"):
            yield from commands(each, *path, name)
        else:
            yield (*path, name)


COMMANDS = list(commands())
READING = [
    ("cases", "list"),
    ("cases", "show"),
    ("cases", "timeline"),
    ("cases", "statement"),
    ("events", "list"),
    ("trigger", "--list"),
    ("cases", "open", "--sample"),
    ("cases", "open", "--sample", "--preview"),
    ("trigger", "case.opened"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_within_80_columns(cli: CommandLine, words: tuple[str, ...]) -> None:
    done = cli.good(*words, "--help")
    assert f"amiable {' '.join(words)}" in done.out.split("Examples", 1)[1]
    assert max(len(line) for line in done.out.splitlines()) <= 80
    for option in ("--output", "--profile", "--api-key", "--base-url"):
        assert option in done.out


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_json_is_one_document_and_nothing_else(cli: CommandLine, words: tuple[str, ...]) -> None:
    cli.sample_case()
    before = cli.good("-o", "json", *words)
    json.loads(before.out)
    json.loads(cli.good(*words, "-o", "json").out)


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_what_a_person_reads_has_no_colour_without_a_terminal(
    cli: CommandLine, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR")
    cli.sample_case()
    assert "\x1b" not in cli.good(*words).everything


@pytest.mark.parametrize(
    "words", [("cases", "list"), ("events", "list"), ("clock", "show", "clk_x"), ("trigger", "paid")]
)
def test_no_answer_is_exit_status_3(cli: CommandLine, words: tuple[str, ...]) -> None:
    cli.meets(*[unreachable] * 99)
    done = cli.run(*words)
    assert (done.status, "does not answer" in done.err) == (3, True)


@pytest.mark.parametrize(
    "body",
    ["", "<html>Bad gateway</html>", "[]", '{"code": 3}', '{"code": "x", "errors": [3, {"detail": "\\u001b[2J"}]}'],
)
def test_whatever_answers_in_place_of_the_api_is_exit_status_1(cli: CommandLine, body: str) -> None:
    cli.meets(*[answers(502, body)] * 9)
    done = cli.run("cases", "list")
    assert done.status == 1
    assert "\x1b" not in done.everything
    assert ("Is the base URL right?" in done.err) == ('"errors"' not in body)


def test_a_success_that_is_no_answer_is_told(cli: CommandLine) -> None:
    cli.meets(answers(200, "<html>", content_type="text/html"))
    assert cli.run("cases", "list").status == 1


def test_a_key_that_is_not_known_says_what_to_do(cli: CommandLine) -> None:
    done = cli.run("cases", "list", "--api-key", "sk_test_" + "0" * 40)
    assert (done.status, "amiable init" in done.err) == (1, True)


def test_the_environment_and_options_win(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMIABLE_API_KEY", "sk_test_" + "0" * 40)
    assert cli.run("cases", "list").status == 1
    assert cli.run("cases", "list", "--api-key", cli.test_key).status == 0
    assert cli.run("cases", "list", "--profile", "nobody", "--base-url", "http://evil.example").status == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("caes",), "cases"),
        (("cases", "opne"), "open"),
        (("cases", "list", "--statsu", "open"), "--status"),
        (("trigger", "case.clsed"), "case.closed"),
        (("cases", "list", "-o", "yaml"), "table, json"),
    ],
)
def test_a_slip_of_the_keyboard_is_met_with_the_near_word(cli: CommandLine, words: tuple[str, ...], told: str) -> None:
    done = cli.run(*words)
    assert (done.status, told in done.err) == (2, True)


def test_interrupting_is_exit_status_130(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cli.sample_case()

    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupt)
    done = cli.run("clock", "advance", case["id"], "--days", "3")
    assert (done.status, "The clock goes on by itself" in done.err) == (130, True)


def test_interrupting_before_the_command_has_begun_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("amiable.cli.app.app", interrupt)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_whoever_reads_may_stop_reading() -> None:
    """``amiable … | head -1`` ends without a word."""
    code = "from amiable.cli import main; main()"
    words = [sys.executable, "-c", code, "trigger", "--list", "-o", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_key_that_no_key_can_be_is_wrong_usage(cli: CommandLine) -> None:
    assert cli.run("cases", "list", "--api-key", "sk_test_ü").status == 2


def test_the_version_is_that_of_the_client(cli: CommandLine) -> None:
    from amiable import __version__

    assert cli.good("--version").out == f"amiable {__version__}\n"


def test_help_loads_neither_the_client_nor_its_models() -> None:
    """A person who asks for help does not wait for a thousand classes."""
    code = f"""
import sys
from amiable.cli.app import app
app(["cases", "--help"], standalone_mode=False)
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = done.stdout.splitlines()[-1]
    assert [name for name in ("httpx", "amiable.client", "amiable.contract") if name in heavy] == []


def test_completion_offers_the_event_types(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_AMIABLE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "amiable trigger letter.")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert "letter.unclaimed" in cli.run().out

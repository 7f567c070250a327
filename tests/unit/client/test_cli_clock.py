"""``amiable clock``: time passes, and a person sees what happens meanwhile (R-132)."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from amiable.cli import following
from amiable.cli.problems import CliError
from amiable.cli.session import Session

from tests.support.client_transport import Send, answers, unreachable
from tests.support.command_line import CommandLine


def test_a_clock_is_made_and_shown(cli: CommandLine) -> None:
    made = cli.good("clock", "create", "--now", "2026-01-16", "-o", "json").json
    assert made["now"] == "2026-01-16T09:00:00Z"
    shown = cli.good("clock", "show", made["id"]).out
    assert "2026-01-16 09:00 UTC (10:00 in Paris)" in shown
    assert cli.run("clock", "create", "--now", "someday").status == 2


def test_days_pass_and_events_come_as_lines(cli: CommandLine) -> None:
    case = cli.sample_case()
    done = cli.good("clock", "advance", case["test_clock_id"], "--days", "20")
    assert re.search(r"^2026-01-23  D\+8   call_task.created", done.out, re.MULTILINE)
    assert re.search(r"^2026-01-30  D\+15  contact.sent           email reminder_1", done.out, re.MULTILINE)
    assert "2026-02-05 09:00 UTC" in done.out
    assert "step.scheduled" not in done.out


def test_a_case_stands_for_its_clock(cli: CommandLine) -> None:
    case = cli.sample_case()
    done = cli.good("clock", "advance", case["id"], "--to", "2026-01-31")
    assert "email reminder_1 to comptabilite@hotel-des-tilleuls.example" in done.out
    assert "2026-01-31 17:00 UTC (18:00 in Paris)" in done.out


def test_several_cases_of_one_clock_are_told_apart(cli: CommandLine) -> None:
    first = cli.sample_case()
    second = cli.sample_case("--clock", first["test_clock_id"])
    told = cli.good("clock", "advance", first["test_clock_id"], "--days", "10").out
    assert first["external_reference"] in told
    assert second["external_reference"] in told


def test_cases_of_other_clocks_are_not_told(cli: CommandLine) -> None:
    first, other = cli.sample_case(), cli.sample_case()
    cli.good("cases", "pay", other["id"], "all")
    told = cli.good("clock", "advance", first["test_clock_id"], "--days", "1")
    assert other["external_reference"] not in told.everything


def test_a_case_that_was_erased_meanwhile_is_passed_over(cli: CommandLine) -> None:
    """Somebody erases test data while this clock moves: the list still tells of a case that is gone."""
    first, other = cli.sample_case(), cli.sample_case()
    paid, asked = {"amount": {"amount": 100, "currency": "EUR"}, "received_on": "2026-01-16"}, []

    def pays_and_is_erased(request: httpx.Request, send: Send) -> httpx.Response:
        path = request.url.path
        if path.endswith("/advance"):
            assert cli.living.tenant.test.post(f"/v1/cases/{other['id']}/payments", paid).status == 201
        if path != f"/v1/cases/{other['id']}":
            return send(request)
        asked.append(path)
        return httpx.Response(404, json={"code": "not_found"})

    cli.meets(*[pays_and_is_erased] * 99)
    told = cli.good("clock", "advance", first["test_clock_id"], "--days", "10")
    assert len(asked) == 1
    assert "call_task.created" in told.out


def test_json_is_the_clock_and_nothing_else(cli: CommandLine) -> None:
    case = cli.sample_case()
    done = cli.good("clock", "advance", case["id"], "--days", "20", "-o", "json")
    assert done.json["object"] == "test_clock"
    assert "contact.sent" in done.err


def test_until_paid_stops_when_it_is(cli: CommandLine) -> None:
    email = "pays-on-day-20@simulator.amiable.example"
    case = cli.sample_case("--debtor-email", email)
    done = cli.good("clock", "advance", case["id"], "--until-paid")
    assert "final receipt" in done.out
    assert "closed, paid" in done.out


def test_until_paid_says_when_it_never_is(cli: CommandLine) -> None:
    case = cli.sample_case("--debtor-email", "silent@simulator.amiable.example")
    done = cli.run("clock", "advance", case["id"], "--until-paid")
    assert (done.status, "awaiting_decision" in done.err) == (1, True)


@pytest.mark.parametrize("words", [(), ("--days", "3", "--to", "2026-02-01"), ("--days", "3", "--until-paid")])
def test_how_far_is_said_once(cli: CommandLine, words: tuple[str, ...]) -> None:
    case = cli.sample_case()
    assert cli.run("clock", "advance", case["id"], *words).status == 2
    assert cli.run("clock", "advance", case["test_clock_id"], "--until-paid").status == 2


def test_a_case_in_real_time_has_no_clock(cli: CommandLine) -> None:
    case = cli.sample_case("--clock", "none")
    assert cli.run("clock", "advance", case["id"], "--days", "1").status == 2


def test_backwards_is_refused_by_the_api(cli: CommandLine) -> None:
    case = cli.sample_case()
    done = cli.run("clock", "advance", case["id"], "--to", "2026-01-01")
    assert (done.status, "req_" in done.err) == (1, True)


def test_a_hiccup_of_the_network_is_waited_out(cli: CommandLine) -> None:
    case = cli.sample_case()
    cli.meets(unreachable, answers(503, "{}"), unreachable)
    assert "contact.sent" in cli.good("clock", "advance", case["id"], "--days", "20").out


def clock_that_is(cli: CommandLine, **changes: str) -> tuple[str, str]:
    """A clock's id, and what the API would say of it if this were so."""
    case = cli.sample_case()
    clock = cli.good("clock", "show", case["id"], "-o", "json").json
    return clock["id"], json.dumps({**clock, **changes})


def test_a_clock_that_stands_still_is_given_up(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    clock_id, moving = clock_that_is(cli, status="advancing", to="2026-02-05T09:00:00Z")
    monkeypatch.setattr(following, "PATIENCE_SECONDS", 5.0)
    cli.meets(*[answers(200, moving, content_type="application/json")] * 99)
    with pytest.raises(CliError, match="stands still"):
        following.advance(Session(), clock_id, "2026-02-05T09:00:00Z")


def test_a_clock_that_fails_says_why(cli: CommandLine) -> None:
    clock_id, failed = clock_that_is(cli, status="failed", failure="case_1 was at work for too long")
    cli.meets(answers(202, failed, content_type="application/json"))
    with pytest.raises(CliError, match="case_1"):
        following.advance(Session(), clock_id, "2026-02-05T09:00:00Z")

"""``amiable cases``: open, read, pay, pause, in words and as JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.local.sample_invoice import SELLER, make_sample_invoice
from tests.support.command_line import CommandLine


@pytest.fixture
def case(cli: CommandLine) -> Any:
    return cli.sample_case()


class TestOpening:
    def test_a_sample_case_needs_nothing(self, cli: CommandLine) -> None:
        done = cli.good("cases", "open", "--sample")
        assert "4,111.75 €" in done.out
        assert "amiable clock advance clk_" in done.err

    @pytest.mark.parametrize(("name", "syntax"), [("f.pdf", "facturx"), ("f.xml", "cii"), ("f.xml", "ubl")])
    def test_a_file_that_states_the_parties_needs_nothing_else(self, cli: CommandLine, name: str, syntax: str) -> None:
        path = make_sample_invoice(cli.home / name, syntax=syntax)
        done = cli.good("cases", "open", str(path), "-o", "json")
        opened = done.json
        assert opened["object"] == "case"
        assert opened["day_zero"] == "2026-01-15"
        assert "not stated" not in done.err
        clock = cli.good("clock", "show", opened["test_clock_id"], "-o", "json").json
        assert clock["now"].startswith("2026-01-16")

    def test_the_creditor_is_found_by_its_siren_the_second_time(self, cli: CommandLine) -> None:
        first = make_sample_invoice(cli.home / "1.xml", syntax="cii", number="FA-1")
        second = make_sample_invoice(cli.home / "2.xml", syntax="ubl", number="FA-2")
        made = cli.good("cases", "open", str(first), "-o", "json")
        found = cli.good("cases", "open", str(second), "-o", "json")
        assert "made from what the invoice states" in made.err
        assert "found by its SIREN" in found.err
        assert made.json["creditor_id"] == found.json["creditor_id"]

    def test_a_creditor_may_be_named(self, cli: CommandLine) -> None:
        done = cli.good("cases", "open", "--sample", "--creditor", cli.creditor_id, "--reference", "R-1", "-o", "json")
        assert done.json["creditor_id"] == cli.creditor_id
        assert done.json["external_reference"] == "R-1"

    def test_several_invoices_make_one_case(self, cli: CommandLine) -> None:
        paths = [make_sample_invoice(cli.home / f"{n}.xml", syntax="cii", number=f"FA-{n}") for n in (1, 2)]
        opened = cli.good("cases", "open", *map(str, paths), "-o", "json").json
        assert [invoice["number"] for invoice in opened["invoices"]] == ["FA-1", "FA-2"]

    def test_what_a_file_does_not_state_is_supplied_in_test_mode_and_told(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "f.xml", syntax="cii", variant="no_due_date")
        done = cli.good("cases", "open", str(path), "--due-date", "2026-01-20", "-o", "json")
        assert "completion date: not stated; using 2025-12-16 (--completed-on)" in done.err
        assert done.json["day_zero"] == "2026-01-20"

    def test_a_wrong_number_of_the_seller_is_left_out_and_told(self, cli: CommandLine) -> None:
        seller = replace(SELLER, siret="99991234800019")
        path = make_sample_invoice(cli.home / "f.pdf", seller=seller)
        done = cli.good("cases", "open", str(path), "-o", "json")
        assert "creditor's siret 99991234800019: left out" in done.err
        made = cli.living.client.get(f"/v1/creditors/{done.json['creditor_id']}").json
        assert (made["siren"], made["siret"]) == (SELLER.siren, None)

    def test_an_address_that_the_file_lacks_is_supplied_in_test_mode_and_told(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "f.xml", syntax="cii", seller=replace(SELLER, city=""))
        done = cli.good("cases", "open", str(path), "-o", "json")
        assert "creditor address: not stated; using 1 place de la Fiction, 69001, Lyon" in done.err

    def test_the_preview_shows_the_plan_and_opens_nothing(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "f.pdf")
        done = cli.good("cases", "open", str(path), "--preview")
        assert "first_reminder" in done.out
        assert re.search(r"2026-02-16 +second_reminder .*CON_01 \(from", done.out)
        assert "As seen from the test clock clk_" in done.err
        assert cli.good("cases", "list", "-o", "json").json["data"] == []
        planned = cli.good("cases", "open", str(path), "--preview", "-o", "json").json
        assert planned["object"] == "case_preview"

    def test_what_blocks_is_shown_with_its_field_and_cure(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "av.xml", syntax="cii", variant="credit_note")
        done = cli.run("cases", "open", str(path))
        assert done.status == 1
        assert "#/invoice_files/0  credit_note_not_a_claim" in done.out
        assert "record this file as a credit" in done.out

    def test_a_refusal_names_title_field_request_and_page(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "es.xml", syntax="cii", variant="spanish_buyer")
        done = cli.run("cases", "open", str(path), "-o", "json")
        assert done.status == 1
        assert done.out == ""
        for told in ("Country of the debtor", "#/debtor/address/country", "req_", "/problems/debtor_country_not"):
            assert told in done.err

    def test_a_simulated_debtor_and_a_running_clock_may_be_named(self, cli: CommandLine) -> None:
        first = cli.sample_case()
        email = "pays-on-day-3@simulator.amiable.example"
        done = cli.sample_case("--clock", first["test_clock_id"], "--debtor-email", email)
        assert done["test_clock_id"] == first["test_clock_id"]

    def test_real_time_is_a_choice(self, cli: CommandLine) -> None:
        assert cli.sample_case("--clock", "none")["test_clock_id"] is None

    @pytest.mark.parametrize("words", [(), ("--sample", "f.pdf"), ("nowhere.pdf",), ("--sample", "--clock", "clk_x")])
    def test_wrong_usage_is_told(self, cli: CommandLine, words: tuple[str, ...]) -> None:
        done = cli.run("cases", "open", *words)
        assert done.status in (1, 2)
        assert done.err


class TestHostileFiles:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.xml", b""),
            ("text.pdf", b"just words"),
            ("cut.pdf", b"%PDF-1.4\n1 0 obj\nstream\n\x78\x9c\x01\x02"),
            ("bomb.xml", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>'),
            ("outside.xml", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&f;</l>'),
            ("deep.xml", b"<Invoice>" * 50_000),
            ("nul.xml", b"<Invoice>\0</Invoice>"),
            ("wide.xml", '<?xml version="1.0" encoding="UTF-16"?><Invoice/>'.encode("utf-16")),
            ("other.xml", b"<html/>"),
            ("escape.xml", b"<Invoice><ID>\x1b[2J</ID></Invoice>"),
        ],
    )
    def test_they_are_refused_in_words(self, cli: CommandLine, name: str, content: bytes) -> None:
        path = cli.home / name
        path.write_bytes(content)
        done = cli.run("cases", "open", str(path))
        assert done.status in (1, 2)
        assert "\x1b" not in done.everything
        named = cli.run("cases", "open", str(path), "--creditor", cli.creditor_id)
        assert named.status in (1, 2)

    def test_a_file_larger_than_4_megabytes_is_not_read(self, cli: CommandLine) -> None:
        path = cli.home / "big.pdf"
        with path.open("wb") as file:
            file.truncate(5_000_000)
        assert cli.run("cases", "open", str(path)).status == 2
        assert cli.way.seen == []

    def test_a_folder_is_no_file(self, cli: CommandLine) -> None:
        assert cli.run("cases", "open", str(cli.home)).status == 2


class TestReading:
    @pytest.mark.parametrize("columns", [60, 80])
    def test_show_tells_balance_next_step_contacts_and_events(
        self, cli: CommandLine, case: Any, columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        cli.good("clock", "advance", case["id"], "--days", "20")
        shown = cli.good("cases", "show", case["id"]).out
        for told in ("principal", "interest", "fixed indemnity", "next", "email reminder_1", "contact.sent", "CON_01"):
            assert told in shown
        for told in ("comptabilite@hotel-des-tilleuls.example", "\n  sent "):
            assert told in shown
        assert max(len(line) for line in shown.splitlines()) <= columns

    def test_watching_shows_it_again_when_it_changed(
        self, cli: CommandLine, case: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        looks = iter(range(2))

        def sleep(_seconds: float) -> None:
            look = next(looks, None)
            if look is None:
                raise KeyboardInterrupt
            if look == 0:
                cli.living.say("POST", f"/v1/cases/{case['id']}/pause", {"reason": "He called."})

        monkeypatch.setattr("time.sleep", sleep)
        done = cli.run("cases", "show", case["id"], "--watch")
        assert done.status == 130
        assert [line.split()[1] for line in done.out.splitlines() if line.startswith("status")] == ["open", "paused,"]
        assert cli.run("cases", "show", case["id"], "--watch", "-o", "json").status == 2

    def test_without_an_id_the_newest_is_meant(self, cli: CommandLine, case: Any) -> None:
        newer = cli.sample_case()
        assert cli.good("cases", "show", "-o", "json").json["id"] == newer["id"] != case["id"]

    def test_json_is_the_api_s_own_object(self, cli: CommandLine, case: Any) -> None:
        shown = cli.good("cases", "show", case["id"], "-o", "json").json
        assert shown == cli.living.client.get(f"/v1/cases/{case['id']}").json

    def test_the_timeline_is_oldest_first_and_leaves_plans_out(self, cli: CommandLine, case: Any) -> None:
        cli.good("clock", "advance", case["id"], "--days", "20")
        told = cli.good("cases", "timeline", case["id"]).out
        assert told.index("case.opened") < told.index("call_task.created") < told.index("contact.sent")
        assert "step.scheduled" not in told
        assert "step.scheduled" in cli.good("cases", "timeline", case["id"], "--all").out
        events = cli.good("cases", "timeline", case["id"], "-o", "json").json["data"]
        assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))

    def test_a_statement_of_any_day(self, cli: CommandLine, case: Any) -> None:
        shown = cli.good("cases", "statement", case["id"], "--as-of", "2026-03-31").out
        assert "statement of 2026-03-31" in shown
        assert "4,070.40 €" in shown
        document = cli.good("cases", "statement", case["id"], "-o", "json").json
        assert document["object"] == "statement"

    @pytest.mark.parametrize("columns", [40, 60, 80])
    def test_no_amount_of_a_statement_is_cut(
        self, cli: CommandLine, case: Any, columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = cli.good("cases", "statement", case["id"], "--as-of", "2026-03-31").out
        for whole in (case["external_reference"], "2026-01-15", "4,070.40 €", "101.62 €", "40.00 €", "4,212.02 €"):
            assert whole in shown
        assert max(len(line) for line in shown.splitlines()) <= columns

    def test_lists_are_filtered_by_the_api(self, cli: CommandLine, case: Any) -> None:
        assert case["id"] in cli.good("cases", "list", "--status", "open", "--creditor", case["creditor_id"]).out
        assert cli.run("cases", "list", "--status", "asleep").status == 1
        found = cli.good("cases", "list", "--reference", case["external_reference"], "-o", "json").json
        assert [each["id"] for each in found["data"]] == [case["id"]]

    @pytest.mark.parametrize("columns", [60, 80])
    def test_a_list_keeps_ids_and_states_whole(
        self, cli: CommandLine, case: Any, columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli.good("clock", "advance", case["id"], "--days", "89")
        monkeypatch.setenv("COLUMNS", str(columns))
        shown = cli.good("cases", "list").out
        for whole in (case["id"], case["external_reference"], "awaiting_decision", "4,070.40 €"):
            assert whole in shown
        assert max(len(line) for line in shown.splitlines()) <= columns

    def test_no_case_yet_says_how_to_open_one(self, cli: CommandLine) -> None:
        assert "--sample" in cli.good("cases", "list").err
        assert cli.good("cases", "list", "--reference", "nobody").everything == "No such case.\n"
        assert cli.run("cases", "show").status == 2


class TestActing:
    def test_paying_a_part_shows_what_it_settled(self, cli: CommandLine, case: Any) -> None:
        done = cli.good("cases", "pay", case["id"], "1 000,50")
        assert "1,000.50 € received on 2026-01-16" in done.out
        assert "fixed indemnity 40.00 €" in done.out
        assert "3,111.25 € left to pay" in done.out

    def test_paying_all_closes_the_case(self, cli: CommandLine, case: Any) -> None:
        paid = cli.good("cases", "pay", case["id"], "all", "-o", "json").json
        assert paid["amount"]["amount"] == 411_175
        assert paid["case"]["outcome"] == "paid"
        again = cli.run("cases", "pay", case["id"], "all")
        assert (again.status, "Nothing is owed" in again.err) == (1, True)

    @pytest.mark.parametrize("amount", ["1.234", "-5", "abc", "1e3", "", "12.", "١٢"])
    def test_what_is_no_amount_is_not_guessed(self, cli: CommandLine, case: Any, amount: str) -> None:
        assert cli.run("cases", "pay", case["id"], "--", amount).status == 2

    def test_pause_and_resume(self, cli: CommandLine, case: Any) -> None:
        paused = cli.good("cases", "pause", case["id"], "--reason", "He called", "--until", "2026-03-01", "-o", "json")
        assert paused.json["status"] == "paused"
        assert (
            cli.good("cases", "resume", case["id"], "--reason", "Nothing came", "-o", "json").json["status"] == "open"
        )
        assert cli.run("cases", "pause", case["id"], "--reason", "x", "--until", "soon").status == 2
        assert cli.run("cases", "pause", case["id"]).status == 2


class TestLiveMode:
    def test_a_live_key_is_pointed_out_and_opening_asks_first(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "f.xml", syntax="cii")
        words = ("cases", "open", str(path), "--debtor-kind", "company", "--api-key", cli.live_key)
        asked = cli.run(*words, typed="n\n")
        assert asked.status == 1
        assert "LIVE MODE" in asked.err
        assert cli.good("cases", "list", "-o", "json", "--api-key", cli.live_key).json["data"] == []
        opened = cli.good(*words, "--yes", "-o", "json").json
        assert opened["livemode"] is True
        assert opened["test_clock_id"] is None

    def test_nothing_is_supplied_in_live_mode(self, cli: CommandLine) -> None:
        path = make_sample_invoice(cli.home / "f.xml", syntax="cii", variant="no_due_date")
        done = cli.run("cases", "open", str(path), "--debtor-kind", "company", "--api-key", cli.live_key, "--preview")
        assert "using" not in done.err

    @pytest.mark.parametrize(
        "words",
        [
            ("cases", "open", "--sample"),
            ("clock", "create", "--now", "2026-01-16"),
            ("clock", "advance", "clk_00000000000000000000000001", "--days", "3"),
            ("clock", "show", "clk_00000000000000000000000001"),
            ("trigger", "paid"),
        ],
    )
    def test_what_exists_in_test_mode_only_refuses_a_live_key(self, cli: CommandLine, words: tuple[str, ...]) -> None:
        done = cli.run(*words, "--api-key", cli.live_key)
        assert (done.status, "test mode only" in done.err) == (2, True)
        assert cli.way.seen == []

    def test_a_debtor_s_kind_is_never_guessed_in_live_mode(self, cli: CommandLine, tmp_path: Path) -> None:
        path = make_sample_invoice(tmp_path / "f.xml", syntax="cii")
        done = cli.run("cases", "open", str(path), "--api-key", cli.live_key)
        assert (done.status, "--debtor-kind" in done.err) == (2, True)

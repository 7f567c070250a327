"""A creditor's own scenarios over HTTP, with time behind them: pinned, in one form, chosen by rules (R-122)."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from tests.support.journey.scenarios import OWN_SCENARIO, changed
from tests.support.living_http import LivingHttp, living_http
from tests.support.own_scenarios import ADDRESS, DUE, a_case, put, story, write


@pytest.fixture
def living() -> Iterator[LivingHttp]:
    with living_http() as found:
        yield found


class TestACaseStaysOnItsVersion:
    """R-122: what is changed of a scenario in the middle of a case changes nothing for that case."""

    def test_a_new_version_and_the_archive_leave_the_case_as_it_was(self, living: LivingHttp) -> None:
        scenario = write(living)
        _, undisturbed = story(living, lambda _: None, scenario=scenario)

        def change(_: str) -> None:
            softer = changed(notice_days=15)
            softer["steps"][2]["offset"] = 60
            del softer["steps"][1]
            tag = put(living, scenario, softer, '"v1"').headers["etag"]
            archived = living.client.send("DELETE", f"/v1/scenarios/{scenario}", If_Match=tag)
            again = living.client.send("DELETE", f"/v1/scenarios/{scenario}", If_Match=archived.headers["etag"])
            assert (archived.status, again.status, again.json) == (200, 200, archived.json)

        case_id, disturbed = story(living, change, scenario=scenario)
        assert disturbed == undisturbed
        assert [step for _, step in disturbed] == ["first_reminder", "verification_call", "formal_notice"]
        case = living.say("GET", f"/v1/cases/{case_id}")
        assert (case["scenario"], case["scenario_version"]) == (scenario, 1)
        refused = living.say("POST", "/v1/cases", a_case(living, scenario), status=422)
        assert refused["code"] == "scenario_archived"

    def test_the_next_case_gets_the_next_version(self, living: LivingHttp) -> None:
        scenario = write(living)
        answer = put(living, scenario, changed(notice_days=12), '"v1"')
        assert (answer.json["version"], answer.json["latest_version"]) == (2, 2)
        again = put(living, scenario, changed(notice_days=12), answer.headers["etag"])
        assert again.json["version"] == 2, "content that is the same makes no version"
        case = living.say("GET", f"/v1/cases/{living.open('a@b.example', due=DUE, clock_id=None, scenario=scenario)}")
        assert case["scenario_version"] == 2
        first = living.say("GET", f"/v1/scenarios/{scenario}?version=1")
        assert first["definition"]["notice_days"] == 10
        versions = living.say("GET", f"/v1/scenarios/{scenario}/versions")["data"]
        assert [each["version"] for each in versions] == [2, 1]

    def test_somebody_elses_change_is_not_overwritten(self, living: LivingHttp) -> None:
        scenario = write(living)
        put(living, scenario, changed(notice_days=12), '"v1"')
        stale = {"definition": changed(notice_days=9)}
        answer = living.client.send("PUT", f"/v1/scenarios/{scenario}", stale, If_Match='"v1"')
        assert (answer.status, answer.json["code"]) == (412, "precondition_failed")
        assert living.client.send("PUT", f"/v1/scenarios/{scenario}", stale).status == 428


class TestTheForm:
    def test_a_preset_is_copied_by_sending_its_definition(self, living: LivingHttp) -> None:
        """R-043: whatever it is, it comes back as it was sent."""
        listed = living.say("GET", "/v1/scenarios?limit=100")["data"]
        presets = [each["id"] for each in listed if each["kind"] == "preset"]
        assert {"progressif", "ferme", "court", "collectivite", "petite_creance", "risque"} <= set(presets)
        for preset in presets:
            shown = living.say("GET", f"/v1/scenarios/{preset}")
            copied = living.say("POST", "/v1/scenarios", {"definition": shown["definition"]})
            assert copied["definition"] == shown["definition"]
            assert copied["findings"] == []
            assert (copied["kind"], copied["version"]) == ("own", 1)

    def test_a_preset_itself_is_not_changed(self, living: LivingHttp) -> None:
        body = {"definition": OWN_SCENARIO}
        for method, sent in (("PUT", body), ("DELETE", None)):
            answer = living.client.send(method, "/v1/scenarios/progressif", sent, If_Match='"v1"')
            assert (answer.status, answer.json["code"]) == (409, "scenario_is_preset")

    def test_pages_go_through_presets_and_then_through_ones_own(self, living: LivingHttp) -> None:
        mine = [write(living, changed(name=f"Scénario {n}")) for n in range(3)]
        seen: list[str] = []
        cursor = ""
        while True:
            page = living.say("GET", f"/v1/scenarios?limit=2{cursor}")
            seen += [each["id"] for each in page["data"]]
            if not page["has_more"]:
                break
            cursor = f"&cursor={page['next_cursor']}"
        assert len(seen) == len(set(seen))
        assert seen[-3:] == mine[::-1]

    def test_a_refusal_names_every_fault_at_its_place(self, living: LivingHttp) -> None:
        bad = deepcopy(OWN_SCENARIO)
        bad["notice_days"] = 5
        bad["steps"][1]["tone"] = 4
        bad["steps"][1]["branches"] = [{"go_to": "first_reminder"}]
        refused = living.say("POST", "/v1/scenarios", {"definition": bad}, status=422)
        assert refused["code"] == "scenario_refused"
        told = {(each["code"], each["pointer"]) for each in refused["errors"]}
        assert told == {
            ("notice_delay", "#/definition/notice_days"),
            ("branch_backward", "#/definition/steps/1/branches/0/go_to"),
        }
        linted = living.say("POST", "/v1/scenarios/lint", {"definition": bad})
        assert linted["acceptable"] is False
        assert {each["code"] for each in linted["findings"]} == {code for code, _ in told}

    def test_nobody_is_visited(self, living: LivingHttp) -> None:
        """CON_08."""
        bad = deepcopy(OWN_SCENARIO)
        bad["steps"][1]["messages"] = [{"channel": "visit", "template": "call_firm"}]
        refused = living.say("POST", "/v1/scenarios/lint", {"definition": bad}, status=422)
        assert [each["code"] for each in refused["errors"]] == ["channel_forbidden"]


class TestSelection:
    """R-029, R-030: the request, else the first rule that holds, else progressif; the case says which."""

    def rules(self, living: LivingHttp, *rules: Any, status: int | None = None) -> Any:
        path, body = f"/v1/creditors/{living.creditor_id}", {"scenario_rules": list(rules)}
        answer = living.client.send("PATCH", path, body, If_Match="*")
        assert answer.status == (status or 200), answer.text
        return answer.json

    def opened(self, living: LivingHttp, **opening: Any) -> Any:
        case_id = living.open("a@b.example", due=DUE, clock_id=None, **opening)
        return living.say("GET", f"/v1/cases/{case_id}")

    def test_the_first_rule_that_holds_wins(self, living: LivingHttp) -> None:
        own = write(living)
        small = {"amount": {"below": {"amount": 50_000, "currency": "EUR"}}}
        self.rules(
            living,
            {"name": "Consommateurs", "when": {"debtor_kind": ["consumer"]}, "scenario": "ferme"},
            {"name": "Petits montants", "when": small, "scenario": "petite_creance"},
            {"name": "Nouveaux clients", "when": {"new_customer": True}, "scenario": own},
            {"name": "Fragiles", "when": {"solvency": ["poor", "fragile"]}, "scenario": "risque"},
        )
        told = [
            (self.opened(living, consumer=True, cents=20_000), "ferme", "rule", "Consommateurs"),
            (
                self.opened(living, cents=20_000, known_as={"new_customer": True}),
                "petite_creance",
                "rule",
                "Petits montants",
            ),
            (self.opened(living, known_as={"new_customer": True}), own, "rule", "Nouveaux clients"),
            (self.opened(living, known_as={"solvency": "poor"}), "risque", "rule", "Fragiles"),
            (self.opened(living), "progressif", "default", None),
            (self.opened(living, consumer=True, scenario="court"), "court", "request", None),
        ]
        for case, scenario, by, rule in told:
            assert case["scenario"] == scenario
            assert case["scenario_choice"] == {"by": by, "rule": rule}
        opening = living.timeline(told[2][0]["id"])[0]
        assert opening["data"]["scenario_choice"] == {"by": "rule", "rule": "Nouveaux clients"}

    def test_a_preview_says_so_too(self, living: LivingHttp) -> None:
        """R-121."""
        self.rules(living, {"name": "Toutes", "scenario": "ferme"})
        previewed = living.say("POST", "/v1/cases/preview", a_case(living, None))
        assert (previewed["scenario"], previewed["scenario_version"]) == ("ferme", 1)
        assert previewed["scenario_choice"] == {"by": "rule", "rule": "Toutes"}

    def test_age_mode_and_earlier_reminders_choose_too(self, living: LivingHttp) -> None:
        self.rules(
            living,
            {"name": "Anciennes", "when": {"days_overdue": {"at_least": 45}}, "scenario": "ferme"},
            {"name": "Déjà relancés", "when": {"reminded_before": True}, "scenario": "court"},
        )
        old = living.open("a@b.example", due=date(2026, 10, 1), clock_id=None)
        assert living.say("GET", f"/v1/cases/{old}")["scenario_choice"]["rule"] == "Anciennes"
        reminded = self.opened(living, prior_reminders=[{"channel": "email", "on": "2026-11-20"}])
        assert reminded["scenario_choice"]["rule"] == "Déjà relancés"

    def test_a_rule_that_names_nothing_is_refused_when_written(self, living: LivingHttp) -> None:
        own = write(living)
        assert living.client.send("DELETE", f"/v1/scenarios/{own}", If_Match='"v1"').status == 200
        for scenario, code in (
            ("unheard_of", "unknown_scenario"),
            ("scn_00000000000000000000000000", "unknown_scenario"),
            (own, "scenario_archived"),
        ):
            refused = self.rules(living, {"name": "R", "scenario": scenario}, status=422)
            assert [(e["pointer"], e["code"]) for e in refused["errors"]] == [("#/scenario_rules/0/scenario", code)]
        twice = self.rules(living, *[{"name": "R", "scenario": "ferme"}] * 2, status=422)
        assert [e["pointer"] for e in twice["errors"]] == ["#/scenario_rules/1/name"]

    def test_a_rule_whose_scenario_was_archived_since_says_so(self, living: LivingHttp) -> None:
        own = write(living)
        self.rules(living, {"name": "Toujours", "scenario": own})
        assert self.opened(living)["scenario"] == own
        assert living.client.send("DELETE", f"/v1/scenarios/{own}", If_Match='"v1"').status == 200
        refused = living.say("POST", "/v1/cases", a_case(living, None), status=422)
        assert refused["code"] == "scenario_archived"
        assert "Toujours" in refused["errors"][0]["detail"]

    def test_another_creditors_scenario_is_not_there(self, living: LivingHttp) -> None:
        theirs = living.say("POST", "/v1/creditors", {"name": "Autre SARL", "address": ADDRESS})["id"]
        own = write(living, creditor_id=theirs)
        refused = living.say("POST", "/v1/cases", a_case(living, own), status=422)
        assert refused["code"] == "unknown_scenario"

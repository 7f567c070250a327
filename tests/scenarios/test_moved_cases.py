"""Cases that a person moves to another scenario, over HTTP with time behind them (R-028, R-122)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.support.journey.scenarios import changed
from tests.support.living_http import LivingHttp, living_http
from tests.support.own_scenarios import DUE, START, put, steps_of, story, write


@pytest.fixture
def living() -> Iterator[LivingHttp]:
    with living_http() as found:
        yield found


class TestMoving:
    """A person moves a case to another scenario, from here on; recorded (R-028, R-122)."""

    def move(self, living: LivingHttp, case_id: str, scenario: str, status: int | None = None, **more: Any) -> Any:
        body = {"scenario": scenario, "reason": "Le débiteur ne répond plus.", **more}
        return living.say("POST", f"/v1/cases/{case_id}/scenario", body, status=status)

    def test_what_was_done_is_not_repeated_and_the_rest_follows_the_new_scenario(self, living: LivingHttp) -> None:
        scenario = write(living)
        case_id, left = story(living, lambda case: self.move(living, case, "ferme"), scenario=scenario)
        done = list(dict.fromkeys(step for _, step in left))
        assert done == ["first_reminder", "last_notice", "formal_notice", "firm_call"]
        case = living.say("GET", f"/v1/cases/{case_id}")
        assert (case["scenario"], case["scenario_choice"]) == ("ferme", {"by": "request", "rule": None})
        [told] = [e for e in living.timeline(case_id) if e["type"] == "case.scenario_changed"]
        assert told["data"]["reason"] == "Le débiteur ne répond plus."
        assert (told["data"]["scenario_before"], told["data"]["scenario"]) == (scenario, "ferme")
        assert told["actor"].startswith("key_")

    def test_a_formal_notice_is_never_sent_twice_whatever_the_case_is_moved_to(self, living: LivingHttp) -> None:
        clock = living.clock(START)
        case_id = living.open("debiteur@client.example", due=DUE, clock_id=clock, scenario=write(living))
        living.advance(clock, START + timedelta(days=35))
        assert [t for _, t in steps_of(living, case_id)].count("formal_notice") == 1
        for scenario in ("progressif", "ferme", "court", "risque", "petite_creance"):
            self.move(living, case_id, scenario)
        living.advance(clock, START + timedelta(days=90))
        left = steps_of(living, case_id)
        assert [t for _, t in left].count("formal_notice") == 1
        after = left[[t for _, t in left].index("formal_notice") + 1 :]
        assert all("call" in step for _, step in after), after

    def test_tone_never_falls_below_what_was_reached(self, living: LivingHttp) -> None:
        """R-022."""
        firm = changed(name="Ferme")
        for step in firm["steps"]:
            step["tone"] = 4
        case_id, left = story(living, lambda case: self.move(living, case, "progressif"), scenario=write(living, firm))
        skipped = {
            e["data"]["step_id"]: e["data"]["reason"] for e in living.timeline(case_id) if e["type"] == "step.skipped"
        }
        assert skipped["second_reminder"] == "softer_than_before"
        assert "formal_notice" in [template for _, template in left]

    def test_a_new_version_of_its_own_scenario_is_moved_to_by_name(self, living: LivingHttp) -> None:
        scenario = write(living)
        case_id = living.open("a@b.example", due=DUE, clock_id=None, scenario=scenario)
        assert self.move(living, case_id, scenario, status=409)["code"] == "scenario_unchanged"
        put(living, scenario, changed(notice_days=12), '"v1"')
        moved = self.move(living, case_id, scenario, version=2)
        assert moved["scenario_version"] == 2
        assert self.move(living, case_id, scenario, status=422, version=7)["code"] == "unknown_scenario"
        assert self.move(living, case_id, "nowhere", status=422)["code"] == "unknown_scenario"

    def test_a_closed_case_is_not_moved(self, living: LivingHttp) -> None:
        case_id = living.open("a@b.example", due=DUE, clock_id=None)
        living.say("POST", f"/v1/cases/{case_id}/decision", {"choice": "withdraw", "reason": "Accord trouvé."})
        assert self.move(living, case_id, "ferme", status=409)["code"] == "case_closed"

    def test_an_archived_scenario_is_not_moved_to(self, living: LivingHttp) -> None:
        scenario = write(living)
        assert living.client.send("DELETE", f"/v1/scenarios/{scenario}", If_Match='"v1"').status == 200
        case_id = living.open("a@b.example", due=DUE, clock_id=None)
        assert self.move(living, case_id, scenario, status=422)["code"] == "scenario_archived"

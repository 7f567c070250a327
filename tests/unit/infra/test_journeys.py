"""What counts as a journey that went well: a runner's word alone does not."""

from __future__ import annotations

from typing import Any

from infra.journeys import read_journey
from infra.local.journeys import judge_report
from infra.local.respect import Report, read_report
from infra.package import ROOT

Json = dict[str, Any]
NAME = "calculations"
STEPS = [step.id for step in read_journey(NAME, ROOT).steps]


def ran(step: str, *, passed: bool = True, **more: Any) -> Json:
    checks = [{"name": "success criteria check", "condition": "$statusCode == 200", "message": "", "passed": passed}]
    return {"type": "step", "stepId": step, "checks": checks, "response": {"statusCode": 200, "body": {}}, **more}


def report(*steps: Json, succeeded: bool = True) -> Report:
    workflow = {"type": "workflow", "workflowId": NAME, "executedSteps": list(steps)}
    return read_report({"files": {"a.yaml": {"executedWorkflows": [workflow]}}}, succeeded=succeeded)


def test_a_journey_whose_every_step_passed_went_well() -> None:
    assert judge_report(NAME, report(*map(ran, STEPS))) == ()


def test_a_criterion_that_is_not_met_speaks_against_it_even_if_the_runner_is_content() -> None:
    (objection,) = judge_report(NAME, report(*map(ran, STEPS[:-1]), ran(STEPS[-1], passed=False)))
    assert objection.startswith(f"{STEPS[-1]}: $statusCode == 200 (answer 200")


def test_a_step_that_did_not_run_speaks_against_it() -> None:
    assert judge_report(NAME, report(*map(ran, STEPS[:-1]))) == (f"did not run: {STEPS[-1]}",)


def test_a_step_without_any_check_speaks_against_it() -> None:
    (objection,) = judge_report(NAME, report(*map(ran, STEPS[:-1]), ran(STEPS[-1], checks=[])))
    assert "nothing was checked" in objection


def test_a_runner_that_fails_without_saying_why_speaks_against_it() -> None:
    (objection,) = judge_report(NAME, report(*map(ran, STEPS), succeeded=False))
    assert objection.startswith("respect failed")


def test_of_a_step_that_was_tried_again_the_last_try_counts() -> None:
    assert judge_report(NAME, report(*map(ran, STEPS[:-1]), ran(STEPS[-1], passed=False), ran(STEPS[-1]))) == ()


def test_what_fails_inside_a_building_block_fails_the_journey() -> None:
    block = {"type": "workflow", "stepId": STEPS[-1], "executedSteps": [ran("advance", passed=False)]}
    (objection,) = judge_report(NAME, report(*map(ran, STEPS[:-1]), block))
    assert objection.startswith("advance:")

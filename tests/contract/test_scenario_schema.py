"""The published JSON Schema of scenarios, the form of the API and the presets agree (R-043, R-122)."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chalicelib.domain.scenarios.lint_findings import CATALOGUE
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import same_content
from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.entrypoints.http.presenters.scenarios import definition
from chalicelib.entrypoints.http.schemas.scenarios import DefinitionIn
from infra.scenario_findings import GUIDE, with_table
from tests.support.journey.scenarios import OWN_SCENARIO
from tests.support.published_pages import made
from tests.support.random_scenarios import valid_scenarios

ROOT = Path(__file__).resolve().parents[2]
PRESETS = [*SCENARIOS.values(), *valid_scenarios(10)]
by_id = pytest.mark.parametrize("scenario", PRESETS, ids=lambda each: f"{each.id}-{each.version}")


def schema() -> Any:
    return json.loads(made()["scenario.schema.json"])


def test_it_is_a_schema_of_2020_12_complete_in_itself() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "#/components" not in json.dumps(schema())


@by_id
def test_a_scenario_as_it_is_shown_is_valid_and_comes_back_as_it_was(scenario: Scenario) -> None:
    shown = definition(scenario)
    assert list(Draft202012Validator(schema()).iter_errors(shown)) == []
    read = DefinitionIn.model_validate_json(json.dumps(shown)).to_domain()
    named = scenario if scenario.name else read.__class__(**{**vars(scenario), "name": scenario.id})
    assert same_content(read, named)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("steps", 0, "tone"), 5),
        (("steps", 0, "messages"), []),
        (("steps", 0, "messages", 0, "channel"), "visit"),
        (("steps", 1, "conditions", "amount", "at_least"), 50_000),
        (("steps", 0, "anchor"), "last_step"),
        (("steps", 0, "id"), "First Reminder"),
        (("notice_days",), "ten"),
        (("unheard_of",), True),
    ],
)
def test_what_the_api_refuses_by_its_form_the_schema_refuses_too(place: tuple[Any, ...], value: Any) -> None:
    bad = deepcopy(OWN_SCENARIO)
    at: Any = bad
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    assert list(Draft202012Validator(schema()).iter_errors(bad))
    with pytest.raises(ValueError, match="validation error"):
        DefinitionIn.model_validate_json(json.dumps(bad))


def test_the_guide_tells_every_finding() -> None:
    """``.venv/bin/python -m infra.scenario_findings`` writes it."""
    text = GUIDE.read_text(encoding="utf-8")
    assert text == with_table(text)
    assert all(f"`{code}`" in text for code in CATALOGUE)

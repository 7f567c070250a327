"""Graphs enter the template as JSON, with exactly the substitutions that they use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from infra.package import PackagingError, define_machines


def template(**substitutions: str) -> dict[str, Any]:
    return {"Resources": {"TestClockStateMachine": {"Properties": {"DefinitionSubstitutions": substitutions}}}}


def test_a_graph_is_json_and_keeps_the_substitutions_it_uses(tmp_path: Path) -> None:
    (tmp_path / "test_clock.asl.yaml").write_text("StartAt: A\nStates: {A: {Resource: '${OneArn}'}}\n")
    given = template(OneArn="one", OtherArn="other")
    define_machines(given, tmp_path)
    properties = given["Resources"]["TestClockStateMachine"]["Properties"]
    assert json.loads(properties["DefinitionString"])["States"] == {"A": {"Resource": "${OneArn}"}}
    assert properties["DefinitionSubstitutions"] == {"OneArn": "one"}


def test_a_substitution_that_nobody_supplies_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_clock.asl.yaml").write_text("States: {A: {Resource: '${MissingArn}'}}\n")
    with pytest.raises(PackagingError, match="MissingArn"):
        define_machines(template(), tmp_path)

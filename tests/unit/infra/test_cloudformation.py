"""Templates are read with their short intrinsics, and merged without one silently winning over another."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra import cloudformation


def test_short_intrinsics_become_long_ones(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        "a: !Ref Table\n"
        "b: !GetAtt Queue.Arn\n"
        'c: !Sub "x-${Stage}"\n'
        'd: !Not [!Equals [!Ref Email, ""]]\n'
        'e: !Sub ["${A}", {A: !Ref B}]\n'
    )
    assert cloudformation.load(path) == {
        "a": {"Ref": "Table"},
        "b": {"Fn::GetAtt": ["Queue", "Arn"]},
        "c": {"Fn::Sub": "x-${Stage}"},
        "d": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Email"}, ""]}]},
        "e": {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]},
    }


def test_maps_are_merged_deeply() -> None:
    merged = cloudformation.merge({"Resources": {"A": {"x": 1}}}, {"Resources": {"A": {"y": 2}, "B": {}}})
    assert merged == {"Resources": {"A": {"x": 1, "y": 2}, "B": {}}}


def test_two_fragments_may_not_define_the_same_thing_differently() -> None:
    with pytest.raises(ValueError, match="Timeout is defined twice"):
        cloudformation.merge({"Timeout": 1}, {"Timeout": 2})

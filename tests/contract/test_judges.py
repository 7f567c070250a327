"""The judges are pinned, and none is told to look away without a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

JUDGES = Path(__file__).parents[2] / "infra" / "judges"
RULESETS = sorted(JUDGES.glob("*.yaml"))


def test_each_judge_has_one_exact_version_that_the_lock_file_knows() -> None:
    wanted = json.loads((JUDGES / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads((JUDGES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} {version}"
        assert locked[f"node_modules/{name}"]["version"] == version
    assert locked[""]["devDependencies"] == wanted


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda path: str(path.name))
def test_a_rule_that_is_off_has_its_reason_above_it(ruleset: Path) -> None:
    """The reason stands above the rule, or above the list of places where several are off."""
    explained, before = False, ""
    for line in ruleset.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not line.startswith((" ", "#")) or text.startswith("- files:"):  # another part of the file begins
            explained = before.startswith("#")
        explained = explained or text.startswith("#")
        if re.search(r":\s*[\"']?(off|false)\b", text):
            assert explained, f"{ruleset.name}: {text}"
        before = text


def test_each_ruleset_is_used() -> None:
    script = (JUDGES / "run").read_text(encoding="utf-8")
    for ruleset in RULESETS:
        assert ruleset.name in script

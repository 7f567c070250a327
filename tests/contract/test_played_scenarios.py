"""The guide of the presets is what happens: each, towards each kind of debtor, over HTTP, day by day (R-043)."""

from __future__ import annotations

import pytest

from chalicelib.domain.scenarios.presets import PRESETS
from tests.support.played_page import PAGE, section


@pytest.mark.parametrize("preset_id", [preset.id for preset in PRESETS])
def test_the_guide_tells_each_preset_as_it_is_played(preset_id: str) -> None:
    """R-031..R-035, R-041, R-042. ``python -m tests.support.played_page`` writes the guide."""
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    (told,) = [each for each in sections if each.startswith(f"{preset_id} – ")]
    assert section(preset_id).rstrip() == f"## {told}".rstrip()


def test_the_guide_tells_every_preset_and_no_other() -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert [each.partition(" – ")[0] for each in sections] == [preset.id for preset in PRESETS]

"""What the chronology says of a case that was moved to another scenario, in French (R-122)."""

from __future__ import annotations

from collections.abc import Callable

from .chronology_phrases import Payload, quoted, say
from .events import EventType


def _moved(payload: Payload) -> str:
    told = say(
        "Le dossier suit désormais le scénario {scenario} (version {version}), et non plus {before} (version {old}).",
        scenario=payload["scenario"],
        version=payload["scenario_version"],
        before=payload["scenario_before"],
        old=payload["scenario_version_before"],
    )
    return told + quoted(payload.get("reason"))


SCENARIO_TELLERS: dict[str, Callable[[Payload], str]] = {EventType.CASE_SCENARIO_CHANGED: _moved}

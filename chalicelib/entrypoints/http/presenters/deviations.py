"""Deviations from the scenario of a case (R-028)."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.case_deviations import is_carried_out
from chalicelib.domain.scenarios.deviation import Deviation

from .values import day, instant


def deviation(value: Deviation, case: Case, today: date) -> dict[str, Any]:
    """One of them; its reason is sealed in the timeline."""
    message = value.step.messages[0] if value.step else None
    return {
        "id": value.id,
        "object": "deviation",
        "kind": value.kind.value,
        "step_id": value.step_id,
        "author": value.author,
        "at": instant(value.at),
        "planned_on": day(value.planned_on),
        "on": day(value.on),
        "channel": message.channel.value if message else None,
        "template": message.template if message else None,
        "tone": value.step.tone if value.step else None,
        "state": _state(value, case, today),
        "withdrawn_at": instant(value.withdrawn_at),
    }


def _state(value: Deviation, case: Case, today: date) -> str:
    if not value.stands:
        return "withdrawn"
    return "carried_out" if is_carried_out(case, value, today) else "in_force"


def deviations(case: Case, today: date) -> list[dict[str, Any]]:
    """All of a case, in the order in which they were decided."""
    return [deviation(each, case, today) for each in case.deviations]

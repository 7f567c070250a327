"""What a case would do, as JSON: its steps with dates, words and costs (R-121, R-125)."""

from __future__ import annotations

from typing import Any

from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.usecases.foresee import Foreseen
from chalicelib.usecases.preview_case import Preview, PreviewMessage, PreviewStep
from chalicelib.usecases.view_case import CaseView

from .cases import finding
from .statements import statement
from .templates import written
from .values import day, instant, money


def preview_answer(preview: Preview, call: Call[Any, Any]) -> Answer:
    """What would happen; nothing was stored."""
    del call
    view = preview.view
    return Answer(
        {
            "object": "case_preview",
            "eligible": preview.eligible,
            **_scenario(view),
            "findings": [finding(found) for found in preview.findings],
            "steps": [_step(step) for step in preview.steps],
            "decision_on": day(preview.decision_on),
            "statement": statement(view.statement, view.case, stored=False) if view and view.statement else None,
            "missing_rate": view.missing_rate if view else None,
            "cost": money(preview.cost),
            "costs": [
                {"channel": each.channel.value, "contacts": each.contacts, "cost": money(each.cost)}
                for each in preview.costs
            ],
        }
    )


def _scenario(view: CaseView | None) -> dict[str, Any]:
    """Which scenario the case would be on, and who chose it (R-029)."""
    if view is None:
        return {"scenario": None, "scenario_version": None, "scenario_choice": None}
    case = view.case
    choice = {"by": case.scenario_choice.by.value, "rule": case.scenario_choice.rule}
    return {"scenario": case.scenario_id, "scenario_version": case.scenario_version, "scenario_choice": choice}


def _step(step: PreviewStep) -> dict[str, Any]:
    return {
        "step_id": step.step_id,
        "tone": step.tone,
        "channels": list(step.channels),
        "on": day(step.on),
        "at": instant(step.at),
        "moves": [{"rule": move.rule, "detail": move.detail} for move in step.moves],
        "skipped": step.skipped,
        "cost": money(step.cost),
        "messages": [_message(message) for message in step.messages],
    }


def _message(message: PreviewMessage) -> dict[str, Any]:
    return {
        "channel": message.channel.value,
        "template": message.template,
        "template_version": message.version,
        "usable": message.usable,
        "cost": money(message.cost),
        "text": _text(message.foreseen) if message.foreseen else None,
    }


def _text(foreseen: Foreseen) -> dict[str, Any]:
    """How it reads and when it leaves if nobody answers; ``refusal`` names the rule that would stop it."""
    refusal = foreseen.refusal
    words = written(foreseen.written) if foreseen.written else {}
    return {
        "leaves_at": instant(foreseen.at),
        "subject": words.get("subject"),
        "text": words.get("text"),
        "voicemail": words.get("voicemail"),
        "refusal": {"code": refusal.code, "detail": refusal.detail} if refusal else None,
    }

"""How the chronology names a step and a message: in its own words, else as the creditor's scenario calls it."""

from __future__ import annotations

from . import chronology_words as words
from .chronology_phrases import Payload

TITLES = "titles of the scenario"
"""Beside the payload, the titles of the case's scenario by step; no payload has such a name."""


def step_in_words(payload: Payload) -> str:
    """The step that the event is about; empty where it is about none."""
    return _named(payload, str(payload.get("step_id") or ""))


def message_in_words(payload: Payload) -> str:
    """The text that went out; one of the creditor's own goes by the name of its step."""
    template = str(payload.get("template") or "")
    return words.TEMPLATES.get(template) or _named(payload, str(payload.get("step_id") or template))


def _named(payload: Payload, step_id: str) -> str:
    titles = payload.get(TITLES, {})
    return words.STEPS.get(step_id) or titles.get(step_id) or words.TEMPLATES.get(step_id) or step_id

"""What the API handler is compared with: two plain Chalice routes on boto3 and pydantic that make the same AWS calls.

No authentication beyond reading the key, no problem details, no decisions, no events to seal: every call is made with
the parameters that the application used, read from the recording, so that building them costs nothing here.
"""

from __future__ import annotations

import json
from typing import Any, cast

import boto3
from chalice.app import Chalice, Request
from pydantic import BaseModel, ConfigDict

from benchmarks.recording import recorded_calls

app = Chalice("plain")
CLIENTS: dict[str, Any] = {}
CALLS = recorded_calls()
WARM: set[str] = set()  # methods that have been asked once: what the application remembers is read no more


class Case(BaseModel):
    """What the route answers: the fields that a plain application would show."""

    model_config = ConfigDict(extra="ignore")

    id: str
    status: str
    version: int
    amount: int = 0


class Pause(BaseModel):
    """The body of a pause."""

    model_config = ConfigDict(extra="forbid")

    reason: str


@app.route("/v1/cases/{case_id}", methods=["GET"])
def get_case(case_id: str) -> dict[str, Any]:
    """One case."""
    return _answer(case_id, "GET")


@app.route("/v1/cases/{case_id}/pause", methods=["POST"])
def post_pause(case_id: str) -> dict[str, Any]:
    """Pause a case."""
    Pause.model_validate(cast(Request, app.current_request).json_body)
    return _answer(case_id, "POST")


def _answer(case_id: str, method: str) -> dict[str, Any]:
    answers = [_call(*call) for call in CALLS[f"{method} {'warm' if method in WARM else 'cold'}"]]
    WARM.add(method)
    items = [item for answer in answers for item in answer.get("Items", ())]
    stored = [json.loads(item["data"]["S"]) for item in items if "data" in item]
    head = next(data for data in stored if "status" in data)
    return Case.model_validate({"id": case_id, "status": head["status"], "version": 1}).model_dump()


def _call(service: str, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    if service not in CLIENTS:
        CLIENTS[service] = boto3.client(service)
    answer: dict[str, Any] = getattr(CLIENTS[service], method)(**parameters)
    return answer

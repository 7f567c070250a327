"""Deviations from the scenario of a case, in requests (R-028)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.scenarios.deviation import DeviationKind

from .cases import ReasonRequest
from .values import Day

StepId = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_.-]+$")]
TemplateName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_]+$")]


class DeviationRequest(ReasonRequest):
    """``POST /cases/{id}/deviations``: which step, or the whole of a new one."""

    kind: DeviationKind
    step_id: StepId | None = None
    on: Day | None = None
    channel: Literal["email", "sms", "call", "letter"] | None = None
    template: TemplateName | None = None
    tone: Annotated[int, Field(ge=1, le=4)] | None = None

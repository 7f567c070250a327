"""Call lists and what came of calls, as requests (R-069..R-071)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from .values import CaseId, CreditorId, Day, ListQuery, LongText, PositiveEuro, Request, ShortLine

LONGEST_CALL_SECONDS = 14_400


def _flag(value: Any) -> Any:
    if value not in ("true", "false"):
        raise PydanticCustomError("wrong_form", "true or false.")
    return value == "true"


class CallTaskList(ListQuery):
    """``GET /call-tasks``: of one creditor or claimed by one caller; by due day; or those that nobody has."""

    creditor_id: CreditorId | None = None
    claimed_by: ShortLine | None = None
    unclaimed: Annotated[bool, BeforeValidator(_flag)] | None = None
    due_from: Day | None = Field(default=None, alias="due_on[gte]")
    due_to: Day | None = Field(default=None, alias="due_on[lte]")


class CallClaimRequest(Request):
    """``POST /call-tasks/{id}/claim``."""

    by: ShortLine
    minutes: Annotated[int, Field(ge=1, le=240)] = 30


class CallReleaseRequest(Request):
    """``POST /call-tasks/{id}/release``."""

    by: ShortLine


class CallOutcomeRequest(Request):
    """What came of a call (R-071)."""

    outcome: Literal[
        "reached_will_pay",
        "reached_promise",
        "reached_dispute",
        "reached_refuses",
        "voicemail",
        "no_answer",
        "wrong_number",
        "technical_problem",
        "reached_already_paid",
        "reached_call_back",
        "reached_wrong_person",
        "reached_third_party",
        "represented",
        "deceased",
    ]
    date: Day | None = None
    notes: LongText | None = None
    by: ShortLine | None = None
    duration_seconds: Annotated[int, Field(ge=0, le=LONGEST_CALL_SECONDS)] | None = None
    amount: PositiveEuro | None = None
    case_ids: Annotated[list[CaseId], Field(min_length=1, max_length=10)] | None = None

"""Webhook endpoints and events in requests."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .values import CaseId, Instant, Line, ListQuery, Request

EventTypeText = Annotated[str, Field(min_length=1, max_length=60)]
EventTypes = Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=100)]


class EventList(ListQuery):
    """``GET /events``: of one case or of all, of one type or of all, and when they were recorded."""

    type: EventTypeText | None = None
    case_id: CaseId | None = None
    created_from: Instant | None = Field(default=None, alias="created_at[gte]")
    created_to: Instant | None = Field(default=None, alias="created_at[lte]")


class WebhookChanges(Request):
    """``PATCH /webhook-endpoints/{id}``: the fields to change."""

    url: Annotated[str, Field(min_length=8, max_length=2000)] = ""
    events: EventTypes = Field(default_factory=list)
    description: Line | None = None
    enabled: bool = True


class SecretRotation(Request):
    """``POST /webhook-endpoints/{id}/rotate-secret``: for how long the old secret still signs too."""

    overlap_hours: Annotated[int, Field(ge=0, le=24)] = 24


class ReplayRequest(Request):
    """``POST /webhook-endpoints/{id}/replay``; without ``types``, those the endpoint takes."""

    first: Annotated[Instant, Field(alias="from")]
    last: Annotated[Instant, Field(alias="to")]
    types: EventTypes = Field(default_factory=list)

"""The case that a request reads: as it is, or on the day that its query names."""

from __future__ import annotations

from typing import Any

from chalicelib.usecases.view_case import CaseView, view_case

from .framework.call import Call


def viewed(call: Call[None, Any]) -> CaseView:
    """The case of the path; ``as_of`` of the query where there is one."""
    d = call.deps
    as_of = call.query.as_of if call.query else None
    return view_case(call.scope, call.id("case_id"), store=d.store, wall=d.wall_clock, rates=d.rates, as_of=as_of)

"""Which filters of a list go together: those that an index answers, never a scan."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.reads import CallTaskFilter, ListFilter

from .schemas.call_tasks import CallTaskList
from .schemas.cases import CaseList

CODE = "filter_combination_unsupported"
SINGLE = ("creditor_id", "debtor_id", "external_reference")
NOT_WITH_REFERENCE = ("status", "created_from", "created_to")
NAMES = {"created_from": "created_at[gte]", "created_to": "created_at[lte]"}


def case_filters(query: CaseList) -> ListFilter:
    """One of creditor or debtor, with status and one date range; or external_reference alone."""
    anchors = [name for name in SINGLE if getattr(query, name) is not None]
    refused = anchors[1:]
    if query.external_reference is not None:
        refused = [name for name in (*anchors, *NOT_WITH_REFERENCE) if getattr(query, name) is not None]
        refused.remove("external_reference")
    if refused:
        problems = tuple(
            FieldProblem(f"?{NAMES.get(name, name)}", CODE, "Does not go with the other filters.") for name in refused
        )
        raise InvalidInput("These filters do not go together.", code=CODE, errors=problems)
    if query.created_from and query.created_to and query.created_to < query.created_from:
        problem = FieldProblem("?created_at[lte]", "period_reversed", "Not before created_at[gte].")
        raise InvalidInput("The range is empty.", errors=(problem,))
    return ListFilter(
        creditor_id=query.creditor_id,
        debtor_id=query.debtor_id,
        external_reference=query.external_reference,
        status=query.status,
        created_from=query.created_from,
        created_to=query.created_to,
    )


def call_task_filters(query: CallTaskList, wall_now: datetime) -> CallTaskFilter:
    """Of one creditor or of one caller; then by due day; those that nobody has are nobody's."""
    refused = [name for name in ("creditor_id", "unclaimed") if query.claimed_by and getattr(query, name)]
    if refused:
        problems = tuple(FieldProblem(f"?{name}", CODE, "Does not go with claimed_by.") for name in refused)
        raise InvalidInput("These filters do not go together.", code=CODE, errors=problems)
    if query.due_from and query.due_to and query.due_to < query.due_from:
        problem = FieldProblem("?due_on[lte]", "period_reversed", "Not before due_on[gte].")
        raise InvalidInput("The range is empty.", errors=(problem,))
    return CallTaskFilter(
        now=wall_now,
        creditor_id=query.creditor_id,
        claimed_by=query.claimed_by,
        unclaimed=bool(query.unclaimed),
        due_from=query.due_from,
        due_to=query.due_to,
    )

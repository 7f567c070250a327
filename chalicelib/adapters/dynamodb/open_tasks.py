"""Open call tasks in the indexes: which one answers a filter, and what a row of it says (R-069)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CallTaskFilter

from . import codec, index_keys
from .keys import Key
from .lists import Take, Walk
from .sealing import debtor_of
from .table import Item


def task_walk(scope: Scope, filters: CallTaskFilter) -> tuple[Walk, str]:
    """The walk for these filters and its partition, the highest rank first."""
    if filters.claimed_by is not None:
        partition = index_keys.open_tasks_of_caller(scope, filters.claimed_by)
        return Walk("by_reference", "gsi4", filtered=True), partition
    if filters.creditor_id is not None:
        partition = index_keys.open_tasks_of_creditor(scope, filters.creditor_id)
        return Walk("by_creditor", "gsi2", filtered=filters.narrows), partition
    return Walk("by_month", "gsi1", filtered=filters.narrows), index_keys.open_tasks(scope)


def task_if(filters: CallTaskFilter) -> Take:
    """Where a task lies and its debtor, if it fits; ``None`` otherwise."""

    def take(row: Item) -> tuple[Key, str] | None:
        _, due_on, until = str(row["summary"]).split(" ")
        fits = filters.takes(date.fromisoformat(due_on), codec.load_instant(until) if until else None)
        return (Key(str(row["pk"]), str(row["sk"])), debtor_of(row)) if fits else None

    return take

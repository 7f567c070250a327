"""What closing and reopening a case always bring with them: its invoice numbers, its open call tasks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from chalicelib.domain.call_task import CallTaskStatus, task_id_of
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.errors import NotFound
from chalicelib.domain.mandates import power_findings
from chalicelib.domain.plan import local_day

from .recording import CaseFile, Recording
from .writes import ClaimInvoice, ReleaseInvoice, Update, Write


def life_cycle(file: CaseFile, case: Case, recording: Recording) -> tuple[Write, ...]:
    """The writes beside those of the case; none when it stays open, or stays closed."""
    if case.is_closed == file.case.is_closed:
        return ()
    if not case.is_closed:
        return tuple(ClaimInvoice(case.scope, case.creditor_id, i.number, case.id) for i in case.invoices)
    released = tuple(ReleaseInvoice(case.scope, case.creditor_id, i.number, case.id) for i in case.invoices)
    return (*released, *expire_call_tasks(file, recording))


def expire_call_tasks(file: CaseFile, recording: Recording, *, still_called: Collection[str] = ()) -> tuple[Write, ...]:
    """The open call tasks of a case that nobody may call about any more.

    It is closed, stopped, without power, or the number is closed.
    ``still_called`` are numbers that may be called all the same.
    """
    writes: list[Write] = []
    for entry in file.case.steps:
        for ref in entry.contacts:
            if ref.channel is not Channel.CALL or ref.state is not ContactState.SENT:
                continue
            try:
                task = recording.store.call_task(file.case.scope, task_id_of(ref.id))
            except NotFound:
                continue
            if task.status is CallTaskStatus.OPEN and task.phone not in still_called:
                expired = replace(task, status=CallTaskStatus.EXPIRED, version=task.version + 1)
                writes.append(Update(expired, file.key))
    return tuple(writes)


def is_powerless(file: CaseFile) -> bool:
    """Whether the case's mandate is over, or its collector may not act on this day (MAND_01, MAND_03)."""
    mandate = file.case.mandate
    if mandate is None:
        return False
    return bool(power_findings(file.creditor, mandate.mandate_id, local_day(file.case, file.now)))

"""What closing and reopening a case always bring with them: its invoice numbers, its open call tasks."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.domain.case import Case
from chalicelib.domain.findings import Finding
from chalicelib.domain.mandates import power_findings
from chalicelib.domain.plan import local_day

from .open_calls import calls_over, open_tasks, taken_back
from .recording import CaseFile, Recording
from .writes import ClaimInvoice, NoteCase, ReleaseInvoice, Write


def life_cycle(file: CaseFile, case: Case, recording: Recording) -> tuple[Write, ...]:
    """The writes beside those of the case; none when it stays open, or stays closed."""
    if case.is_closed == file.case.is_closed:
        return ()
    if not case.is_closed:
        claimed = tuple(ClaimInvoice(case.scope, case.creditor_id, i.number, case.id) for i in case.invoices)
        return (*claimed, NoteCase(case.scope, case.debtor_id, case.caps_sender, case.id, case.id))
    released = tuple(ReleaseInvoice(case.scope, case.creditor_id, i.number, case.id) for i in case.invoices)
    return (*released, *calls_over(file, recording))


def expire_call_tasks(file: CaseFile, recording: Recording, *, still_called: Collection[str] = ()) -> tuple[Write, ...]:
    """The open call tasks of a case that nobody may call about any more.

    It is closed, stopped, without power, or the number is closed.
    ``still_called`` are numbers that may be called all the same.
    """
    return taken_back(file, (task for task in open_tasks(file, recording) if task.phone not in still_called))


def missing_power(file: CaseFile) -> tuple[Finding, ...]:
    """Why nobody may collect under the case's mandate on this day, if nobody may (MAND_01, MAND_03)."""
    mandate = file.case.mandate
    if mandate is None:
        return ()
    return power_findings(file.creditor, mandate.mandate_id, local_day(file.case, file.now))

"""Calls that were asked for and not made yet: taken back where nobody may call any more, or not before a letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.domain.call_task import CallTask, CallTaskStatus, task_id_of
from chalicelib.domain.case_contacts import open_call_contacts
from chalicelib.domain.errors import NotFound

from .recording import CaseFile, Recording
from .writes import Update, Write


def open_tasks(file: CaseFile, recording: Recording) -> tuple[CallTask, ...]:
    """The call tasks of the case that are still open."""
    tasks = (_task(contact_id, file, recording) for contact_id in open_call_contacts(file.case))
    return tuple(task for task in tasks if task and task.status is CallTaskStatus.OPEN)


def calls_over(file: CaseFile, recording: Recording) -> tuple[Write, ...]:
    """The calls about a case that closes: taken back, but for one that is still to be made about another (R-123)."""
    over = []
    for contact_id in open_call_contacts(file.case):
        task = _task(contact_id, file, recording) or _task_of_all(contact_id, file, recording)
        if task is None or task.status is not CallTaskStatus.OPEN:
            continue
        others = {task.case_id, *task.grouped_with} - {file.case.id}
        if not any(_is_open(case_id, file, recording) for case_id in others):
            over.append(task)
    return taken_back(file, over)


def _task(contact_id: str, file: CaseFile, recording: Recording) -> CallTask | None:
    try:
        return recording.store.call_task(file.case.scope, task_id_of(contact_id))
    except NotFound:
        return None


def _task_of_all(contact_id: str, file: CaseFile, recording: Recording) -> CallTask | None:
    """A call about several cases is one task, under the contact of the case that leads it."""
    contact = recording.store.contact(file.case.scope, contact_id)
    return _task(contact.travels_as, file, recording) if contact.led_by else None


def _is_open(case_id: str, file: CaseFile, recording: Recording) -> bool:
    try:
        return not recording.store.case(file.case.scope, case_id).is_closed
    except NotFound:
        return False


def taken_back(file: CaseFile, tasks: Iterable[CallTask]) -> tuple[Write, ...]:
    """The tasks expire: an outcome can no longer be recorded."""
    expired = (replace(task, status=CallTaskStatus.EXPIRED, version=task.version + 1) for task in tasks)
    return tuple(Update(task, file.key) for task in expired)

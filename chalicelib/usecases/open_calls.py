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
    found = []
    for contact_id in open_call_contacts(file.case):
        try:
            task = recording.store.call_task(file.case.scope, task_id_of(contact_id))
        except NotFound:
            continue
        if task.status is CallTaskStatus.OPEN:
            found.append(task)
    return tuple(found)


def taken_back(file: CaseFile, tasks: Iterable[CallTask]) -> tuple[Write, ...]:
    """The tasks expire: an outcome can no longer be recorded."""
    expired = (replace(task, status=CallTaskStatus.EXPIRED, version=task.version + 1) for task in tasks)
    return tuple(Update(task, file.key) for task in expired)

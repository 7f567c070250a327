"""The calls of a day on paper: one row each, the highest priority first, with room for what came of it (R-069)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.call_task import CallTask
from chalicelib.domain.written_form import WrittenForm

from .blocks import Block, Column, Paragraph, Run, Style, Table
from .history_tables import PARIS
from .sheet import Sheet
from .wording import Labels, written

GROUNDS_TOLD = 2


def write_call_list(tasks: Sequence[CallTask], labels: Labels, printed_at: datetime, *, has_more: bool) -> bytes:
    """PDF/A-3B, A4. ``printed_at`` is wall time, which claims are told by; ``has_more``: the list goes on."""
    from .documents import write_document  # the PDF library costs 0.4 s of cold start: only where paper is made

    words, form = labels["call_list"], written(labels)
    here = printed_at.astimezone(PARIS)
    title = words["title"].format(date=form.format_date(here.date()))
    notes = [words["note"], *([words["more"].format(count=len(tasks))] if has_more else [])]
    blocks: list[Block] = [Paragraph((Run(form.typeset(" ".join(notes))),), Style.SMALL)]
    blocks.append(_table(tasks, labels, printed_at) if tasks else Paragraph((Run(words["nobody"]),)))
    return write_document(
        Sheet(words["name"], (), (), (), "", "", "", title, words["identity"], words["name"], form.COLON),
        tuple(blocks),
        reference=words["printed"].format(time=f"{here:%H:%M}"),
        today=here.date(),
        page_label=labels["page"],
        language=labels["language"],
    )


def _table(tasks: Sequence[CallTask], labels: Labels, printed_at: datetime) -> Table:
    words, form = labels["call_list"], written(labels)
    columns = (
        Column(words["priority"], 0.7, right=True),
        Column(words["debtor"], 2.2, breakable=True),
        Column(words["phone"], 1.2),
        Column(words["owed"], 1.2, right=True),
        Column(words["overdue"], 0.9, right=True),
        Column(words["purpose"], 2.4, breakable=True),
        Column(words["result"], 1.8),
    )
    return Table(columns, tuple(_row(task, labels, form, printed_at) for task in tasks), small=True)


def _row(task: CallTask, labels: Labels, form: WrittenForm, printed_at: datetime) -> tuple[str, ...]:
    words = labels["call_list"]
    whom = [task.debtor_name, task.recipient_name if task.recipient_name != task.debtor_name else ""]
    if task.creditor_name:
        whom.append(words["for"].format(creditor=task.creditor_name))
    claim = task.claimed_at(printed_at)
    if claim is not None:
        whom.append(words["taken"].format(by=claim.by, time=f"{claim.until.astimezone(PARIS):%H:%M}"))
    return (
        str(task.priority.score) if task.priority else labels["none"],
        form.typeset("\n".join(part for part in whom if part)),
        form.format_phone(task.phone),
        form.format_money(task.owed) if task.overdue_since else labels["none"],
        form.format_days((task.due_on - task.overdue_since).days) if task.overdue_since else labels["none"],
        _purpose(task, words),
        "",
    )


def _purpose(task: CallTask, words: dict[str, dict[str, str]]) -> str:
    """The first sentence of what the call is for; then what weighs most."""
    told = next((lines[0] for title, lines in task.script if title == "purpose" and lines), "")
    first, stop, _ = told.partition(". ")
    given = task.priority.given[:GROUNDS_TOLD] if task.priority else ()
    grounds = ", ".join(words["grounds"][each.ground.value] for each in given)
    return "\n".join(filter(None, (f"{first}{stop.strip()}", f"({grounds})" if grounds else "")))

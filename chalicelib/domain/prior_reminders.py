"""What makes a reminder of before the opening acceptable, and a formal notice of it one that starts interest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from .case import PriorReminder
from .errors import FieldProblem

NOTICE_CHANNELS = frozenset({"email", "letter", "registered_letter"})


MOST_NOTICES = 2
"""The earliest proven notice of an invoice decides: more would only be stored with every version of the case."""


def notice_problems(reminders: Sequence[PriorReminder], pointer: str) -> Iterator[FieldProblem]:
    """More formal notices than a case takes over; the others are reminders like any."""
    notices = sum(reminder.formal_notice_presented_on is not None for reminder in reminders)
    if notices > MOST_NOTICES:
        detail = f"{MOST_NOTICES} formal notices at most: the earliest decides, name the others as plain reminders"
        yield FieldProblem(pointer, "too_many_formal_notices", detail)


def reminder_problems(
    reminder: PriorReminder, pointer: str, today: date, *, has_document: bool
) -> Iterator[FieldProblem]:
    """A formal notice is a writing (C. civ. 1344), shown on a day that lies between its own and today, with its proof.

    An e-mail counts where its receipt is proved; a call or an SMS is no formal notice here (INT_08).
    """
    if reminder.on > today:
        yield FieldProblem(f"{pointer}/on", "in_the_future", f"the case stands at {today}")
    presented = reminder.formal_notice_presented_on
    if presented is None:
        return
    if not reminder.on <= presented <= today:
        detail = "between the day it was sent and the case's present day"
        yield FieldProblem(f"{pointer}/formal_notice_presented_on", "outside_range", detail)
    if reminder.channel not in NOTICE_CHANNELS:
        yield FieldProblem(f"{pointer}/channel", "wrong_channel", "a formal notice is a letter or an e-mail (INT_08)")
    if not has_document:
        yield FieldProblem(f"{pointer}/document", "required", "what proves that the debtor was shown it (INT_08)")

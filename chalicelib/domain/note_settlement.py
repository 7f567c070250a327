"""What a person's answer does to the note a case needed them for: sent again, or passed over (R-028)."""

from __future__ import annotations

from datetime import datetime

from .case import Case
from .case_contacts import reached, refs_of, without_failures
from .holds import Attention
from .local_time import local_day
from .negotiation import acceleration_notice
from .negotiation.correspondence import note_dropped, note_tried_again
from .step_settlement import STEP_FAILED


def note_again(case: Case, attention: Attention) -> Case:
    """The attempts that failed or are in doubt are forgotten, and so is the letter that the question was about.

    What went out and is only followed goes on being followed: nothing is sent a second time by a check that failed.
    """
    note_id = attention.step_id or ""
    about = attention.contact_id if attention.code != STEP_FAILED else None
    kept = tuple(ref for ref in without_failures(refs_of(case, note_id)) if ref.id != about)
    if any(reached(ref) for ref in kept):
        return case
    return acceleration_notice.void(note_tried_again(case, note_id, kept), about)


def note_passed_over(case: Case, attention: Attention, now: datetime) -> Case:
    """It need not go out. A notice of acceleration that is passed over puts nobody on notice (PLAN_02).

    One that left but cannot be followed is presumed presented, as a formal notice is.
    """
    note = case.negotiation.note(attention.step_id or "")
    if note is not None and attention.code == STEP_FAILED and acceleration_notice.is_on_its_way(case, note):
        return acceleration_notice.presumed(case, note, local_day(case, now))
    return acceleration_notice.void(note_dropped(case, attention.step_id or ""), attention.contact_id)

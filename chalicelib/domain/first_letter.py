"""The letter of CPCE R124-4 on its way: handed over, posted, come back (LTR_01, LTR_04).

Until it is posted nothing else reaches the debtor; its reference and the day it was posted are recalled ever after.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .case import Case
from .collector import FirstLetter
from .contact import Contact, ContactRef, ContactState, DeliveryEvent, DeliveryKind
from .errors import Conflict
from .holds import Attention
from .plan import local_day
from .scenarios.model import FIRST_LETTER
from .step_record import StepState

NOT_OUT_YET = frozenset({ContactState.FAILED, ContactState.BOUNCED, ContactState.RETURNED})


def is_awaited(case: Case) -> bool:
    """Whether the case is under a mandate and its first letter was not posted yet."""
    mandate = case.mandate
    return mandate is not None and (mandate.first_letter is None or mandate.first_letter.posted_on is None)


def refs_of_first_letter(case: Case) -> tuple[ContactRef, ...]:
    """Every attempt at it."""
    record = case.record_of(FIRST_LETTER)
    return record.contacts if record else ()


def handed_over(case: Case, contact: Contact, posted_on: date | None) -> Case:
    """The letter left: its reference is the case's (see ``reference_of``), its day the carrier's once that is known."""
    letter = FirstLetter(
        contact_id=contact.id,
        reference=contact.reference or reference_of(case),
        handed_over_on=local_day(case, contact.intended_at),
        posted_on=posted_on,
    )
    return _with(case, letter, letters=_letters(case) + 1)


def printed_as(case: Case, contact: Contact) -> Case:
    """The letter under the reference that its paper carries, where it spoke for several cases (R-123, LTR_04)."""
    letter = case.mandate.first_letter if case.mandate else None
    if letter is None or letter.contact_id != contact.id or contact.reference is None:
        return case
    return _with(case, replace(letter, reference=contact.reference))


def reference_of(case: Case) -> str:
    """What the letter to be written is called: ``AM-…-L1``, and ``-L2`` when the first one came back."""
    return f"{case.reference}-L{_letters(case) + 1}"


def reported(case: Case, contact: Contact, report: DeliveryEvent) -> Case:
    """What the carrier says of it: the day it was posted, or that nobody lives there."""
    mandate = case.mandate
    letter = mandate.first_letter if mandate else None
    if letter is None and report.kind is DeliveryKind.POSTED and _was_given_up(case, contact):
        record = case.record_of(FIRST_LETTER)
        case = case.with_record(replace(record, state=StepState.DONE)) if record else case
        return handed_over(case, contact, report.on)
    if letter is None or letter.contact_id != contact.id:
        return case
    if report.kind is DeliveryKind.POSTED and letter.posted_on is None:
        return _with(case, replace(letter, posted_on=report.on))
    if report.kind is DeliveryKind.RETURNED:
        return without_letter(case)
    return case


def _was_given_up(case: Case, contact: Contact) -> bool:
    """An attempt that was believed to have failed, and that the carrier posted all the same."""
    known = any(ref.id == contact.id for ref in refs_of_first_letter(case))
    return known and contact.state is not ContactState.RETURNED


def without_letter(case: Case) -> Case:
    """It has to go out (again) before anything else does."""
    record = case.record_of(FIRST_LETTER)
    case = _with(case, None)
    return case.with_record(replace(record, state=StepState.STARTED, reason=None)) if record else case


def marked_posted(case: Case, attention: Attention, today: date) -> Case:
    """A person says that it was posted: on the day it was handed over; today, where the carrier had not taken it.

    Without a letter that was written nothing can be recalled later: 409 ``first_letter_required``.
    """
    ref = next((ref for ref in refs_of_first_letter(case) if ref.id == attention.contact_id), None)
    if ref is None:
        raise first_letter_required()
    day = today if ref.state in NOT_OUT_YET else local_day(case, ref.at)
    letter = case.mandate.first_letter if case.mandate else None
    if letter is not None and letter.contact_id == ref.id:
        return _with(case, replace(letter, posted_on=letter.posted_on or day))
    counted = ref.state is ContactState.RETURNED
    number = _letters(case) if counted else _letters(case) + 1
    return _with(case, FirstLetter(ref.id, f"{case.reference}-L{number}", day, posted_on=day), letters=number)


def first_letter_required() -> Conflict:
    """Nothing may reach the debtor without it (CPCE R124-4): it is never passed over."""
    detail = "The first letter of the mandate is never passed over: retry it, or close the case."
    return Conflict(detail, code="first_letter_required")


def _letters(case: Case) -> int:
    return case.mandate.letters if case.mandate else 0


def _with(case: Case, letter: FirstLetter | None, *, letters: int | None = None) -> Case:
    mandate = case.mandate
    if mandate is None:
        return case
    count = mandate.letters if letters is None else letters
    return replace(case, mandate=replace(mandate, first_letter=letter, letters=count))

"""The other cases that the messages of a case spoke for too, for the page that a link in one of them opens (R-123)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, Contact, ContactRef, ContactState
from chalicelib.domain.errors import NotFound
from chalicelib.domain.grouping import MOST_CASES

from .recording import CaseFile
from .store_ports import Store

LOOKED_AT = 50
_NOT_READ = frozenset({ContactState.INTENDED, ContactState.FAILED, ContactState.BOUNCED, ContactState.RETURNED})


@dataclass(frozen=True)
class CasesBeside:
    """``lead_id`` is the case whose reference the latest of these messages quoted; the cases of that one come first."""

    cases: tuple[Case, ...] = ()
    lead_id: str = ""


NONE_BESIDE = CasesBeside()


def cases_beside(file: CaseFile, store: Store) -> CasesBeside:
    """As they are now; never more than one message may speak for, never another creditor's.

    Nothing is read for a case that was always spoken of alone; else its contacts (one Query and one batch read) and
    one Query for each other case.
    """
    if not any(ref.shared and _was_read(ref) for record in file.case.steps for ref in record.contacts):
        return NONE_BESIDE
    page = store.contacts(file.case.scope, file.case.id, limit=LOOKED_AT, position=None)
    told: list[Contact] = [each for each in page.items if each.shared_with and _was_read(each)]
    told.sort(key=lambda each: each.intended_at, reverse=True)
    ids = dict.fromkeys(place.case_id for contact in told for place in contact.shared_with)
    found = (_case(file, case_id, store) for case_id in list(ids)[: MOST_CASES - 1])
    cases = tuple(each for each in found if each is not None)
    return CasesBeside(cases, _lead_of(told)) if cases else NONE_BESIDE


def _was_read(contact: Contact | ContactRef) -> bool:
    """Whether it may have brought a link: what is in doubt may have arrived, and a call brings none."""
    return contact.channel is not Channel.CALL and contact.state not in _NOT_READ


def _lead_of(told: Sequence[Contact]) -> str:
    latest = told[0]
    leads = (place.case_id for place in latest.shared_with if place.contact_id == latest.led_by)
    return next(leads, latest.case_id)


def _case(file: CaseFile, case_id: str, store: Store) -> Case | None:
    """``None`` for one that is erased, or that is no longer the same parties' affair."""
    try:
        other = store.case(file.case.scope, case_id)
    except NotFound:
        return None
    if (other.debtor_id, other.creditor_id) != (file.case.debtor_id, file.case.creditor_id):
        return None
    return replace(other, postal_code=file.case.postal_code)

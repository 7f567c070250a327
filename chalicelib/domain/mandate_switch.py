"""From the creditor's own name to the collector's letterhead, within the life of a case (R-057, MODE_01)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from .case import Case
from .case_commands import require_live
from .collector import Mandate
from .contact import ContactState
from .contact_log import KEPT_FOR, ContactLog
from .errors import Conflict
from .events import CaseEvent, EventType, event
from .mandates import case_mandate, paper_told, stands_on
from .parties import CaseManager, CollectorMode, Creditor
from .plan import local_day
from .step_record import StepState


def give_mandate(
    case: Case,
    mandate: Mandate,
    now: datetime,
    *,
    reason: str,
    case_manager: CaseManager | None = None,
    unmade_calls: Collection[str] = (),
) -> tuple[Case, tuple[CaseEvent, ...]]:
    """The case under this mandate; the next contact is its first letter, whatever the step (LTR_01).

    ``unmade_calls`` are contacts whose call tasks are still open: nobody calls any more, they are asked for again after
    the letter. A mandate that is over gives way to another; the letter sent under it stands.
    ``case_manager`` answers for the collector; without one it is the collector itself whom the debtor may reach, and no
    more the person who answered for the creditor (R-057, R-091).
    """
    before = case.collector_mode
    changed = replace(without_calls(case, unmade_calls), collector_mode=CollectorMode.THIRD_PARTY_MANDATE)
    if case.mandate is None:
        changed = replace(changed, mandate=case_mandate(mandate, now), case_manager=case_manager)
    else:
        terms = replace(case_mandate(mandate, case.mandate.since), first_letter=case.mandate.first_letter)
        manager = case_manager or case.case_manager
        changed = replace(changed, mandate=replace(terms, letters=case.mandate.letters), case_manager=manager)
    draft = event(
        EventType.CASE_MANDATED,
        {
            "reason": reason,
            "case_manager": changed.case_manager.name if changed.case_manager else None,
            **paper_told(mandate),
        },
        mandate_id=mandate.id,
        reference=mandate.reference,
        signed_on=mandate.signed_on.isoformat(),
        payee=mandate.payee.value,
        mode_before=before.value,
        expired_calls=sorted(unmade_calls),
    )
    return changed, (draft,)


def require_switchable(case: Case, creditor: Creditor, now: datetime) -> None:
    """Errors: ``case_closed``; ``already_under_mandate`` while its mandate is in force."""
    require_live(case)
    if case.mandate is None:
        return
    present = next((each for each in creditor.mandates if each.id == case.mandate.mandate_id), None)
    today = local_day(case, now)
    if present is not None and stands_on(present, today):
        raise Conflict(f"The case is under mandate {present.reference} already.", code="already_under_mandate")


def without_calls(case: Case, unmade: Collection[str]) -> Case:
    """A call that was not made counts as a failed attempt: asked for again, unless a later step was taken."""
    for record in case.steps:
        if not any(ref.id in unmade for ref in record.contacts):
            continue
        refs = tuple(replace(ref, state=ContactState.FAILED) if ref.id in unmade else ref for ref in record.contacts)
        is_last = case.steps[-1].step_id == record.step_id
        case = case.with_record(replace(record, contacts=refs, state=StepState.STARTED if is_last else record.state))
    return case


def log_carried_over(case: Case, own: ContactLog, collectors: ContactLog, now: datetime) -> ContactLog | None:
    """The collector's log with what this case asked of the debtor in the creditor's name (CON_05, CON_06).

    The debtor does not count senders: what was asked of him for this claim still protects him after the switch.
    ``None`` when there is nothing to carry over.
    """
    asked = (e for e in own.entries if e.concerns(case.id) and e not in collectors.entries)
    recent = [e for e in asked if now - e.at < KEPT_FOR]
    if not recent:
        return None
    entries = tuple(sorted((*collectors.entries, *recent), key=lambda entry: entry.at))
    return replace(collectors, entries=entries, version=collectors.version + 1)

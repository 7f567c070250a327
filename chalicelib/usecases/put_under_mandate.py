"""Hand a case from the creditor's own name to the collector's letterhead (R-057, MODE_01)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.mandate_switch import give_mandate, log_carried_over, require_switchable
from chalicelib.domain.mandates import refuse_without_power
from chalicelib.domain.parties import CaseManager
from chalicelib.domain.plan import local_day
from chalicelib.domain.premium_findings import refuse_premium_number

from .change_case import Changing, Outcome, Transition, change_case
from .identity_problems import Identifiers
from .open_calls import open_tasks, taken_back
from .ports import IdentityChecks, Reply
from .recording import CaseFile, Recording
from .writes import NoteCase, SaveContactLog, Write


@dataclass(frozen=True)
class PutUnderMandate:
    """Without ``mandate_id`` it is the creditor's only mandate in force; ``case_manager`` answers for the collector."""

    changing: Changing
    reason: str
    mandate_id: str | None = None
    case_manager: CaseManager | None = None


def put_under_mandate(
    command: PutUnderMandate, *, recording: Recording, checks: IdentityChecks, reply: Reply
) -> Outcome:
    """From here on the next contact is the letter of CPCE R124-4; open call tasks expire.

    Errors: ``case_closed``; ``already_under_mandate``; ``collector_incomplete``; ``mandate_required`` and its kind;
    ``premium_number`` towards a consumer; the code of an address that fails its check.
    """
    identifiers = Identifiers(checks)
    manager = identifiers.case_manager(command.case_manager)
    identifiers.refuse_if_any()

    def transition(file: CaseFile) -> Transition:
        require_switchable(file.case, file.creditor, file.now)
        mandate = refuse_without_power(file.creditor, command.mandate_id, local_day(file.case, file.now))
        refuse_premium_number(file.debtor.kind, manager)
        tasks = () if file.case.mandate else open_tasks(file, recording)
        unmade = frozenset(task.contact_id for task in tasks)
        case, drafts = give_mandate(
            file.case, mandate, file.now, reason=command.reason, case_manager=manager, unmade_calls=unmade
        )
        writes = taken_back(file, tasks)
        return Transition(case, drafts, writes=(*writes, *_carried_over(file, case.caps_sender, recording)))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _carried_over(file: CaseFile, sender: str, recording: Recording) -> tuple[Write, ...]:
    if sender == file.case.caps_sender:
        return ()
    case = file.case
    parties = recording.store.parties(case.scope, debtor_id=case.debtor_id, sender=sender)
    collectors = parties.log or ContactLog(case.scope, case.debtor_id, sender)
    log = log_carried_over(case, file.log, collectors, file.now)
    if log is None:
        return (NoteCase(case.scope, case.debtor_id, sender, case.id, case.id),)
    return (SaveContactLog(log, noted=case.id),)

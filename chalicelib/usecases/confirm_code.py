"""Enter a one-time code: whoever holds the page's link also reads a contact that the creditor supplied (R-127)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.negotiation.one_time_code import OneTimeCode, Purpose
from chalicelib.domain.parties import Scope

from .change_case import Changing, Transition, change_case
from .code_hash import entered
from .ports import Reply, no_reply
from .recording import CaseFile, Recording
from .writes import Update

DEBTOR = "debtor"


@dataclass(frozen=True)
class ConfirmCode:
    """The digits as they were entered."""

    scope: Scope
    case_id: str
    code_id: str
    digits: str


@dataclass(frozen=True)
class CodeConfirmed:
    """Personal details may be shown in this browser."""

    code_id: str
    masked_address: str


def confirm_code(command: ConfirmCode, *, recording: Recording, reply: Reply = no_reply) -> CodeConfirmed:
    """For ``view``; a signature takes its own code with it.

    Errors: ``code_wrong`` (422, with the tries left), ``code_spent``; ``code_expired``, ``code_used``,
    ``code_replaced``, ``code_for_something_else`` (409); ``clock_advancing``; ``debtor_erased``.
    """

    def transition(file: CaseFile) -> Transition:
        code, codes = entered(file, command.code_id, command.digits, Purpose.VIEW, recording)
        result = CodeConfirmed(code.id, code.masked)
        return Transition(file.case, (code_confirmed(code),), writes=(Update(codes, file.key),), result=result)

    changing = Changing(command.scope, command.case_id, DEBTOR)
    outcome = change_case(changing, transition, recording=recording, reply=reply)
    assert isinstance(outcome.result, CodeConfirmed)
    return outcome.result


def code_confirmed(code: OneTimeCode) -> CaseEvent:
    """The address that proved it is personal, and sealed."""
    return event(
        EventType.DEBTOR_PAGE_CODE_CONFIRMED,
        {"masked": code.masked, "contact_id": code.contact_id, "subject_id": code.subject_id},
        code_id=code.id,
        purpose=code.purpose.value,
    )

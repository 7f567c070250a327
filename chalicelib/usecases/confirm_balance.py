"""The integrator says how its books stand: the balance agrees as of a day, or it does not (R-133)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.balance_question import DIFFERS, doubt_about_amounts, open_invoices, shown
from chalicelib.domain.case_payments import whole_statement_of
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.look_commands import Moment, confirm, doubted, require_confirmable
from chalicelib.domain.money import Money
from chalicelib.domain.plan import local_day

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording


@dataclass(frozen=True)
class ConfirmBalance:
    """``invoices``: what is unpaid of each, by number, as the books say; without any, the balance simply agrees."""

    changing: Changing
    as_of: date
    invoices: tuple[tuple[str, Money], ...] = ()


def confirm_balance(command: ConfirmBalance, *, recording: Recording, reply: Reply) -> Outcome:
    """Amounts that differ are no refusal: they are a doubt, and the contact is held. ``result``: the doubt's reason.

    Errors: ``last_look_not_set``; ``case_closed``; ``invalid_request`` for a day to come.
    """

    def transition(file: CaseFile) -> Transition:
        policy = file.creditor.last_look
        require_confirmable(file.case, command.as_of, policy, file.now)
        invoices = open_invoices(whole_statement_of(file.case, file.rates, local_day(file.case, file.now)))
        told = {normalised_number(number): amount for number, amount in command.invoices}
        reason = doubt_about_amounts(told, invoices, complete=bool(told))
        said = [{"number": number, "amount": amount.amount} for number, amount in command.invoices]
        private = {"asked_about": [shown(each) for each in invoices], "answered": said}
        if reason is not None and policy is not None:
            step_id = file.case.next_step.step_id if file.case.next_step else None
            moment = Moment(file.case, step_id, policy, file.scenario, file.now)
            return Transition(*doubted(moment, DIFFERS, private), result=DIFFERS)
        return Transition(*confirm(file.case, command.as_of, policy, file.scenario, file.now, private))

    return change_case(command.changing, transition, recording=recording, reply=reply)

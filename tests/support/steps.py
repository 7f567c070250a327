"""The steps of the case's state machine, by the name of their function."""

from __future__ import annotations

from chalicelib.domain.next_step import Action
from chalicelib.usecases.ask_for_call import ask_for_call
from chalicelib.usecases.ask_for_decision import ask_for_decision
from chalicelib.usecases.check_deadline import check_deadline
from chalicelib.usecases.check_delivery import check_delivery
from chalicelib.usecases.check_instalment import check_instalment
from chalicelib.usecases.check_promise import check_promise
from chalicelib.usecases.decide_next_step import decide_next_step
from chalicelib.usecases.issue_declaration import issue_declaration
from chalicelib.usecases.issue_receipt import issue_receipt
from chalicelib.usecases.send_message import send_message
from chalicelib.usecases.sending import Sending
from chalicelib.usecases.simulate_debtor import simulate_debtor
from chalicelib.usecases.wake_up import Route, WakeUp
from chalicelib.usecases.warn_of_limitation import warn_of_limitation

QUIET = {
    "decide_next_step": decide_next_step,
    "check_promise": check_promise,
    "check_instalment": check_instalment,
    "check_deadline": check_deadline,
    "ask_for_decision": ask_for_decision,
    "warn_of_limitation": warn_of_limitation,
}
WRITING = {
    "ask_for_call": ask_for_call,
    "issue_receipt": issue_receipt,
    "issue_declaration": issue_declaration,
    "check_delivery": check_delivery,
    "simulate_debtor": simulate_debtor,
}


def run_step(name: str, command: WakeUp, ports: Sending) -> Route:
    """What the function of this name does with a wake-up."""
    if name.startswith("send_"):
        return send_message(command, Action(name), ports=ports)
    if name in QUIET:
        return QUIET[name](command, recording=ports.recording, rooms=ports.rooms)
    return WRITING[name](command, ports=ports)

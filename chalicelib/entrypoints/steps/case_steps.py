"""Run one step of a case: the table from state to use case."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.bootstrap import Deps, deps
from chalicelib.domain.next_step import Action
from chalicelib.observability import observed
from chalicelib.usecases.ask_for_decision import ask_for_decision
from chalicelib.usecases.check_deadline import check_deadline
from chalicelib.usecases.check_instalment import check_instalment
from chalicelib.usecases.check_promise import check_promise
from chalicelib.usecases.decide_next_step import decide_next_step
from chalicelib.usecases.needs_a_human import needs_a_human
from chalicelib.usecases.wake_up import Route, WakeUp
from chalicelib.usecases.warn_of_limitation import warn_of_limitation

from .wake_up_event import WakeUpEvent

SENDING = {
    "send_email": Action.SEND_EMAIL,
    "send_sms": Action.SEND_SMS,
    "send_letter": Action.SEND_LETTER,
    "send_formal_notice": Action.SEND_FORMAL_NOTICE,
}


def run_step(name: str, event: object) -> dict[str, object]:
    """Domain outcomes come back as data; anything else crashes into the machine's retry."""
    wake_up = WakeUpEvent.model_validate(event)
    with observed(name, tenant_id=wake_up.tenant_id, case_id=wake_up.case_id, run=wake_up.run):
        if name == "needs_a_human":
            error = wake_up.failed_with or "unknown"
            return wake_up.answer(
                needs_a_human(wake_up.command(), error, recording=deps().recording, rooms=deps().rooms)
            )
        return wake_up.answer(_use_case(name)(wake_up.command(), deps()))


def _use_case(name: str) -> Callable[[WakeUp, Deps], Route]:
    return {
        "decide_next_step": _decide,
        "ask_for_call": _call,
        "issue_receipt": _receipt,
        "issue_declaration": _declaration,
        "check_delivery": _check,
        "check_promise": _promise,
        "check_instalment": _instalment,
        "check_deadline": _deadline,
        "ask_for_decision": _decision,
        "warn_of_limitation": _limitation,
        "simulate_debtor": _simulate,
    }.get(name, lambda command, ports: _send(name, command, ports))


def _decide(command: WakeUp, ports: Deps) -> Route:
    return decide_next_step(command, recording=ports.recording, rooms=ports.rooms)


def _decision(command: WakeUp, ports: Deps) -> Route:
    return ask_for_decision(command, recording=ports.recording, rooms=ports.rooms)


def _promise(command: WakeUp, ports: Deps) -> Route:
    return check_promise(command, recording=ports.recording, rooms=ports.rooms)


def _instalment(command: WakeUp, ports: Deps) -> Route:
    return check_instalment(command, recording=ports.recording, rooms=ports.rooms)


def _deadline(command: WakeUp, ports: Deps) -> Route:
    return check_deadline(command, recording=ports.recording, rooms=ports.rooms)


def _limitation(command: WakeUp, ports: Deps) -> Route:
    return warn_of_limitation(command, recording=ports.recording, rooms=ports.rooms)


def _simulate(command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.simulate_debtor import simulate_debtor

    return simulate_debtor(command, ports=ports.simulating)


def _send(name: str, command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.send_message import send_message

    return send_message(command, SENDING[name], ports=ports.sending)


def _call(command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.ask_for_call import ask_for_call

    return ask_for_call(command, ports=ports.sending)


def _receipt(command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.issue_receipt import issue_receipt

    return issue_receipt(command, ports=ports.sending)


def _declaration(command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.issue_declaration import issue_declaration

    return issue_declaration(command, ports=ports.sending)


def _check(command: WakeUp, ports: Deps) -> Route:
    from chalicelib.usecases.check_delivery import check_delivery

    return check_delivery(command, ports=ports.sending)

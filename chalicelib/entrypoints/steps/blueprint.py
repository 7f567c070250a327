"""The Lambda functions of the case's state machine, one per Task state: parse, call, translate."""

from __future__ import annotations

from chalice.app import Blueprint

from .case_steps import run_step

bp = Blueprint(__name__)


@bp.lambda_function(name="decide_next_step")
def decide_next_step(event: object, _context: object) -> dict[str, object]:
    """Decide without acting."""
    return run_step("decide_next_step", event)


@bp.lambda_function(name="send_email")
def send_email(event: object, _context: object) -> dict[str, object]:
    """Send an e-mail if it is still what comes next."""
    return run_step("send_email", event)


@bp.lambda_function(name="send_sms")
def send_sms(event: object, _context: object) -> dict[str, object]:
    """Send a short message if it is still what comes next."""
    return run_step("send_sms", event)


@bp.lambda_function(name="send_letter")
def send_letter(event: object, _context: object) -> dict[str, object]:
    """Hand a letter to the carrier if it is still what comes next."""
    return run_step("send_letter", event)


@bp.lambda_function(name="send_formal_notice")
def send_formal_notice(event: object, _context: object) -> dict[str, object]:
    """Hand the formal notice to the carrier if it is still what comes next."""
    return run_step("send_formal_notice", event)


@bp.lambda_function(name="ask_for_call")
def ask_for_call(event: object, _context: object) -> dict[str, object]:
    """Create a call task if it is still what comes next."""
    return run_step("ask_for_call", event)


@bp.lambda_function(name="issue_receipt")
def issue_receipt(event: object, _context: object) -> dict[str, object]:
    """Issue a receipt if one is due."""
    return run_step("issue_receipt", event)


@bp.lambda_function(name="issue_declaration")
def issue_declaration(event: object, _context: object) -> dict[str, object]:
    """Write the declaration of the claim if the debtor is insolvent."""
    return run_step("issue_declaration", event)


@bp.lambda_function(name="check_delivery")
def check_delivery(event: object, _context: object) -> dict[str, object]:
    """Resolve a doubt or follow a formal notice."""
    return run_step("check_delivery", event)


@bp.lambda_function(name="check_promise")
def check_promise(event: object, _context: object) -> dict[str, object]:
    """Whether a promise was kept."""
    return run_step("check_promise", event)


@bp.lambda_function(name="check_instalment")
def check_instalment(event: object, _context: object) -> dict[str, object]:
    """What became of the next instalment of a plan."""
    return run_step("check_instalment", event)


@bp.lambda_function(name="check_deadline")
def check_deadline(event: object, _context: object) -> dict[str, object]:
    """An offer or an answer whose time is over."""
    return run_step("check_deadline", event)


@bp.lambda_function(name="ask_for_decision")
def ask_for_decision(event: object, _context: object) -> dict[str, object]:
    """Ask the creditor to decide."""
    return run_step("ask_for_decision", event)


@bp.lambda_function(name="warn_of_limitation")
def warn_of_limitation(event: object, _context: object) -> dict[str, object]:
    """Warn before a claim is time-barred, and stop once it is."""
    return run_step("warn_of_limitation", event)


@bp.lambda_function(name="simulate_debtor")
def simulate_debtor(event: object, _context: object) -> dict[str, object]:
    """Test mode: the simulated debtor does what comes next."""
    return run_step("simulate_debtor", event)


@bp.lambda_function(name="needs_a_human")
def needs_a_human(event: object, _context: object) -> dict[str, object]:
    """Mark the case as needing a person."""
    return run_step("needs_a_human", event)


@bp.lambda_function(name="advance_clock")
def advance_clock(event: object, _context: object) -> dict[str, object]:
    """One slice of a test clock's advance."""
    from .clock_steps import advance_slice

    return advance_slice(event)

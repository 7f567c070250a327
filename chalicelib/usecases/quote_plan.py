"""Say what a payment plan would be today: every day and amount, and which rules it keeps. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.plan_drafts import Drafted, Wanted
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.parties import Scope

from .catch_up import caught_up
from .propose_plan import draft
from .recording import Recording, load_case_file

NOT_STORED = ""


@dataclass(frozen=True)
class QuotePlan:
    """Who would propose which terms."""

    scope: Scope
    case_id: str
    side: Side
    terms: PlanTerms


def quote_plan(command: QuotePlan, *, recording: Recording) -> Drafted:
    """The plan without an id. Errors: those of ``drafted``; ``clock_advancing``."""
    file = load_case_file(command.scope, command.case_id, recording)
    known = caught_up(file, recording).file
    return draft(known, Wanted(command.side, command.terms), NOT_STORED)

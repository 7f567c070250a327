"""What a scenario may ask of a case before it goes one way or another (R-029..R-032)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import ContactState
from chalicelib.domain.scenario_rule import OpeningConditions, Range

__all__ = ["ALWAYS", "CallOutcomeIs", "Conditions", "DeliveryIs", "Range"]


@dataclass(frozen=True)
class DeliveryIs:
    """What became of a contact of a step is one of ``states``: a bounce is seen behind the letter that followed it."""

    step: str
    states: tuple[ContactState, ...]


@dataclass(frozen=True)
class CallOutcomeIs:
    """What came of the last call, of ``step`` or of any where it is ``None``, is one of ``outcomes``."""

    outcomes: tuple[CallOutcome, ...]
    step: str | None = None


@dataclass(frozen=True)
class Conditions(OpeningConditions):
    """All that are named must hold; none named holds always.

    These three look at what happened in the case: ``unanswered_contacts`` counts the solicitations since the debtor's
    last sign of life. They can steer a step, never choose a scenario.
    """

    unanswered_contacts: Range | None = None
    delivery: DeliveryIs | None = None
    call_outcome: CallOutcomeIs | None = None


ALWAYS = Conditions()

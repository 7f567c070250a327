"""What a scenario may ask of a case before it goes one way or another (R-029..R-032)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import ContactState
from chalicelib.domain.parties import CollectorMode, DebtorKind, Solvency


@dataclass(frozen=True)
class Range:
    """``at_least`` is inclusive, ``below`` exclusive; ``None`` leaves that side open."""

    at_least: int | None = None
    below: int | None = None

    def holds(self, value: int) -> bool:
        return (self.at_least is None or value >= self.at_least) and (self.below is None or value < self.below)


@dataclass(frozen=True)
class DeliveryIs:
    """What became of the last contact of a step is one of ``states``."""

    step: str
    states: tuple[ContactState, ...]


@dataclass(frozen=True)
class CallOutcomeIs:
    """What came of the last call, of ``step`` or of any where it is ``None``, is one of ``outcomes``."""

    outcomes: tuple[CallOutcome, ...]
    step: str | None = None


@dataclass(frozen=True)
class Conditions:
    """All that are named must hold; none named holds always.

    ``amount`` is the unpaid principal in cents, ``days_overdue`` those of the oldest invoice when the case was opened;
    ``reminded_before`` whether the creditor wrote to the debtor before. The last three look at what happened in the
    case: ``unanswered_contacts`` counts the solicitations since the debtor's last sign of life. They can steer a step,
    never choose a scenario.
    """

    amount: Range | None = None
    days_overdue: Range | None = None
    solvency: tuple[Solvency, ...] = ()
    debtor_kind: tuple[DebtorKind, ...] = ()
    new_customer: bool | None = None
    collector_mode: tuple[CollectorMode, ...] = ()
    reminded_before: bool | None = None
    unanswered_contacts: Range | None = None
    delivery: DeliveryIs | None = None
    call_outcome: CallOutcomeIs | None = None


ALWAYS = Conditions()

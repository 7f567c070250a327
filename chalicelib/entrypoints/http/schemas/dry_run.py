"""A scenario played on a fictitious case, in requests (R-121)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.parties import CollectorMode, DebtorKind, Solvency
from chalicelib.usecases.dry_run_scenario import AMOUNT, Fictitious

from .scenarios import DefinitionIn
from .values import Euro, Instant, Request


class FictitiousIn(Request):
    """The case that is played; ``amount`` is that of all invoices together."""

    debtor_kind: DebtorKind = DebtorKind.COMPANY
    collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    amount: Euro | None = None
    days_overdue: Annotated[int, Field(ge=-60, le=365)] = 1
    invoices: Annotated[int, Field(ge=1, le=10)] = 1
    solvency: Solvency = Solvency.UNKNOWN
    new_customer: bool = False
    language: Literal["fr", "en"] = "fr"

    def to_domain(self) -> Fictitious:
        return Fictitious(
            debtor_kind=self.debtor_kind,
            collector_mode=self.collector_mode,
            amount=self.amount.to_domain() if self.amount else AMOUNT,
            days_overdue=self.days_overdue,
            invoices=self.invoices,
            solvency=self.solvency,
            new_customer=self.new_customer,
            language=self.language,
        )


class DryRunRequest(Request):
    """``definition`` is played in place of what is kept; ``opened_at`` is now where it is not given."""

    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    definition: DefinitionIn | None = None
    case: FictitiousIn = FictitiousIn()
    opened_at: Instant | None = None
    texts: bool = False

"""What the page is computed from: a case with its parties at one instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from chalicelib.domain.case import Case
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.collector import Collector, Payee
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.local_time import local_day
from chalicelib.domain.parties import CaseManager, Creditor, Debtor
from chalicelib.domain.pauses import pauses_of
from chalicelib.domain.rates import RateTable


@dataclass(frozen=True)
class PageFacts:
    """``now`` is case time. ``verified``: a one-time code was confirmed in this browser."""

    case: Case
    creditor: Creditor
    debtor: Debtor
    rates: RateTable
    now: datetime
    verified: bool = False

    @property
    def today(self) -> date:
        """The day the page is computed for, where the debtor lives."""
        return local_day(self.case, self.now)

    @property
    def is_wrong_person(self) -> bool:
        """Whether the links of this debtor reach somebody else, who is told no more of it (STOP_04).

        One wrong address or number alone is no reason: no link goes there any more.
        """
        paused = any(pause.kind is PauseKind.WRONG_PERSON for pause in pauses_of(self.case))
        return paused or any(fact.is_about_everything for fact in self.debtor.standing(FactKind.WRONG_PERSON))

    @property
    def collector(self) -> Collector | None:
        """Who acts for the creditor (CPCE R124-1); nobody in its own name."""
        return self.creditor.collector if self.case.mandate else None

    @cached_property
    def account(self) -> Statement | None:
        """What is owed today; ``None`` while a rate is unknown (INT_15)."""
        return known_statement(self.case, self.rates, self.today)

    @property
    def payee_is_collector(self) -> bool:
        """Whether the debtor pays to the collector's account (PAY_06)."""
        mandate = self.case.mandate
        return self.collector is not None and mandate is not None and mandate.payee is Payee.COLLECTOR

    @property
    def case_manager(self) -> CaseManager:
        """Whom the debtor turns to: under a mandate the case's contact person, else the collector (R-057, R-091)."""
        collector, own = self.collector, self.case.case_manager
        if collector is not None:
            return own or CaseManager(collector.name, collector.phone, collector.email)
        creditor = self.creditor
        return own or creditor.case_manager or CaseManager(creditor.sender_name, creditor.phone, creditor.email)

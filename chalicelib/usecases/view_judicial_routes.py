"""The judicial routes of a case on a day, as facts with their conditions; nothing is chosen (R-094..R-098)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.judicial_routes import Route, judicial_routes
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.pauses import pauses_of
from chalicelib.domain.route_facts import RouteFacts

from .view_case import CaseView


@dataclass(frozen=True)
class RoutesView:
    """The case on the day, what the routes were judged on, and the routes."""

    view: CaseView
    facts: RouteFacts
    routes: tuple[Route, ...]


def view_judicial_routes(view: CaseView) -> RoutesView:
    """From a case as it is shown: no further read."""
    facts = _facts(view)
    return RoutesView(view, facts, judicial_routes(facts))


def _facts(view: CaseView) -> RouteFacts:
    case, account = view.case, view.statement
    held = {pause.kind for pause in pauses_of(case)}
    return RouteFacts(
        debtor_kind=case.debtor_kind,
        as_of=view.as_of,
        principal=account.principal if account else _least_principal(view),
        interest=account.interest if account else None,
        last_day=view.limitation.last_day,
        safe_last_day=view.limitation.safe_last_day,
        dispute_open=PauseKind.DISPUTE in held,
        insolvent=PauseKind.INSOLVENCY in held,
        over_indebted=PauseKind.OVER_INDEBTEDNESS in held,
        indemnities=account.fixed_indemnity + account.complementary_indemnity if account else ZERO,
        person_missing=bool(held & {PauseKind.DEATH, PauseKind.GUARDIANSHIP}),
    )


def _least_principal(view: CaseView) -> Money:
    """What is left of the principal at least, while a rate is missing: as if every payment had gone to it alone."""
    case: Case = view.case
    claimed = sum(invoice.principal.amount for invoice in case.invoices if invoice.due_date < view.as_of)
    credited = sum(note.amount.amount for note in case.credit_notes)
    paid = sum(payment.amount.amount for payment in case.payments if payment.reversed_on is None)
    return Money(max(claimed - credited - paid, 0))

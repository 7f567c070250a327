"""The judicial routes of a case on a day, as facts with their conditions; nothing is chosen (R-094..R-098)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.case import Case
from chalicelib.domain.case_limitation import CaseLimitation
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
    case, counted = view.case, _counted(view)
    lines = [line for line in view.statement.lines if line.invoice.id in counted.ids] if view.statement else None
    held = {pause.kind for pause in pauses_of(case)}
    is_frozen = case.frozen_on is None or case.frozen_on <= view.as_of
    return RouteFacts(
        debtor_kind=case.debtor_kind,
        as_of=view.as_of,
        principal=_least_principal(view, counted) if lines is None else sum((x.principal_left for x in lines), ZERO),
        interest=None if lines is None else sum((line.interest_left for line in lines), ZERO),
        last_day=counted.limitation.last_day,
        safe_last_day=counted.limitation.safe_last_day,
        dispute_open=PauseKind.DISPUTE in held,
        insolvent=PauseKind.INSOLVENCY in held and is_frozen,
        over_indebted=PauseKind.OVER_INDEBTEDNESS in held and is_frozen,
        person_missing=bool(held & {PauseKind.DEATH, PauseKind.GUARDIANSHIP}),
        indemnities=sum((line.fixed_indemnity_left + line.complementary_indemnity_left for line in lines or ()), ZERO),
        barred=counted.barred,
    )


@dataclass(frozen=True)
class _Counted:
    """The invoices that routes are looked at for: those not time-barred, or all of them where every one is."""

    ids: frozenset[str]
    limitation: CaseLimitation
    barred: int


def _counted(view: CaseView) -> _Counted:
    unpaid = [each for each in view.limitation.invoices if not each.settled]
    running = view.limitation.still_running(view.as_of)
    chosen = running.invoices if running else view.limitation.invoices
    barred = len(unpaid) - len(chosen) if running else 0
    return _Counted(frozenset(each.invoice.id for each in chosen), running or view.limitation, barred)


def _least_principal(view: CaseView, counted: _Counted) -> Money:
    """What is left of the principal at least, while a rate is missing: as if every payment had gone to it alone."""
    case: Case = view.case
    due = [invoice for invoice in case.invoices if invoice.id in counted.ids and invoice.due_date < view.as_of]
    claimed = sum(invoice.principal.amount for invoice in due)
    credited = sum(note.amount.amount for note in case.credit_notes)
    paid = sum(payment.amount.amount for payment in case.payments if payment.reversed_on is None)
    return Money(max(claimed - credited - paid, 0))

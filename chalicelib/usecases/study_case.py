"""What one claim would give if it were opened today: what is owed, and what contacting would cost (R-114).

Prepared and assessed as for ``POST /cases``; nothing is stored. Recovery odds are no part of it (R-106).
"""

from __future__ import annotations

from collections import Counter

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel
from chalicelib.domain.findings import Finding
from chalicelib.domain.imports.study import LIMITATION_CODES, StudiedLine, Tally, age_band, amount_band
from chalicelib.domain.money import ZERO
from chalicelib.domain.parties import Debtor
from chalicelib.domain.plan import PlannedStep, local_day, plan
from chalicelib.domain.scenarios.model import FIRST_LETTER_STEP

from .case_request import Intake, OpenCase, Prepared
from .open_case import not_eligible
from .ports import Tariff
from .prepare_case import prepare_case
from .view_case import CaseView, view_at


def study_case(command: OpenCase, *, intake: Intake, tariff: Tariff) -> tuple[tuple[Finding, ...], StudiedLine]:
    """Errors: those of ``prepare_case``; ``not_eligible`` with every blocking finding."""
    prepared = prepare_case(command, intake, store_debtor=False)
    if prepared.case is None or prepared.debtor is None:
        raise not_eligible(prepared.findings)
    view = view_at(prepared.case, prepared.now, intake.recording.rates)
    return prepared.findings, _studied(prepared, prepared.debtor, view, tariff)


def _studied(prepared: Prepared, debtor: Debtor, view: CaseView, tariff: Tariff) -> StudiedLine:
    case, statement = view.case, view.statement
    principal = sum((invoice.principal for invoice in case.invoices), ZERO).amount
    contacts = _contacts(case, debtor, prepared, tariff)
    values = {
        "age": age_band(view.days_overdue),
        "debtor_kind": case.debtor_kind.value,
        "amount": amount_band(principal),
        "solvency": debtor.solvency.value,
        "scenario": case.scenario_id,
        "limitation": _limitation(prepared.findings),
    }
    return StudiedLine(
        tallies=(*(Tally(name, value, 1, principal) for name, value in values.items()), *contacts),
        eligible=True,
        principal=principal,
        interest=statement.interest.amount if statement else 0,
        fixed_indemnity=statement.fixed_indemnity.amount if statement else 0,
        total=statement.total.amount if statement else 0,
        cost=sum(tally.amount for tally in contacts),
        unknown_rate=statement is None,
    )


def _limitation(findings: tuple[Finding, ...]) -> str:
    codes = {finding.code for finding in findings}
    return next((name for code, name in LIMITATION_CODES.items() if code in codes), "safe")


def _contacts(case: Case, debtor: Debtor, prepared: Prepared, tariff: Tariff) -> tuple[Tally, ...]:
    """The contacts that the plan still holds, by channel, at the tariff of their day (R-072)."""
    first = (PlannedStep(FIRST_LETTER_STEP, local_day(case, prepared.now)),) if case.mandate else ()
    count: Counter[str] = Counter()
    cost: Counter[str] = Counter()
    for planned in (*first, *plan(case, prepared.scenario, debtor).steps):
        for message in planned.step.messages if not planned.skipped else ():
            channel = Channel(message.channel.value)
            count[channel.value] += 1
            cost[channel.value] += tariff.cost(channel, planned.on, case.scope.livemode).amount
    return tuple(Tally("contacts", name, count[name], cost[name]) for name in sorted(count))

"""Play a scenario on a fictitious case in which nobody answers: dates, words and costs (R-121, R-122). Stateless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain import evidence
from chalicelib.domain.case import Case, CaseStatus
from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.limitation_record import LimitationRecord
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.mandates import case_mandate
from chalicelib.domain.money import Money
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope, Solvency
from chalicelib.domain.rates import RateTable
from chalicelib.domain.scenarios.model import Phase, Scenario
from chalicelib.domain.scenarios.selection import day_zero_of
from chalicelib.domain.templates.samples import REFERENCE, SAMPLE_CREDITOR, sample_creditor, sample_debtor

from .foresee import Foreseeing
from .ports import Tariff
from .preview_case import NO_KEY, Preview, previewed
from .recording import CaseFile

AMOUNT = Money(124_560)
CASE_ID = "case_00000000000000000000000000"


@dataclass(frozen=True)
class Fictitious:
    """The case that is played. ``days_overdue`` of its oldest invoice when it is opened; below 0 before it is due."""

    debtor_kind: DebtorKind = DebtorKind.COMPANY
    collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    amount: Money = AMOUNT
    days_overdue: int = 1
    invoices: int = 1
    solvency: Solvency = Solvency.UNKNOWN
    new_customer: bool = False
    language: str = "fr"


@dataclass(frozen=True)
class DryRun:
    """``now`` is when the case would be opened."""

    scope: Scope
    scenario: Scenario
    case: Fictitious
    now: datetime


def dry_run_scenario(command: DryRun, *, rates: RateTable, tariff: Tariff, foreseeing: Foreseeing | None) -> Preview:
    """As a preview of that case would be. Errors: ``rate_unknown``."""
    told = command.case
    under_mandate = told.collector_mode is CollectorMode.THIRD_PARTY_MANDATE
    debtor = replace(
        sample_debtor(told.debtor_kind, told.language),
        scope=command.scope,
        solvency=told.solvency,
        new_customer=told.new_customer,
    )
    creditor = replace(sample_creditor(command.now.date()), scope=command.scope)
    case = _case(command)
    if under_mandate:
        case = replace(case, mandate=case_mandate(creditor.mandates[0], command.now))
    file = CaseFile(
        case=case,
        creditor=creditor,
        debtor=debtor,
        key=NO_KEY,
        log=ContactLog(case.scope, case.debtor_id, case.caps_sender),
        clock=None,
        scenario=command.scenario,
        now=command.now,
        rates=rates,
    )
    return previewed(file, tariff, foreseeing)


def _case(command: DryRun) -> Case:
    told, now = command.case, command.now
    debtor = sample_debtor(told.debtor_kind, told.language)
    postal_code = debtor.address.postal_code if debtor.address else None
    today = now.astimezone(zone_at(postal_code)).date()
    invoices = tuple(_invoices(told, today))
    day_zero = day_zero_of(invoices, today)
    return Case(
        id=CASE_ID,
        scope=command.scope,
        version=0,
        run=0,
        creditor_id=SAMPLE_CREDITOR,
        debtor_id=debtor.id,
        debtor_kind=debtor.kind,
        postal_code=postal_code,
        status=CaseStatus.OPEN,
        phase=Phase.AMICABLE if day_zero < today else Phase.PRE_COLLECTION,
        opened_at=now,
        created_at=now,
        day_zero=day_zero,
        scenario_id=command.scenario.id,
        scenario_version=command.scenario.version,
        collector_mode=told.collector_mode,
        mandate=None,
        case_manager=None,
        reference=REFERENCE,
        invoices=invoices,
        chain=evidence.genesis(CASE_ID),
        last_instant=now,
        limitation=LimitationRecord(),
    )


def _invoices(told: Fictitious, today: date) -> Iterator[Invoice]:
    """Of the same amount each; the first one takes the cents that are left."""
    each = Money(told.amount.amount // told.invoices)
    first = told.amount - Money(each.amount * (told.invoices - 1))
    for index in range(told.invoices):
        yield Invoice(
            id=f"inv_{index:026d}",
            number=f"FA-{index + 1:05d}",
            issue_date=today - timedelta(days=told.days_overdue + 30),
            due_date=today - timedelta(days=told.days_overdue),
            amount_incl_tax=each if index else first,
            completed_on=today - timedelta(days=told.days_overdue + 30),
        )

"""A case to be opened: the request with what was read for it, and what speaks against opening it (R-001..R-014)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.case_acts import acts_before
from chalicelib.domain.eligibility import Application, assess
from chalicelib.domain.findings import Finding
from chalicelib.domain.intake import Draft
from chalicelib.domain.invoice import Invoice, normalised_number
from chalicelib.domain.limitation import limitation
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.mandates import power_findings
from chalicelib.domain.parties import CollectorMode, Creditor, Debtor
from chalicelib.domain.payment_terms import term_findings
from chalicelib.domain.premium_findings import premium_findings
from chalicelib.domain.preventive import may_open_early
from chalicelib.domain.rate_findings import rate_findings
from chalicelib.domain.rates import RateTable
from chalicelib.domain.scenario_rule import ScenarioChoice
from chalicelib.domain.scenarios.model import Scenario

from .case_request import OpenCase
from .stated_acts import stated_acts


@dataclass(frozen=True)
class Opening:
    """``pointers`` say where in the request each invoice stands, by its id; ``debtor`` is ``None`` when not known."""

    command: OpenCase
    scenario: Scenario
    choice: ScenarioChoice
    creditor: Creditor
    debtor: Debtor | None
    invoices: tuple[Invoice, ...]
    pointers: dict[str, str]
    now: datetime

    @property
    def today(self) -> date:
        """The day where the debtor is; in Paris where that is not known."""
        return today_of(self.debtor, self.now)

    @property
    def mode(self) -> CollectorMode:
        """The request's, else the creditor's (MODE_01)."""
        return self.command.collector_mode or self.creditor.default_collector_mode

    @property
    def under_mandate(self) -> bool:
        return self.mode is CollectorMode.THIRD_PARTY_MANDATE


def today_of(debtor: Debtor | None, now: datetime) -> date:
    """The day where the debtor is; in Paris where that is not known."""
    return now.astimezone(zone_at(debtor.address.postal_code if debtor and debtor.address else None)).date()


def assess_opening(opening: Opening, drafts: tuple[Draft, ...], rates: RateTable) -> tuple[Finding, ...]:
    """Every finding once: of the files, the claim, its terms and rates, the numbers given, the collector's power."""
    command, creditor, debtor = opening.command, opening.creditor, opening.debtor
    findings = [finding for draft in drafts for finding in draft.findings]
    if debtor is not None:
        found = (*_eligibility(opening, debtor), *_about_money(opening, debtor, rates))
        unread = bool(drafts) and not opening.invoices
        findings += [finding for finding in found if not (unread and finding.code == "no_invoice")]
        manager, under_mandate = command.case_manager, opening.under_mandate
        findings += premium_findings(debtor.kind, creditor, manager, under_mandate=under_mandate)
    if opening.under_mandate:
        findings += power_findings(creditor, command.mandate_id, opening.today)
    return tuple(dict.fromkeys(findings))


def _eligibility(opening: Opening, debtor: Debtor) -> tuple[Finding, ...]:
    command, invoices = opening.command, opening.invoices
    stated = stated_acts(command, invoices)
    limitations = {
        invoice.id: limitation(
            debtor_kind=debtor.kind,
            claim_kind=invoice.claim_kind,
            completed_on=invoice.completed_on,
            due_date=invoice.due_date,
            acts=acts_before(command.prior_reminders, stated, invoice.id),
        )
        for invoice in invoices
    }
    named = {normalised_number(number) for number in command.contested_numbers}
    application = Application(
        invoices=invoices,
        debtor=debtor,
        limitations=limitations,
        contested=frozenset(invoice.id for invoice in invoices if normalised_number(invoice.number) in named),
        co_debtors=command.co_debtors,
        pointers=opening.pointers,
        preventive=may_open_early(opening.scenario, opening.mode),
    )
    return assess(application, today=opening.today)


def _about_money(opening: Opening, debtor: Debtor, rates: RateTable) -> Iterable[Finding]:
    """Terms and rates that a person should look at (INT_03, TERM_02, TERM_03)."""
    for invoice in opening.invoices:
        pointer = opening.pointers[invoice.id]
        yield from term_findings(debtor.kind, invoice, pointer)
        yield from rate_findings(
            debtor.kind,
            invoice,
            pointer,
            rates,
            opening.today,
            creditor_is_private_individual=opening.creditor.is_private_individual,
        )

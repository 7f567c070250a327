"""The numbers that a case gives the debtor to call (LTR_07, C. conso L121-16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.domain.address import Address
from chalicelib.domain.collector import Collector, LiabilityInsurance, ProsecutorDeclaration
from chalicelib.domain.findings import Severity
from chalicelib.domain.parties import CaseManager, Creditor, DebtorKind
from chalicelib.domain.premium_findings import premium_findings

from .cases import SCOPE, at

PREMIUM, ORDINARY = "+33890123456", "+33556000000"
HOME = Address("1 place de la Bourse", "33000", "Bordeaux")
CREDITOR = Creditor("cred_1", SCOPE, 1, at(0), "Fournil SARL", HOME, phone=ORDINARY)
COLLECTOR = Collector(
    "Recouvrement SAS",
    HOME,
    LiabilityInsurance("Assureur", "RC-1", date(2027, 1, 1)),
    ProsecutorDeclaration("Bordeaux", date(2026, 1, 5)),
    "FR7630006000011234567890189",
    phone=PREMIUM,
)


def found(
    kind: DebtorKind, creditor: Creditor, manager: CaseManager | None = None, *, mandate: bool = False
) -> list[tuple[Severity, str]]:
    return [(f.severity, f.pointer) for f in premium_findings(kind, creditor, manager, under_mandate=mandate)]


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        (DebtorKind.CONSUMER, Severity.BLOCKING),
        (DebtorKind.NON_PROFESSIONAL, Severity.WARNING),
        (DebtorKind.SOLE_TRADER, Severity.WARNING),
        (DebtorKind.COMPANY, Severity.WARNING),
        (DebtorKind.PUBLIC_BODY, Severity.WARNING),
    ],
)
def test_a_premium_number_is_refused_to_a_consumer_and_told_for_others(kind: DebtorKind, severity: Severity) -> None:
    """LTR_07."""
    assert found(kind, replace(CREDITOR, phone=PREMIUM)) == [(severity, "#/creditor_id")]
    assert found(kind, CREDITOR) == []


def test_the_number_of_whoever_the_letter_names_is_looked_at_and_no_other() -> None:
    """LTR_07: the case's own manager hides the creditor's; the collector speaks only under its mandate."""
    manager = CaseManager("Claire Martin", phone=PREMIUM)
    named = replace(CREDITOR, case_manager=manager, collector=COLLECTOR)
    blocked = (Severity.BLOCKING, "#/creditor_id")
    assert found(DebtorKind.CONSUMER, named) == [blocked]
    assert found(DebtorKind.CONSUMER, named, CaseManager("Paul", phone=ORDINARY)) == []
    assert found(DebtorKind.CONSUMER, named, CaseManager("Paul"), mandate=True) == [blocked]
    assert found(DebtorKind.CONSUMER, CREDITOR, manager) == [(Severity.BLOCKING, "#/case_manager/phone")]

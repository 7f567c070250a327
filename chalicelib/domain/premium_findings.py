"""No consumer is asked to call a number that costs more than an ordinary call (LTR_07, C. conso L121-16)."""

from __future__ import annotations

from collections.abc import Iterator

from .findings import Finding, Severity
from .parties import CaseManager, Creditor, DebtorKind
from .premium_numbers import is_premium

CASE_MANAGER, CREDITOR = "#/case_manager/phone", "#/creditor_id"


def premium_findings(
    kind: DebtorKind, creditor: Creditor, case_manager: CaseManager | None, *, under_mandate: bool
) -> Iterator[Finding]:
    """Of the numbers that the letters of this case would give. To a consumer it is refused; to others it is told."""
    for number, pointer, whose in _given(creditor, case_manager, under_mandate=under_mandate):
        if number is not None and is_premium(number):
            yield Finding(
                "premium_number",
                Severity.BLOCKING if kind is DebtorKind.CONSUMER else Severity.WARNING,
                pointer,
                f"The number of {whose} costs the debtor more than an ordinary call.",
                "Give a number at the ordinary rate: a consumer must not be asked to call another.",
            )


def _given(
    creditor: Creditor, case_manager: CaseManager | None, *, under_mandate: bool
) -> Iterator[tuple[str | None, str, str]]:
    yield creditor.phone, CREDITOR, "the creditor"
    if case_manager is not None:
        yield case_manager.phone, CASE_MANAGER, "the case manager"
    elif creditor.case_manager is not None:
        yield creditor.case_manager.phone, CREDITOR, "the creditor's case manager"
    if under_mandate and creditor.collector is not None:
        yield creditor.collector.phone, CREDITOR, "the collector"

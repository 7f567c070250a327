"""No consumer is asked to call a number that costs more than an ordinary call (LTR_07, C. conso L121-16)."""

from __future__ import annotations

from collections.abc import Iterator

from .errors import FieldProblem, InvalidInput
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


def refuse_premium_number(kind: DebtorKind, case_manager: CaseManager | None) -> None:
    """Errors: ``premium_number``, where a consumer would be told to call it (LTR_07)."""
    number = case_manager.phone if case_manager else None
    if number is not None and kind is DebtorKind.CONSUMER and is_premium(number):
        detail = "The number of the case manager costs the debtor more than an ordinary call."
        problem = FieldProblem(CASE_MANAGER, "premium_number", detail)
        raise InvalidInput("The case manager cannot be named to a consumer.", code="premium_number", errors=(problem,))


def _given(
    creditor: Creditor, case_manager: CaseManager | None, *, under_mandate: bool
) -> Iterator[tuple[str | None, str, str]]:
    if not under_mandate:
        yield creditor.phone, CREDITOR, "the creditor"
    if case_manager is not None:
        yield case_manager.phone, CASE_MANAGER, "the case manager"
    elif creditor.case_manager is not None and not under_mandate:
        yield creditor.case_manager.phone, CREDITOR, "the creditor's case manager"
    if under_mandate and creditor.collector is not None:
        yield creditor.collector.phone, CREDITOR, "the collector"

"""Whether a collector may act for a creditor on a day: what is on file, and what is missing (MAND_01, MAND_03)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from .collector import CaseMandate, Collector, Mandate
from .errors import Conflict, FieldProblem, InvalidInput, NotFound
from .findings import Finding, Severity
from .parties import Creditor

MOST_MANDATES = 20
MODE = "#/collector_mode"
NAMED = "#/mandate_id"


def stands_on(mandate: Mandate, day: date) -> bool:
    """Signed by that day, and not ended (MAND_01)."""
    return mandate.signed_on <= day and (mandate.ended_on is None or day < mandate.ended_on)


def mandate_of(creditor: Creditor, mandate_id: str) -> Mandate:
    """Errors: ``not_found``."""
    found = next((mandate for mandate in creditor.mandates if mandate.id == mandate_id), None)
    if found is None:
        raise NotFound(f"There is no mandate {mandate_id} of this creditor.")
    return found


def chosen(creditor: Creditor, mandate_id: str | None, day: date) -> Mandate | None:
    """The mandate asked for, or the creditor's only one that stands on that day."""
    if mandate_id is not None:
        return next((mandate for mandate in creditor.mandates if mandate.id == mandate_id), None)
    standing = [mandate for mandate in creditor.mandates if stands_on(mandate, day)]
    return standing[0] if len(standing) == 1 else None


def power_findings(creditor: Creditor, mandate_id: str | None, day: date) -> tuple[Finding, ...]:
    """Everything that keeps the collector from acting for this creditor on that day, each blocking."""
    return (*_collector(creditor.collector, day), *_mandate(creditor, mandate_id, day), *_account(creditor, mandate_id))


def _collector(collector: Collector | None, day: date) -> Iterator[Finding]:
    if collector is None:
        yield _blocking(
            "collector_incomplete",
            MODE,
            "No collector is on file for this creditor (CPCE R124-2, MAND_03).",
            "Give the creditor its collector: insurance, declaration and dedicated account.",
        )
        return
    if collector.insurance.valid_until < day:
        yield _blocking(
            "collector_incomplete",
            MODE,
            f"The collector's liability insurance ended on {collector.insurance.valid_until} (CPCE R124-2, MAND_03).",
            "Record the policy that covers today in the creditor's collector.",
        )
    if collector.declaration.declared_on > day:
        yield _blocking(
            "collector_incomplete",
            MODE,
            f"The declaration to the procureur is dated {collector.declaration.declared_on} (CPCE R124-2, MAND_03).",
            "Start after the declaration, or correct its date in the creditor's collector.",
        )


def _mandate(creditor: Creditor, mandate_id: str | None, day: date) -> Iterator[Finding]:
    mandate = chosen(creditor, mandate_id, day)
    if mandate is not None and mandate.signed_on > day:
        yield _blocking(
            "mandate_not_signed",
            NAMED,
            f"Mandate {mandate.reference} is signed on {mandate.signed_on} only (CPCE R124-3, MAND_01).",
            "Start on that day at the earliest: the agreement comes before any step.",
        )
    elif mandate is not None and not stands_on(mandate, day):
        yield _blocking(
            "mandate_ended",
            NAMED,
            f"Mandate {mandate.reference} ended on {mandate.ended_on} (CPCE R124-3, MAND_01).",
            "Name a mandate in force, or record a new one.",
        )
    elif mandate is None:
        yield _no_mandate(creditor, mandate_id, day)


def _no_mandate(creditor: Creditor, mandate_id: str | None, day: date) -> Finding:
    if mandate_id is not None:
        return _blocking(
            "mandate_unknown", NAMED, "The creditor has no mandate of this id (MAND_01).", "Name one of its mandates."
        )
    if any(stands_on(mandate, day) for mandate in creditor.mandates):
        detail = "The creditor has several mandates in force (MAND_01)."
        return _blocking("mandate_ambiguous", NAMED, detail, "Name the one this case is collected under.")
    return _blocking(
        "mandate_required",
        NAMED,
        "No signed mandate of this creditor is in force (CPCE R124-3, MAND_01).",
        "Record the written agreement with POST /v1/creditors/{id}/mandates.",
    )


def _account(creditor: Creditor, mandate_id: str | None) -> Iterator[Finding]:
    """The letter says how to pay (CPCE R124-4 4°): to the creditor, unless the mandate names the other account."""
    named = next((mandate for mandate in creditor.mandates if mandate.id == mandate_id), None)
    mandates = (named,) if named else creditor.mandates
    if creditor.iban is None and any(mandate.payee.value == "creditor" for mandate in mandates):
        yield _blocking(
            "creditor_account_missing",
            MODE,
            "The debtor is to pay to the creditor's account, which is not on file (CPCE R124-4 4°, PAY_06).",
            "Give the creditor an IBAN.",
        )


def _blocking(code: str, pointer: str, detail: str, cure: str) -> Finding:
    return Finding(code, Severity.BLOCKING, pointer, detail, cure)


def refuse_without_power(creditor: Creditor, mandate_id: str | None, day: date) -> Mandate:
    """The mandate to act under; else 422 that names every point, with the one's own code where there is only one."""
    problems = tuple(finding.as_problem() for finding in power_findings(creditor, mandate_id, day))
    mandate = chosen(creditor, mandate_id, day)
    if problems or mandate is None:
        codes = {problem.code for problem in problems}
        code = codes.pop() if len(codes) == 1 else "mandate_required"
        raise InvalidInput("The collector may not act for this creditor yet.", code=code, errors=problems)
    return mandate


def case_mandate(mandate: Mandate, since: datetime) -> CaseMandate:
    """What a case keeps of its mandate."""
    return CaseMandate(
        mandate_id=mandate.id,
        reference=mandate.reference,
        signed_on=mandate.signed_on,
        since=since,
        payee=mandate.payee,
        remittance_days=mandate.remittance_days,
    )


def paper_told(mandate: Mandate) -> dict[str, str]:
    """What an event that names the mandate says of its signed paper: by this the evidence can be checked (MAND_01)."""
    return {"document_sha256": mandate.document_sha256} if mandate.document_sha256 else {}


def add_mandate(creditor: Creditor, mandate: Mandate, today: date) -> Creditor:
    """The creditor with one more mandate. Errors: ``in_the_future``, ``duplicate_mandate``, ``too_many_mandates``."""
    problems = []
    if mandate.signed_on > today:
        problems.append(FieldProblem("#/signed_on", "in_the_future", "a mandate is recorded once it is signed"))
    if any(known.reference == mandate.reference for known in creditor.mandates):
        problems.append(FieldProblem("#/reference", "duplicate_mandate", "another mandate has this reference"))
    if len(creditor.mandates) >= MOST_MANDATES:
        problems.append(FieldProblem("#", "too_many_mandates", f"a creditor holds {MOST_MANDATES} mandates at most"))
    if problems:
        raise InvalidInput("The mandate cannot be recorded.", errors=tuple(problems))
    return replace(creditor, mandates=(*creditor.mandates, mandate), version=creditor.version + 1)


def end_mandate(creditor: Creditor, mandate_id: str, on: date, *, reason: str) -> Creditor:
    """``on`` is the first day without it. Errors: ``not_found``; ``mandate_ended`` (409); ``before_signature``."""
    mandate = mandate_of(creditor, mandate_id)
    if mandate.ended_on is not None:
        raise Conflict(f"The mandate ended on {mandate.ended_on}.", code="mandate_ended")
    if on < mandate.signed_on:
        problem = FieldProblem("#/on", "before_signature", f"the mandate was signed on {mandate.signed_on}")
        raise InvalidInput("The mandate cannot end on that day.", errors=(problem,))
    ended = replace(mandate, ended_on=on, end_reason=reason)
    mandates = tuple(ended if each.id == mandate_id else each for each in creditor.mandates)
    return replace(creditor, mandates=mandates, version=creditor.version + 1)

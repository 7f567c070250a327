"""Limitation of a case: what its own history and what people recorded did to the last day of each invoice.

Each invoice is a claim of its own (PRE_06): a payment interrupts for the invoices it paid, a demand or an
acknowledgement for all of them unless one was named. The earliest day over what is still unpaid is the case's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from .case import Case
from .case_acts import CaseAct, acts_of
from .invoice import Invoice
from .ledger import Statement
from .limitation import (
    INTERRUPTING,
    INTERRUPTING_PUBLIC,
    Act,
    ActEffect,
    Demand,
    JudgedAct,
    Limitation,
    Suspension,
    limitation,
)
from .parties import DebtorKind

ACKNOWLEDGEMENT_UNPROVED = "acknowledgement_unproved"
RELEVANT = INTERRUPTING | INTERRUPTING_PUBLIC


@dataclass(frozen=True)
class InvoiceLimitation:
    """One invoice. ``safe_last_day`` rests on nothing that was only said; ``settled``: nothing is left to sue for.

    ``accepted``: a person decided to go on although its last day is over, which nobody can for a consumer (PRE_15).
    """

    invoice: Invoice
    limitation: Limitation
    safe_last_day: date
    alert_day: date
    settled: bool
    accepted: bool = False


@dataclass(frozen=True)
class JudgedCaseAct:
    """What an act did: ``interrupts`` where it did so for at least one of the invoices it concerns."""

    act: CaseAct
    effect: ActEffect
    rule: str


@dataclass(frozen=True)
class CaseLimitation:
    """The earliest days over the unpaid invoices, and what led there. ``alert_day`` is where warnings lead (PRE_14).

    ``is_known``: what is unpaid is known; it is not while a rate is missing for a case to which something was paid.
    """

    last_day: date
    safe_last_day: date
    last_day_from_due_date: date
    alert_day: date
    review: tuple[str, ...]
    invoices: tuple[InvoiceLimitation, ...]
    acts: tuple[JudgedCaseAct, ...] = ()
    is_known: bool = True

    def demand(self, case: Case, on: date) -> Demand:
        """The strictest answer over the unpaid invoices (PRE_15)."""
        unpaid = [each for each in self.invoices if not each.settled]
        answers = {each.limitation.demand(case.debtor_kind, on) for each in unpaid}
        return next((each for each in (Demand.STOP, Demand.REVIEW) if each in answers), Demand.ALLOWED)

    def first_invoice(self) -> Invoice:
        """The one whose last day comes first."""
        return min(_open(self.invoices), key=lambda each: each.limitation.last_day).invoice

    def still_running(self, on: date) -> CaseLimitation | None:
        """The same over the unpaid invoices whose last day is not over, or ``None``: what can still be lost."""
        unpaid = [each for each in self.invoices if not each.settled and on <= each.limitation.last_day]
        return _earliest(unpaid, self.acts) if unpaid else None


def limitation_of(case: Case, account: Statement | None) -> CaseLimitation:
    """Everything. ``account`` is the décompte, or ``None`` while a rate is missing: then nothing counts as settled."""
    acts = acts_of(case, account)
    found = [_invoice(case, invoice, acts, account) for invoice in case.invoices]
    return replace(_earliest(found, _judged(acts, found)), is_known=_knows(case, account))


def deadline_of(case: Case, account: Statement | None) -> CaseLimitation:
    """The same days without judging what cannot move them: what every decision asks for."""
    acts = [act for act in acts_of(case, account) if act.kind in RELEVANT]
    found = _earliest([_invoice(case, invoice, acts, account) for invoice in case.invoices], ())
    return replace(found, is_known=_knows(case, account))


def suspensions_of(case: Case) -> tuple[Suspension, ...]:
    """The suspensions that stand."""
    return tuple(
        Suspension(each.start, each.end, each.kind) for each in case.limitation.suspensions if each.withdrawn_on is None
    )


def _invoice(case: Case, invoice: Invoice, acts: Iterable[CaseAct], account: Statement | None) -> InvoiceLimitation:
    own = _concerning(acts, invoice.id)
    accepted = None if case.debtor_kind is DebtorKind.CONSUMER else case.limitation.barred_accepted
    counted = _limitation(case, invoice, own)
    proved = [act for act in own if not act.oral]
    safe = counted if len(proved) == len(own) else _limitation(case, invoice, proved)
    return InvoiceLimitation(
        invoice=invoice,
        limitation=counted,
        safe_last_day=min(counted.safe_last_day, safe.safe_last_day),
        alert_day=min(counted.alert_day, safe.alert_day),
        settled=_is_settled(invoice, account),
        accepted=accepted is not None and counted.last_day <= accepted,
    )


def _limitation(case: Case, invoice: Invoice, acts: Iterable[CaseAct]) -> Limitation:
    return limitation(
        debtor_kind=case.debtor_kind,
        claim_kind=invoice.claim_kind,
        completed_on=invoice.completed_on,
        due_date=invoice.due_date,
        acts=[Act(act.kind, act.on) for act in acts],
        suspensions=suspensions_of(case),
    )


def _concerning(acts: Iterable[CaseAct], invoice_id: str) -> list[CaseAct]:
    """What counts for this invoice, in the order in which limitation plays it."""
    own = [act for act in acts if act.concerns(invoice_id) and act.undone is None]
    return sorted(own, key=lambda act: act.on)


def _knows(case: Case, account: Statement | None) -> bool:
    return account is not None or not (case.payments or case.credit_notes)


def _is_settled(invoice: Invoice, account: Statement | None) -> bool:
    lines = (*account.lines, *account.not_yet_due) if account else ()
    return any(line.invoice.id == invoice.id and line.total_left.amount <= 0 for line in lines)


def _open(invoices: Iterable[InvoiceLimitation]) -> tuple[InvoiceLimitation, ...]:
    """Those that still can run out; without any those something is left of, or all, so that every case shows days."""
    every = tuple(invoices)
    unpaid = tuple(each for each in every if not each.settled)
    return tuple(each for each in unpaid if not each.accepted) or unpaid or every


def _earliest(invoices: list[InvoiceLimitation], acts: tuple[JudgedCaseAct, ...]) -> CaseLimitation:
    unpaid = _open(invoices)
    review = [code for each in unpaid for code in each.limitation.review]
    if any(each.safe_last_day < each.limitation.safe_last_day for each in unpaid):
        review.append(ACKNOWLEDGEMENT_UNPROVED)
    return CaseLimitation(
        last_day=min(each.limitation.last_day for each in unpaid),
        safe_last_day=min(each.safe_last_day for each in unpaid),
        last_day_from_due_date=min(each.limitation.last_day_from_due_date for each in unpaid),
        alert_day=min(each.alert_day for each in unpaid),
        review=tuple(dict.fromkeys(review)),
        invoices=tuple(invoices),
        acts=acts,
    )


def _judged(acts: Iterable[CaseAct], invoices: list[InvoiceLimitation]) -> tuple[JudgedCaseAct, ...]:
    found: dict[CaseAct, list[JudgedAct]] = {}
    for each in invoices:
        own = _concerning(acts, each.invoice.id)
        for act, judged in zip(own, each.limitation.acts, strict=True):
            found.setdefault(act, []).append(judged)
    ordered = sorted(acts, key=lambda act: act.on)
    return tuple(_overall(act, found.get(act, [])) for act in ordered)


def _overall(act: CaseAct, judged: list[JudgedAct]) -> JudgedCaseAct:
    order = (ActEffect.INTERRUPTS, ActEffect.AFTER_EXPIRY, ActEffect.NONE)
    best = min(judged, key=lambda each: order.index(each.effect), default=None)
    if act.undone is not None or best is None:
        return JudgedCaseAct(act, ActEffect.NONE, "PRE_07")
    return JudgedCaseAct(act, best.effect, best.rule)

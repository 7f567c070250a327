"""Whether a case may be opened: certain, liquid, due (R-001), not contested (R-002), against a reachable debtor.

Pure judgement over facts. It names every failing point with its field and its cure; it never corrects anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .debtor_eligibility import SUPPORTED_COUNTRIES, debtor_findings
from .findings import Finding, Severity, is_eligible
from .invoice import Invoice, normalised_number
from .limitation import Demand, Limitation
from .parties import Debtor, DebtorKind

__all__ = [
    "MAXIMUM_INVOICES",
    "SUPPORTED_COUNTRIES",
    "Application",
    "Finding",
    "Severity",
    "assess",
    "is_eligible",
]

SUPPORTED_CURRENCY = "EUR"
MAXIMUM_INVOICES = 60


@dataclass(frozen=True)
class Application:
    """What somebody asks to collect.

    ``limitations`` by invoice id. ``contested`` holds the ids of invoices the debtor disputes. ``pointers`` says where
    each invoice stands in the request (``#/invoices/0`` by default, ``#/invoice_files/0`` for a file). ``preventive``:
    the scenario speaks before the due date, so that nothing need be due yet (R-046).
    """

    invoices: Sequence[Invoice]
    debtor: Debtor
    limitations: Mapping[str, Limitation] = field(default_factory=dict)
    contested: frozenset[str] = frozenset()
    co_debtors: int = 0
    pointers: Mapping[str, str] = field(default_factory=dict)
    preventive: bool = False

    def pointer(self, position: int) -> str:
        """Where the invoice at ``position`` stands in the request."""
        return self.pointers.get(self.invoices[position].id, f"#/invoices/{position}")


def assess(application: Application, *, today: date) -> tuple[Finding, ...]:
    """Every finding, in the order of the request: invoices first, then the debtor. ``today`` is case time."""
    return (
        *_number_of_invoices(application),
        *_duplicates(application),
        *(
            finding
            for position, invoice in enumerate(application.invoices)
            for finding in _invoice(application, position, invoice, today)
        ),
        *_due(application, today),
        *debtor_findings(application.debtor, application.co_debtors),
    )


def _number_of_invoices(application: Application) -> Iterator[Finding]:
    count = len(application.invoices)
    if count == 0:
        yield Finding(
            "no_invoice",
            Severity.BLOCKING,
            "#/invoices",
            "The case holds no invoice.",
            "Give at least one unpaid invoice.",
        )
    if count > MAXIMUM_INVOICES:
        yield Finding(
            "too_many_invoices",
            Severity.BLOCKING,
            "#/invoices",
            f"The case holds {count} invoices; {MAXIMUM_INVOICES} is the most.",
            "Split the invoices into several cases of the same debtor.",
        )


def _duplicates(application: Application) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for position, invoice in enumerate(application.invoices):
        earlier = first.setdefault(normalised_number(invoice.number), position)
        if earlier != position:
            yield Finding(
                "duplicate_invoice",
                Severity.BLOCKING,
                f"{application.pointer(position)}/number",
                f"Invoice {invoice.number} is in the case twice (first at {application.pointer(earlier)}).",
                "Keep it once.",
            )


def _invoice(application: Application, position: int, invoice: Invoice, today: date) -> Iterator[Finding]:
    pointer = application.pointer(position)
    yield from _certain(application, pointer, invoice, today)
    yield from _liquid(pointer, invoice)
    limitation = application.limitations.get(invoice.id)
    if limitation is not None:
        yield from _in_time(pointer, invoice, limitation, application.debtor.kind, today)


def _certain(application: Application, pointer: str, invoice: Invoice, today: date) -> Iterator[Finding]:
    if invoice.id in application.contested:
        yield Finding(
            "claim_contested",
            Severity.BLOCKING,
            pointer,
            f"Invoice {invoice.number} is contested: the claim is not certain.",
            "Settle the dispute first, or open the case for the uncontested invoices alone.",
        )
    if invoice.completed_on is not None and invoice.completed_on > today:
        yield Finding(
            "not_completed",
            Severity.BLOCKING,
            f"{pointer}/completed_on",
            f"Invoice {invoice.number} is for work completed after today: the claim is not certain.",
            "Open the case once the goods are delivered or the service is rendered, or correct the date.",
        )
    if invoice.issue_date > today:
        yield Finding(
            "issued_in_the_future",
            Severity.BLOCKING,
            f"{pointer}/issue_date",
            f"Invoice {invoice.number} is dated after today: the claim is not certain.",
            "Correct the issue date.",
        )
    if invoice.due_date < invoice.issue_date:
        yield Finding(
            "due_before_issue",
            Severity.WARNING,
            f"{pointer}/due_date",
            f"Invoice {invoice.number} was due before it was issued.",
            "Check the due date: interest runs from it.",
        )


def _liquid(pointer: str, invoice: Invoice) -> Iterator[Finding]:
    amount, paid = invoice.amount_incl_tax, invoice.already_paid
    if amount.currency != SUPPORTED_CURRENCY or paid.currency != SUPPORTED_CURRENCY:
        yield Finding(
            "currency_not_supported",
            Severity.BLOCKING,
            f"{pointer}/amount_incl_tax",
            f"Invoice {invoice.number} is in {amount.currency}; only claims in {SUPPORTED_CURRENCY} are collected.",
            "Collect this invoice by another way; a claim is never converted.",
        )
    elif amount.amount <= 0:
        yield Finding(
            "amount_not_positive",
            Severity.BLOCKING,
            f"{pointer}/amount_incl_tax",
            f"Invoice {invoice.number} claims nothing: the claim is not liquid.",
            "Give the amount including tax as a positive number; record a credit note as a credit.",
        )
    elif paid.amount < 0:
        yield Finding(
            "already_paid_negative",
            Severity.BLOCKING,
            f"{pointer}/already_paid",
            f"What was already paid on invoice {invoice.number} is negative: the claim is not liquid.",
            "Give what was received before opening as a positive number, or leave it out.",
        )
    elif invoice.principal.amount <= 0:
        yield _nothing_left(pointer, invoice)


def _nothing_left(pointer: str, invoice: Invoice) -> Finding:
    return Finding(
        "nothing_left_to_pay",
        Severity.BLOCKING,
        f"{pointer}/already_paid",
        f"Invoice {invoice.number} is fully paid: nothing is left to claim.",
        "Leave this invoice out, or correct what was already paid.",
    )


def _in_time(
    pointer: str, invoice: Invoice, limitation: Limitation, kind: DebtorKind, today: date
) -> Iterator[Finding]:
    """Demanding a time-barred debt from a consumer is a listed breach: a hard stop; else a person decides (PRE_15)."""
    demand = limitation.demand(kind, today)
    if demand is not Demand.ALLOWED and today <= limitation.last_day:
        yield Finding(
            "limitation_uncertain",
            Severity.REVIEW,
            f"{pointer}/completed_on",
            f"Whether the claim of invoice {invoice.number} is time-barred is uncertain for this kind of debtor.",
            "Confirm that the claim is to be collected all the same.",
        )
    elif demand is Demand.STOP:
        yield Finding(
            "time_barred",
            Severity.BLOCKING,
            f"{pointer}/completed_on",
            f"{_barred_since(invoice, limitation)} It cannot be demanded from a consumer (C. conso. L218-2).",
            "Leave this invoice out, or give the act that interrupted limitation under `limitation_acts`.",
        )
    elif demand is Demand.REVIEW:
        yield Finding(
            "time_barred",
            Severity.REVIEW,
            f"{pointer}/completed_on",
            f"{_barred_since(invoice, limitation)} The debtor may invoke it.",
            "Confirm that the claim is to be collected all the same, or give the act that interrupted limitation.",
        )
    elif today >= limitation.alerts()[0]:
        yield Finding(
            "limitation_near",
            Severity.WARNING,
            f"{pointer}/completed_on",
            f"The claim of invoice {invoice.number} is safe from limitation until {limitation.safe_last_day} only; "
            "reminders and a formal notice do not interrupt it.",
            "Obtain a written acknowledgement of debt or a part payment, or go to court before that day.",
        )


def _barred_since(invoice: Invoice, limitation: Limitation) -> str:
    return f"The claim of invoice {invoice.number} is time-barred since the end of {limitation.last_day}."


def _due(application: Application, today: date) -> Iterator[Finding]:
    """An invoice is due from the day after its due date; those not due are listed apart and never claimed.

    Where nothing is due only a preventive phase may begin, which claims nothing either (R-046).
    """
    waiting = [position for position, invoice in enumerate(application.invoices) if invoice.due_date >= today]
    nothing_is_due = len(waiting) == len(application.invoices)
    blocks = nothing_is_due and not application.preventive
    for position in waiting:
        invoice = application.invoices[position]
        yield Finding(
            "not_yet_due",
            Severity.BLOCKING if blocks else Severity.WARNING,
            f"{application.pointer(position)}/due_date",
            f"Invoice {invoice.number} is payable until {invoice.due_date.isoformat()}: the claim is not due yet.",
            "Open the case after that day, or in the creditor's own name with a scenario that has a preventive phase."
            if blocks
            else "Nothing to do: it is listed apart and claimed only once it is due.",
        )

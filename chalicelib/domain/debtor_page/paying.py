"""How the debtor pays: to whom, how much, under which reference (R-127, PAY_06)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.epc_qr import Transfer, epc_payload
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.negotiation.payment_plan import PlanState
from chalicelib.domain.parties import Creditor

from .agreements import Agreements
from .facts import PageFacts
from .sums import Sums

INSTALMENT, PLAN_LEFT, OFFER, PROMISE, UNDISPUTED, ALL = (
    *("instalment", "plan_left", "offer", "promise"),
    *("undisputed", "all"),
)


Links = Callable[[Creditor, Money, str], str | None]
"""Where an amount can be paid online under a reference; ``None`` where the creditor has no such way."""


@dataclass(frozen=True)
class Payable:
    """An amount that can be paid: what it is for, until when, and the QR code and link for exactly it."""

    what: str
    amount: Money
    by: date | None = None
    number: int | None = None
    qr: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Paying:
    """``holder`` is whose account it is. The first of ``payables`` is what is asked now, the others are choices."""

    holder: str
    iban: str | None
    bic: str | None
    reference: str
    payables: tuple[Payable, ...]


def paying_of(facts: PageFacts, sums: Sums | None, agreements: Agreements, links: Links) -> Paying | None:
    """``None`` where there is nothing to pay, or where it is not known how much."""
    amounts = _amounts(sums, agreements)
    if not amounts:
        return None
    account = _account(facts)
    payables = tuple(_payable(facts, each, account, links) for each in amounts)
    return Paying(account.name, account.iban or None, account.bic, facts.case.reference, payables)


def _account(facts: PageFacts) -> Transfer:
    """The creditor's account, or the collector's where the mandate says so (PAY_06); of no amount yet."""
    collector, creditor, reference = facts.collector, facts.creditor, facts.case.reference
    if collector is not None and facts.payee_is_collector:
        return Transfer(collector.name, collector.dedicated_iban, ZERO, reference, collector.dedicated_bic)
    return Transfer(creditor.name, creditor.iban or "", ZERO, reference, creditor.bic)


def _payable(facts: PageFacts, each: Payable, to: Transfer, links: Links) -> Payable:
    """The creditor's own link is no way to pay a collector (PAY_06)."""
    reference = facts.case.reference
    return Payable(
        each.what,
        each.amount,
        each.by,
        each.number,
        qr=epc_payload(replace(to, amount=each.amount)),
        link=None if facts.payee_is_collector else links(facts.creditor, each.amount, reference),
    )


def _amounts(sums: Sums | None, agreements: Agreements) -> list[Payable]:
    """Each amount once, what is asked first in front."""
    found: list[Payable] = []
    plan, offer, promise = agreements.plan, agreements.offer, agreements.promise
    if plan is not None and plan.next is not None:
        found.append(Payable(INSTALMENT, plan.next.left, plan.next.on, plan.next.number))
        found.append(Payable(PLAN_LEFT, plan.left))
    agreed = agreements.proposal
    if agreed is not None and agreed.state is PlanState.AGREED and agreed.next is not None:
        found.append(Payable(INSTALMENT, agreed.next.left, agreed.next.on, agreed.next.number))
    if offer is not None:
        found.append(Payable(OFFER, offer.amount, offer.valid_until))
    if promise is not None:
        found.append(Payable(PROMISE, promise.amount, promise.pay_on))
    if sums is not None and plan is None:
        if sums.contested.amount > 0:
            found.append(Payable(UNDISPUTED, sums.undisputed))
        found.append(Payable(ALL, sums.total))
    once = {each.amount: each for each in reversed(found) if each.amount.amount > 0}
    return [each for each in found if once.get(each.amount) is each]

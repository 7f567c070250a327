"""The other cases that a message spoke for beside this one, and how all of them are paid at once (R-123, R-127)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.epc_qr import Transfer, epc_payload
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.parties import Creditor

from .agreements import agreements_of
from .facts import PageFacts
from .paying import ALL, Paying, paying_of
from .possible import PAY, possible_now
from .standing import FACTS_THAT_STOP, Standing, standing_of
from .sums import sums_of


@dataclass(frozen=True)
class Beside:
    """The other cases, and whose reference their message quoted. ``page_of`` gives the address of a case's page."""

    others: tuple[PageFacts, ...]
    lead_id: str
    page_of: Callable[[str], str]


@dataclass(frozen=True)
class OtherCase:
    """``left`` is ``None`` where nothing is asked (closed, protected by law), or not known for want of a rate.

    ``is_unknown`` tells the latter. ``asks_all``: its own page asks for all of it; where not, ``standing`` says why.
    """

    reference: str
    page: str
    standing: Standing
    left: Money | None
    is_unknown: bool
    asks_all: bool


@dataclass(frozen=True)
class OneTransfer:
    """As the message offers it: one amount under one reference, with the others told besides."""

    holder: str
    iban: str
    bic: str | None
    amount: Money
    reference: str
    other_references: tuple[str, ...]
    qr: str | None

    def besides(self, reference: str) -> tuple[str, ...]:
        """All that it pays but the case of this reference."""
        return tuple(sorted({self.reference, *self.other_references} - {reference}))


@dataclass(frozen=True)
class Together:
    """``transfer`` is for this case and those that ask for all; ``None``: each is paid by itself."""

    cases: tuple[OtherCase, ...]
    transfer: OneTransfer | None

    @property
    def can_be_paid(self) -> bool:
        """Whether something is left to pay in one of them."""
        return any(each.left is not None and each.left.amount > 0 for each in self.cases)


def together_of(facts: PageFacts, beside: Beside) -> Together | None:
    """``None`` where no message spoke for another case."""
    if not beside.others:
        return None
    ways = [(each, paid_whole(each)) for each in (facts, *beside.others)]
    cases = tuple(_other(each, beside.page_of, asks_all=way is not None) for each, way in ways[1:])
    own = ways[0][1]
    return Together(cases, _transfer(own, ways[1:], beside) if own else None)


def paid_whole(facts: PageFacts) -> Paying | None:
    """How a case is paid whose page asks for all of it: no plan, promise, offer, dispute or claimed payment."""
    held = facts.case.pause is not None and facts.case.pause.kind is PauseKind.PAYMENT_CLAIMED
    if held or not possible_now(facts, PAY).allowed or standing_of(facts).stage in FACTS_THAT_STOP:
        return None
    way = paying_of(facts, sums_of(facts), agreements_of(facts), _no_link)
    return way if way is not None and way.payables[0].what == ALL else None


def _transfer(own: Paying, ways: list[tuple[PageFacts, Paying | None]], beside: Beside) -> OneTransfer | None:
    """All to the one account of this case; under the lead's reference, as the message says, if that is among them."""
    account = (own.holder, own.iban, own.bic)
    others = [(facts, way) for facts, way in ways if way is not None and (way.holder, way.iban, way.bic) == account]
    if own.iban is None or not others:
        return None
    lead = next((way.reference for facts, way in others if facts.case.id == beside.lead_id), own.reference)
    paid = (own, *(way for _, way in others))
    amount = sum((way.payables[0].amount for way in paid), ZERO)
    references = tuple(sorted(way.reference for way in paid if way.reference != lead))
    qr = epc_payload(Transfer(own.holder, own.iban, amount, lead, own.bic))
    return OneTransfer(own.holder, own.iban, own.bic, amount, lead, references, qr)


def _other(facts: PageFacts, page_of: Callable[[str], str], *, asks_all: bool) -> OtherCase:
    standing, page = standing_of(facts), page_of(facts.case.id)
    if facts.case.is_closed or standing.stage in FACTS_THAT_STOP:
        return OtherCase(facts.case.reference, page, standing, None, is_unknown=False, asks_all=False)
    left = _left(facts)
    return OtherCase(facts.case.reference, page, standing, left, is_unknown=left is None, asks_all=asks_all)


def _left(facts: PageFacts) -> Money | None:
    """What its own page shows as left to pay."""
    plan, sums = agreements_of(facts).plan, sums_of(facts)
    if plan is not None and plan.next is not None:
        return plan.left
    return sums.total if sums else None


def _no_link(_creditor: Creditor, _amount: Money, _reference: str) -> None:
    """A payment link is one case's own."""

"""The first page of the debtor: everything about the case, and what can be done (R-127, R-053)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.address import Address
from chalicelib.domain.brand import Brand
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.parties import CaseManager, DebtorKind

from .agreements import Agreements, agreements_of
from .facts import PageFacts
from .paying import Links, Paying, paying_of
from .possible import PAY, Possible, possible
from .standing import FACTS_THAT_STOP, Coming, Standing, coming_of, standing_of
from .sums import Sums, sums_of
from .together import Beside, Together, together_of


@dataclass(frozen=True)
class MandateView:
    """Who acts for whom, and the letter that every later message recalls (CPCE R124-4, LTR_04)."""

    collector: str
    address: str
    letter_reference: str | None = None
    letter_on: date | None = None


@dataclass(frozen=True)
class CreditorView:
    """Who is owed."""

    name: str
    address: str
    siren: str | None
    is_professional: bool


@dataclass(frozen=True)
class Reader:
    """What is known of the reader; ``name`` of a natural person only after a one-time code."""

    kind: DebtorKind
    name: str | None

    @property
    def owes_late_payment(self) -> bool:
        """Whether its interest is late-payment interest (pénalités de retard, C. com. L441-10)."""
        return self.kind.is_business

    @property
    def is_consumer(self) -> bool:
        return self.kind is DebtorKind.CONSUMER

    @property
    def is_natural_person(self) -> bool:
        return self.kind.is_natural_person


@dataclass(frozen=True)
class Overview:
    """``sums`` is ``None`` while a rate is missing. ``brand`` is the creditor's, in its own name alone (R-057).

    ``together`` names the other cases that a message spoke for beside this one (R-123). A wrong person reads neither
    sums nor agreements, and has no documents (STOP_04).
    """

    reference: str
    today: date
    is_test: bool
    verified: bool
    creditor: CreditorView
    mandate: MandateView | None
    reader: Reader
    standing: Standing
    coming: Coming
    sums: Sums | None
    agreements: Agreements
    paying: Paying | None
    possible: Mapping[str, Possible]
    manager: CaseManager
    privacy_contact: str
    mediator: Mediator | None
    brand: Brand | None
    has_documents: bool = True
    together: Together | None = None

    @property
    def mediator_line(self) -> str:
        """Name, address and website of the mediator on one line; empty where none is on file."""
        found = self.mediator
        return ", ".join(each for each in (found.name, found.address, found.website) if each) if found else ""

    @property
    def is_over(self) -> bool:
        """Closed, and nothing is asked any more."""
        return self.possible["promise"].reason == "case_closed"


def overview_of(facts: PageFacts, links: Links, beside: Beside | None = None) -> Overview:
    """Everything the first page says, at the case's present day."""
    sums, agreements, can = sums_of(facts), agreements_of(facts), possible(facts)
    standing = standing_of(facts)
    stopped = standing.stage in FACTS_THAT_STOP
    debtor, creditor = facts.debtor, facts.creditor
    named = (facts.verified or not debtor.kind.is_natural_person) and not facts.is_wrong_person
    is_consumer = debtor.kind is DebtorKind.CONSUMER
    return Overview(
        reference=facts.case.reference,
        today=facts.today,
        is_test=not facts.case.scope.livemode,
        verified=facts.verified,
        creditor=_creditor(facts),
        mandate=_mandate(facts),
        reader=Reader(debtor.kind, debtor.name if named else None),
        standing=standing,
        coming=coming_of(facts),
        sums=sums,
        agreements=agreements,
        paying=paying_of(facts, sums, agreements, links) if can[PAY].allowed and not stopped else None,
        possible=can,
        manager=facts.case_manager,
        privacy_contact=_privacy_contact(facts),
        mediator=creditor.mediator if is_consumer and not creditor.is_private_individual else None,
        brand=None if facts.collector else creditor.brand,
        has_documents=not facts.is_wrong_person,
        together=together_of(facts, beside) if beside and not facts.is_wrong_person else None,
    )


def _creditor(facts: PageFacts) -> CreditorView:
    creditor = facts.creditor
    is_professional = not creditor.is_private_individual
    return CreditorView(creditor.name, _address(creditor.address), creditor.siren, is_professional)


def _mandate(facts: PageFacts) -> MandateView | None:
    collector, mandate = facts.collector, facts.case.mandate
    if collector is None or mandate is None:
        return None
    letter = mandate.first_letter
    on = (letter.posted_on or letter.handed_over_on) if letter else None
    return MandateView(collector.name, _address(collector.address), letter.reference if letter else None, on)


def _privacy_contact(facts: PageFacts) -> str:
    """Whom to write to about personal data: by e-mail where there is one, else by letter (GDPR_01)."""
    who = facts.collector or facts.creditor
    return who.email or f"{who.name}, {_address(who.address)}"


def _address(address: Address) -> str:
    """On one line."""
    town = f"{address.postal_code} {address.city}".strip()
    return ", ".join(line for line in (address.line1, address.line2, town) if line)

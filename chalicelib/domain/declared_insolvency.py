"""What an insolvency of the debtor means for one case: the time to declare the claim, and its declaration.

The declaration (C. com. L622-24, L622-25) is due within two months of the publication in the BODACC; two more where
the creditor does not live where the proceedings are (R622-24). A month ends on the day of the same number, or on the
last day of a shorter month (CPC 641). The day is never moved past a week-end: an earlier declaration is never late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .address import Address
from .debtor_fact import DebtorFact, Insolvency, Procedure
from .limitation_clock import add_months
from .territory import territory_of

MONTHS_TO_DECLARE = 2
MONTHS_FROM_AFAR = 4
MAINLAND = "FR"


@dataclass(frozen=True)
class DeclaredInsolvency:
    """The insolvency as the case knows it. ``declaration_deadline`` is ``None`` until the publication is known.

    ``declared`` is the content (a SHA-256) of the latest declaration written, ``document_id`` its paper, ``edition``
    its number.
    """

    fact_id: str
    procedure: Procedure
    judgment_on: date
    published_on: date | None = None
    months_to_declare: int = MONTHS_TO_DECLARE
    declaration_deadline: date | None = None
    edition: int = 0
    declared: str | None = None
    document_id: str | None = None
    issued_at: datetime | None = None


def declared_insolvency(fact: DebtorFact, creditor: Address, debtor: Address | None) -> DeclaredInsolvency | None:
    """What the case keeps of an insolvency fact, with its deadline; ``None`` for another kind of fact."""
    if fact.insolvency is None:
        return None
    published, months = fact.insolvency.published_on, months_to_declare(fact.insolvency, creditor, debtor)
    return DeclaredInsolvency(
        fact_id=fact.id,
        procedure=fact.insolvency.procedure,
        judgment_on=fact.on,
        published_on=published,
        months_to_declare=months,
        declaration_deadline=add_months(published, months) if published else None,
    )


def months_to_declare(insolvency: Insolvency, creditor: Address, debtor: Address | None) -> int:
    """Two, or four for a creditor from elsewhere (R622-24).

    Before a court of metropolitan France, elsewhere is outside it. Before a court overseas (the debtor's own, unless
    said otherwise), elsewhere is outside the debtor's territory.
    """
    overseas = insolvency.proceedings_overseas
    if overseas is None:
        overseas = debtor is not None and place_of(debtor) != MAINLAND
    if overseas:
        at_home = debtor is not None and place_of(debtor) == place_of(creditor) != MAINLAND
        return MONTHS_TO_DECLARE if at_home else MONTHS_FROM_AFAR
    from_afar = insolvency.creditor_outside_metropolitan_france
    if from_afar is None:
        from_afar = place_of(creditor) != MAINLAND
    return MONTHS_FROM_AFAR if from_afar else MONTHS_TO_DECLARE


def place_of(address: Address) -> str:
    """``FR`` for metropolitan France, else the code of the territory or country."""
    if address.country != MAINLAND:
        return address.country
    territory = territory_of(address.postal_code)
    return territory.country if territory else MAINLAND

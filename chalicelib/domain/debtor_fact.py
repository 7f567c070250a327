"""What is known of a debtor that changes every one of their cases at once (STOP_02..STOP_04, CON_09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .address import Address


class FactKind(StrEnum):
    """The kinds; a kind never changes its meaning."""

    INSOLVENCY = "insolvency"
    OVER_INDEBTEDNESS = "over_indebtedness_admissible"
    DEATH = "death"
    GUARDIANSHIP = "guardianship"
    LAWYER = "represented_by_lawyer"
    WRONG_PERSON = "wrong_person"
    MOVED = "moved"
    OPT_OUT = "channel_opt_out"


class Procedure(StrEnum):
    """The insolvency procedures of C. com. Livre VI: sauvegarde, redressement judiciaire, liquidation judiciaire."""

    SAFEGUARD = "safeguard"
    RECEIVERSHIP = "receivership"
    LIQUIDATION = "liquidation"


@dataclass(frozen=True)
class Representative:
    """Who stands for the debtor, or for the creditors of an insolvent one. ``phone`` is E.164."""

    name: str
    address: Address | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Insolvency:
    """An opening judgment. ``published_on`` is its publication in the BODACC, which starts the time to declare.

    ``representative`` is the mandataire judiciaire, or the liquidator. The two last are ``None`` where the addresses
    of creditor and debtor are to tell (C. com. R622-24).
    """

    procedure: Procedure
    published_on: date | None = None
    court: str | None = None
    representative: Representative | None = None
    creditor_outside_metropolitan_france: bool | None = None
    proceedings_overseas: bool | None = None


@dataclass(frozen=True)
class FactDocument:
    """What proves the fact: sealed with the debtor's key in the archive until each case has a copy of its own."""

    name: str
    media_type: str
    sha256: str
    archive_key: str
    kind: str = "correspondence"


@dataclass(frozen=True)
class DebtorFact:
    """A fact of a debtor. ``revision`` counts the changes of all facts of the debtor; ``recorded_in`` was its first.

    ``address`` is where the debtor moved (``None``: nobody knows), ``replaced_address`` where they lived before;
    ``contact`` the one address or number that is another person's; ``addressee`` the only person to write to (guardian,
    lawyer, notary).
    ``recorded_by`` and ``withdrawn_by`` are actor ids.
    """

    id: str
    kind: FactKind
    on: date
    recorded_at: datetime
    recorded_in: int
    revision: int
    detail: str | None = None
    insolvency: Insolvency | None = None
    addressee: Representative | None = None
    address: Address | None = None
    replaced_address: Address | None = None
    channel: str | None = None
    contact: str | None = None
    document: FactDocument | None = None
    recorded_by: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_because: str | None = None
    withdrawn_by: str | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_about_everything(self) -> bool:
        """A wrong person as such, not only a wrong address or number."""
        return self.contact is None

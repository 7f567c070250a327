"""Creditor and debtor: who claims, who owes, and how each can be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .address import Address as Address
from .allocation_order import AllocationOrder
from .brand import Brand
from .collector import Collector, Mandate
from .contact_policy import DEFAULT_POLICY, GuardPolicy
from .debtor_fact import DebtorFact, FactKind, Representative
from .last_look import LastLook
from .mediator import Mediator
from .negotiation.rules import DEFAULT_RULES, NegotiationRules
from .party_kinds import CollectorMode as CollectorMode
from .party_kinds import DebtorKind as DebtorKind
from .party_kinds import Solvency as Solvency
from .scenario_rule import ScenarioRule


@dataclass(frozen=True)
class Scope:
    """The world an object lives in: one tenant, one mode. Nothing crosses it."""

    tenant_id: str
    livemode: bool

    @property
    def mode(self) -> str:
        return "live" if self.livemode else "test"


@dataclass(frozen=True)
class CaseManager:
    """The one named contact person of a case, shown on every letter (R-091)."""

    name: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Sender:
    """White label: the name and reply address under which messages of the creditor go out (R-056)."""

    name: str
    reply_to: str | None = None


@dataclass(frozen=True)
class Creditor:
    """Who is owed. ``iban`` is where the debtor pays, unless a mandate names the collector's account (PAY_06).

    ``is_private_individual``: a natural person without business need, who is owed legal interest from the formal notice
    and no indemnity (INT_06). ``allocation_order``: what its new cases pay first inside an invoice (PAY_01).
    ``mediator``: whom its consumers may turn to (R-053). ``scenario_rules`` choose the scenario of its new cases, the
    first that holds (R-029, R-030). ``last_look``: its books are looked at before each contact (R-133).
    ``negotiation_rules``: what its debtors may agree on by themselves (R-073..R-081). ``payment_link_template``: its
    own way to pay online, with places for amount and reference (R-127).
    """

    id: str
    scope: Scope
    version: int
    created_at: datetime
    name: str
    address: Address
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    email: str | None = None
    phone: str | None = None
    iban: str | None = None
    bic: str | None = None
    sender: Sender | None = None
    brand: Brand | None = None
    case_manager: CaseManager | None = None
    default_collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    collector: Collector | None = None
    mandates: tuple[Mandate, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    contact_policy: GuardPolicy = DEFAULT_POLICY
    is_private_individual: bool = False
    allocation_order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
    mediator: Mediator | None = None
    scenario_rules: tuple[ScenarioRule, ...] = ()
    last_look: LastLook | None = None
    negotiation_rules: NegotiationRules = DEFAULT_RULES
    payment_link_template: str | None = None

    @property
    def sender_name(self) -> str:
        return self.sender.name if self.sender else self.name


class ContactRole(StrEnum):
    """Which person of the debtor a step speaks to (R-011)."""

    ACCOUNTING = "accounting"
    MANAGEMENT = "management"
    PURCHASING = "purchasing"
    OTHER = "other"


@dataclass(frozen=True)
class ContactPerson:
    """One way to reach the debtor. Phone numbers are E.164."""

    name: str | None = None
    role: ContactRole = ContactRole.OTHER
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class ChannelBlock:
    """A channel, or one address of it, that must no longer be used, with the reason (CON_09, bounces).

    ``fact_id`` is the debtor's fact it comes from, and goes with.
    """

    channel: str
    reason: str
    on: date
    address: str | None = None
    fact_id: str | None = None


MOVED = "moved"
"""The reason of a block on letters to a debtor who left for an unknown address."""

STANDS_FOR_THE_DEBTOR = (FactKind.DEATH, FactKind.GUARDIANSHIP, FactKind.LAWYER)
"""Which facts may name the only person to write to; the first of them that does is the one."""


@dataclass(frozen=True)
class Debtor:
    """Who owes. Names, addresses and contacts are personal data: erased with the debtor's key.

    ``first_case_id`` is the case that the debtor was created with, if any. ``page_links_revoked`` counts how
    often the links to their page were revoked: older ones no longer open it (R-127).
    """

    id: str
    scope: Scope
    version: int
    created_at: datetime
    kind: DebtorKind
    name: str
    address: Address | None = None
    siren: str | None = None
    siret: str | None = None
    vat_number: str | None = None
    language: str = "fr"
    contacts: tuple[ContactPerson, ...] = ()
    solvency: Solvency = Solvency.UNKNOWN
    new_customer: bool = False
    sector: str | None = None
    blocks: tuple[ChannelBlock, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    facts: tuple[DebtorFact, ...] = ()
    first_case_id: str | None = None
    page_links_revoked: int = 0

    @property
    def facts_revision(self) -> int:
        """How often the facts changed; a case compares it with what it has seen."""
        return max((fact.revision for fact in self.facts), default=0)

    def standing(self, kind: FactKind) -> tuple[DebtorFact, ...]:
        """The facts of a kind that nobody withdrew, the latest first."""
        found = [fact for fact in self.facts if fact.kind is kind and fact.stands]
        return tuple(sorted(found, key=lambda fact: fact.revision, reverse=True))

    @property
    def representative(self) -> Representative | None:
        """The only person to write to, when somebody stands for the debtor (STOP_04)."""
        return self._stand_in[1] if self._stand_in else None

    @property
    def represented_because(self) -> FactKind | None:
        """The fact that names the representative: it tells in what quality they are written to (STOP_04)."""
        return self._stand_in[0] if self._stand_in else None

    @property
    def _stand_in(self) -> tuple[FactKind, Representative] | None:
        named = ((kind, fact.addressee) for kind in STANDS_FOR_THE_DEBTOR for fact in self.standing(kind))
        return next(((kind, addressee) for kind, addressee in named if addressee is not None), None)

    @property
    def postal_name(self) -> str:
        """Whose name stands on an envelope."""
        return self.representative.name if self.representative else self.name

    @property
    def postal_address(self) -> Address | None:
        """Where letters go."""
        return self.representative.address if self.representative else self.address

    @property
    def closed_channels(self) -> frozenset[str]:
        """The channels stopped altogether (CON_09); that the debtor moved stops no letter to a representative."""
        stops = [block for block in self.blocks if block.address is None]
        return frozenset(block.channel for block in stops if block.reason != MOVED or self.representative is None)

    def usable_emails(self, role: ContactRole | None = None) -> tuple[str, ...]:
        """E-mail addresses that neither bounced nor opted out: those of the role first, then in the order given."""
        if self.representative:
            return self._usable("email", [self.representative.email] if self.representative.email else [])
        return self._usable("email", [c.email for c in self._by_role(role) if c.email])

    def usable_phones(self, role: ContactRole | None = None) -> tuple[str, ...]:
        """Numbers to call, in the same order; none when somebody stands for the debtor, who is only written to."""
        if self.representative:
            return ()
        return self._usable("call", [c.phone for c in self._by_role(role) if c.phone])

    def usable_mobiles(self, role: ContactRole | None = None) -> tuple[str, ...]:
        """French mobile numbers that an SMS can reach, in the same order; none when somebody stands for the debtor."""
        if self.representative:
            return ()
        mobiles = [c.phone for c in self._by_role(role) if c.phone and c.phone.startswith(MOBILE_PREFIXES)]
        return self._usable("sms", mobiles)

    def name_at(self, address: str) -> str | None:
        """Who answers at this e-mail address or number, if the creditor said so."""
        if self.representative:
            return self.representative.name
        return next((c.name for c in self.contacts if address in (c.email, c.phone) and c.name), None)

    def _by_role(self, role: ContactRole | None) -> list[ContactPerson]:
        return sorted(self.contacts, key=lambda contact: contact.role is not role)

    def _usable(self, channel: str, addresses: list[str]) -> tuple[str, ...]:
        blocked = {b.address for b in self.blocks if b.channel == channel}
        if None in blocked:
            return ()
        return tuple(dict.fromkeys(a for a in addresses if a not in blocked))


MOBILE_PREFIXES = (
    "+336",
    "+337",
    "+590690",
    "+590691",
    "+594694",
    "+596696",
    "+596697",
    "+262692",
    "+262693",
    "+262639",
)

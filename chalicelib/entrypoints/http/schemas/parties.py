"""Creditors and debtors in requests."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.parties import (
    CollectorMode,
    ContactPerson,
    ContactRole,
    DebtorKind,
    Sender,
    Solvency,
)
from chalicelib.domain.scenario_rule import MOST_RULES

from .mandates import CollectorIn
from .scenarios import ScenarioRuleIn
from .values import (
    AddressIn,
    CaseManagerIn,
    EmailText,
    Identifier,
    Line,
    Metadata,
    PaymentLinkText,
    PhoneText,
    Request,
    ShortLine,
)

ABSENT: Any = None
"""What a change leaves out. Only fields that were sent are ever read."""


class SenderIn(Request):
    """Under which name and reply address messages go out."""

    name: ShortLine
    reply_to: EmailText | None = None

    def to_domain(self) -> Sender:
        return Sender(self.name, self.reply_to)


class MediatorIn(Request):
    """The consumer mediator of the creditor (C. conso L616-1)."""

    name: Line
    address: Line | None = None
    website: Line | None = None

    def to_domain(self) -> Mediator:
        return Mediator(self.name, self.address, self.website)


class ContactPolicyIn(Request):
    """Stricter hours and silence on bridge days (CON_02, CON_04); what is left out is the default again."""

    profile: Profile = Profile.STANDARD
    block_bridge_days: bool = False

    def to_domain(self) -> GuardPolicy:
        return GuardPolicy(self.profile, self.block_bridge_days)


class ContactPersonIn(Request):
    """One way to reach the debtor."""

    name: Line | None = None
    role: ContactRole = ContactRole.OTHER
    email: EmailText | None = None
    phone: PhoneText | None = None

    def to_domain(self) -> ContactPerson:
        return ContactPerson(self.name, self.role, self.email, self.phone)


class CreditorFields(Request):
    """What creation and change of a creditor share."""

    siren: Identifier | None = None
    siret: Identifier | None = None
    vat_number: Identifier | None = None
    email: EmailText | None = None
    phone: PhoneText | None = None
    iban: Identifier | None = None
    bic: Identifier | None = None
    payment_link_template: PaymentLinkText | None = None
    sender: SenderIn | None = None
    case_manager: CaseManagerIn | None = None
    default_collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    collector: CollectorIn | None = None
    is_private_individual: bool = False
    allocation_order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL
    mediator: MediatorIn | None = None
    contact_policy: ContactPolicyIn = Field(default_factory=ContactPolicyIn)
    scenario_rules: Annotated[list[ScenarioRuleIn], Field(max_length=MOST_RULES)] = Field(default_factory=list)
    metadata: Metadata = Field(default_factory=dict)

    def to_fields(self) -> dict[str, Any]:
        return domain_fields(self)


class CreditorRequest(CreditorFields):
    """``POST /creditors``."""

    name: Line
    address: AddressIn


class CreditorChanges(CreditorFields):
    """``PATCH /creditors/{id}``: only the fields given change; ``null`` empties one that may be empty."""

    name: Line = ABSENT
    address: AddressIn = ABSENT


class DebtorFields(Request):
    """What creation and change of a debtor share."""

    siren: Identifier | None = None
    siret: Identifier | None = None
    vat_number: Identifier | None = None
    address: AddressIn | None = None
    language: Annotated[str, Field(pattern="^(fr|en)$")] = "fr"
    contacts: Annotated[list[ContactPersonIn], Field(max_length=10)] = Field(default_factory=list)
    solvency: Solvency = Solvency.UNKNOWN
    new_customer: bool = False
    sector: Line | None = None
    metadata: Metadata = Field(default_factory=dict)

    def to_fields(self) -> dict[str, Any]:
        return domain_fields(self)


class DebtorRequest(DebtorFields):
    """``POST /debtors``, and ``debtor`` in a case."""

    kind: DebtorKind
    name: Line


class DebtorChanges(DebtorFields):
    """``PATCH /debtors/{id}``: only the fields given change."""

    kind: DebtorKind = ABSENT
    name: Line = ABSENT


def domain_fields(request: Request) -> dict[str, Any]:
    """The fields that were given, as domain values."""
    return {name: _domain(name, value) for name, value in request.given().items()}


def _domain(name: str, value: Any) -> Any:
    if name == "metadata":
        return tuple(sorted(value.items()))
    if isinstance(value, list):
        return tuple(item.to_domain() for item in value)
    if isinstance(value, Request):
        return value.to_domain()  # type: ignore[attr-defined]  # every nested request of a party has it
    return value

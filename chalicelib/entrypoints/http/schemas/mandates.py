"""Collectors and mandates in requests (CPCE R124-2, R124-3, R124-6)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.domain.collector import Collector, LiabilityInsurance, Payee, ProsecutorDeclaration

from .files import FileIn
from .values import AddressIn, CaseManagerIn, Day, EmailText, Identifier, Line, LongText, PhoneText, Request

MandateId = Annotated[str, Field(pattern="^mdt_[0-7][0-9A-HJKMNP-TV-Z]{25}$")]


class InsuranceIn(Request):
    """The professional liability cover; ``valid_until`` is its last day."""

    insurer: Line
    policy_number: Line
    valid_until: Day


class DeclarationIn(Request):
    """The written declaration to the procureur before starting."""

    court: Line
    declared_on: Day


class CollectorIn(Request):
    """Who collects for the creditor, with the three proofs of CPCE R124-2 (MAND_03)."""

    name: Line
    address: AddressIn
    siren: Identifier | None = None
    email: EmailText | None = None
    phone: PhoneText | None = None
    insurance: InsuranceIn
    declaration: DeclarationIn
    dedicated_iban: Identifier
    dedicated_bic: Identifier | None = None

    def to_domain(self) -> Collector:
        insurance, declaration = self.insurance, self.declaration
        return Collector(
            name=self.name,
            address=self.address.to_domain(),
            insurance=LiabilityInsurance(insurance.insurer, insurance.policy_number, insurance.valid_until),
            declaration=ProsecutorDeclaration(declaration.court, declaration.declared_on),
            dedicated_iban=self.dedicated_iban,
            dedicated_bic=self.dedicated_bic,
            siren=self.siren,
            email=self.email,
            phone=self.phone,
        )


class MandateRequest(Request):
    """``POST /creditors/{id}/mandates``: the written agreement, and its signed paper."""

    reference: Identifier
    signed_on: Day
    fee_basis: LongText
    payee: Payee = Payee.CREDITOR
    remittance_days: Annotated[int, Field(ge=0, le=365)] | None = None
    document: FileIn


class MandateEndRequest(Request):
    """``on``: the first day without the mandate."""

    on: Day
    reason: LongText


class CaseMandateRequest(Request):
    """``POST /cases/{id}/mandate``; without ``mandate_id``, the creditor's only mandate in force.

    ``case_manager`` is whom the debtor may reach at the collector's; by default the collector itself.
    """

    mandate_id: MandateId | None = None
    case_manager: CaseManagerIn | None = None
    reason: LongText


class RemittanceRequest(Request):
    """What was passed on to the creditor: when, and what the transfer was called."""

    on: Day
    reference: Line

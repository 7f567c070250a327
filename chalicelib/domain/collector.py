"""Who collects for another, and under which mandate (CPCE R124-1 to R124-6): MODE_01, MAND_01 to MAND_03, LTR_01."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from .address import Address


@dataclass(frozen=True)
class LiabilityInsurance:
    """The professional liability cover (CPCE R124-2, R124-3 2°). ``valid_until`` is its last day."""

    insurer: str
    policy_number: str
    valid_until: date


@dataclass(frozen=True)
class ProsecutorDeclaration:
    """The written declaration to the procureur de la République before starting (CPCE R124-2)."""

    court: str
    declared_on: date


@dataclass(frozen=True)
class Collector:
    """The third-party collector: its letterhead, and the three proofs of CPCE R124-2 (MAND_03).

    ``dedicated_iban`` is the account used for funds collected for creditors and for nothing else.
    """

    name: str
    address: Address
    insurance: LiabilityInsurance
    declaration: ProsecutorDeclaration
    dedicated_iban: str
    dedicated_bic: str | None = None
    siren: str | None = None
    email: str | None = None
    phone: str | None = None


class Payee(StrEnum):
    """Whose account the debtor pays to (PAY_06); the collector's one makes a remittance due (PAY_05)."""

    CREDITOR = "creditor"
    COLLECTOR = "collector"


@dataclass(frozen=True)
class Mandate:
    """The written agreement with power to receive, signed before any step (MAND_01, CPCE R124-3).

    ``fee_basis`` says how the fee is set that the creditor alone bears (3°); ``remittance_days`` is what was agreed in
    place of one month from encashment (4°, R124-6). ``document_sha256`` (hex) is the signed paper, kept sealed at
    ``archive_key`` under the data key ``wrapped_key`` (base64). ``ended_on`` is the first day without the mandate.
    """

    id: str
    reference: str
    signed_on: date
    fee_basis: str
    payee: Payee = Payee.CREDITOR
    remittance_days: int | None = None
    document_sha256: str | None = None
    ended_on: date | None = None
    end_reason: str | None = None
    archive_key: str | None = None
    wrapped_key: str | None = None


@dataclass(frozen=True)
class FirstLetter:
    """The letter of CPCE R124-4. ``reference`` and ``posted_on`` are recalled by every later step (LTR_04)."""

    contact_id: str
    reference: str
    handed_over_on: date
    posted_on: date | None = None


@dataclass(frozen=True)
class CaseMandate:
    """The mandate a case is collected under, since when (case time), and its first letter once that went out.

    ``annex_document_id`` is the annex to the mandate that lists the case's claims one by one (MAND_02, R124-3 1°);
    ``letters`` how many first letters were handed over: more than one when the debtor was not found at first.
    """

    mandate_id: str
    reference: str
    signed_on: date
    since: datetime
    payee: Payee = Payee.CREDITOR
    remittance_days: int | None = None
    first_letter: FirstLetter | None = None
    annex_document_id: str | None = None
    letters: int = 0

"""The acknowledgement of debt with its instalments, as a paper (R-078, C. civ. 1376): what is signed and how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.collector import Collector
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.parties import CaseManager, Creditor, Debtor

from .payment_plan import PaymentPlan, Signature


@dataclass(frozen=True)
class SignerFacts:
    """A signature as the paper tells it. ``masked`` is the address that the code went to, ``name`` who reads there."""

    signature: Signature
    masked: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class AcknowledgementFacts:
    """Everything that the paper says; equal facts give equal bytes.

    Without ``signers`` it is the text that is shown before anybody signs: no day or hour stands in it, so that it is
    the same until the plan or a party changes. ``signed_at`` is case time of the last signature. ``language`` adds a
    courtesy translation below the French text. ``invoice_numbers`` are those that the plan is about.
    """

    creditor: Creditor
    debtor: Debtor
    case_manager: CaseManager
    case_reference: str
    plan: PaymentPlan
    invoice_numbers: tuple[str, ...]
    language: str = "fr"
    collector: Collector | None = None
    signers: tuple[SignerFacts, ...] = ()
    signed_at: datetime | None = None

    @property
    def reckoned_on(self) -> date:
        """The day whose décompte the total is."""
        plan = self.plan
        return plan.reckoned_on or self.day_of(plan.agreed_at or plan.proposed_at)

    def day_of(self, instant: datetime) -> date:
        """The calendar day where the debtor lives."""
        return self.local(instant).date()

    def local(self, instant: datetime) -> datetime:
        """The instant as clocks show it where the debtor lives."""
        address = self.debtor.address
        return instant.astimezone(zone_at(address.postal_code if address else None))

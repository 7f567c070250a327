"""The four calculations in requests: what each needs to know, without a case."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.contact_policy import Profile
from chalicelib.domain.limitation import ActKind, ClaimKind, SuspensionKind
from chalicelib.domain.parties import DebtorKind

from .cases import Channel
from .contract_rate import ContractRateIn
from .values import LARGEST_AMOUNT, Day, Instant, InvoiceNumber, PositiveEuro, Request, ShortLine


def _euros(value: str) -> str:
    if value != "EUR":
        raise PydanticCustomError("currency_not_supported", "Amounts are in EUR.")
    return value


PostalCode = Annotated[ShortLine, Field(max_length=12, pattern=r"^([0-9] ?){5}$")]


class LatePaymentRequest(Request):
    """``POST /calculations/late-payment``: one unpaid amount, VAT included, on a day."""

    debtor_kind: DebtorKind
    creditor_is_private_individual: bool = False
    principal: PositiveEuro
    due_date: Day
    formal_notice_date: Day | None = None
    contract_rate: ContractRateIn | None = None
    as_of: Day


class AllocatedInvoiceIn(Request):
    """An unpaid invoice; ``reference`` is the caller's own name for it."""

    reference: InvoiceNumber
    principal: PositiveEuro
    due_date: Day
    contract_rate: ContractRateIn | None = None


class AllocatedPaymentIn(Request):
    """A payment; ``designated_invoice`` is the reference that the debtor named."""

    amount: Annotated[int, Field(gt=0, le=LARGEST_AMOUNT)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), AfterValidator(_euros)]
    received_on: Day
    designated_invoice: InvoiceNumber | None = None


class AllocationRequest(Request):
    """``POST /calculations/allocation``: invoices of one debtor, and what was paid up to a day."""

    debtor_kind: DebtorKind
    invoices: Annotated[list[AllocatedInvoiceIn], Field(min_length=1, max_length=60)]
    payments: Annotated[list[AllocatedPaymentIn], Field(max_length=100)]
    as_of: Day
    allocation_order: AllocationOrder = AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL


class ActIn(Request):
    """Something that was done about the claim, and its day."""

    kind: ActKind
    on: Day


class SuspensionIn(Request):
    """Days on which limitation stood still, both ends included."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    kind: SuspensionKind


class LimitationRequest(Request):
    """``POST /calculations/limitation``: a claim, and everything that may have moved its last day."""

    debtor_kind: DebtorKind
    claim_kind: ClaimKind
    completed_on: Day
    due_date: Day
    acts: Annotated[list[ActIn], Field(max_length=200)] = Field(default_factory=list)
    suspensions: Annotated[list[SuspensionIn], Field(max_length=50)] = Field(default_factory=list)


class PastContactIn(Request):
    """An earlier solicitation of this debtor."""

    channel: Channel
    at: Instant


class ContactTimeRequest(Request):
    """``POST /calculations/contact-time``: a contact that somebody wants to make."""

    debtor_kind: DebtorKind
    postal_code: PostalCode
    profile: Profile = Profile.STANDARD
    block_bridge_days: bool = False
    channel: Channel
    wanted_at: Instant
    past_contacts: Annotated[list[PastContactIn], Field(max_length=200)] = Field(default_factory=list)

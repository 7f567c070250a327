"""``/calculations``: exact numbers without a case, by the same functions that cases use. Nothing is read or stored."""

from __future__ import annotations

from chalicelib.domain.allocation_calculation import AllocationInvoice, AllocationPayment, AllocationResult, allocate
from chalicelib.domain.contact_guard import GuardDecision, PastContact, evaluate, refuse_contacts_to_come
from chalicelib.domain.contact_policy import GuardPolicy
from chalicelib.domain.late_payment import LatePayment, late_payment
from chalicelib.domain.limitation import Act, Limitation, Suspension, limitation
from chalicelib.domain.money import Money
from chalicelib.domain.tenant import KeyScope

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.calculations import allocation_answer, contact_time_answer, late_payment_answer, limitation_answer
from .schemas.calculations import AllocationRequest, ContactTimeRequest, LatePaymentRequest, LimitationRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/calculations/late-payment",
    scope=KeyScope.CASES_READ,
    request=LatePaymentRequest,
    present=late_payment_answer,
)
def post_late_payment_calculation(call: Call[LatePaymentRequest, None]) -> LatePayment:
    """Interest and indemnity on one amount (INT_01..INT_15, IND_01..IND_03)."""
    body = call.body
    return late_payment(
        debtor_kind=body.debtor_kind,
        principal=body.principal.to_domain(),
        due_date=body.due_date,
        as_of=body.as_of,
        rates=call.deps.rates,
        formal_notice_date=body.formal_notice_date,
        contract_rate=body.contract_rate,
        creditor_is_private_individual=body.creditor_is_private_individual,
    )


@blueprint.operation(
    "POST",
    "/v1/calculations/allocation",
    scope=KeyScope.CASES_READ,
    request=AllocationRequest,
    present=allocation_answer,
)
def post_allocation_calculation(call: Call[AllocationRequest, None]) -> AllocationResult:
    """How payments spread over invoices (PAY_01, PAY_02)."""
    body = call.body
    return allocate(
        [AllocationInvoice(i.reference, i.principal.to_domain(), i.due_date, i.contract_rate) for i in body.invoices],
        [AllocationPayment(Money(p.amount, p.currency), p.received_on, p.designated_invoice) for p in body.payments],
        debtor_kind=body.debtor_kind,
        rates=call.deps.rates,
        as_of=body.as_of,
        order=body.allocation_order,
    )


@blueprint.operation(
    "POST",
    "/v1/calculations/limitation",
    scope=KeyScope.CASES_READ,
    request=LimitationRequest,
    present=limitation_answer,
)
def post_limitation_calculation(call: Call[LimitationRequest, None]) -> Limitation:
    """Until when a claim can be sued on (PRE_01..PRE_13)."""
    body = call.body
    return limitation(
        debtor_kind=body.debtor_kind,
        claim_kind=body.claim_kind,
        completed_on=body.completed_on,
        due_date=body.due_date,
        acts=[Act(act.kind, act.on) for act in body.acts],
        suspensions=[Suspension(span.start, span.end, span.kind) for span in body.suspensions],
    )


@blueprint.operation(
    "POST",
    "/v1/calculations/contact-time",
    scope=KeyScope.CASES_READ,
    request=ContactTimeRequest,
    present=contact_time_answer,
)
def post_contact_time_calculation(call: Call[ContactTimeRequest, None]) -> GuardDecision:
    """When a contact may be made (CON_01..CON_06, CON_10)."""
    body = call.body
    past = [PastContact(contact.channel, contact.at) for contact in body.past_contacts]
    refuse_contacts_to_come(past, body.wanted_at)
    return evaluate(
        body.wanted_at,
        channel=body.channel,
        debtor_kind=body.debtor_kind,
        postal_code=body.postal_code,
        policy=GuardPolicy(body.profile, body.block_bridge_days),
        past_contacts=past,
    )

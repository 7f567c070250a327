"""``/contacts`` and the contacts of a case: every attempt, and what carriers report of it."""

from __future__ import annotations

from chalicelib.domain.contact import Contact, DeliveryKind
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.record_delivery_event import RecordDeliveryEvent, record_delivery_event

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.contacts import contact, contact_answer
from .presenters.lists import paged
from .presenters.outcomes import contact_outcome_answer
from .schemas.cases import DeliveryEventRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "GET", "/v1/cases/{case_id}/contacts", scope=KeyScope.CONTACTS_READ, query=ListQuery, present=paged(contact)
)
def get_case_contacts(call: Call[None, ListQuery]) -> Page:
    """Contacts of a case, newest first (R-066)."""
    store, case_id = call.deps.store, call.id("case_id")
    store.case(call.scope, case_id)
    return store.contacts(call.scope, case_id, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", "/v1/contacts/{contact_id}", scope=KeyScope.CONTACTS_READ, present=contact_answer)
def get_contact(call: Call[None, None]) -> Contact:
    """One contact: what was sent, to whom, under which rules, and what became of it."""
    return call.deps.store.contact(call.scope, call.id("contact_id"))


@blueprint.operation(
    "POST",
    "/v1/contacts/{contact_id}/delivery-events",
    scope=KeyScope.CONTACTS_WRITE,
    request=DeliveryEventRequest,
    status=201,
    idempotent=True,
    present=contact_outcome_answer,
)
def post_delivery_event(call: Call[DeliveryEventRequest, None]) -> Outcome:
    """A carrier's report: posted, presented, received, unclaimed, refused, returned, delivered, bounced."""
    body = call.body
    command = RecordDeliveryEvent(
        call.scope, call.id("contact_id"), call.actor, DeliveryKind(body.kind), body.on, body.detail
    )
    return record_delivery_event(command, recording=call.deps.recording, reply=call.reply)

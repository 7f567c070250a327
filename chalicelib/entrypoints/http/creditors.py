"""``/creditors``."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.parties import Creditor
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.create_creditor import CreateCreditor, create_creditor
from chalicelib.usecases.update_creditor import PAYEE_FIELDS, UpdateCreditor, update_creditor

from .framework.api_blueprint import ApiBlueprint
from .framework.authentication import authorize
from .framework.call import Call
from .presenters.lists import paged
from .presenters.parties import creditor, creditor_answer
from .schemas.parties import CreditorChanges, CreditorRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/creditors",
    scope=KeyScope.PARTIES_WRITE,
    request=CreditorRequest,
    status=201,
    idempotent=True,
    present=creditor_answer,
)
def post_creditor(call: Call[CreditorRequest, None]) -> Creditor:
    """Record a creditor."""
    d = call.deps
    command = CreateCreditor(call.scope, call.body.to_fields())
    return create_creditor(command, store=d.store, checks=d.checks, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation("GET", "/v1/creditors", scope=KeyScope.PARTIES_READ, query=ListQuery, present=paged(creditor))
def get_creditors(call: Call[None, ListQuery]) -> Page:
    """Creditors, newest first."""
    return call.deps.store.creditors(call.scope, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", "/v1/creditors/{creditor_id}", scope=KeyScope.PARTIES_READ, present=creditor_answer)
def get_creditor(call: Call[None, None]) -> Creditor:
    """One creditor."""
    return call.deps.store.creditor(call.scope, call.id("creditor_id"))


@blueprint.operation(
    "PATCH",
    "/v1/creditors/{creditor_id}",
    scope=KeyScope.PARTIES_WRITE,
    request=CreditorChanges,
    if_match=True,
    present=creditor_answer,
)
def patch_creditor(call: Call[CreditorChanges, None]) -> Creditor:
    """Change the fields given; payment details need ``payees:write``."""
    changes: dict[str, Any] = call.body.to_fields()
    if any(field in changes for field in (*PAYEE_FIELDS, "collector", "payment_link_template")):
        authorize(call.caller, KeyScope.PAYEES_WRITE)
    command = UpdateCreditor(call.scope, call.id("creditor_id"), changes, call.expected)
    return update_creditor(command, store=call.deps.store, checks=call.deps.checks)

"""``/debtors``."""

from __future__ import annotations

from chalicelib.domain.parties import Debtor
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.create_debtor import CreateDebtor, create_debtor
from chalicelib.usecases.update_debtor import UpdateDebtor, update_debtor

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.lists import paged
from .presenters.parties import debtor, debtor_answer
from .schemas.parties import DebtorChanges, DebtorRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/debtors",
    scope=KeyScope.PARTIES_WRITE,
    request=DebtorRequest,
    status=201,
    idempotent=True,
    present=debtor_answer,
)
def post_debtor(call: Call[DebtorRequest, None]) -> Debtor:
    """Record a debtor, with a data key of its own."""
    d = call.deps
    command = CreateDebtor(call.scope, call.body.to_fields())
    return create_debtor(
        command, store=d.store, vault=d.vault, checks=d.checks, ids=d.ids, wall=d.wall_clock, reply=call.reply
    )


@blueprint.operation("GET", "/v1/debtors", scope=KeyScope.PARTIES_READ, query=ListQuery, present=paged(debtor))
def get_debtors(call: Call[None, ListQuery]) -> Page:
    """Debtors, newest first."""
    return call.deps.store.debtors(call.scope, limit=call.query.limit, position=call.position(call.query.cursor))


@blueprint.operation("GET", "/v1/debtors/{debtor_id}", scope=KeyScope.PARTIES_READ, present=debtor_answer)
def get_debtor(call: Call[None, None]) -> Debtor:
    """One debtor."""
    found, _ = call.deps.store.debtor(call.scope, call.id("debtor_id"))
    return found


@blueprint.operation(
    "PATCH",
    "/v1/debtors/{debtor_id}",
    scope=KeyScope.PARTIES_WRITE,
    request=DebtorChanges,
    if_match=True,
    present=debtor_answer,
)
def patch_debtor(call: Call[DebtorChanges, None]) -> Debtor:
    """Change the fields given."""
    command = UpdateDebtor(call.scope, call.id("debtor_id"), call.body.to_fields(), call.expected)
    return update_debtor(command, store=call.deps.store, checks=call.deps.checks)

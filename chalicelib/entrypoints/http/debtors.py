"""``/debtors``."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.errors import PreconditionFailed
from chalicelib.domain.parties import Debtor
from chalicelib.domain.reads import Page
from chalicelib.domain.sealed_event import KeyErased
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.create_debtor import CreateDebtor, create_debtor
from chalicelib.usecases.erase_debtor import ErasedDebtor, erase_debtor
from chalicelib.usecases.update_debtor import UpdateDebtor, update_debtor

from .framework.answers import Answer
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
    d = call.deps
    return update_debtor(command, store=d.store, checks=d.checks, wall=d.wall_clock)


def erased_answer(erased: ErasedDebtor, call: Call[Any, Any]) -> Answer:
    """Whose data is gone, and which closed cases are mute from now on."""
    del call
    return Answer({"id": erased.debtor_id, "object": "erased_debtor", "case_ids": list(erased.cases)})


@blueprint.operation(
    "DELETE",
    "/v1/debtors/{debtor_id}",
    scope=KeyScope.PARTIES_WRITE,
    if_match=True,
    present=erased_answer,
)
def delete_debtor(call: Call[None, None]) -> ErasedDebtor:
    """Erase a debtor's personal data for good; the chains of events still verify (R-142)."""
    d, debtor_id = call.deps, call.id("debtor_id")
    _check_version(call, debtor_id)
    return erase_debtor(call.scope, debtor_id, store=d.store, vault=d.vault, files=d.files)


def _check_version(call: Call[None, None], debtor_id: str) -> None:
    """An erasure that was interrupted may be finished with whatever tag: nothing is left to compare."""
    if call.expected is None:
        return
    try:
        found, _ = call.deps.store.debtor(call.scope, debtor_id)
    except KeyErased:
        return
    if found.version not in call.expected:
        raise PreconditionFailed("The debtor changed; read it again.")

"""``/debtors/{id}/compliance-log``: every contact that was attempted, moved or refused."""

from __future__ import annotations

from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import KeyScope

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.compliance import compliance_entry
from .presenters.lists import paged
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "GET",
    "/v1/debtors/{debtor_id}/compliance-log",
    scope=KeyScope.CONTACTS_READ,
    query=ListQuery,
    present=paged(compliance_entry),
)
def get_compliance_log(call: Call[None, ListQuery]) -> Page:
    """The compliance log of a debtor across all its cases, newest first (R-066); it outlives the debtor's data."""
    store, query = call.deps.store, call.query
    debtor_id = call.id("debtor_id")
    return store.compliance_log(call.scope, debtor_id, limit=query.limit, position=call.position(query.cursor))

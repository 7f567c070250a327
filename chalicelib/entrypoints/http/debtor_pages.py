"""``/cases/{id}/debtor-page-links`` and their revocation: who may open a debtor's page (R-127)."""

from __future__ import annotations

from chalicelib.domain.parties import Debtor
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.make_page_link import MadeLink, make_page_link
from chalicelib.usecases.revoke_page_links import revoke_page_links

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.debtor_pages import link_answer, revoked_answer

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/cases/{case_id}/debtor-page-links",
    scope=KeyScope.CASES_WRITE,
    present=link_answer,
)
def post_debtor_page_link(call: Call[None, None]) -> MadeLink:
    """A link for a message of one's own."""
    d = call.deps
    return make_page_link(call.scope, call.id("case_id"), links=d.page_links, recording=d.recording)


@blueprint.operation(
    "POST",
    "/v1/debtors/{debtor_id}/debtor-page-links/revoke",
    scope=KeyScope.CASES_WRITE,
    idempotent=True,
    present=revoked_answer,
)
def post_debtor_page_links_revoke(call: Call[None, None]) -> Debtor:
    """No link made so far opens the page any more."""
    return revoke_page_links(call.scope, call.id("debtor_id"), store=call.deps.store, reply=call.reply)

"""``/creditors/{creditor_id}/brand``: the face under which a creditor writes in its own name (R-056)."""

from __future__ import annotations

from chalicelib.domain.parties import Creditor
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_brand import ChangeBrand, change_brand

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.parties import creditor_answer
from .schemas.brands import BrandRequest

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "PUT",
    "/v1/creditors/{creditor_id}/brand",
    scope=KeyScope.PARTIES_WRITE,
    request=BrandRequest,
    if_match=True,
    present=creditor_answer,
)
def put_creditor_brand(call: Call[BrandRequest, None]) -> Creditor:
    """Logo, colour and signature as a whole; what is left out is the usual again."""
    body = call.body
    command = ChangeBrand(
        scope=call.scope,
        creditor_id=call.id("creditor_id"),
        accent=body.accent_color,
        signature=tuple(body.signature),
        logo=body.logo(),
        keep_logo=body.keep_logo,
        expected=call.expected,
    )
    return change_brand(command, store=call.deps.store, logos=call.deps.logos)

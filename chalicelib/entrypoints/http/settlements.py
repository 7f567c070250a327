"""``/cases/{id}/settlements``: less than what is owed, if it is paid by a day (R-073)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.negotiation.settlement import SettlementOffer
from chalicelib.domain.negotiation.settlements import settlement_of
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.offer_settlement import (
    OfferSettlement,
    WithdrawSettlement,
    offer_settlement,
    withdraw_settlement,
)
from chalicelib.usecases.view_case import CaseView

from .case_commands import CASE, changing
from .case_views import viewed
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.etags import etag
from .presenters.disputes import settlement, settlements
from .presenters.outcomes import beside
from .schemas.cases import ReasonRequest
from .schemas.settlements import SettlementRequest

blueprint = ApiBlueprint(__name__)
SETTLEMENTS = f"{CASE}/settlements"


def settlement_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """The offer, and what the case does next."""
    del call
    found = outcome.result
    if not isinstance(found, SettlementOffer):
        raise TypeError("the command gives a SettlementOffer")
    return Answer({**settlement(found, outcome.view.case), **beside(outcome.view)})


def settlement_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """One of them; like all that stands in a case, it has the case's ETag."""
    found = settlement_of(view.case, call.id("settlement_id"))
    return Answer(settlement(found, view.case), headers={"ETag": etag(view.case.version, view.as_of)})


def settlements_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """All of them; a case holds few."""
    del call
    return Answer({"object": "list", "data": settlements(view.case), "has_more": False, "next_cursor": None})


@blueprint.operation(
    "POST",
    SETTLEMENTS,
    scope=KeyScope.CASES_WRITE,
    request=SettlementRequest,
    status=201,
    idempotent=True,
    present=settlement_outcome_answer,
)
def post_case_settlement(call: Call[SettlementRequest, None]) -> Outcome:
    """The creditor settles for less, if it is received in time; nothing is given up before."""
    command = OfferSettlement(changing(call), call.body.amount.to_domain(), call.body.valid_until)
    return offer_settlement(command, recording=call.deps.recording, reply=call.reply)


@blueprint.operation("GET", SETTLEMENTS, scope=KeyScope.CASES_READ, present=settlements_answer)
def get_case_settlements(call: Call[None, None]) -> CaseView:
    """Every offer of this case, in the order they were made."""
    return viewed(call)


@blueprint.operation("GET", f"{SETTLEMENTS}/{{settlement_id}}", scope=KeyScope.CASES_READ, present=settlement_answer)
def get_case_settlement(call: Call[None, None]) -> CaseView:
    """One offer of this case."""
    return viewed(call)


@blueprint.operation(
    "POST",
    f"{SETTLEMENTS}/{{settlement_id}}/withdraw",
    scope=KeyScope.CASES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=settlement_outcome_answer,
)
def post_case_settlement_withdraw(call: Call[ReasonRequest, None]) -> Outcome:
    """The offer is taken back, as long as nothing was paid for it."""
    command = WithdrawSettlement(changing(call), call.id("settlement_id"), call.body.reason)
    return withdraw_settlement(command, recording=call.deps.recording, reply=call.reply)

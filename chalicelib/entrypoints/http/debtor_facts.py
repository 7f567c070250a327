"""``/debtors/{id}/facts``: what changes everything about a debtor (STOP_02..STOP_04, CON_09)."""

from __future__ import annotations

from chalicelib.domain.debtor_facts import Learnt
from chalicelib.domain.parties import Debtor
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.record_debtor_fact import (
    RecordDebtorFact,
    WithdrawDebtorFact,
    record_debtor_fact,
    withdraw_debtor_fact,
)

from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.debtor_facts import fact_answer, facts_answer
from .schemas.case_command import document
from .schemas.cases import ReasonRequest
from .schemas.debtor_facts import FactRequest

blueprint = ApiBlueprint(__name__)
FACTS = "/v1/debtors/{debtor_id}/facts"


@blueprint.operation(
    "POST",
    FACTS,
    scope=KeyScope.PARTIES_WRITE,
    request=FactRequest,
    status=201,
    idempotent=True,
    present=fact_answer,
)
def post_debtor_fact(call: Call[FactRequest, None]) -> Learnt:
    """In effect at once in all open cases of the debtor."""
    d, body = call.deps, call.body
    kept = None
    if body.document is not None:
        kept = document(body.document, "#/document", lambda upload_id: d.files.uploaded(call.scope, upload_id))
    command = RecordDebtorFact(call.scope, call.id("debtor_id"), body.to_new(call.actor), kept)
    return record_debtor_fact(command, ports=d.spreading, checks=d.checks, reply=call.reply)


@blueprint.operation("GET", FACTS, scope=KeyScope.PARTIES_READ, present=facts_answer)
def get_debtor_facts(call: Call[None, None]) -> Debtor:
    """What is known of the debtor."""
    found, _ = call.deps.store.debtor(call.scope, call.id("debtor_id"))
    return found


@blueprint.operation(
    "POST",
    f"{FACTS}/{{fact_id}}/withdraw",
    scope=KeyScope.PARTIES_WRITE,
    request=ReasonRequest,
    idempotent=True,
    present=fact_answer,
)
def post_debtor_fact_withdraw(call: Call[ReasonRequest, None]) -> Learnt:
    """A fact recorded by mistake; what it caused ends with it."""
    command = WithdrawDebtorFact(call.scope, call.id("debtor_id"), call.id("fact_id"), call.body.reason, call.actor)
    return withdraw_debtor_fact(command, ports=call.deps.spreading, reply=call.reply)

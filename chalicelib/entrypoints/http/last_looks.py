"""``/creditors/{id}/last-look``, and what is said of a case's balance: the last look before a contact (R-133)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.money import Money
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.confirm_balance import ConfirmBalance, confirm_balance
from chalicelib.usecases.set_last_look import (
    LookPorts,
    SetLastLook,
    ShownLook,
    delete_last_look,
    look_of,
    rotate_look_secret,
    set_last_look,
)

from .case_commands import CASE, changing
from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .presenters.last_look import last_look_answer
from .presenters.outcomes import changed_case_answer
from .schemas.last_look import BalanceConfirmationRequest, LastLookRequest

blueprint = ApiBlueprint(__name__)
LAST_LOOK = "/v1/creditors/{creditor_id}/last-look"


def _ports(call: Call[Any, Any]) -> LookPorts:
    d = call.deps
    return LookPorts(d.store, d.webhook_urls, d.secret_box, d.wall_clock, d.ids)


@blueprint.operation(
    "PUT",
    LAST_LOOK,
    scope=KeyScope.WEBHOOKS_WRITE,
    request=LastLookRequest,
    if_match=True,
    present=last_look_answer,
)
def put_last_look(call: Call[LastLookRequest, None]) -> ShownLook:
    """Look at the books before each contact: by a callback, or by the age of the balance."""
    body = call.body
    command = SetLastLook(
        call.scope,
        call.id("creditor_id"),
        body.mode,
        body.url,
        body.max_age_days,
        body.patience_days,
        expected=call.expected,
    )
    return set_last_look(command, ports=_ports(call))


@blueprint.operation("GET", LAST_LOOK, scope=KeyScope.WEBHOOKS_READ, present=last_look_answer)
def get_last_look(call: Call[None, None]) -> ShownLook:
    """What was chosen, without its secret."""
    creditor = call.deps.store.creditor(call.scope, call.id("creditor_id"))
    look_of(creditor)
    return ShownLook(creditor)


def deleted_answer(nothing: None, call: Call[Any, Any]) -> Answer:
    """No content."""
    del nothing, call
    return Answer(None)


@blueprint.operation(
    "DELETE", LAST_LOOK, scope=KeyScope.WEBHOOKS_WRITE, status=204, if_match=True, present=deleted_answer
)
def delete_last_look_(call: Call[None, None]) -> None:
    """Contacts leave without a look from now on."""
    delete_last_look(call.scope, call.id("creditor_id"), expected=call.expected, store=call.deps.store)


@blueprint.operation(
    "POST",
    f"{LAST_LOOK}/rotate-secret",
    scope=KeyScope.WEBHOOKS_WRITE,
    idempotent=True,
    present=last_look_answer,
)
def post_last_look_rotation(call: Call[None, None]) -> ShownLook:
    """A new signing secret, shown once; the old one signs too for 24 hours."""
    return rotate_look_secret(call.scope, call.id("creditor_id"), ports=_ports(call), reply=call.reply)


@blueprint.operation(
    "POST",
    f"{CASE}/balance-confirmations",
    scope=KeyScope.PAYMENTS_WRITE,
    request=BalanceConfirmationRequest,
    status=201,
    idempotent=True,
    present=changed_case_answer,
)
def post_balance_confirmation(call: Call[BalanceConfirmationRequest, None]) -> Outcome:
    """How the books stand: the balance agrees as of a day, or other amounts, which hold the next contact."""
    body = call.body
    told = tuple((each.number, Money(each.outstanding.amount, each.outstanding.currency)) for each in body.invoices)
    command = ConfirmBalance(changing(call), body.as_of, told)
    return confirm_balance(command, recording=call.deps.recording, reply=call.reply)

"""End a mandate: from that day nothing leaves under it any more (MAND_01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domain import mandates
from chalicelib.domain.collector import Mandate
from chalicelib.domain.parties import Scope

from .ports import Reply
from .store_ports import Store
from .writes import Update


@dataclass(frozen=True)
class EndMandate:
    """``on`` is the first day without it."""

    scope: Scope
    creditor_id: str
    mandate_id: str
    on: date
    reason: str


def end_mandate(command: EndMandate, *, store: Store, reply: Reply) -> Mandate:
    """Its cases ask for a person before their next contact. Errors: ``not_found``; ``mandate_ended``."""
    creditor = store.creditor(command.scope, command.creditor_id)
    changed = mandates.end_mandate(creditor, command.mandate_id, command.on, reason=command.reason)
    ended = mandates.mandate_of(changed, command.mandate_id)
    store.commit([Update(changed), *reply(ended)])
    return ended

"""Disputes and settlements in a story: contested by the debtor, answered, decided and offered by the creditor."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.case_payments import statement_of, whole_statement_of
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason, Resolution
from chalicelib.domain.negotiation.settlement import SettlementOffer
from chalicelib.usecases.answer_dispute import AnswerDispute, answer_dispute
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.offer_settlement import (
    OfferSettlement,
    WithdrawSettlement,
    offer_settlement,
    withdraw_settlement,
)
from chalicelib.usecases.open_dispute import OpenDispute, open_dispute
from chalicelib.usecases.resolve_dispute import NewCreditNote, ResolveDispute, resolve_dispute

from .story import ACTOR, Story


def contest(story: Story, case_id: str, cents: int | None = None, **more: Any) -> Dispute:
    """A part, or all of the case."""
    amount = None if cents is None else Money(cents)
    said = {"reason": DisputeReason.NOT_AS_AGREED, "detail": "Two boxes are missing.", "channel": "email", **more}
    _with_archive(story, open_dispute, OpenDispute(_changing(story, case_id), amount=amount, **said))
    return story.case(case_id).negotiation.disputes[-1]


def answer(story: Story, case_id: str, dispute_id: str, *, goes_on: bool | None = None) -> None:
    """The creditor takes a position."""
    command = AnswerDispute(_changing(story, case_id), dispute_id, "We are looking into it.", goes_on)
    _with_archive(story, answer_dispute, command)


def decide_dispute(
    story: Story,
    case_id: str,
    dispute_id: str,
    resolution: Resolution,
    *,
    credited: int = 0,
    given_up: int | None = None,
    number: str = "AV-9",
) -> None:
    """The creditor decides, with a credit note on the first invoice where something is credited."""
    notes: tuple[NewCreditNote, ...] = ()
    if credited:
        invoice = story.case(case_id).invoices[0]
        notes = (NewCreditNote(invoice.id, number, story.today(case_id), Money(credited)),)
    reduction = None if given_up is None else Money(given_up)
    command = ResolveDispute(
        _changing(story, case_id), dispute_id, resolution, "One box was missing.", notes, reduction
    )
    _with_archive(story, resolve_dispute, command)


def offer(story: Story, case_id: str, cents: int, until: date) -> SettlementOffer:
    """The creditor settles for less."""
    story._change(offer_settlement, OfferSettlement(_changing(story, case_id), Money(cents), until))
    return story.case(case_id).negotiation.settlements[-1]


def take_back(story: Story, case_id: str, settlement_id: str) -> None:
    """The creditor takes its offer back."""
    story._change(withdraw_settlement, WithdrawSettlement(_changing(story, case_id), settlement_id, "second thoughts"))


def claimed(story: Story, case_id: str) -> Statement:
    """What is asked for today."""
    return statement_of(story.case(case_id), story.rates_as_read.current(), story.today(case_id))


def whole(story: Story, case_id: str) -> Statement:
    """All that the creditor is owed today."""
    return whole_statement_of(story.case(case_id), story.rates_as_read.current(), story.today(case_id))


def _changing(story: Story, case_id: str) -> Changing:
    return Changing(story.scope, case_id, ACTOR)


def _with_archive(story: Story, use_case: Any, command: Any) -> None:
    story.command(
        lambda reply: use_case(command, recording=story.recording, archive=story.archive, reply=reply),
        scope=story.scope,
    )

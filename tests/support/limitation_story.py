"""The verbs and readings of stories about limitation: claims of carriage, whose year is over soonest."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from chalicelib.domain.case_limitation import limitation_of
from chalicelib.domain.limitation import ActKind, ClaimKind
from chalicelib.domain.limitation_record import Undone
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.usecases.case_request import NewInvoice
from chalicelib.usecases.record_limitation_act import RecordLimitationAct, record_limitation_act
from chalicelib.usecases.withdraw_limitation_act import WithdrawLimitationAct, withdraw_limitation_act

from .story import Story, paris

DELIVERED = date(2026, 1, 10)
LAST_DAY = date(2027, 1, 10)  # PRE_03: one year from delivery


def transport(number: str = "FA-1", *, due: date = date(2026, 1, 5), completed: date = DELIVERED) -> NewInvoice:
    """A claim of carriage: the shortest period, one year from delivery."""
    return NewInvoice(
        number, due - timedelta(days=30), due, Money(120_000), completed_on=completed, claim_kind=ClaimKind.CARRIAGE
    )


def opened(kind: DebtorKind = DebtorKind.COMPANY, **options: Any) -> tuple[Story, str]:
    story = Story(paris(options.pop("on", date(2026, 1, 20)), 8))
    story.debtor(kind=kind)
    return story, story.open(invoices=options.pop("invoices", (transport(),)), **options)


def warnings(story: Story, case_id: str) -> list[tuple[str, int]]:
    told = [event for event in story.told(case_id) if event.type == "limitation.warning"]
    return [(str(event.at.date()), event.payload["threshold_days"]) for event in told]


def act(story: Story, case_id: str, kind: ActKind, on: date, invoice_id: str | None = None) -> str:
    command = RecordLimitationAct(story._changing(case_id), kind, on, invoice_id)
    story._change(partial(record_limitation_act, archive=story.archive), command)
    return story.case(case_id).limitation.acts[-1].id


def undo(story: Story, case_id: str, act_id: str, cause: Undone = Undone.RECORDED_BY_MISTAKE) -> None:
    story._change(withdraw_limitation_act, WithdrawLimitationAct(story._changing(case_id), act_id, cause, "why"))


def last_day(story: Story, case_id: str) -> str:
    return str(limitation_of(story.case(case_id), None).last_day)


def effects(story: Story, case_id: str) -> list[tuple[str, str, str]]:
    """Which events say something about limitation: type, effect, rule."""
    told = [(event.type, event.payload.get("limitation")) for event in story.told(case_id)]
    return [(kind, said["effect"], said["rule"]) for kind, said in told if said and "effect" in said]

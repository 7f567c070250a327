"""What becomes of messages to simulated debtors, and what they do after the first one (R-132)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.domain.case import Case
from chalicelib.domain.contact import Channel, ContactRef, ContactState, DeliveryKind

from .days import days_after
from .happening import Doing, Happening, Plan, Reports

BOUNCE_AFTER = timedelta(minutes=1)
COMPLAINT_AFTER = timedelta(hours=2)
REACTION_DAYS = 2


def after_first_message(doing: Doing, days: int | None = None) -> Plan:
    """So many days after it; as many as the name tells where none are given."""

    def plan(case: Case, name: str, told: int) -> Iterator[Happening]:
        first = next(iter(_messages(case)), None)
        if first is not None:
            yield Happening(name, days_after(case, first.at, told if days is None else days), doing)

    return plan


def reports_emails(kind: DeliveryKind, after: timedelta) -> Plan:
    """What the provider says of every e-mail."""

    def plan(case: Case, name: str, _days: int) -> Iterator[Happening]:
        for ref in _sent(case):
            if ref.channel is Channel.EMAIL and ref.state in (ContactState.SENT, ContactState.DELIVERED):
                yield Happening(f"{kind.value}/{ref.id}", ref.at + after, Reports(ref.id, kind, name))

    return plan


def reports_letters(*reports: tuple[DeliveryKind, int], registered_only: bool = True) -> Plan:
    """Each report so many days after posting, as long as the carrier has not said its last word."""

    def plan(case: Case, name: str, _days: int) -> Iterator[Happening]:
        for ref in _sent(case):
            wanted = ref.channel is Channel.REGISTERED_LETTER or (ref.channel is Channel.LETTER and not registered_only)
            if not wanted or ref.state not in (ContactState.POSTED, ContactState.SENT, ContactState.PRESENTED):
                continue
            for kind, days in reports:
                at = days_after(case, ref.at, days)
                yield Happening(f"{kind.value}/{ref.id}", at, Reports(ref.id, kind, name))

    return plan


def _sent(case: Case) -> Iterator[ContactRef]:
    """What was sent to the debtor: messages of the steps, then receipts, then notes."""
    for record in case.steps:
        yield from record.contacts
    for receipt in case.receipts:
        yield from receipt.contacts
    for note in case.negotiation.notes:
        yield from note.contacts


def _messages(case: Case) -> list[ContactRef]:
    """What went out to the debtor in writing about the debt, the first first."""
    out = (ContactState.INTENDED, ContactState.FAILED, ContactState.UNKNOWN)
    refs = [ref for record in case.steps for ref in record.contacts if ref.channel is not Channel.CALL]
    return sorted((ref for ref in refs if ref.state not in out), key=lambda ref: ref.at)

"""The scenarios that are shipped (R-043): French practice as data. A version never changes once it was published."""

from __future__ import annotations

from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.parties import ContactRole

from .model import Anchor, Message, Scenario, Step

PROGRESSIF = Scenario(
    id="progressif",
    version=1,
    notice_days=10,
    minimum_gap_days=5,
    decision_after_days=7,
    ends_within_days=90,
    decision_reminder_days=(15, 30),
    steps=(
        Step("verification_call", 1, Anchor.DUE_DATE, 8, (Message(Channel.CALL, "call_verification"),)),
        Step("first_reminder", 1, Anchor.DUE_DATE, 15, (Message(Channel.EMAIL, "reminder_1"),)),
        Step(
            "second_reminder",
            2,
            Anchor.DUE_DATE,
            30,
            (Message(Channel.EMAIL, "reminder_2"), Message(Channel.SMS, "reminder_2_sms")),
        ),
        Step(
            "formal_notice",
            4,
            Anchor.DUE_DATE,
            45,
            (Message(Channel.REGISTERED_LETTER, "formal_notice"),),
            purpose=Purpose.LEGAL,
            essential=True,
        ),
        Step(
            "last_call",
            4,
            Anchor.NOTICE_DEADLINE,
            3,
            (Message(Channel.CALL, "last_call"),),
            essential=True,
            role=ContactRole.MANAGEMENT,
        ),
    ),
)

SCENARIOS: dict[tuple[str, int], Scenario] = {(PROGRESSIF.id, PROGRESSIF.version): PROGRESSIF}
LATEST: dict[str, Scenario] = {PROGRESSIF.id: PROGRESSIF}

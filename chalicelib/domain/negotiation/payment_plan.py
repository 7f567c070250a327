"""A payment plan (échéancier): proposed, agreed, signed as an acknowledgement of debt, then followed (R-075..R-082)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.notice import FormalNotice


class PlanState(StrEnum):
    """``proposed`` waits for the other side, ``agreed`` for signatures; ``active`` is followed; the others are over.

    ``replaced``: a counter-proposal or a renegotiated plan took its place.
    """

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    COMPLETED = "completed"
    ACCELERATED = "accelerated"
    REFUSED = "refused"
    EXPIRED = "expired"
    REPLACED = "replaced"
    CANCELLED = "cancelled"


LIVING = frozenset({PlanState.PROPOSED, PlanState.AGREED, PlanState.ACTIVE})


class Side(StrEnum):
    """Who speaks."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"


class PlanInterest(StrEnum):
    """What becomes of late-payment interest from the signature on.

    ``waived``: none runs while the plan lives, whatever becomes of it; the only one for a consumer.
    ``due_if_accelerated``: none is asked while the plan is kept; after an acceleration it is owed as if it had run on.
    """

    WAIVED = "waived"
    DUE_IF_ACCELERATED = "due_if_accelerated"


class SignedBy(StrEnum):
    """How a side signed: typed and confirmed by a one-time code, by a person with a key, or on paper."""

    PAGE = "page"
    API = "api"
    PAPER = "paper"


@dataclass(frozen=True)
class Signature:
    """One side's signature. ``code_id`` is the one-time code that confirmed it, ``document_id`` the paper it is on.

    ``figures`` and ``words`` are the debtor's own, as written (PLAN_03); ``language`` that of the text they signed,
    whose SHA-256 (hex) is ``text_sha256``. ``contact_id`` is the message that carried the code, ``code_sent_at`` and
    ``code_confirmed_at`` wall time. ``signed_on`` is the day on a paper; ``signatory`` who signed for the creditor.
    """

    side: Side
    signed_at: datetime
    by: SignedBy
    code_id: str | None = None
    document_id: str | None = None
    figures: str | None = None
    words: str | None = None
    language: str | None = None
    text_sha256: str | None = None
    contact_id: str | None = None
    code_sent_at: datetime | None = None
    code_confirmed_at: datetime | None = None
    signed_on: date | None = None
    signatory: str | None = None


@dataclass(frozen=True)
class Instalment:
    """``number`` from 1. ``on`` is a banking day; ``wanted_on`` the day it was moved from.

    ``told_due``, ``told_paid`` and ``told_missed``: the case has said so already; what is paid is never stored, it
    follows from the payments.
    """

    number: int
    on: date
    amount: Money
    wanted_on: date | None = None
    told_due: bool = False
    told_paid: bool = False
    told_missed: bool = False


@dataclass(frozen=True)
class PaymentPlan:
    """Instalments add up to ``total`` to the cent: what was owed when it was agreed, of which the parts are the split.

    ``answer_by`` is the last day to accept, and once agreed to sign. ``acceleration_days`` run from the notice of
    acceleration (PLAN_02). ``notice`` is that notice, while it is on its way or its delay runs; ``notice_of`` the
    instalment that it names. ``replaces`` is the plan that this one takes the place of.

    ``reckoned_on`` is the day whose décompte ``total`` is. ``payments_before`` is how many payments were recorded when
    it came into force: the later ones pay it. ``missed_at`` is since when an instalment has stood missing after its
    check; ``credited`` what credit notes have taken off its end since it was signed.
    """

    id: str
    state: PlanState
    proposed_by: Side
    proposed_at: datetime
    instalments: tuple[Instalment, ...]
    total: Money
    principal: Money
    acceleration_days: int
    interest: Money = ZERO
    fixed_indemnity: Money = ZERO
    complementary_indemnity: Money = ZERO
    interest_during: PlanInterest = PlanInterest.WAIVED
    answer_by: date | None = None
    agreed_at: datetime | None = None
    signatures: tuple[Signature, ...] = ()
    active_since: datetime | None = None
    ended_at: datetime | None = None
    end_reason: str | None = None
    replaces: str | None = None
    notice: FormalNotice | None = None
    notice_of: int | None = None
    document_id: str | None = None
    reckoned_on: date | None = None
    payments_before: int | None = None
    missed_at: datetime | None = None
    credited: Money = ZERO

    @property
    def lives(self) -> bool:
        return self.state in LIVING

    def signed_by(self, side: Side) -> Signature | None:
        return next((each for each in self.signatures if each.side is side), None)

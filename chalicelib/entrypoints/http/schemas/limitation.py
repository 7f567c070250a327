"""What people record about the limitation of a case, in requests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chalicelib.domain.limitation import SuspensionKind
from chalicelib.domain.limitation_record import Undone

from .files import DocumentIn
from .values import Day, InvoiceId, LongText, QueryString, Request

RecordableAct = Literal[
    "acknowledgement",
    "request_for_time",
    "payment_plan",
    "court_claim",
    "payment_order_filed",
    "payment_order_served",
    "enforcement_act",
    "insolvency_claim",
    "officer_summons",
    "written_demand",
]


# Before the opening a payment is an act like any other; later it is recorded as a payment.
PriorAct = Literal[RecordableAct, "part_payment"]


class LimitationActRequest(Request):
    """``POST /cases/{id}/limitation-acts``: what the case cannot know by itself."""

    kind: RecordableAct
    on: Day
    invoice_id: InvoiceId | None = None
    detail: LongText | None = None
    document: DocumentIn | None = None


class WithdrawnActRequest(Request):
    """``POST /cases/{id}/limitation-acts/{act_id}/withdraw``: why it does not count."""

    cause: Undone
    reason: LongText


class LimitationSuspensionRequest(Request):
    """``POST /cases/{id}/limitation-suspensions``: both ends included."""

    kind: SuspensionKind
    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    reason: LongText | None = None


class RoutesQuery(QueryString):
    """``GET /cases/{id}/judicial-routes``."""

    as_of: Day | None = None

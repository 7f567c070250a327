"""Limitation of a case as JSON: days, acts with their effect, suspensions, warnings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib.domain.case_limitation import CaseLimitation, InvoiceLimitation, JudgedCaseAct
from chalicelib.domain.decide_limitation import is_warned, target_of
from chalicelib.domain.limitation import ALERT_DAYS
from chalicelib.domain.limitation_record import RecordedSuspension
from chalicelib.domain.limitation_why import why
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.change_case import Outcome
from chalicelib.usecases.view_case import CaseView

from .values import day


def days(value: CaseLimitation) -> dict[str, Any]:
    """The days that the case itself shows."""
    return {
        "last_day": day(value.last_day),
        "safe_last_day": day(value.safe_last_day),
        "last_day_from_due_date": day(value.last_day_from_due_date),
        "review": list(value.review),
    }


def limitation(view: CaseView) -> dict[str, Any]:
    """Everything that is known about the limitation of a case."""
    found, case = view.limitation, view.case
    return {
        "object": "case_limitation",
        "case_id": case.id,
        "as_of": day(view.as_of),
        **days(found),
        "time_barred": view.as_of > found.last_day,
        "demand": found.demand(case, view.as_of).value,
        "warnings": _warnings(view),
        "invoices": [_invoice(each) for each in found.invoices],
        "acts": [_act(each) for each in found.acts],
        "suspensions": [_suspension(each) for each in case.limitation.suspensions],
    }


def limitation_answer(view: CaseView, call: Call[Any, Any]) -> Answer:
    """Limitation as the case stands."""
    del call
    return Answer(limitation(view), headers={"ETag": etag(view.case.version, view.as_of)})


def limitation_outcome_answer(outcome: Outcome, call: Call[Any, Any]) -> Answer:
    """Limitation as the command left it."""
    return limitation_answer(outcome.view, call)


def _warnings(view: CaseView) -> list[dict[str, Any]]:
    running = view.limitation.still_running(view.as_of) or view.limitation
    target = target_of(running, view.as_of)
    return [
        {
            "days": threshold,
            "on": day(target - timedelta(days=threshold)),
            "given": is_warned(view.case, target, threshold),
        }
        for threshold in ALERT_DAYS
    ]


def _invoice(value: InvoiceLimitation) -> dict[str, Any]:
    return {
        "invoice_id": value.invoice.id,
        "number": value.invoice.number,
        "claim_kind": value.invoice.claim_kind.value,
        "completed_on": day(value.invoice.completed_on),
        "due_date": day(value.invoice.due_date),
        "settled": value.settled,
        "rule": value.limitation.rule,
        "last_day": day(value.limitation.last_day),
        "safe_last_day": day(value.safe_last_day),
        "last_day_from_due_date": day(value.limitation.last_day_from_due_date),
        "review": list(value.limitation.review),
    }


def _act(value: JudgedCaseAct) -> dict[str, Any]:
    act = value.act
    return {
        "kind": act.kind.value,
        "on": day(act.on),
        "origin": act.origin.value,
        "subject_id": act.subject_id,
        "document_id": act.document_id,
        "invoice_ids": None if act.invoice_ids is None else sorted(act.invoice_ids),
        "oral": act.oral,
        "undone": act.undone,
        "effect": value.effect.value,
        "rule": value.rule,
        "why": why(value),
    }


def _suspension(value: RecordedSuspension) -> dict[str, Any]:
    return {
        "id": value.id,
        "kind": value.kind.value,
        "from": day(value.start),
        "to": day(value.end),
        "withdrawn_on": day(value.withdrawn_on),
    }

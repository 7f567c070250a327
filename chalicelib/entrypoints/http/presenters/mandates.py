"""Collectors, mandates and what a case keeps of them, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.domain.advice import is_overdue
from chalicelib.domain.advice_record import Remittance
from chalicelib.domain.collector import CaseMandate, Collector, Mandate
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.usecases.mandate_paper import LinkedPaper

from .values import address, day, instant


def collector(value: Collector | None) -> dict[str, Any] | None:
    """Who collects for a creditor."""
    if value is None:
        return None
    return {
        "name": value.name,
        "address": address(value.address),
        "siren": value.siren,
        "email": value.email,
        "phone": value.phone,
        "insurance": {
            "insurer": value.insurance.insurer,
            "policy_number": value.insurance.policy_number,
            "valid_until": day(value.insurance.valid_until),
        },
        "declaration": {"court": value.declaration.court, "declared_on": day(value.declaration.declared_on)},
        "dedicated_iban": value.dedicated_iban,
        "dedicated_bic": value.dedicated_bic,
    }


def mandate(value: Mandate) -> dict[str, Any]:
    """A mandate of a creditor; ``document_sha256`` is of the signed paper."""
    return {
        "id": value.id,
        "object": "mandate",
        "reference": value.reference,
        "signed_on": day(value.signed_on),
        "fee_basis": value.fee_basis,
        "payee": value.payee.value,
        "remittance_days": value.remittance_days,
        "document_sha256": value.document_sha256,
        "ended_on": day(value.ended_on),
        "end_reason": value.end_reason,
    }


def mandate_document_answer(linked: LinkedPaper, call: Call[Any, Any]) -> Answer:
    """The signed paper behind a link."""
    return Answer(
        {
            "object": "mandate_document",
            "livemode": call.scope.livemode,
            "mandate_id": linked.mandate.id,
            "name": linked.name,
            "media_type": linked.media_type,
            "size": linked.size,
            "sha256": linked.mandate.document_sha256,
            "download_url": linked.url,
        }
    )


def case_mandate(value: CaseMandate | None) -> dict[str, Any] | None:
    """The mandate a case is collected under, and the letter that every later contact recalls."""
    if value is None:
        return None
    letter = value.first_letter
    return {
        "id": value.mandate_id,
        "reference": value.reference,
        "signed_on": day(value.signed_on),
        "since": instant(value.since),
        "payee": value.payee.value,
        "annex_document_id": value.annex_document_id,
        "first_letter": {
            "contact_id": letter.contact_id,
            "reference": letter.reference,
            "handed_over_on": day(letter.handed_over_on),
            "posted_on": day(letter.posted_on),
        }
        if letter
        else None,
    }


def remittance(value: Remittance | None, as_of: date) -> dict[str, Any] | None:
    """What the collector passes on of a payment; nothing where the debtor pays the creditor."""
    if value is None:
        return None
    return {
        "remit_by": day(value.due_on),
        "remitted_on": day(value.made_on),
        "reference": value.reference,
        "overdue": is_overdue(value, as_of),
    }


def mandate_answer(value: Mandate, call: Call[Any, Any]) -> Answer:
    """One mandate."""
    del call
    return Answer(mandate(value))

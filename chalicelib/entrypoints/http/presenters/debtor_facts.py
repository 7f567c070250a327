"""Facts of a debtor as JSON, and what they mean in a case."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.debtor_fact import DebtorFact, Representative
from chalicelib.domain.debtor_facts import Learnt
from chalicelib.domain.declared_insolvency import DeclaredInsolvency
from chalicelib.domain.parties import Debtor
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call

from .values import address, day, instant


def fact(value: DebtorFact) -> dict[str, Any]:
    """A fact, with the parts of its kind; the others are null."""
    told = value.insolvency
    return {
        "id": value.id,
        "object": "debtor_fact",
        "kind": value.kind.value,
        "on": day(value.on),
        "recorded_at": instant(value.recorded_at),
        "detail": value.detail,
        "document": {
            "name": value.document.name,
            "media_type": value.document.media_type,
            "sha256": value.document.sha256,
        }
        if value.document
        else None,
        "procedure": told.procedure.value if told else None,
        "bodacc_published_on": day(told.published_on) if told else None,
        "court": told.court if told else None,
        "representative": person(told.representative) if told else None,
        "creditor_outside_metropolitan_france": told.creditor_outside_metropolitan_france if told else None,
        "proceedings_overseas": told.proceedings_overseas if told else None,
        "addressee": person(value.addressee),
        "address": address(value.address),
        "channel": value.channel,
        "contact": value.contact,
        "withdrawn_at": instant(value.withdrawn_at),
        "withdrawn_because": value.withdrawn_because,
    }


def person(value: Representative | None) -> dict[str, Any] | None:
    """Who stands for the debtor or for its creditors."""
    if value is None:
        return None
    return {"name": value.name, "address": address(value.address), "email": value.email, "phone": value.phone}


def insolvency(value: DeclaredInsolvency | None) -> dict[str, Any] | None:
    """The time to declare the claim, and the latest declaration (STOP_02)."""
    if value is None:
        return None
    return {
        "fact_id": value.fact_id,
        "procedure": value.procedure.value,
        "judgment_on": day(value.judgment_on),
        "bodacc_published_on": day(value.published_on),
        "months_to_declare": value.months_to_declare,
        "declaration_deadline": day(value.declaration_deadline),
        "declaration": {
            "document_id": value.document_id,
            "edition": value.edition,
            "issued_at": instant(value.issued_at),
        }
        if value.document_id
        else None,
    }


def fact_answer(learnt: Learnt, call: Call[Any, Any]) -> Answer:
    """The fact as it stands."""
    del call
    return Answer(fact(learnt.fact))


def facts_answer(debtor: Debtor, call: Call[Any, Any]) -> Answer:
    """Every fact of the debtor, the withdrawn ones too, in the order they were recorded."""
    del call
    ordered = sorted(debtor.facts, key=lambda each: each.recorded_in)
    return Answer({"object": "list", "data": [fact(each) for each in ordered], "has_more": False, "next_cursor": None})

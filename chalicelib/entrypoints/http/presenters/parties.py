"""Creditors and debtors as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.brand import Brand
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.parties import Creditor, Debtor
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag

from .debtor_facts import fact
from .mandates import collector
from .scenarios import scenario_rule
from .values import address, case_manager, day, instant


def creditor(value: Creditor) -> dict[str, Any]:
    """A creditor."""
    return {
        "id": value.id,
        "object": "creditor",
        "livemode": value.scope.livemode,
        "version": value.version,
        "created_at": instant(value.created_at),
        "name": value.name,
        "siren": value.siren,
        "siret": value.siret,
        "vat_number": value.vat_number,
        "address": address(value.address),
        "email": value.email,
        "phone": value.phone,
        "iban": value.iban,
        "bic": value.bic,
        "payment_link_template": value.payment_link_template,
        "sender": {"name": value.sender.name, "reply_to": value.sender.reply_to} if value.sender else None,
        "brand": brand(value.brand),
        "case_manager": case_manager(value.case_manager),
        "default_collector_mode": value.default_collector_mode.value,
        "collector": collector(value.collector),
        "is_private_individual": value.is_private_individual,
        "allocation_order": value.allocation_order.value,
        "mediator": mediator(value.mediator),
        "scenario_rules": [scenario_rule(rule) for rule in value.scenario_rules],
        "contact_policy": {
            "profile": value.contact_policy.profile.value,
            "block_bridge_days": value.contact_policy.block_bridge_days,
        },
        "metadata": dict(value.metadata),
    }


def brand(value: Brand | None) -> dict[str, Any] | None:
    """Logo, colour and signature, where the creditor has its own."""
    if value is None:
        return None
    logo = value.logo
    return {
        "accent_color": value.accent,
        "signature": list(value.signature),
        "logo": {"sha256": logo.sha256, "width": logo.width, "height": logo.height} if logo else None,
    }


def mediator(value: Mediator | None) -> dict[str, Any] | None:
    """The consumer mediator, where one is on file."""
    return {"name": value.name, "address": value.address, "website": value.website} if value else None


def debtor(value: Debtor) -> dict[str, Any]:
    """A debtor, with the channels that must not be used."""
    return {
        "id": value.id,
        "object": "debtor",
        "livemode": value.scope.livemode,
        "version": value.version,
        "created_at": instant(value.created_at),
        "kind": value.kind.value,
        "name": value.name,
        "siren": value.siren,
        "siret": value.siret,
        "vat_number": value.vat_number,
        "address": address(value.address),
        "language": value.language,
        "contacts": [
            {"name": c.name, "role": c.role.value, "email": c.email, "phone": c.phone} for c in value.contacts
        ],
        "solvency": value.solvency.value,
        "new_customer": value.new_customer,
        "sector": value.sector,
        "channel_blocks": [
            {"channel": b.channel, "reason": b.reason, "on": day(b.on), "address": b.address} for b in value.blocks
        ],
        "facts": [fact(each) for each in value.facts],
        "metadata": dict(value.metadata),
    }


def creditor_answer(value: Creditor, call: Call[Any, Any]) -> Answer:
    """A creditor with its ETag."""
    del call
    return Answer(creditor(value), headers={"ETag": etag(value.version)})


def debtor_answer(value: Debtor, call: Call[Any, Any]) -> Answer:
    """A debtor with its ETag."""
    del call
    return Answer(debtor(value), headers={"ETag": etag(value.version)})

"""Record the written agreement that lets the collector act for a creditor, with the signed paper (MAND_01, R124-3)."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.collector import Mandate, Payee
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.local_time import zone_at
from chalicelib.domain.mandates import add_mandate
from chalicelib.domain.parties import Creditor, DebtorKind, Scope

from .mandate_paper import key_context
from .ports import Archive, Ids, Reply, Vault, WallClock
from .sealed_papers import put_away
from .sending import Content
from .store_ports import Store
from .writes import Update


@dataclass(frozen=True)
class RecordMandate:
    """``remittance_days`` only where something else than one month was agreed (CPCE R124-6)."""

    scope: Scope
    creditor_id: str
    reference: str
    signed_on: date
    fee_basis: str
    document: Content
    payee: Payee = Payee.CREDITOR
    remittance_days: int | None = None


@dataclass(frozen=True)
class MandatePorts:
    """What recording a mandate needs from outside."""

    store: Store
    vault: Vault
    archive: Archive
    ids: Ids
    wall: WallClock


def record_mandate(command: RecordMandate, *, ports: MandatePorts, reply: Reply) -> Mandate:
    """The paper is kept sealed, under a key of its own. Errors: ``not_found``; those of ``add_mandate``."""
    creditor = ports.store.creditor(command.scope, command.creditor_id)
    mandate = Mandate(
        id=ports.ids.new("mdt"),
        reference=command.reference,
        signed_on=command.signed_on,
        fee_basis=command.fee_basis,
        payee=command.payee,
        remittance_days=command.remittance_days,
        document_sha256=hashlib.sha256(command.document.body).hexdigest(),
    )
    add_mandate(creditor, mandate, ports.wall.now().astimezone(zone_at(None)).date())
    mandate = _kept(creditor, mandate, command.document, ports)
    changed = add_mandate(creditor, mandate, mandate.signed_on)
    ports.store.commit([Update(changed), *reply(mandate)])
    return mandate


def _kept(creditor: Creditor, mandate: Mandate, paper: Content, ports: MandatePorts) -> Mandate:
    """In the archive, locked in live mode as long as a contract of the case would be."""
    key = ports.vault.new_key(key_context(creditor.scope, creditor.id))
    place = put_away(
        paper.body,
        scope=creditor.scope,
        owner_id=creditor.id,
        paper_id=mandate.id,
        key=key,
        kept_as=(DebtorKind.COMPANY, DocumentKind.CONTRACT),
        wall_now=ports.wall.now(),
        vault=ports.vault,
        archive=ports.archive,
    )
    wrapped = base64.b64encode(key.ciphertext).decode("ascii")
    return replace(mandate, archive_key=place, wrapped_key=wrapped)

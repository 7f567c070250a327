"""Imports as items. All of them, with whatever they hold, are forgotten by the table itself after 90 days (TTL)."""

from __future__ import annotations

from chalicelib.domain.imports.case_import import CaseImport, ImportedDebtor, ImportLine
from chalicelib.domain.parties import Scope
from chalicelib.domain.webhooks import KEPT_FOR
from chalicelib.domain.writes import KeepImportEvent

from . import codec, index_keys, keys
from .definition import TTL_ATTRIBUTE
from .event_index import event_index
from .keys import Key
from .table import Item


def import_item(entity: CaseImport | ImportLine | ImportedDebtor) -> Item:
    """In clear: counts, ids and codes. What quotes the file is sealed inside with the import's own key."""
    key, index = _place(entity)
    kept: Item = {"data": codec.dump(entity), "v": entity.version, TTL_ATTRIBUTE: int(entity.expires_at.timestamp())}
    return {**key._asdict(), **index, **kept}


def _place(entity: CaseImport | ImportLine | ImportedDebtor) -> tuple[Key, Item]:
    match entity:
        case CaseImport():
            return keys.case_import(entity.scope, entity.id), {
                "gsi1pk": index_keys.month(entity.scope, "IMPORT", keys.instant(entity.created_at)[:7]),
                "gsi1sk": index_keys.created(entity.created_at, entity.id),
            }
        case ImportLine():
            return keys.import_line(entity.scope, entity.import_id, entity.line), {}
        case ImportedDebtor():
            return keys.imported_debtor(entity.scope, entity.import_id, entity.mark), {}


def import_events(scope: Scope, import_id: str) -> str:
    """The partition of ``by_debtor`` that lists an import's events, for their erasure."""
    return f"{keys.case_import(scope, import_id).pk}#EVENTS"


def import_event_item(write: KeepImportEvent) -> Item:
    index = event_index(write.scope, write.event_id, write.type, write.recorded_at)
    expires_at = int((write.recorded_at + KEPT_FOR).timestamp())
    key = keys.import_event(write.scope, write.event_id)
    listed: Item = {"gsi3pk": import_events(write.scope, write.import_id), "gsi3sk": write.event_id}
    return {**key._asdict(), **index, **listed, "data": codec.dump(write), TTL_ATTRIBUTE: expires_at}

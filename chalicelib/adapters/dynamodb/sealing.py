"""Entities as items: what is personal sealed, what finds them in clear."""

from __future__ import annotations

from typing import Protocol, TypeVar

from chalicelib.domain.call_task import CallTask, CallTaskStatus
from chalicelib.domain.contact import Channel, Contact
from chalicelib.domain.document import Document
from chalicelib.domain.negotiation.one_time_code import DebtorCodes
from chalicelib.domain.parties import Debtor
from chalicelib.domain.sealed_event import KeyErased, WrappedKey
from chalicelib.domain.writes import Sealable

from . import codec, index_keys, keys
from .definition import TTL_ATTRIBUTE
from .keys import Key
from .table import Item

T = TypeVar("T")


class Vault(Protocol):
    """What the store needs of the vault."""

    def seal(self, wrapped_key: WrappedKey | None, plaintext: bytes, context: str) -> bytes: ...
    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes: ...


def place(key: Key) -> str:
    """What a sealed attribute is bound to: it opens in its own item only."""
    return f"{key.pk}/{key.sk}"


def sealed_item(entity: Sealable, wrapped: WrappedKey | None, vault: Vault) -> Item:
    """The item of a sealed entity. In clear: ids, version, and where indexes find it."""
    key, index = _place_of(entity)
    sealed = vault.seal(wrapped, codec.dump(entity).encode(), place(key))
    item: Item = {**key._asdict(), **index, "sealed": sealed}
    if not isinstance(entity, Document):
        item["v"] = entity.version
    return item


def opened(kind: type[T], item: Item, wrapped: WrappedKey | None, vault: Vault) -> T:
    """The entity in an item; ``KeyErased`` when its debtor's key is gone."""
    sealed = item["sealed"]
    if not isinstance(sealed, bytes):
        raise TypeError("a sealed attribute holds bytes")
    key = Key(str(item["pk"]), str(item["sk"]))
    return codec.load(kind, vault.open(wrapped, sealed, place(key)))


def debtor_of(item: Item) -> str:
    """Whose key opens it: the id that a sealed thing's summary begins with."""
    return str(item["summary"]).partition(" ")[0]


def key_item(key: Key, wrapped: WrappedKey) -> Item:
    """A debtor's KEY item, as ``wrapped_key`` reads it."""
    return {**key._asdict(), "data": codec.dump_mapping(wrapped.context), "wrapped": wrapped.ciphertext}


def wrapped_key(item: Item | None) -> WrappedKey:
    """The wrapped key in a debtor's KEY item; ``KeyErased`` when the item is gone."""
    if item is None:
        raise KeyErased("The data of this debtor has been erased.")
    ciphertext = item["wrapped"]
    if not isinstance(ciphertext, bytes):
        raise TypeError("a wrapped key is bytes")
    return WrappedKey(ciphertext, codec.load_mapping(str(item["data"])))


def _place_of(entity: Sealable) -> tuple[Key, Item]:
    match entity:
        case Debtor():
            return keys.debtor(entity.scope, entity.id), {
                "gsi1pk": index_keys.month(entity.scope, "DEB", keys.instant(entity.created_at)[:7]),
                "gsi1sk": index_keys.created(entity.created_at, entity.id),
            }
        case Contact():
            index: Item = _in_case(entity, "CONTACT")
            reported_as = entity.provider_message_id or (entity.id if entity.channel is Channel.EMAIL else None)
            if reported_as and entity.led_by is None:  # an e-mail in doubt is reported by the id in its tag
                index |= {"gsi4pk": index_keys.message(reported_as), "gsi4sk": entity.id}
            return keys.contact(entity.scope, entity.id), index
        case CallTask():
            return keys.call_task(entity.scope, entity.id), _of_task(entity)
        case Document():
            return keys.document(entity.scope, entity.id), _in_case(entity, "DOC")
        case DebtorCodes():
            expires = int(entity.expires_at.timestamp())
            return keys.debtor_codes(entity.scope, entity.id), {TTL_ATTRIBUTE: expires}


def _of_task(task: CallTask) -> Item:
    """In clear: whose task it is, when it is due and until when it is claimed. Only open ones are in an index."""
    until = task.claim.until.isoformat() if task.claim else ""
    index: Item = {"summary": f"{task.debtor_id} {task.due_on} {until}"}
    if task.status is not CallTaskStatus.OPEN:
        return index
    place = index_keys.ranked(task.rank, task.id)
    index |= {"gsi1pk": index_keys.open_tasks(task.scope), "gsi1sk": place}
    if task.creditor_id:
        index |= {"gsi2pk": index_keys.open_tasks_of_creditor(task.scope, task.creditor_id), "gsi2sk": place}
    if task.claim:
        index |= {"gsi4pk": index_keys.open_tasks_of_caller(task.scope, task.claim.by), "gsi4sk": place}
    return index


def _in_case(entity: Contact | Document, kind: str) -> Item:
    return {
        "gsi3pk": index_keys.of_case(entity.scope, entity.case_id, kind),
        "gsi3sk": entity.id,
        "summary": entity.debtor_id,
    }

"""Where an event stands in the index of its tenant: one entry more for an item that is written anyway."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.domain.parties import Scope

from . import index_keys, keys
from .table import Item

SLACK = timedelta(minutes=1)
"""An id is made within this of the instant at which its event is recorded."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def event_index(scope: Scope, event_id: str, type_: str, recorded_at: datetime) -> Item:
    """``by_month``, by the instant in the id, so that the id alone leads to the entry; ``summary`` is what is filtered.

    An id made at another time than its event stands where its event was recorded, and is not found by its id.
    """
    made_at = made(event_id)
    at = made_at if made_at is not None and abs(made_at - recorded_at) <= SLACK else recorded_at
    partition, sort = entry(scope, event_id, at)
    return {"gsi1pk": partition, "gsi1sk": sort, "summary": f"{recorded_at.astimezone(UTC).isoformat()} {type_}"}


def entry(scope: Scope, event_id: str, made_at: datetime) -> tuple[str, str]:
    """Partition and sort key of an event in ``by_month``."""
    return index_keys.month(scope, "EVT", keys.instant(made_at)[:7]), index_keys.created(made_at, event_id)


def read_summary(text: str) -> tuple[str, datetime]:
    """Type and instant of recording."""
    recorded_at, _, type_ = text.partition(" ")
    return type_, datetime.fromisoformat(recorded_at)


def made(event_id: str) -> datetime | None:
    """The instant in an id's ULID (milliseconds); ``None`` for an id without one."""
    letters = event_id.rpartition("_")[2]
    if len(letters) != 26 or letters[0] > "7" or any(letter not in _CROCKFORD for letter in letters):
        return None
    milliseconds = 0
    for letter in letters[:10]:
        milliseconds = milliseconds * 32 + _CROCKFORD.index(letter)
    try:
        return datetime.fromtimestamp(0, tz=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None

"""The contact log of a debtor and sender as an item, with what tells whether the debtor has several cases (R-123).

The entries have their version; which cases there are is noted beside it, so that opening a case waits for no contact.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.domain.contact_log import ContactLog
from chalicelib.domain.writes import NoteCase, SaveContactLog

from . import codec, keys
from .keys import Key
from .table import Item, Value, marshal

_NOTED = "latest_case = :case, first_case = if_not_exists(first_case, :first)"


def saved(write: SaveContactLog) -> tuple[Key, dict[str, Any]]:
    """The entries, on condition of their version; what is noted beside them stays, or changes with them."""
    log = write.log
    data = codec.dump(replace(log, first_case=None, latest_case=None))
    sets, values = ["#data = :data, v = :v"], {":data": data, ":v": log.version}
    condition = "attribute_not_exists(v)"
    if log.version > 1:
        condition, values[":before"] = "v = :before", log.version - 1
    if write.noted is not None:
        sets.append(_NOTED)
        values |= {":case": write.noted, ":first": write.noted}
    if write.alone is not None:
        sets.append("first_case = :alone, latest_case = :alone")
        condition = f"{condition} AND latest_case = :latest"
        values |= {":alone": write.alone, ":latest": log.latest_case}
    return keys.contact_log(log.scope, log.debtor_id, log.sender), _asked(", ".join(sets), values, condition)


def noted(write: NoteCase) -> tuple[Key, dict[str, Any]]:
    """Beside the entries, whatever their version."""
    values: dict[str, Value] = {":case": write.case_id, ":first": write.first_case}
    return keys.contact_log(write.scope, write.debtor_id, write.sender), _asked(_NOTED, values)


def contact_log(log: ContactLog, item: Item | None) -> ContactLog:
    """The log as stored; ``log`` is the empty one, for a debtor whom nobody contacted yet."""
    if item is None:
        return log
    kept = codec.load(ContactLog, str(item["data"])) if "data" in item else log
    first, latest = item.get("first_case"), item.get("latest_case")
    return replace(kept, first_case=str(first) if first else None, latest_case=str(latest) if latest else None)


def _asked(sets: str, values: dict[str, Any], condition: str | None = None) -> dict[str, Any]:
    asked: dict[str, Any] = {"UpdateExpression": f"SET {sets}", "ExpressionAttributeValues": marshal(values)}
    if "#data" in sets:
        asked["ExpressionAttributeNames"] = {"#data": "data"}
    return asked | ({"ConditionExpression": condition} if condition else {})

"""Where indexes find a case, and which of its items a write can leave alone."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from chalicelib.domain.case import Case

from . import codec, index_keys, keys
from .table import Item

_CASES_REMEMBERED = 256


def case_index(case: Case) -> Item:
    """Index attributes of the head. The due index knows cases on real time alone: a test clock is not swept.

    A closed case is in it while its last receipt is still to go out; otherwise nothing of it is due.
    """
    sort = index_keys.created(case.created_at, case.id)
    index: Item = {
        "summary": codec.dump(codec.summary_of(case)),
        "gsi1pk": index_keys.month(case.scope, "CASE", sort[:7]),
        "gsi1sk": sort,
        "gsi2pk": index_keys.cases_of_creditor(case.scope, case.creditor_id),
        "gsi2sk": sort,
        "gsi3pk": index_keys.cases_of_debtor(case.scope, case.debtor_id),
        "gsi3sk": sort,
    }
    if case.external_reference:
        index |= {"gsi4pk": index_keys.reference(case.scope, case.external_reference), "gsi4sk": sort}
    if case.test_clock_id is None and case.wakes_at:
        index |= {
            "gsi5pk": index_keys.due(index_keys.due_shard(case.id)),
            "gsi5sk": f"{keys.instant(case.wakes_at)}#{case.id}",
        }
    return index


class RememberedParts:
    """Digests of the items of cases this process has read or written, by version.

    A version never changes once it is stored, so what is remembered is never wrong, only sometimes missing; then every
    item is written again. This keeps an update to the head and what differs, whatever the number of payments.
    """

    def __init__(self, capacity: int = _CASES_REMEMBERED) -> None:
        self._capacity = capacity
        self._known: OrderedDict[tuple[str, int], dict[str, bytes]] = OrderedDict()
        self._lock = Lock()

    def remember(self, pk: str, version: int, parts: Mapping[str, str]) -> None:
        with self._lock:
            self._known[pk, version] = {sk: _digest(text) for sk, text in parts.items()}
            self._known.move_to_end((pk, version))
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)

    def difference(self, pk: str, previous_version: int, parts: Mapping[str, str]) -> tuple[list[str], list[str]]:
        """Sort keys to write and to delete, the head apart, to come from the previous version to these parts."""
        with self._lock:
            known = self._known.get((pk, previous_version), {})
        changed = [sk for sk, text in parts.items() if sk != keys.HEAD and known.get(sk) != _digest(text)]
        return changed, [sk for sk in known if sk not in parts]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

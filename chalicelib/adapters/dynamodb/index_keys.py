"""Every key of the indexes; the items themselves are in ``keys.py``.

| index        | partition                     | sort                 | what                                        |
|--------------|-------------------------------|----------------------|---------------------------------------------|
| by_month     | W#<kind>#<yyyy-mm>            | <created_at>#<id>    | CASE, CRED, DEB, CLOCK, SCN, TPL, by months |
| by_month     | W#IMPORT#<yyyy-mm>            | <created_at>#<import>| imports, back by months                     |
| by_month     | W#EVT#<yyyy-mm>               | <made_at>#<event>    | events of the tenant, by when recorded      |
| by_month     | W#TASKS                       | <rank>#<id>          | open call tasks, sparse                     |
| by_creditor  | W#CRED#<creditor>#TASKS       | <rank>#<id>          | the same of one creditor                    |
| by_reference | W#TASKS#BY#<caller's hash>    | <rank>#<id>          | the same claimed by one caller              |
| by_creditor  | W#CRED#<creditor>#CASES       | <created_at>#<case>  | cases of a creditor                         |
| by_debtor    | W#DEB#<debtor>#CASES          | <created_at>#<case>  | cases of a debtor                           |
| by_debtor    | W#CASE#<case>#<CONTACT, DOC>  | <id>                 | contacts, documents of a case               |
| by_debtor    | W#IMPORT#<import>#EVENTS      | <event>              | the end of an import, for its erasure       |
| by_debtor    | W#CLOCK#<clock>#EVENTS        | <event>              | events of a test clock, for their erasure   |
| by_reference | W#REF#<external reference>    | <created_at>#<case>  | cases by the integrator's own reference     |
| by_reference | MESSAGE#<provider's id>       | <contact>            | whose bounce this is, across worlds         |
| by_reference | MESSAGE#<contact>             | <contact>            | the same for an e-mail still in doubt       |
| due          | DUE#<0-31>                    | <due_at>#<case>      | live cases with a next step, for the sweep  |
| outbox       | OUTBOX#<0-7>                  | <recorded_at>#<case> | rows that nobody has finished yet           |
"""

from __future__ import annotations

import zlib
from datetime import datetime
from hashlib import sha256

from chalicelib.domain.parties import Scope

from .keys import case_partition, creditor, debtor, instant, world

DUE_SHARDS, OUTBOX_SHARDS = 32, 8
RANK_BASE = 10_000_000


def month(scope: Scope, kind: str, yyyy_mm: str) -> str:
    """``kind`` is ``CASE``, ``CRED``, ``DEB``, ``CLOCK``, ``SCN``, ``TPL`` or ``EVT``."""
    return f"{world(scope)}#{kind}#{yyyy_mm}"


def open_tasks(scope: Scope) -> str:
    return f"{world(scope)}#TASKS"


def open_tasks_of_creditor(scope: Scope, creditor_id: str) -> str:
    return f"{creditor(scope, creditor_id).pk}#TASKS"


def open_tasks_of_caller(scope: Scope, caller: str) -> str:
    """Callers are people: their names stand in no key."""
    return f"{open_tasks(scope)}#BY#{sha256(caller.encode()).hexdigest()[:32]}"


def ranked(rank: int, task_id: str) -> str:
    """Sorts as ranks do, which are below zero; of the same rank as ids do, by when they were made."""
    return f"{RANK_BASE + rank:08d}#{task_id}"


def cases_of_creditor(scope: Scope, creditor_id: str) -> str:
    return f"{creditor(scope, creditor_id).pk}#CASES"


def cases_of_debtor(scope: Scope, debtor_id: str) -> str:
    return f"{debtor(scope, debtor_id).pk}#CASES"


def of_case(scope: Scope, case_id: str, kind: str) -> str:
    """``kind`` is ``CONTACT`` or ``DOC``."""
    return f"{case_partition(scope, case_id)}#{kind}"


def reference(scope: Scope, external_reference: str) -> str:
    return f"{world(scope)}#REF#{external_reference}"


def message(provider_message_id: str) -> str:
    return f"MESSAGE#{provider_message_id}"


def created(created_at: datetime, entity_id: str) -> str:
    return f"{instant(created_at)}#{entity_id}"


def due_shard(case_id: str) -> int:
    return zlib.crc32(case_id.encode()) % DUE_SHARDS


def due(shard: int) -> str:
    return f"DUE#{shard}"


def outbox_shard(case_id: str) -> str:
    return outbox_partition(zlib.crc32(case_id.encode()) % OUTBOX_SHARDS)


def outbox_partition(shard: int) -> str:
    return f"OUTBOX#{shard}"

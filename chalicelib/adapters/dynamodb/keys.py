"""Every key of the table, and what each is there for.

``W`` is the world of a row: ``T#<tenant>#<mode>`` (mode ``live`` or ``test``). Nothing crosses it.

| what                    | pk                         | sk                              | read by                     |
|-------------------------|----------------------------|---------------------------------|-----------------------------|
| case, its head          | W#CASE#<case>              | A#HEAD                          | Query, sk begins with A#    |
| its invoices, by 25     | W#CASE#<case>              | A#INV#00                        | the same                    |
| a payment + its receipt | W#CASE#<case>              | A#PAY#<payment>                 | the same                    |
| a credit note           | W#CASE#<case>              | A#CN#<credit note>              | the same                    |
| a complem. indemnity    | W#CASE#<case>              | A#CMP#<indemnity>               | the same                    |
| what limitation knows   | W#CASE#<case>              | A#LIM                           | the same                    |
| deviations of a case    | W#CASE#<case>              | A#DEV                           | the same                    |
| its payment plans       | W#CASE#<case>              | A#PLAN#<plan>                   | the same                    |
| the other negotiation   | W#CASE#<case>              | A#NEG                           | the same                    |
| an event                | W#CASE#<case>              | E#000001                        | Query from sequence to      |
| contact                 | W#CONTACT#<id>             | META                            | Get; by case: by_debtor     |
| call task               | W#TASK#<id>                | META                            | Get; open ones: by_month    |
| document                | W#DOC#<id>                 | META                            | Get; by case: by_debtor     |
| debtor                  | W#DEB#<debtor>             | META                            | Get; list: by_month         |
| its wrapped data key    | W#DEB#<debtor>             | KEY                             | Get; deleting it is erasure |
| its contact log         | W#DEB#<debtor>             | CAPS#<sender>                   | Get                         |
| its one-time codes      | W#DEB#<debtor>             | CODES                           | BatchGet with the key       |
| its compliance log      | W#DEB#<debtor>             | LOG#<instant>#<case>#<seq>#<n>  | Query, newest first         |
| creditor                | W#CRED#<creditor>          | META                            | Get; list: by_month         |
| its logos, as pictures  | W#CRED#<creditor>          | LOGO#<sha-256 in hex>           | Get                         |
| invoice number, held    | W#CRED#<creditor>#INV#<n°> | HELD                            | condition in a transaction  |
| idempotent answer       | W#IDEM#<key>               | ANSWER                          | Get                         |
| tenant                  | TENANT#<tenant>            | META                            | Get                         |
| rate series, as put     | RATES                      | CURRENT#<series>                | Query, all                  |
| a version of it         | RATES#<series>             | V#000001                        | Query, newest first         |
| API key, by its secret  | KEYHASH#<sha-256 in hex>   | META                            | Get                         |
| API key, listed         | W#KEYS                     | <key id>                        | Query                       |
| requests left, key uses | W#USE                      | D#<yyyy-mm-dd>                  | Update; Query, newest first |
| when keys were used     | W#USE                      | LAST                            | Get                         |
| test clock              | W#CLOCK#<clock>            | META                            | Get                         |
| event of a test clock   | W#CLOCKEVENT#<event>       | META                            | Get                         |
| erasure of test data    | W#ERASURE#<erasure>        | META                            | Get                         |
| import, its progress    | W#IMPORT#<import>          | META                            | Get; list: by_month         |
| result of a line of it  | W#IMPORT#<import>          | L#000002                        | Query from line to line     |
| a debtor it made        | W#IMPORT#<import>          | D#<mark>                        | BatchGet                    |
| end of an import        | W#IMPORTEVENT#<event>      | META                            | Get                         |
| event of an endpoint    | W#WHEVENT#<event>          | META                            | Get                         |
| a tenant's own scenario | W#SCN#<scenario>           | META                            | Get; list: by_month         |
| a version of it         | W#SCN#<scenario>           | V#000001                        | Get; Query, newest first    |
| a tenant's own text     | W#TPL#<template>           | META                            | Get; list: by_month         |
| a version of it         | W#TPL#<template>           | V#000001                        | Get                         |
| case holding on it      | W#CLOCK#<clock>#PARKED     | <due_at>#<case>#<run>           | Query in order of due_at    |
| case at work on it      | W#CLOCK#<clock>#RUNNING    | <case>#<run>                    | Query, all                  |
| outbox row              | W#OUT#<case>               | <consumer>#<run>#<first>#<last> | Get; old ones: outbox       |

Requests to debtors' pages are counted in ``page_visits.py``. The indexes have theirs in ``index_keys.py``, webhook
endpoints and deliveries in ``webhook_items.py``; ``W#USE`` is told in ``key_uses.py``.

**Attributes.** ``data`` is the JSON of what may be read in clear; ``sealed`` is the same under the debtor's data key
(debtor, contact, call task, document, one-time codes, answers about a debtor); ``v`` is the version that the next write
names; ``summary`` is all that lists read from an index (of a sealed thing: its debtor's id, to find the key by; of a
call task also when it is due and until when it is claimed); ``expires_at`` is the TTL in epoch seconds.

**The state machine writes two of these items by itself**, in one ``transactWriteItems`` that holds a case on its test
clock. With ``W = "T#" & tenant_id & "#test"`` and ``due_at`` always ``YYYY-MM-DDTHH:MM:SSZ``:

- Put ``{pk: {S: W & "#CLOCK#" & clock_id & "#PARKED"}, sk: {S: due_at & "#" & case_id & "#" & run},
  token: {S: <task token>}, due_at: {S: due_at}, case_id: {S: case_id}, run: {N: <run as text>}}``
- Delete ``{pk: {S: W & "#CLOCK#" & clock_id & "#RUNNING"}, sk: {S: case_id & "#" & run}}``, without condition

A mark is ``{pk, sk, case_id, run, since: {S}, token: {S}, due_at: {S}}``; the last two only after a release.
Numbers inside keys are plain decimals here (``run``), zero-padded to six digits in events and outbox rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from chalicelib.domain.compliance import ComplianceEntry
from chalicelib.domain.parties import Scope

META, KEY, HEAD, HELD, ANSWER = "META", "KEY", "A#HEAD", "HELD", "ANSWER"
CASE_PARTS, EVENTS, LIMITATION, DEVIATIONS, NEGOTIATION = "A#", "E#", "A#LIM", "A#DEV", "A#NEG"
COMPLIANCE = "LOG#"
INVOICES_PER_ITEM = 25
LONGEST_NUMBER = 1000


class Key(NamedTuple):
    """Where an item lies."""

    pk: str
    sk: str


def world(scope: Scope) -> str:
    return f"T#{scope.tenant_id}#{scope.mode}"


def scope_of(pk: str) -> Scope:
    """The world that a partition key begins with."""
    _, tenant_id, mode, *_ = pk.split("#", 3)
    return Scope(tenant_id, mode == "live")


def instant(at: datetime) -> str:
    """Fixed width, so that text sorts as time does. Whole seconds, rounded down: ``2026-11-21T09:30:00Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def case_partition(scope: Scope, case_id: str) -> str:
    return f"{world(scope)}#CASE#{case_id}"


def invoices(scope: Scope, case_id: str, number: int) -> Key:
    return Key(case_partition(scope, case_id), f"A#INV#{number:02d}")


def payment(scope: Scope, case_id: str, payment_id: str) -> Key:
    return Key(case_partition(scope, case_id), f"A#PAY#{payment_id}")


def credit_note(scope: Scope, case_id: str, credit_note_id: str) -> Key:
    return Key(case_partition(scope, case_id), f"A#CN#{credit_note_id}")


def plan(scope: Scope, case_id: str, plan_id: str) -> Key:
    return Key(case_partition(scope, case_id), f"A#PLAN#{plan_id}")


def complementary_indemnity(scope: Scope, case_id: str, indemnity_id: str) -> Key:
    return Key(case_partition(scope, case_id), f"A#CMP#{indemnity_id}")


def limitation(scope: Scope, case_id: str) -> Key:
    return Key(case_partition(scope, case_id), LIMITATION)


def event(scope: Scope, case_id: str, sequence: int) -> Key:
    return Key(case_partition(scope, case_id), f"{EVENTS}{sequence:06d}")


def contact(scope: Scope, contact_id: str) -> Key:
    return Key(f"{world(scope)}#CONTACT#{contact_id}", META)


def call_task(scope: Scope, task_id: str) -> Key:
    return Key(f"{world(scope)}#TASK#{task_id}", META)


def document(scope: Scope, document_id: str) -> Key:
    return Key(f"{world(scope)}#DOC#{document_id}", META)


def debtor(scope: Scope, debtor_id: str) -> Key:
    return Key(f"{world(scope)}#DEB#{debtor_id}", META)


def debtor_key(scope: Scope, debtor_id: str) -> Key:
    return Key(debtor(scope, debtor_id).pk, KEY)


def contact_log(scope: Scope, debtor_id: str, sender: str) -> Key:
    return Key(debtor(scope, debtor_id).pk, f"CAPS#{sender}")


def debtor_codes(scope: Scope, debtor_id: str) -> Key:
    return Key(debtor(scope, debtor_id).pk, "CODES")


def compliance_log(scope: Scope, debtor_id: str, place: str = "") -> Key:
    """A place in a debtor's compliance log; without one, what sorts before all of them."""
    return Key(debtor(scope, debtor_id).pk, f"{COMPLIANCE}{place}")


def compliance_entry(entry: ComplianceEntry) -> Key:
    """In the order in which they were recorded; those of one second by case and place in its chain."""
    place = f"{instant(entry.recorded_at)}#{entry.case_id or '-'}#{entry.sequence:06d}#{entry.place:02d}"
    return compliance_log(entry.scope, entry.debtor_id, place)


def creditor(scope: Scope, creditor_id: str) -> Key:
    return Key(f"{world(scope)}#CRED#{creditor_id}", META)


def held_invoice(scope: Scope, creditor_id: str, normalised_number: str) -> Key:
    """A number that would not fit into a key (2048 bytes) is held by its hash."""
    plain = normalised_number.encode()
    held = normalised_number if len(plain) <= LONGEST_NUMBER else f"sha256:{sha256(plain).hexdigest()}"
    return Key(f"{world(scope)}#CRED#{creditor_id}#INV#{held}", HELD)


def answer(scope: Scope, idempotency_key: str) -> Key:
    return Key(f"{world(scope)}#IDEM#{idempotency_key}", ANSWER)


def tenant(tenant_id: str) -> Key:
    return Key(f"TENANT#{tenant_id}", META)


def api_key_by_hash(secret_hash: str) -> Key:
    return Key(f"KEYHASH#{secret_hash}", META)


def api_keys(scope: Scope) -> str:
    return f"{world(scope)}#KEYS"


def test_clock(scope: Scope, clock_id: str) -> Key:
    return Key(f"{world(scope)}#CLOCK#{clock_id}", META)


def clock_event(scope: Scope, event_id: str) -> Key:
    return Key(f"{world(scope)}#CLOCKEVENT#{event_id}", META)


def endpoint_event(scope: Scope, event_id: str) -> Key:
    return Key(f"{world(scope)}#WHEVENT#{event_id}", META)


def case_import(scope: Scope, import_id: str) -> Key:
    return Key(f"{world(scope)}#IMPORT#{import_id}", META)


def import_line(scope: Scope, import_id: str, line: int) -> Key:
    return Key(case_import(scope, import_id).pk, f"L#{line:06d}")


def imported_debtor(scope: Scope, import_id: str, mark: str) -> Key:
    return Key(case_import(scope, import_id).pk, f"D#{mark}")


def import_event(scope: Scope, event_id: str) -> Key:
    return Key(f"{world(scope)}#IMPORTEVENT#{event_id}", META)


def parked_partition(scope: Scope, clock_id: str) -> str:
    return f"{test_clock(scope, clock_id).pk}#PARKED"


def parked(scope: Scope, clock_id: str, due_at: datetime, case_id: str, run: int) -> Key:
    return Key(parked_partition(scope, clock_id), f"{instant(due_at)}#{case_id}#{run}")


def parked_until(until: datetime) -> str:
    """The first sort key after every hold due at ``until``: « $ » follows « # »."""
    return f"{instant(until)}$"


def running_partition(scope: Scope, clock_id: str) -> str:
    return f"{test_clock(scope, clock_id).pk}#RUNNING"


def running(scope: Scope, clock_id: str, case_id: str, run: int) -> Key:
    return Key(running_partition(scope, clock_id), f"{case_id}#{run}")


def outbox(scope: Scope, case_id: str, consumer: str, run: int, first: int, last: int) -> Key:
    return Key(f"{world(scope)}#OUT#{case_id}", f"{consumer}#{run:06d}#{first:06d}#{last:06d}")


def is_outbox(pk: str) -> bool:
    return pk.startswith("T#") and pk.split("#", 4)[3:4] == ["OUT"]

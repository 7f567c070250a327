"""Domain objects to JSON and back, and a case to the items it is stored as.

Fields that stand at their default are left out: a stored case stays small, and an object stored before a field existed
reads as if it had its default. So the default of a stored field never changes its meaning.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

from chalicelib.domain.case import Case
from chalicelib.domain.reads import CaseSummary

from . import keys

T = TypeVar("T")
Parts = dict[str, str]
"""Sort key to JSON: the items of a case."""

_OWN_ITEMS = ("invoices", "payments", "credit_notes", "complementary_indemnities", "receipts")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Building one takes milliseconds, so each is built once per process."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def dump(value: Any) -> str:
    """A domain object as compact JSON, without what stands at its default."""
    return _text(_plain(value))


def load(kind: type[T], text: str | bytes) -> T:
    """What ``dump`` wrote; pydantic's ``ValidationError`` flies when the table holds something else."""
    value: T = _adapter(kind).validate_json(text)
    return value


def case_parts(case: Case) -> Parts:
    """The head (8 kB at most), invoices by 25, and what the table of keys tells: each a part of its own."""
    head = _plain(case)
    lists: dict[str, list[dict[str, Any]]] = {name: head.pop(name, []) for name in _OWN_ITEMS}
    parts: Parts = {}
    step = keys.INVOICES_PER_ITEM
    for number, start in enumerate(range(0, len(lists["invoices"]), step)):
        key = keys.invoices(case.scope, case.id, number)
        parts[key.sk] = _text(lists["invoices"][start : start + step])
    receipts = {receipt["payment_id"]: receipt for receipt in lists["receipts"]}
    for payment in lists["payments"]:
        item = {"payment": payment, "receipt": receipts.get(payment["id"])}
        parts[keys.payment(case.scope, case.id, payment["id"]).sk] = _text(item)
    limitation = head.pop("limitation", None)
    if limitation:
        parts[keys.limitation(case.scope, case.id).sk] = _text(limitation)
    deviations = head.pop("deviations", None)
    if deviations:
        parts[keys.DEVIATIONS] = _text(deviations)
    parts |= _negotiated(case, head.pop("negotiation", {}))
    parts[keys.HEAD] = _text(head)
    for note in lists["credit_notes"]:
        parts[keys.credit_note(case.scope, case.id, note["id"]).sk] = _text(note)
    for indemnity in lists["complementary_indemnities"]:
        parts[keys.complementary_indemnity(case.scope, case.id, indemnity["id"]).sk] = _text(indemnity)
    return parts


def _negotiated(case: Case, negotiation: dict[str, Any]) -> Parts:
    """Each plan lies by itself, so that an instalment rewrites its own plan alone."""
    plans = {keys.plan(case.scope, case.id, plan["id"]).sk: plan for plan in negotiation.pop("plans", [])}
    rest = {keys.NEGOTIATION: negotiation} if negotiation else {}
    return {sk: _text(value) for sk, value in (*plans.items(), *rest.items())}


def assemble_case(parts: Mapping[str, str]) -> Case:
    """The case its items say; payments and their receipts in the order they were recorded."""
    head: dict[str, Any] = json.loads(parts[keys.HEAD])
    paid = [json.loads(parts[sk]) for sk in sorted(parts) if sk.startswith("A#PAY#")]
    paid.sort(key=lambda item: item["payment"]["sequence"])
    head["invoices"] = [i for sk in sorted(parts) if sk.startswith("A#INV#") for i in json.loads(parts[sk])]
    head["payments"] = [item["payment"] for item in paid]
    head["receipts"] = [item["receipt"] for item in paid if item["receipt"]]
    head["credit_notes"] = [json.loads(parts[sk]) for sk in sorted(parts) if sk.startswith("A#CN#")]
    indemnities = [json.loads(parts[sk]) for sk in sorted(parts) if sk.startswith("A#CMP#")]
    head["complementary_indemnities"] = indemnities
    if keys.LIMITATION in parts:
        head["limitation"] = json.loads(parts[keys.LIMITATION])
    if keys.DEVIATIONS in parts:
        head["deviations"] = json.loads(parts[keys.DEVIATIONS])
    plans = [json.loads(parts[sk]) for sk in sorted(parts) if sk.startswith("A#PLAN#")]
    if plans or keys.NEGOTIATION in parts:
        head["negotiation"] = {**json.loads(parts.get(keys.NEGOTIATION, "{}")), "plans": plans}
    case: Case = _adapter(Case).validate_python(head)
    return case


def summary_of(case: Case) -> CaseSummary:
    """``principal`` is what was claimed at opening, in cents: lists show no interest and no payments."""
    step = case.next_step
    return CaseSummary(
        id=case.id,
        creditor_id=case.creditor_id,
        debtor_id=case.debtor_id,
        status=case.status.value,
        phase=case.phase.value,
        outcome=case.outcome.value if case.outcome else None,
        external_reference=case.external_reference,
        created_at=case.created_at,
        principal=sum(invoice.principal.amount for invoice in case.invoices),
        next_action=step.action.value if step else None,
        next_due_at=step.due_at if step else None,
    )


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = _adapter(type(value)).dump_python(value, mode="json", exclude_defaults=True)
    return plain


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def dump_mapping(value: Mapping[str, str]) -> str:
    """Texts by name, as ``load_mapping`` reads them."""
    return _text(dict(value))


def load_mapping(text: str) -> dict[str, str]:
    """What ``dump_mapping`` wrote."""
    return {str(name): str(value) for name, value in json.loads(text).items()}


def load_instant(text: str) -> datetime:
    """An instant as ``isoformat`` wrote it."""
    return datetime.fromisoformat(text)


def from_epoch(seconds: int) -> datetime:
    """A TTL back as an instant, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)

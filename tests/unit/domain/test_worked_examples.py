"""Every published worked example of the four calculations, when the file that holds them is at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chalicelib.adapters.rates_file import load_rates
from chalicelib.domain.allocation_calculation import AllocationInvoice, AllocationPayment, allocate
from chalicelib.domain.contact_guard import PastContact, evaluate
from chalicelib.domain.contact_policy import GuardPolicy, Profile
from chalicelib.domain.interest import THREE_TIMES_LEGAL, ContractRate
from chalicelib.domain.late_payment import late_payment
from chalicelib.domain.limitation import Act, ActKind, ClaimKind, Suspension, SuspensionKind, limitation
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind

EXAMPLES = Path(__file__).parents[3].parent / "shared" / "law" / "examples.json"
Json = Mapping[str, Any]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _rate(text: str | None) -> ContractRate:
    if text is None:
        return None
    return THREE_TIMES_LEGAL if text == THREE_TIMES_LEGAL else Decimal(text)


def _late_payment(request: Json) -> Json:
    result = late_payment(
        debtor_kind=DebtorKind(request["debtor_kind"]),
        principal=Money(**request["principal"]),
        due_date=date.fromisoformat(request["due_date"]),
        as_of=date.fromisoformat(request["as_of"]),
        rates=load_rates(),
        formal_notice_date=_day(request["formal_notice_date"]),
        contract_rate=_rate(request["contract_rate"]),
        creditor_is_private_individual=request["creditor_is_private_individual"],
    )
    return {
        "interest": vars(result.interest),
        "fixed_indemnity": vars(result.fixed_indemnity),
        "total_due": vars(result.total_due),
        "days": result.days,
        "periods": [
            {
                "from": str(period.start),
                "to": str(period.end),
                "days": period.days,
                "annual_rate": str(period.annual_rate),
                "interest": f"{period.interest:f}",
            }
            for period in result.periods
        ],
        "warnings": list(result.warnings),
    }


def _allocation(request: Json) -> Json:
    result = allocate(
        [
            AllocationInvoice(
                i["reference"],
                Money(**i["principal"]),
                date.fromisoformat(i["due_date"]),
                _rate(i["contract_rate"]),
            )
            for i in request["invoices"]
        ],
        [
            AllocationPayment(
                Money(p["amount"], p["currency"]), date.fromisoformat(p["received_on"]), p["designated_invoice"]
            )
            for p in request["payments"]
        ],
        debtor_kind=DebtorKind(request["debtor_kind"]),
        rates=load_rates(),
        as_of=date.fromisoformat(request["as_of"]),
    )
    return {
        "allocations": [_plain(share) for share in result.allocations],
        "outstanding": [_plain(left) for left in result.outstanding],
    }


def _plain(value: object) -> Json:
    return {name: vars(item) if isinstance(item, Money) else item for name, item in vars(value).items()}


def _limitation(request: Json) -> Json:
    result = limitation(
        debtor_kind=DebtorKind(request["debtor_kind"]),
        claim_kind=ClaimKind(request["claim_kind"]),
        completed_on=_day(request["completed_on"]),
        due_date=date.fromisoformat(request["due_date"]),
        acts=[Act(ActKind(a["kind"]), date.fromisoformat(a["on"])) for a in request["acts"]],
        suspensions=[
            Suspension(date.fromisoformat(s["from"]), date.fromisoformat(s["to"]), SuspensionKind(s["kind"]))
            for s in request["suspensions"]
        ],
    )
    return {name: str(getattr(result, name)) for name in ("last_day", "safe_last_day", "last_day_from_due_date")}


def _contact_time(request: Json) -> Json:
    result = evaluate(
        datetime.fromisoformat(request["wanted_at"]),
        channel=request["channel"],
        debtor_kind=DebtorKind(request["debtor_kind"]),
        postal_code=request["postal_code"],
        policy=GuardPolicy(Profile(request["profile"]), request["block_bridge_days"]),
        past_contacts=[PastContact(c["channel"], datetime.fromisoformat(c["at"])) for c in request["past_contacts"]],
    )
    return {
        "decision": result.decision.value,
        "allowed_at": result.allowed_at.isoformat() if result.allowed_at else None,
    }


CALCULATIONS = {
    "late-payment": _late_payment,
    "allocation": _allocation,
    "limitation": _limitation,
    "contact-time": _contact_time,
}


def _assert_contains(actual: object, expected: object, where: str) -> None:
    """``expected`` may leave fields out, never list elements."""
    if isinstance(expected, dict):
        assert isinstance(actual, dict), where
        for name, value in expected.items():
            _assert_contains(actual[name], value, f"{where}.{name}")
    elif isinstance(expected, list):
        assert isinstance(actual, list), where
        assert len(actual) == len(expected), where
        for index, value in enumerate(expected):
            _assert_contains(actual[index], value, f"{where}[{index}]")
    else:
        assert actual == expected, where


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the file of worked examples is not beside this repository")
def test_every_worked_example_gives_its_published_answer() -> None:
    for name, example in json.loads(EXAMPLES.read_text(encoding="utf-8")).items():
        answer = CALCULATIONS[example["endpoint"]](example["request"])
        _assert_contains(answer, example["response"], name)

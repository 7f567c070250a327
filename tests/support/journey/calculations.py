"""What the journey asks of the calculations."""

from __future__ import annotations

from typing import Any

EURO = {"currency": "EUR"}
CALCULATIONS: dict[str, Any] = {
    "late-payment": {
        "debtor_kind": "company",
        "creditor_is_private_individual": False,
        "principal": {"amount": 250_000, **EURO},
        "due_date": "2025-06-15",
        "formal_notice_date": None,
        "contract_rate": "6.5",
        "as_of": "2025-07-20",
    },
    "allocation": {
        "debtor_kind": "company",
        "invoices": [
            {
                "reference": "F-2026-014",
                "principal": {"amount": 90_000, **EURO},
                "due_date": "2026-02-28",
                "contract_rate": "3x_legal",
            },
            {"reference": "F-2026-022", "principal": {"amount": 60_000, **EURO}, "due_date": "2026-03-31"},
        ],
        "payments": [
            {"amount": 50_000, **EURO, "received_on": "2026-04-10", "designated_invoice": "F-2026-022"},
            {"amount": 20_000, **EURO, "received_on": "2026-05-04"},
        ],
        "as_of": "2026-05-31",
    },
    "limitation": {
        "debtor_kind": "company",
        "claim_kind": "goods_or_services",
        "completed_on": "2023-03-20",
        "due_date": "2023-04-30",
        "acts": [{"kind": "letter", "on": "2024-01-15"}, {"kind": "part_payment", "on": "2024-02-02"}],
        "suspensions": [{"from": "2025-05-01", "to": "2025-06-30", "kind": "conciliation"}],
    },
    "contact-time": {
        "debtor_kind": "consumer",
        "postal_code": "97110",
        "profile": "strict",
        "block_bridge_days": True,
        "channel": "sms",
        "wanted_at": "2026-07-13T15:20:00Z",
        "past_contacts": [{"channel": "call", "at": "2026-07-09T10:30:00-04:00"}],
    },
}

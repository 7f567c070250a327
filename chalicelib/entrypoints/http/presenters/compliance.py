"""Lines of the compliance log as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.compliance import ComplianceEntry

from .values import instant


def compliance_entry(value: ComplianceEntry) -> dict[str, Any]:
    """A contact moved, refused or attempted, or a channel closed; nothing personal."""
    told = value.told
    return {
        "object": "compliance_entry",
        "kind": told.kind.value,
        "debtor_id": value.debtor_id,
        "case_id": value.case_id,
        "event_sequence": value.sequence if value.case_id else None,
        "at": instant(value.at),
        "recorded_at": instant(value.recorded_at),
        "channel": told.channel,
        "step_id": told.step_id,
        "contact_id": told.contact_id,
        "purpose": told.purpose,
        "decision": told.decision.value if told.decision else None,
        "wanted_at": instant(told.wanted_at),
        "allowed_at": instant(told.allowed_at),
        "reasons": [{"rule": reason.rule, "detail": reason.detail} for reason in told.reasons],
        "outcome": told.outcome.value if told.outcome else None,
        "cause": told.cause,
        "grouped_with": list(told.grouped_with),
    }

"""The ids of paths: a prefix and 26 characters of Crockford's base 32, or the name of a series or preset. Else: 404."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chalicelib.domain.errors import NotFound

PREFIXES: dict[str, str] = {
    "tenant_id": "tnt",
    "key_id": "key",
    "creditor_id": "cred",
    "debtor_id": "deb",
    "fact_id": "fact",
    "case_id": "case",
    "payment_id": "pay",
    "mandate_id": "mdt",
    "act_id": "act",
    "indemnity_id": "cmp",
    "suspension_id": "sus",
    "deviation_id": "dev",
    "promise_id": "prm",
    "plan_id": "plan",
    "settlement_id": "stl",
    "dispute_id": "dsp",
    "contact_id": "ctc",
    "task_id": "tsk",
    "document_id": "doc",
    "event_id": "evt",
    "clock_id": "clk",
    "erasure_id": "ers",
    "import_id": "imp",
    "template_id": "tpl",
    "scenario_id": "scn",
    "endpoint_id": "whe",
    "replay_id": "whr",
}
ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_PATTERNS = {name: re.compile(rf"{prefix}_{ULID}\Z") for name, prefix in PREFIXES.items()}
_PATTERNS["scenario_id"] = re.compile(rf"(scn_{ULID}|[a-z][a-z_]{{0,39}})\Z")
_PATTERNS["series"] = re.compile(r"[a-z_]{1,40}\Z")


def check_ids(path: Mapping[str, str]) -> None:
    """404 for an id whose form no object can have, before anything is read."""
    for name, value in path.items():
        pattern = _PATTERNS.get(name)
        if pattern is not None and pattern.match(value) is None:
            raise NotFound("No such object exists for this tenant and mode.")

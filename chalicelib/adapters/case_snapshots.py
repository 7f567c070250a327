"""A case as plain JSON values and back, without floats: what its last event carries (design: evidence)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.adapters.dynamodb.codec import dump, load
from chalicelib.domain.case import Case


class CaseSnapshots:
    """The same form as in the table, so that a rebuilt case equals the stored one."""

    def encode(self, case: Case) -> Mapping[str, Any]:
        plain: dict[str, Any] = json.loads(dump(case))
        return plain

    def decode(self, value: Mapping[str, Any]) -> Case:
        return load(Case, json.dumps(dict(value)))

"""The late-payment rate of a contract in requests: a figure, or three times the legal rate (INT_02)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from chalicelib.domain.interest import THREE_TIMES_LEGAL

from .values import read_percent


def _contract_rate(value: Any) -> Any:
    return value if value == THREE_TIMES_LEGAL else read_percent(value)


ContractRateIn = Annotated[
    Decimal | Literal["3x_legal"],
    BeforeValidator(_contract_rate),
    WithJsonSchema({"type": "string", "pattern": r"^([0-9]{1,3}(\.[0-9]{1,4})?|3x_legal)$", "maxLength": 8}),
]

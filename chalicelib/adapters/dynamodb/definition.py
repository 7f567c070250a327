"""The table as CreateTable takes it, for tests and the local cloud; ``infra/data.yaml`` says the same for AWS."""

from __future__ import annotations

from typing import Any

INDEXES = ("by_month", "by_creditor", "by_debtor", "by_reference", "due", "outbox")
KEYS_ONLY = ("due", "outbox")
TTL_ATTRIBUTE = "expires_at"


def table_definition(table_name: str) -> dict[str, Any]:
    """One table, six indexes: ``gsi<n>pk`` and ``gsi<n>sk`` in the order of ``INDEXES``."""
    numbers = range(1, len(INDEXES) + 1)
    attributes = ["pk", "sk", *(f"gsi{n}{end}" for n in numbers for end in ("pk", "sk"))]
    return {
        "TableName": table_name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in attributes],
        "KeySchema": _key_schema("pk", "sk"),
        "GlobalSecondaryIndexes": [_index(n, name) for n, name in zip(numbers, INDEXES, strict=True)],
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    }


def _key_schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]


def _index(number: int, name: str) -> dict[str, Any]:
    narrow = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["summary"]}
    return {
        "IndexName": name,
        "KeySchema": _key_schema(f"gsi{number}pk", f"gsi{number}sk"),
        "Projection": {"ProjectionType": "KEYS_ONLY"} if name in KEYS_ONLY else narrow,
    }

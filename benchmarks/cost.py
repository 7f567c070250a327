"""What cases cost on AWS, modelled: counted use times a dated price table; durations of functions are assumed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from .meter import AUTHENTICATION, LEASES, RATES, Usage

PRICE_FILE = Path(__file__).with_name("prices.json")
CONFIG_FILE = Path(__file__).resolve().parents[1] / ".chalice" / "config.json"
STAGE = "app"
WITH_DOCUMENTS = frozenset({"send_email", "send_letter", "send_formal_notice", "issue_receipt", "issue_declaration"})
S3_READS = ("GetObject", "HeadObject")
SCHEDULES = {"sweep": 12 * 24 * 30, "retry_webhooks": 60 * 24 * 30}  # rounds a month
POLLS = 3 * 5 * 3 * 60 * 24 * 30  # a month: three queues, five pollers each, every 20 seconds
KMS_KEYS = 2
GB = Decimal(10**9)


@dataclass(frozen=True)
class PriceTable:
    """Dollars per single unit, and the assumptions that stand in for what only AWS can measure."""

    prices: Mapping[str, Decimal]
    assumptions: Mapping[str, Decimal]
    read_in: Mapping[str, str]  # the month of each price
    unconfirmed: frozenset[str]

    def of(self, name: str, units: Decimal | float) -> Decimal:
        """Dollars of so many units."""
        return self.prices[name] * Decimal(units)


@dataclass(frozen=True)
class Stored:
    """Bytes that stay after a case."""

    table: int
    archive: int


def load_prices(path: Path = PRICE_FILE) -> PriceTable:
    """The table of the file; every price has a month."""
    read = json.loads(path.read_text(encoding="utf-8"))
    rows = read["prices"]
    return PriceTable(
        prices={name: Decimal(row["usd"]) / row["per"] for name, row in rows.items()},
        assumptions={name: Decimal(value) for name, value in read["assumptions"].items()},
        read_in={name: row["as_of"] for name, row in rows.items()},
        unconfirmed=frozenset(name for name, row in rows.items() if row.get("unconfirmed")),
    )


def megabytes(function: str) -> int:
    """The memory that a function is deployed with."""
    config = json.loads(CONFIG_FILE.read_text(encoding="utf-8"))
    own = config["stages"][STAGE]["lambda_functions"].get(function, {})
    return int(own.get("lambda_memory_size", config["lambda_memory_size"]))


def dollars(usage: Mapping[str, Usage], table: PriceTable, stored: Stored) -> dict[str, Decimal]:
    """The bill by service of what was counted, e-mails included; SMS and postage are messages' own cost."""
    total = sum(usage.values(), Usage())
    s3_gets = sum(total.calls[f"s3:{name}"] for name in S3_READS)
    requests = sum(each.invocations for name, each in usage.items() if is_request(name))
    months = table.assumptions["months_of_storage"]
    logged = total.invocations * table.assumptions["log_bytes_per_invocation"] / GB
    kept = table.of("dynamodb_gb_month", stored.table / GB) + table.of("s3_gb_month", stored.archive / GB)
    return {
        "API Gateway": table.of("api_request", requests),
        "Lambda": sum((_lambda(name, each, table) for name, each in usage.items()), Decimal()),
        "Step Functions": table.of("state_transition", total.transitions),
        "DynamoDB writes": table.of("dynamodb_write_unit", total.write_units),
        "DynamoDB reads": table.of("dynamodb_read_unit", total.read_units),
        "S3 requests": table.of("s3_put", total.of("s3") - s3_gets) + table.of("s3_get", s3_gets),
        "SQS": table.of("sqs_request", 3 * total.of("sqs")),  # sent, received, deleted
        "SES": table.of("ses_email", total.calls["ses:SendRawEmail"]),
        "KMS": table.of("kms_request", total.of("kms")),
        "Logs and traces": table.of("log_gb", logged) + table.of("trace", total.invocations),
        "Storage, one year": kept * months,
    }


def standing(usage: Mapping[str, Usage], table: PriceTable) -> dict[str, Decimal]:
    """A month without any case: schedules (``usage`` is one round of each), idle queues, keys."""
    bill: dict[str, Decimal] = {}
    for name, rounds in SCHEDULES.items():
        round_trip = dollars({name: usage[name]}, table, Stored(0, 0))
        bill[name] = sum(round_trip.values(), Decimal()) * rounds
    return {**bill, "SQS polling": table.of("sqs_request", POLLS), "KMS keys": table.of("kms_key_month", KMS_KEYS)}


def is_request(name: str) -> bool:
    """Whether a label of the meter is a route of the API."""
    return " /" in name


def _lambda(name: str, usage: Usage, table: PriceTable) -> Decimal:
    if name in (AUTHENTICATION, LEASES, RATES):
        return Decimal()
    assumed = table.assumptions
    own = assumed["own_milliseconds_of_documents" if name in WITH_DOCUMENTS else "own_milliseconds"]
    cold = assumed["cold_start_share"] * assumed["cold_start_milliseconds"]
    calls = sum(usage.calls.values()) * assumed["milliseconds_per_call"]
    seconds = (usage.invocations * (own + cold) + calls) / 1000
    gigabytes = Decimal(megabytes("api_handler" if is_request(name) else name)) / 1024
    return table.of("lambda_invocation", usage.invocations) + table.of("lambda_gb_second", seconds * gigabytes)

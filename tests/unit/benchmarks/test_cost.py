"""The model of the costs adds up, and every price says of when it is."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from benchmarks import cost
from benchmarks.cost import PriceTable, Stored
from benchmarks.meter import AUTHENTICATION, Usage

ROUND = PriceTable(
    prices={
        "state_transition": Decimal(1000),
        "dynamodb_write_unit": Decimal(100),
        "dynamodb_read_unit": Decimal(10),
        "lambda_invocation": Decimal(1),
        "lambda_gb_second": Decimal(1),
        "sqs_request": Decimal(2),
        "s3_put": Decimal(3),
        "s3_get": Decimal(5),
        "ses_email": Decimal(7),
        "api_request": Decimal(11),
        "kms_request": Decimal(13),
        "log_gb": Decimal(17),
        "trace": Decimal(19),
        "dynamodb_gb_month": Decimal(23),
        "s3_gb_month": Decimal(29),
        "kms_key_month": Decimal(31),
    },
    assumptions={
        "milliseconds_per_call": Decimal(0),
        "own_milliseconds": Decimal(1000),
        "own_milliseconds_of_documents": Decimal(2000),
        "cold_start_share": Decimal(0),
        "cold_start_milliseconds": Decimal(0),
        "log_bytes_per_invocation": Decimal(10**9),
        "months_of_storage": Decimal(1),
    },
    read_in={},
    unconfirmed=frozenset(),
)
NOTHING_KEPT = Stored(0, 0)


def test_every_price_has_a_month_and_is_above_zero() -> None:
    table = cost.load_prices()
    assert set(table.prices) == set(ROUND.prices)
    assert set(table.assumptions) == set(ROUND.assumptions)
    assert all(re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month) for month in table.read_in.values())
    assert all(price > 0 for price in table.prices.values())


def test_a_price_per_thousand_is_divided() -> None:
    assert cost.load_prices().of("state_transition", 1000) == Decimal("0.0297")


def test_each_service_is_billed_once_with_its_own_price() -> None:
    calls = Counter(
        {"s3:PutObject": 1, "s3:GetObject": 1, "sqs:SendMessage": 1, "ses:SendRawEmail": 1, "kms:Decrypt": 1}
    )
    usage = {"POST /v1/cases": Usage(invocations=1, transitions=1, read_units=1.0, write_units=1.0, calls=calls)}
    assert cost.dollars(usage, ROUND, Stored(10**9, 10**9)) == {
        "API Gateway": 11,
        "Lambda": 1 + 1,  # one call of one second with one GB
        "Step Functions": 1000,
        "DynamoDB writes": 100,
        "DynamoDB reads": 10,
        "S3 requests": 3 + 5,
        "SQS": 3 * 2,
        "SES": 7,
        "KMS": 13,
        "Logs and traces": 17 + 19,
        "Storage, one year": 23 + 29,
    }


def test_the_bill_of_two_cases_is_twice_the_bill_of_one() -> None:
    one = {"send_email": Usage(invocations=3, read_units=5.5, write_units=7, calls=Counter({"kms:Decrypt": 3}))}
    two = {"send_email": one["send_email"] + one["send_email"]}
    bill = cost.dollars(one, ROUND, NOTHING_KEPT)
    assert cost.dollars(two, ROUND, NOTHING_KEPT) == {name: 2 * amount for name, amount in bill.items()}


def test_a_function_is_billed_by_the_memory_it_is_deployed_with() -> None:
    small, large = (cost.dollars({name: Usage(invocations=1)}, ROUND, NOTHING_KEPT) for name in ("fan_out", "sweep"))
    assert (small["Lambda"] - 1) / (large["Lambda"] - 1) == Decimal(512) / 1024


def test_reading_a_key_is_no_invocation_of_its_own() -> None:
    usage = {AUTHENTICATION: Usage(read_units=1.0, calls=Counter({"dynamodb:GetItem": 1}))}
    bill = cost.dollars(usage, ROUND, NOTHING_KEPT)
    assert [bill["Lambda"], bill["API Gateway"], bill["DynamoDB reads"]] == [0, 0, 10]


def test_a_month_without_cases_pays_the_rounds_of_the_schedules() -> None:
    rounds = {name: Usage(read_units=1.0) for name in cost.SCHEDULES}
    bill = cost.standing(rounds, ROUND)
    assert bill["sweep"] == 10 * 8640
    assert bill["KMS keys"] == 62

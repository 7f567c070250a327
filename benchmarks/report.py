"""The benchmarks as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from .cost import PriceTable, is_request
from .instructions import Comparison
from .interest import MOST_MULTIPLICATIONS, InterestCost
from .meter import AUTHENTICATION, LEASES, RATES, Usage

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> str:
    """Columns as wide as they need; the first one to the left, the others to the right."""
    cells = [[str(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        for row in cells
    ]
    return "\n".join(line.rstrip() for line in lines)


def counters(usage: Mapping[str, Usage]) -> str:
    """For each request, step and worker: how often it ran in the case, and what one run used on average."""
    head = ("per invocation", "runs", "reads", "writes", "trans.", "RCU", "WCU", "S3", "KMS", "SQS", "SES", "SNS")
    own_lines = (AUTHENTICATION, LEASES, RATES)
    order = sorted((name for name in usage if name not in own_lines), key=lambda name: not is_request(name))
    rows = [_counted(name, usage[name], usage[name].invocations or 1) for name in order]
    known = usage.get(AUTHENTICATION, Usage())
    rows.append(_counted(f"{AUTHENTICATION} (a key not cached)", known, known.of("dynamodb") or 1))
    leased = usage.get(LEASES, Usage())
    rows.append(_counted(f"{LEASES} (a process that is not warm)", leased, leased.of("dynamodb") or 1))
    read = usage.get(RATES, Usage())
    rows.append(_counted(f"{RATES} (not cached)", read, read.of("dynamodb") or 1))
    rows.append(_counted("whole case", sum(usage.values(), Usage()), 1))
    return table(head, rows)


def _counted(name: str, usage: Usage, runs: int) -> Row:
    reads = sum(usage.calls[f"dynamodb:{each}"] for each in ("GetItem", "BatchGetItem", "Query"))
    transactions = usage.calls["dynamodb:TransactWriteItems"]
    writes = usage.of("dynamodb") - reads - transactions
    services = [usage.of(service) for service in ("s3", "kms", "sqs", "ses", "sns")]
    numbers = (reads, writes, transactions, usage.read_units, usage.write_units, *services)
    return (name, usage.invocations or "", *(_short(number / runs) for number in numbers))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0") if number else "·"


def comparisons(found: Sequence[Comparison]) -> str:
    """Millions of instructions of both sides, and how many times the plain application's."""
    rows = [(c.part, _millions(c.amiable), _millions(c.plain), f"{c.ratio:.2f}") for c in found]
    return table(("million instructions", "amiable", "plain", "ratio"), rows)


def interest(found: InterestCost) -> str:
    """Instructions over the whole rate table, and how many times those of the multiplications."""
    rows = [
        ("a Decimal multiplication for each half-year", f"{found.multiplications:,}", "1.00"),
        ("what a case counts, rounded", f"{found.counted:,}", f"{found.counted_ratio:.2f}"),
        ("the calculation, with its lines", f"{found.answered:,}", f"{found.answered_ratio:.2f}"),
    ]
    return table(("instructions", "", f"at most {MOST_MULTIPLICATIONS}"), rows)


def _millions(count: int) -> str:
    return f"{count / 1e6:,.1f}"


def bill(dollars: Mapping[str, Decimal], times: int = 1) -> str:
    """The lines of a bill with their sum."""
    rows = [(name, f"{amount * times:.2f}") for name, amount in dollars.items()]
    total = sum(dollars.values(), Decimal()) * times
    return table(("USD", ""), [*rows, ("total", f"{total:.2f}")])


def prices(read: PriceTable) -> str:
    """Which month each price is of."""
    months: dict[str, list[str]] = {}
    for name, month in read.read_in.items():
        months.setdefault(month, []).append(name + (" (unconfirmed)" if name in read.unconfirmed else ""))
    lines = [f"  {month}: {', '.join(names)}" for month, names in sorted(months.items())]
    assumed = ", ".join(f"{name} {value}" for name, value in read.assumptions.items())
    return "\n".join(["prices of", *lines, f"assumed: {assumed}"])

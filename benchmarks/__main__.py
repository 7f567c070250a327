"""`make bench`: instruction counts, counters, modelled cost; `OPTIONS=--only=…` one of them (`--help` names them)."""

from __future__ import annotations

import argparse
import contextlib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from . import cost, report
from .instructions import NoCounter, compare
from .interest import interest_cost
from .meter import Usage
from .metered_app import metered_app
from .one_case import START, OneCase

CASES = 1000
PARTS = ("instructions", "interest", "counters", "cost")


@dataclass(frozen=True)
class Played:
    """What one case left behind, and one round of each schedule. ``cents`` are those of its contacts, by channel."""

    usage: Mapping[str, Usage]
    schedules: Mapping[str, Usage]
    stored: cost.Stored
    contacts: Counter[str]
    cents: Counter[str]
    transitions_of_a_step: int


def main() -> None:
    """Prints one part after the other, as they are done."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--only", choices=PARTS, action="append")
    chosen = parser.parse_args().only or PARTS
    if "instructions" in chosen:
        _instructions()
    if "interest" in chosen:
        _interest()
    if "counters" in chosen or "cost" in chosen:
        with contextlib.redirect_stdout(io.StringIO()):  # metrics leave as printed lines
            played = play()
        if "counters" in chosen:
            _counters(played)
        if "cost" in chosen:
            _cost(played)


def play() -> Played:
    """One live case from its opening to the end, and the schedules once."""
    with metered_app(START) as app:
        case = OneCase(app)
        case.play()
        app.count_transitions()
        usage = dict(app.meter.usage)
        app.meter.usage.clear()
        for name in cost.SCHEDULES:
            app.tick(name)
        contacts = Counter(str(contact["channel"]) for contact in case.contacts)
        cents: Counter[str] = Counter()
        for contact in case.contacts:
            cents[contact["channel"]] += contact["cost"]["amount"]
        return Played(usage, dict(app.meter.usage), app.stored(), contacts, cents, app.longest_step())


def _instructions() -> None:
    print("API handler against a plain Chalice route with boto3 and pydantic and the same AWS calls\n")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            found = compare()
        print(report.comparisons(found))
    except NoCounter as reason:
        print(reason)
    print()


def _interest() -> None:
    print("Interest of one invoice over the whole rate table\n")
    try:
        print(report.interest(interest_cost()))
    except NoCounter as reason:
        print(reason)
    print()


def _counters(played: Played) -> None:
    print("One live case over 90 days, one webhook endpoint, every cache empty, one record a batch\n")
    print(report.counters(played.usage))
    total = sum(played.usage.values(), Usage())
    print(f"\nLambda invocations: {total.invocations}; state transitions: {total.transitions}", end="")
    print(f", at most {played.transitions_of_a_step} for a step; no Scan")
    print(f"bytes kept: table {played.stored.table:,}, archive and files {played.stored.archive:,}\n")


def _cost(played: Played) -> None:
    prices = cost.load_prices()
    print(f"Modelled AWS cost of {CASES:,} cases, without messages\n")
    print(report.bill(cost.dollars(played.usage, prices, played.stored), CASES))
    webhooks = {"deliver_webhooks": played.usage["deliver_webhooks"]}
    share = sum(cost.dollars(webhooks, prices, cost.Stored(0, 0)).values(), Decimal()) * CASES
    print(f"of which deliveries to one webhook endpoint: {share:.2f}\n")
    print(f"Messages and postage of {CASES:,} cases (the operator's tariff, each rounded up to a cent)\n")
    contacts = sorted(played.contacts.items())
    rows = [(channel, count, f"{played.cents[channel] * CASES / 100:,.2f}") for channel, count in contacts]
    print(report.table(("EUR", "a case", ""), rows))
    print("\nA month without cases\n")
    print(report.bill(cost.standing(played.schedules, prices)))
    print(f"\n{report.prices(prices)}")


if __name__ == "__main__":
    main()

"""A case, its statement and its lists, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from .following import line_of
from .money import euros
from .terminal import pairs, table

if TYPE_CHECKING:
    from rich.table import Table

    from .session import Json

PARTS = (
    ("principal", "principal"),
    ("interest", "interest"),
    ("fixed_indemnity", "fixed indemnity"),
    ("complementary_indemnity", "recovery costs"),
)


def head_of(case: Json) -> Table:
    """Where the case stands, and what comes next and why."""
    return pairs(
        (
            ("case", case["id"]),
            ("status", _standing(case)),
            ("reference", case.get("external_reference") or case["reference"]),
            ("invoices", ", ".join(invoice["number"] for invoice in case["invoices"])),
            ("due since", f"{case['day_zero']} ({case['days_overdue']} day{'s' * (case['days_overdue'] != 1)})"),
            ("next", next_step(case)),
            ("attention", _attention(case)),
            ("formal notice", _notice(case)),
            ("test clock", case["test_clock_id"]),
            ("to sue until", case["limitation"]["safe_last_day"]),
        )
    )


def _standing(case: Json) -> str:
    pause = case.get("pause")
    until = f", {pause['kind']} until {pause['until'] or 'somebody resumes it'}" if pause else ""
    outcome = f", {case['outcome']}" if case["outcome"] else ""
    return f"{case['status']}{outcome}{until} ({case['phase']})"


def next_step(case: Json) -> str | None:
    """``2026-01-30 send_email: …``."""
    step = case.get("next_step")
    if not step:
        return None
    if step["action"] == "stand_still":
        return str(step["reason"])
    moved = ", ".join(dict.fromkeys(str(move["rule"]) for move in step.get("moves") or ()))
    return f"{(step['due_at'] or 'waits')[:10]} {step['action']}: {step['reason']}" + (f" [{moved}]" if moved else "")


def _attention(case: Json) -> str | None:
    attention = case.get("attention")
    return f"{attention['code']}: {attention['detail']}" if attention else None


def _notice(case: Json) -> str | None:
    notice = case.get("formal_notice")
    if not notice:
        return None
    state = notice["presentation"] or ("posted" if notice["posted_on"] else "handed over")
    return f"{state}, last day {notice['deadline'] or notice['named_last_day']}"


def balance_of(case: Json) -> Table | None:
    """What is owed, by its parts."""
    balance = case.get("balance")
    if not balance:
        return pairs([("owed", f"unknown: the rate {case['missing_rate']} is missing")])
    rows = [(name, euros(balance[key])) for key, name in PARTS if balance[key]["amount"] or key == "principal"]
    return table((f"owed on {balance['as_of']}", ""), [*rows, ("total", euros(balance["total"]))], right=(1,))


def contacts_of(contacts: Sequence[Json]) -> Table | None:
    """What was sent, newest first."""
    if not contacts:
        return None
    rows = [
        (
            (each["sent_at"] or each["intended_at"])[:10],
            f"{each['channel']} {each['template']}",
            str(each["recipient"]).partition("\n")[0],
            each["state"],
        )
        for each in contacts
    ]
    return table(("contacts", "what", "to", "state"), rows)


def story_of(case: Json, events: Sequence[Json], title: str) -> Table:
    """Events, a line each."""
    day_zero = date.fromisoformat(case["day_zero"])
    return table((title,), [(line_of(event, day_zero)[:80],) for event in events])


def statement_of(statement: Json) -> list[Table]:
    """Every invoice, then the payments, then what is left."""
    invoices = table(
        ("invoice", "due", "principal", "interest", "indemnity", "total left"),
        [
            (
                line["number"],
                line["due_date"],
                euros(line["principal_left"]),
                euros(line["interest_left"]),
                euros(line["fixed_indemnity_left"]["amount"] + line["complementary_indemnity_left"]["amount"]),
                euros(line["total_left"]),
            )
            for line in [*statement["invoices"], *statement["not_yet_due"]]
        ],
        right=(2, 3, 4, 5),
        title=f"statement of {statement['as_of']}" + (" (provisional rates)" if statement["provisional"] else ""),
    )
    parts = [invoices]
    if statement["payments"]:
        rows = [(each["received_on"], euros(each["amount"])) for each in statement["payments"]]
        parts.append(table(("payment", ""), rows, right=(1,)))
    if statement["balance"]:
        parts.append(pairs([("total owed", euros(statement["balance"]["total"]))]))
    return parts


def list_of(cases: Sequence[Json]) -> Table:
    """One line a case; two where the reference is long."""
    rows = [
        (
            each["id"],
            " ".join(part for part in (each["status"], each["outcome"]) if part),
            euros(each["principal"]),
            " ".join(part for part in ((each["next_due_at"] or "")[:10], each["next_action"]) if part)
            or (each["external_reference"] or ""),
        )
        for each in cases
    ]
    return table(("case", "status", "principal", "next"), rows, right=(2,))

"""A case, its statement and its lists, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from .following import line_of
from .money import euros
from .terminal import pairs, table, table_width

if TYPE_CHECKING:
    from rich.table import Table

    from .session import Json

DAY = "2026-01-15"
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
            f"{(each['sent_at'] or each['intended_at'])[:10]}\n  {each['state']}",
            f"{each['channel']} {each['template']}\n{str(each['recipient']).partition(chr(10))[0]}",
        )
        for each in contacts
    ]
    return table(("contacts", "what, to"), rows)


def story_of(case: Json, events: Sequence[Json], title: str) -> Table:
    """Events, a line each."""
    day_zero = date.fromisoformat(case["day_zero"])
    made = table((title,), [(line_of(event, day_zero),) for event in events])
    made.columns[0].overflow = "ellipsis"
    return made


def statement_of(statement: Json, width: int) -> list[Table]:
    """Every invoice, then the payments, then what is left. No amount is ever cut: lines take the place of columns."""
    heads = ("invoice", "due", "principal", "interest", "indemnity", "total left")
    rows = [_invoice(line) for line in (*statement["invoices"], *statement["not_yet_due"])]
    title = f"statement of {statement['as_of']}" + (" (provisional rates)" if statement["provisional"] else "")
    if table_width(heads, rows) <= width:
        parts = [table(heads, rows, right=(2, 3, 4, 5), title=title)]
    else:
        parts = [pairs([("", title)]), *(pairs(list(zip(heads, row, strict=True))) for row in rows)]
    if statement["payments"]:
        rows = [(each["received_on"], euros(each["amount"])) for each in statement["payments"]]
        parts.append(table(("payment", ""), rows, right=(1,)))
    if statement["balance"]:
        parts.append(pairs([("total owed", euros(statement["balance"]["total"]))]))
    return parts


def _invoice(line: Json) -> tuple[str, ...]:
    indemnities = line["fixed_indemnity_left"]["amount"] + line["complementary_indemnity_left"]["amount"]
    left = (line["principal_left"], line["interest_left"], indemnities, line["total_left"])
    return (line["number"], line["due_date"], *map(euros, left))


def list_of(cases: Sequence[Json], width: int) -> Table:
    """Two lines a case, in columns where ``width`` allows."""
    rows = [_listed(each) for each in cases]
    heads = ("case", "status", "principal", "next")
    if table_width(heads, [(*row[:3], DAY) for row in rows]) > width:
        return table(
            ("case",), [(f"{named}\n  {', '.join((*state.splitlines(), owed))}",) for named, state, owed, _ in rows]
        )
    made = table(heads, rows, right=(2,))
    made.columns[1].no_wrap = True
    return made


def _listed(case: Json) -> tuple[str, str, str, str]:
    """The id with the integrator's reference below, the state, the principal, what comes next and when."""
    comes = case["next_due_at"]
    return (
        _lines(case["id"], case["external_reference"] and f"  {case['external_reference']}"),
        _lines(case["status"], case["outcome"]),
        euros(case["principal"]),
        _lines(comes and comes[:10], comes and str(case["next_action"]).replace("_", " ")),
    )


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)

"""``amiable cases``: open, read, pay, pause."""

from __future__ import annotations

import time
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Any

import typer

from .command import Command
from .help_texts import helped
from .money import PARIS, cents_of, euros, paris_day
from .open_command import HELP as HELP_OF_OPEN
from .open_command import open_case
from .problems import CliError, Exit
from .session import Json, Session, json_of, session_of

WATCH_SECONDS = 2.0
LAST_EVENTS = 6
LAST_CONTACTS = 5

cases = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Open, read, pay and pause cases, one for each debtor's debt."
)
cases.command("open", cls=Command, help=HELP_OF_OPEN, short_help="Open a case for e-invoices of one debtor.")(open_case)

Case = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case.")]
Newest = Annotated[str | None, typer.Argument(metavar="[CASE]", help="The id of a case; without it, the newest.")]


@cases.command(
    "list",
    cls=Command,
    help=helped(
        "Cases, newest first.",
        "amiable cases list",
        "amiable cases list --creditor cred_01JD… --status open",
        "amiable cases list --reference FA-2025-0147 -o json",
    ),
)
def list_cases(
    context: typer.Context,
    creditor: Annotated[str | None, typer.Option("--creditor", metavar="CREDITOR", help="Of one creditor.")] = None,
    debtor: Annotated[str | None, typer.Option("--debtor", metavar="DEBTOR", help="Of one debtor.")] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="open, paused, needs_attention, awaiting_decision, closed."),
    ] = None,
    reference: Annotated[str | None, typer.Option("--reference", metavar="TEXT", help="Your own reference.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many at most.")] = 20,
) -> None:
    """One page."""
    from .case_views import list_of

    session = session_of(context)
    given = {"creditor_id": creditor, "debtor_id": debtor, "external_reference": reference, "status": status}
    filters: dict[str, Any] = {name: value for name, value in given.items() if value}
    page = json_of(session.client.cases.list_cases(limit=limit, **filters))
    session.show(page, lambda: list_of(page["data"], session.out.width) if page["data"] else None)
    if not page["data"]:
        session.note("No such case." if filters else "No case yet. Open one: amiable cases open --sample")
    elif page["has_more"]:
        session.note("There are more; narrow the list or raise --limit.")


@cases.command(
    "show",
    cls=Command,
    help=helped(
        "Where a case stands: what is owed, what comes next and why, what was sent, what happened last.",
        "amiable cases show",
        "amiable cases show case_01JD… --watch",
        "amiable cases show case_01JD… -o json",
    ),
)
def show_case(
    context: typer.Context,
    case_id: Newest = None,
    watch: Annotated[bool, typer.Option("--watch", help="Show it again whenever it changes.")] = False,
) -> None:
    """The case itself as JSON."""
    session = session_of(context)
    if watch and session.is_json:
        raise CliError("--watch is for reading; JSON is one document.", "amiable listen -o json")
    case = json_of(session.client.cases.get_case(case_id or newest(session)))
    _show(session, case)
    while watch:
        time.sleep(WATCH_SECONDS)
        again = json_of(session.client.cases.get_case(case["id"]))
        if again["version"] != case["version"]:
            case = again
            session.say()
            _show(session, case)


def _show(session: Session, case: Json) -> None:
    from .case_views import balance_of, contacts_of, head_of, story_of

    if session.is_json:
        session.document(case)
        return
    contacts = json_of(session.client.contacts.list_contacts(case["id"], limit=LAST_CONTACTS))["data"]
    events = [json_of(event) for event in session.client.pages(session.client.cases.list_timeline, case["id"])]
    session.show(
        case,
        lambda: head_of(case),
        lambda: balance_of(case),
        lambda: contacts_of(contacts),
        lambda: story_of(case, events[-LAST_EVENTS:], "what happened last"),
    )


@cases.command(
    "timeline",
    cls=Command,
    help=helped(
        "Everything that happened, oldest first.",
        "amiable cases timeline case_01JD…",
        "amiable cases timeline case_01JD… --all -o json",
    ),
)
def timeline(
    context: typer.Context,
    case_id: Newest = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was only planned or intended.")] = False,
) -> None:
    """As JSON: a list of every event."""
    from .following import line_of
    from .words import QUIET, style_of

    session = session_of(context)
    case = json_of(session.client.cases.get_case(case_id or newest(session)))
    events = [json_of(event) for event in session.client.pages(session.client.cases.list_timeline, case["id"])]
    if session.is_json:
        session.document({"object": "list", "data": events, "has_more": False, "next_cursor": None})
        return
    day_zero = date.fromisoformat(case["day_zero"])
    for event in events:
        if everything or event["type"] not in QUIET:
            session.say(line_of(event, day_zero), style=style_of(event))


@cases.command(
    "statement",
    cls=Command,
    help=helped(
        "What is owed on a day, to the cent: each invoice with interest and indemnity, each payment.",
        "amiable cases statement case_01JD…",
        "amiable cases statement case_01JD… --as-of 2026-03-31",
    ),
)
def statement(
    context: typer.Context,
    case_id: Newest = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="Another day than today.")] = None,
) -> None:
    """The case's own day unless another is asked for."""
    from .case_views import statement_of

    session = session_of(context)
    day = _day(as_of) if as_of else None
    document = json_of(session.client.cases.get_statement(case_id or newest(session), as_of=day))
    session.show(
        document,
        *((lambda part=part: part) for part in ([] if session.is_json else statement_of(document, session.out.width))),
    )


@cases.command(
    "pay",
    cls=Command,
    help=helped(
        "Record money that the debtor paid. It settles what the law or the contract says first; a receipt follows.",
        "amiable cases pay case_01JD… 1250.50",
        "amiable cases pay case_01JD… all",
        "amiable cases pay case_01JD… 300 --on 2026-02-03 --method cheque",
    ),
)
def pay(
    context: typer.Context,
    case_id: Case,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT|all", help="In euros; all is what is owed that day.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day the money came (today).")] = None,
    method: Annotated[
        str,
        typer.Option(
            "--method",
            metavar="METHOD",
            help="bank_transfer, cheque, card, direct_debit, cash, bill_of_exchange, other.",
        ),
    ] = "bank_transfer",
    reference: Annotated[str | None, typer.Option("--reference", help="As on the bank statement.")] = None,
) -> None:
    """The answer shows what the money paid."""
    session = session_of(context)
    day = _day(on) if on else today_of(session, json_of(session.client.cases.get_case(case_id)))
    cents = owed_on(session, case_id, day) if amount == "all" else cents_of(amount)
    paid = record_payment(session, case_id, cents, day, method=method, reference=reference)
    if session.is_json:
        session.document(paid)
        return
    left = paid["case"]["balance"]
    session.say(f"{euros(paid['amount'])} received on {paid['received_on']}: {paid['id']}", style="green")
    for each in paid["allocations"]:
        parts = [(name, each[name]["amount"]) for name in ("interest", "fixed_indemnity", "principal")]
        session.say("  " + ", ".join(f"{name.replace('_', ' ')} {euros(cents)}" for name, cents in parts if cents))
    session.say(f"{paid['case']['status']}, {euros(left['total']) if left else 'unknown'} left to pay")


def record_payment(session: Session, case_id: str, cents: int, day: date, **more: str | None) -> Json:
    """Records a payment of so many cents."""
    body: Json = {"amount": {"amount": cents, "currency": "EUR"}, "received_on": day.isoformat()}
    body |= {name: value for name, value in more.items() if value}
    return json_of(session.client.payments.record_payment(case_id, body))


def owed_on(session: Session, case_id: str, day: date) -> int:
    """Cents owed on a day."""
    found = json_of(session.client.cases.get_statement(case_id, as_of=day))
    if not found["balance"] or not found["balance"]["total"]["amount"]:
        raise CliError(f"Nothing is owed on {day}.", f"amiable cases statement {case_id}", Exit.REFUSED)
    return int(found["balance"]["total"]["amount"])


def today_of(session: Session, case: Json) -> date:
    """The case's own day: its test clock's, else today in Paris."""
    if case["test_clock_id"]:
        return paris_day(json_of(session.client.test_clocks.get_test_clock(case["test_clock_id"]))["now"])
    return datetime.now(PARIS).date()


@cases.command(
    "pause",
    cls=Command,
    help=helped(
        "Stop contacting the debtor, until a day or until somebody resumes it.",
        'amiable cases pause case_01JD… --reason "On holiday" --until 2026-03-01',
    ),
)
def pause(
    context: typer.Context,
    case_id: Case,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept as evidence.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DAY", help="It goes on by itself then.")] = None,
) -> None:
    """The case as it stands then."""
    session = session_of(context)
    body: Json = {"reason": reason, **({"until": _day(until).isoformat()} if until else {})}
    _stands(session, session.client.decisions.pause_case(case_id, body))


@cases.command(
    "resume",
    cls=Command,
    help=helped("Go on with a paused case.", 'amiable cases resume case_01JD… --reason "Nothing came"'),
)
def resume(
    context: typer.Context,
    case_id: Case,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; kept as evidence.")],
) -> None:
    """The case as it stands then."""
    session = session_of(context)
    _stands(session, session.client.decisions.resume_case(case_id, {"reason": reason}))


def _stands(session: Session, answer: Any) -> None:
    from .case_views import head_of

    case = json_of(answer)
    session.show(case, lambda: head_of(case))


def newest(session: Session) -> str:
    """The case opened last."""
    for case in islice(session.client.pages(session.client.cases.list_cases), 1):
        return str(json_of(case)["id"])
    raise CliError("There is no case yet.", "amiable cases open --sample")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CliError(f"{text} is not a day.", "For example: 2026-03-01") from error

"""``amiable cases open``: a case for unpaid invoices."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .help_texts import helped
from .problems import CliError, Exit
from .session import Json, Session, json_of, session_of

if TYPE_CHECKING:
    from .opening import Intake

HELP = helped(
    "Open a case for one or more e-invoices of one debtor (Factur-X PDF, CII or UBL XML). The creditor is found by the "
    "seller's SIREN, or made from what the file states. In test mode the case runs on a clock of its own that stands "
    "on the day after the due date, and what the file does not say is supplied and told.",
    "amiable cases open --sample",
    "amiable cases open --sample --debtor-email silent@simulator.amiable.example",
    "amiable cases open facture.pdf --preview",
    "amiable cases open facture.pdf --debtor-kind sole_trader",
    "amiable cases open f1.xml f2.xml --creditor cred_01JD… --clock clk_01JD…",
)
OF_DEBTOR, OF_CREDITOR, OF_INVOICE = "The debtor", "The creditor", "What a file may not say"
MAKE, NONE = "new", "none"
STATED_NUMBERS = ("siren", "siret", "vat_number", "bic")

Text = str | None


def _option(name: str, metavar: str, text: str, panel: str) -> Any:
    return typer.Option(f"--{name}", metavar=metavar, help=text, rich_help_panel=panel)


def open_case(  # noqa: PLR0917 - typer hands every option over by its name
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[INVOICE]...", help="E-invoices.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="An invented invoice, without a file (test mode).")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Show the dated plan; open nothing.")] = False,
    clock: Annotated[
        str,
        typer.Option("--clock", metavar="CLOCK|new|none", help="In test mode: which clock; none runs in real time."),
    ] = MAKE,
    reference: Annotated[Text, typer.Option("--reference", metavar="TEXT", help="Your own reference.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a live case is opened.")] = False,
    creditor: Annotated[Text, _option("creditor", "CREDITOR", "An existing one.", OF_CREDITOR)] = None,
    creditor_email: Annotated[Text, _option("creditor-email", "E-MAIL", "Of a new one.", OF_CREDITOR)] = None,
    creditor_phone: Annotated[Text, _option("creditor-phone", "PHONE", "Of a new one.", OF_CREDITOR)] = None,
    iban: Annotated[Text, _option("iban", "IBAN", "Where debtors pay a new one.", OF_CREDITOR)] = None,
    case_manager: Annotated[Text, _option("case-manager", "NAME", "Whom debtors may ask.", OF_CREDITOR)] = None,
    debtor: Annotated[Text, _option("debtor", "DEBTOR", "An existing one.", OF_DEBTOR)] = None,
    debtor_kind: Annotated[
        Text,
        _option("debtor-kind", "KIND", "company, sole_trader, consumer, non_professional, public_body.", OF_DEBTOR),
    ] = None,
    debtor_email: Annotated[Text, _option("debtor-email", "E-MAIL", "Where to write.", OF_DEBTOR)] = None,
    debtor_phone: Annotated[Text, _option("debtor-phone", "PHONE", "Where to call.", OF_DEBTOR)] = None,
    due_date: Annotated[Text, _option("due-date", "DAY", "When it was to be paid.", OF_INVOICE)] = None,
    completed_on: Annotated[Text, _option("completed-on", "DAY", "Delivery or completion.", OF_INVOICE)] = None,
) -> None:
    """Preview, then open; nothing is opened while something blocks."""
    from .opening import Intake

    session = session_of(context)
    if bool(files) == sample:
        raise CliError("Give invoice files, or --sample.", "amiable cases open facture.pdf")
    _check_mode(session, sample=sample, clock=clock, debtor_kind=debtor_kind, debtor=debtor)
    options = {
        "reference": reference,
        "creditor_email": creditor_email,
        "creditor_phone": creditor_phone,
        "iban": iban,
        "case_manager": case_manager,
        "debtor": debtor,
        "debtor_kind": debtor_kind,
        "debtor_email": debtor_email,
        "debtor_phone": debtor_phone,
        "due_date": due_date,
        "completed_on": completed_on,
    }
    intake = Intake(session, files or [], options)
    body = intake.body(creditor or _creditor(intake))
    for note in intake.notes:
        session.note(f"  {note}")
    planned = _planned(session, intake, body, clock)
    if preview:
        _show_preview(session, planned)
        if "test_clock_id" in body:
            session.note(f"As seen from the test clock {body['test_clock_id']}; --clock with it opens the case there.")
        return
    if not session.profile.is_test and not yes:
        typer.confirm("Open this case? It is LIVE: the debtor will be contacted.", abort=True, err=True)
    opened = json_of(session.client.cases.open_case(body))
    _show_opened(session, opened)


def _check_mode(session: Session, *, sample: bool, clock: str, debtor_kind: Text, debtor: Text) -> None:
    if session.profile.is_test:
        return
    if sample or clock not in (MAKE, NONE):
        session.only_in_test_mode("A sample case" if sample else "A clock")
    if debtor_kind is None and debtor is None:
        raise CliError("An invoice does not say what the debtor is.", "Say it: --debtor-kind company")


def _creditor(intake: Intake) -> str:
    """Found by its SIREN, or made."""
    from .opening import creditor_with

    session = intake.session
    found = creditor_with(session, intake.seller_siren)
    if found is not None:
        session.note(f"  creditor: {found['name']} ({found['id']}), found by its SIREN")
        return str(found["id"])
    made = _made(intake)
    session.note(f"  creditor: {made['name']} ({made['id']}), made from what the invoice states")
    return str(made["id"])


def _made(intake: Intake) -> Json:
    """A new creditor. A number that the invoice states wrongly is left out and told; what else is refused, is."""
    from amiable import InvalidRequest

    proposed = intake.new_creditor()
    while True:
        try:
            return json_of(intake.session.client.creditors.create_creditor(proposed))
        except InvalidRequest as error:
            wrong = {each.where.removeprefix("#/"): each.detail for each in error.errors}
            left_out = [name for name in STATED_NUMBERS if name in wrong and name in proposed]
            if not left_out:
                raise
            for name in left_out:
                intake.notes.append(f"creditor's {name} {proposed.pop(name)}: left out. {wrong[name]}")


def _planned(session: Session, intake: Intake, body: Json, clock: str) -> Json:
    """The preview; puts the clock into ``body`` on the way. Stops with the findings when one of them blocks."""
    from .opening import clock_after

    wanted = session.profile.is_test and clock == MAKE
    if session.profile.is_test and clock not in (MAKE, NONE):
        body["test_clock_id"] = clock
    due = intake.due_date if wanted else None
    if due is not None:
        body["test_clock_id"] = clock_after(session, due)["id"]
    planned = json_of(session.client.cases.preview_case(body))
    if not planned["eligible"]:
        _show_preview(session, planned)
        raise CliError("The case cannot be opened as it is.", status=Exit.REFUSED)
    if wanted and due is None:
        body["test_clock_id"] = clock_after(session, _due_of(planned))["id"]
        planned = json_of(session.client.cases.preview_case(body))
    return planned


def _due_of(planned: Json) -> date:
    statement = planned["statement"] or {"invoices": [], "not_yet_due": []}
    dues = [line["due_date"] for line in [*statement["invoices"], *statement["not_yet_due"]]]
    if not dues:
        raise CliError("The day the invoice was due is not known.", "Say it: --due-date 2026-01-15, or --clock none")
    return date.fromisoformat(min(dues))


def _show_preview(session: Session, planned: Json) -> None:
    from .money import euros
    from .terminal import pairs, table

    if session.is_json:
        session.document(planned)
        return
    for finding in planned["findings"]:
        _tell_finding(session, finding)
    rows = [
        (_day_of(each), each["step_id"], " + ".join(each["channels"]), each["skipped"] or _moves(each))
        for each in planned["steps"]
    ]
    balance = (planned["statement"] or {}).get("balance")
    if not rows:
        return
    plan = table(("on", "step", "channels", "why moved or skipped"), rows)
    plan.columns[1].no_wrap = True
    session.show(
        planned,
        lambda: plan,
        lambda: pairs(
            (
                ("decision on", planned["decision_on"]),
                ("owed today", euros(balance["total"]) if balance else None),
                ("cost of contacts", euros(planned["cost"])),
            )
        ),
    )


def _day_of(step: Json) -> str:
    """The day on which it will be done; of a step that is skipped, its day in the scenario."""
    from .money import paris_day

    return paris_day(step["at"]).isoformat() if step["at"] else str(step["on"])


def _moves(step: Json) -> str:
    rules = ", ".join(dict.fromkeys(str(move["rule"]) for move in step["moves"]))
    return f"{rules} (from {step['on']})" if rules and _day_of(step) != step["on"] else rules


def _tell_finding(session: Session, finding: Json) -> None:
    style = {"blocking": "bold red", "review": "yellow"}.get(finding["severity"], "dim")
    session.say(f"{finding['severity']}  {finding['pointer']}  {finding['code']}", style=style)
    session.say(f"    {finding['detail']}\n    {finding['cure']}")


def _show_opened(session: Session, opened: Json) -> None:
    from .case_views import balance_of, head_of

    session.show(opened, lambda: head_of(opened), lambda: balance_of(opened))
    if not session.is_json:
        for finding in opened["findings"]:
            _tell_finding(session, finding)
    clock = opened["test_clock_id"]
    if clock:
        session.note(f"Next: amiable clock advance {clock} --days 20")
    session.note(f"      amiable cases show {opened['id']}")

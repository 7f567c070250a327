"""``amiable trigger``: make an event really happen in test mode."""

from __future__ import annotations

import time
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from .help_texts import helped
from .problems import CliError, Exit
from .session import Json, Session, json_of, session_of

if TYPE_CHECKING:
    from .stage import Stage
    from .trigger_acts import Doing

HELP = helped(
    "Make an event really happen in test mode: a sample case is opened on a clock of its own, and what leads to the "
    "event is done, day by day. Webhook endpoints and `amiable listen` get every event on the way.",
    "amiable trigger paid                 # a first case, to its receipt",
    "amiable trigger letter.unclaimed",
    "amiable trigger --list",
)
PAID = "paid"
APART = {"test_clock.ready": "test_clock_id", "import.completed": "import_id"}  # events of no case, and whose they are
PATIENCE = 10  # seconds


def _complete(incomplete: str) -> Iterable[str]:
    from .triggers import TRIGGERS

    return [name for name in TRIGGERS if name.startswith(incomplete)]


def trigger(
    context: typer.Context,
    event: Annotated[
        str | None, typer.Argument(metavar="EVENT|paid", help="The event to bring about.", autocompletion=_complete)
    ] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Every event, and how it comes about.")] = False,
) -> None:
    """The story goes line by line; the event is the result."""
    session = session_of(context)
    if show_list:
        _list(session)
        return
    if event is None:
        raise CliError("Which event?", "amiable trigger --list")
    chosen = _chosen(event)
    session.only_in_test_mode("Triggering events")
    from .stage import Stage

    stage = Stage(session)
    chosen(stage)
    if event == PAID:
        _tell_paid(session, stage)
        return
    _tell_event(session, stage, event)


def _chosen(event: str) -> Doing:
    from .triggers import TRIGGERS

    found = TRIGGERS.get(event)
    if found is None:
        near = get_close_matches(event, TRIGGERS, n=1)
        raise CliError(f"There is no event {event}.", f"Did you mean {near[0]}?" if near else "amiable trigger --list")
    if found.do is None:
        raise CliError(f"{event} cannot be triggered. {found.impossible}", "amiable trigger --list")
    return found.do


def _tell_paid(session: Session, stage: Stage) -> None:
    """What to try next, once everything was paid."""
    case = stage.read()
    if case["outcome"] != PAID:
        raise CliError(
            f"The case is not paid: it is {case['status']}.", f"amiable cases show {case['id']}", Exit.REFUSED
        )
    if session.is_json:
        session.document(case)
    session.say()
    session.say("Paid, receipted, closed. Next:", style="bold green")
    session.say(f"  amiable cases show {case['id']}")
    session.say(f"  amiable verify {case['id']}")
    session.say("  amiable listen --forward-to localhost:4242/webhooks")
    session.say("  amiable cases open facture.pdf --preview")


def _tell_event(session: Session, stage: Stage, kind: str) -> None:
    """The event as a webhook carries it."""
    hint = f"amiable cases timeline {stage.case_id}" if stage.case else f"amiable events list --type {kind}"
    found = _apart(session, stage, kind) if kind in APART else stage.story.last(kind)
    if found is None:
        raise CliError(f"{kind} did not happen.", hint, Exit.REFUSED)
    event = found if kind in APART else json_of(session.client.events.get_event(found["id"]))
    if not session.is_json:
        session.say()
        session.say(f"{kind} happened: {event['id']}", style="bold green")
    session.document(event)
    session.note(f"Next: {f'amiable cases show {stage.case_id}' if stage.case else hint}")


def _apart(session: Session, stage: Stage, kind: str) -> Json | None:
    """The latest event of the clock or import; the list shows it about a second after it was recorded."""
    whose = {"test_clock_id": stage.clock.get("id"), "import_id": stage.import_id}[APART[kind]]
    for _ in range(PATIENCE):
        page = json_of(session.client.events.list_events(type=kind, limit=20))
        own: list[Json] = [event for event in page["data"] if event["data"][APART[kind]] == whose]
        if own:
            return own[0]
        time.sleep(1)
    return None


def _list(session: Session) -> None:
    from .terminal import table
    from .triggers import TRIGGERS

    told = [
        {"event": name, "says": each.says, "possible": each.do is not None, "why_not": each.impossible}
        for name, each in TRIGGERS.items()
    ]
    rows = [
        (name, f"{each.says} (not here: {each.impossible})" if each.impossible else each.says)
        for name, each in TRIGGERS.items()
    ]
    session.show({"object": "list", "data": told}, lambda: table(("event", "how it comes about"), rows))

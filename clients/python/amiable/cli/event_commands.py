"""``amiable events``: what happened, in the form that webhooks carry."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .command import Command
from .help_texts import helped
from .local_urls import receiver_url
from .problems import CliError, Exit
from .session import json_of, session_of

events = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Events of all cases, as webhooks carry them (90 days or more)."
)

Event = Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event.")]


@events.command(
    "list",
    cls=Command,
    help=helped(
        "The latest events, newest first.",
        "amiable events list",
        "amiable events list --type payment.recorded --limit 5 -o json",
        "amiable events list --case case_01JD…",
    ),
)
def list_events(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="One type, such as case.closed.")] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Of one case.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many at most.")] = 20,
) -> None:
    """One page."""
    from .terminal import table
    from .words import told

    session = session_of(context)
    filters: dict[str, Any] = {"limit": limit}
    filters |= {name: value for name, value in (("type", kind), ("case_id", case)) if value}
    page = json_of(session.client.events.list_events(**filters))
    rows = [(f"{each['id']}\n  {each['timestamp'][:10]}", f"{each['type']}\n{told(each)}") for each in page["data"]]
    session.show(page, lambda: table(("event, day", "what"), rows) if rows else None)
    if not rows:
        session.note("No such event.")


@events.command("show", cls=Command, help=helped("One event with all it carries.", "amiable events show evt_01JD…"))
def show_event(context: typer.Context, event_id: Event) -> None:
    """Printed as JSON in either format: it is what a receiver gets."""
    session = session_of(context)
    session.document(json_of(session.client.events.get_event(event_id)))


@events.command(
    "resend",
    cls=Command,
    help=helped(
        "Have an event delivered again to the account's webhook endpoints, with the same id and body.",
        "amiable events resend evt_01JD…",
    ),
)
def resend_event(context: typer.Context, event_id: Event) -> None:
    """Accepted: it goes on by itself."""
    from .terminal import table

    session = session_of(context)
    page = json_of(session.client.events.redeliver_event(event_id))
    rows = [(each["webhook_endpoint_id"], each["state"]) for each in page["data"]]
    session.show(page, lambda: table(("endpoint", "state"), rows) if rows else None)
    if not rows:
        session.note("No webhook endpoint wants it. To this machine: amiable events forward EVENT URL")


@events.command(
    "forward",
    cls=Command,
    help=helped(
        "Send one event to a receiver on this machine, signed as `amiable listen` signs.",
        "amiable events forward evt_01JD… localhost:4242/webhooks",
    ),
)
def forward_event(
    context: typer.Context,
    event_id: Event,
    url: Annotated[str, typer.Argument(metavar="URL", help="Such as localhost:4242/webhooks.")],
    allow_public: Annotated[bool, typer.Option("--allow-public", help="Even to a public address.")] = False,
) -> None:
    """0 when the receiver accepts it."""
    import httpx

    from .forwarding import TIMEOUT_SECONDS
    from .listen_command import forwarder_to

    session = session_of(context)
    receiver = receiver_url(url, allow_public=allow_public)
    event = json_of(session.client.events.get_event(event_id))
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        forwarder = forwarder_to(session, receiver, http)
        forwarder.attempts = 1
        if not forwarder.forward(event):
            raise CliError("The receiver did not accept it.", status=Exit.REFUSED)

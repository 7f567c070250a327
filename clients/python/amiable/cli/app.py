"""The commands and their groups. Every import here is light: what a command needs, it imports when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from .case_commands import cases
from .clock_commands import clock
from .command import Command, Root
from .event_commands import events
from .help_texts import helped
from .init_command import HELP as HELP_OF_INIT
from .init_command import init
from .listen_command import HELP as HELP_OF_LISTEN
from .listen_command import listen
from .trigger_command import HELP as HELP_OF_TRIGGER
from .trigger_command import trigger
from .verify_command import HELP as HELP_OF_VERIFY
from .verify_command import verify

START, WORK, BUILD = "Start", "Work with cases", "Build an integration"

app = typer.Typer(
    name="amiable",
    cls=Root,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=helped(
        "Collect unpaid invoices amicably, from the terminal. Begin with [bold]amiable init[/bold].",
        "amiable init --local                 # the local cloud of `make up`",
        "amiable trigger paid                 # a first case, to its receipt",
        "amiable cases open facture.pdf       # a case for an e-invoice",
        "amiable clock advance case_… --days 20",
        "amiable listen --forward-to localhost:4242/webhooks",
    ),
    epilog="Exit status: 0 done · 1 refused by the API · 2 wrong usage · 3 no answer · 130 interrupted",
)
app.command(
    "init", cls=Command, rich_help_panel=START, help=HELP_OF_INIT, short_help="Say which account to speak for."
)(init)
app.command(
    "trigger",
    cls=Command,
    rich_help_panel=START,
    help=HELP_OF_TRIGGER,
    short_help="Make an event really happen, in test mode.",
)(trigger)
app.add_typer(cases, name="cases", rich_help_panel=WORK)
app.add_typer(clock, name="clock", rich_help_panel=WORK)
app.command("verify", cls=Command, rich_help_panel=WORK, help=HELP_OF_VERIFY, short_help="Verify an evidence pack.")(
    verify
)
app.command(
    "listen",
    cls=Command,
    rich_help_panel=BUILD,
    help=HELP_OF_LISTEN,
    short_help="Show events as they happen; forward them, signed, to this machine.",
)(listen)
app.add_typer(events, name="events", rich_help_panel=BUILD)


def _version(wanted: bool) -> None:
    if wanted:
        from amiable.version import __version__

        typer.echo(f"amiable {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Options before the command."""
    del version

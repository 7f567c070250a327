"""``amiable clock``: virtual time in test mode."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from .command import Command
from .help_texts import helped
from .problems import CliError, Exit
from .session import Json, Session, json_of, session_of

DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST_DAYS = 180
STRIDE = 7
ENDS = ("closed", "awaiting_decision", "needs_attention")

clock = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Virtual time, in test mode.",
)
Clock = Annotated[str, typer.Argument(metavar="CLOCK|CASE", help="A clock, or a case that runs on one.")]


@clock.command(
    "create",
    cls=Command,
    help=helped("A clock that stands at an instant.", "amiable clock create --now 2026-01-16"),
)
def create(
    context: typer.Context,
    now: Annotated[str, typer.Option("--now", metavar="DAY|INSTANT", help="Where it starts; a day is its morning.")],
) -> None:
    """Shown as the API made it."""
    from .money import instant_of

    session = _of_test_mode(context)
    start = f"{now}T09:00:00Z" if DAY.fullmatch(now) else now
    _show(session, json_of(session.client.test_clocks.create_test_clock({"now": instant_of(start)})))


@clock.command("show", cls=Command, help=helped("Where a clock stands.", "amiable clock show clk_01JD…"))
def show(context: typer.Context, clock_id: Clock) -> None:
    """Of a case, its clock."""
    session = _of_test_mode(context)
    found, _ = _found(session, clock_id)
    _show(session, found)


@clock.command(
    "advance",
    cls=Command,
    help=helped(
        "Let time pass, and watch what happens. Cases keep running by themselves; a call task waits for its outcome.",
        "amiable clock advance clk_01JD… --days 20",
        "amiable clock advance clk_01JD… --to 2026-03-01",
        "amiable clock advance case_01JD… --until-paid",
    ),
)
def advance(
    context: typer.Context,
    clock_id: Clock,
    days: Annotated[int | None, typer.Option("--days", min=1, max=4000, metavar="N", help="So many days.")] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DAY|INSTANT", help="Until then; a day is its evening in Paris.")
    ] = None,
    until_paid: Annotated[
        bool,
        typer.Option("--until-paid", help=f"Week by week until the case waits or is closed ({LONGEST_DAYS} days)."),
    ] = False,
) -> None:
    """Events come as lines; the clock is the result."""
    from .following import CaseStory
    from .money import instant_of, written

    session = _of_test_mode(context)
    if sum((days is not None, to is not None, until_paid)) != 1:
        raise CliError("Say how far: one of --days, --to, --until-paid.", "amiable clock advance CLOCK --days 20")
    found, case_id = _found(session, clock_id)
    if until_paid:
        if case_id is None:
            raise CliError("--until-paid needs a case.", "amiable clock advance case_… --until-paid")
        _until_paid(session, found, case_id)
        return
    start = datetime.fromisoformat(found["now"])
    target = instant_of(to) if to else written(start + timedelta(days=days or 0))
    if case_id is not None:
        story = CaseStory(session, json_of(session.client.cases.get_case(case_id)), told_from_now=True)
        moved = _moved(session, found["id"], target, story.catch_up)
    else:
        moved = _with_every_case(session, found["id"], target)
    _show(session, moved)


def _moved(session: Session, clock_id: str, target: str, look: Callable[[], object]) -> Json:
    from .following import advance as move

    return move(session, clock_id, target, look=look)


def _with_every_case(session: Session, clock_id: str, target: str) -> Json:
    """Tells the events of all cases on the clock."""
    from .watching import ClockWatch

    watch = ClockWatch(session, clock_id)
    moved = _moved(session, clock_id, target, watch.look)
    watch.finish()
    return moved


def _until_paid(session: Session, found: Json, case_id: str) -> None:
    """Stops when the case is closed, or cannot go on without a person."""
    from .case_views import head_of
    from .following import CaseStory
    from .money import written

    case = json_of(session.client.cases.get_case(case_id))
    story = CaseStory(session, case, told_from_now=True)
    now = datetime.fromisoformat(found["now"])
    last = now + timedelta(days=LONGEST_DAYS)
    while case["status"] not in ENDS and now < last:
        now += timedelta(days=STRIDE)
        _moved(session, found["id"], written(now), story.catch_up)
        case = json_of(session.client.cases.get_case(case_id))
    session.show(case, lambda: head_of(case))
    if case["outcome"] != "paid":
        raise CliError(f"The case is not paid: it is {case['status']}.", f"amiable cases show {case_id}", Exit.REFUSED)


def _found(session: Session, given: str) -> tuple[Json, str | None]:
    """The clock, and the case by which it was named."""
    if not given.startswith("case_"):
        return json_of(session.client.test_clocks.get_test_clock(given)), None
    clock_id = json_of(session.client.cases.get_case(given))["test_clock_id"]
    if clock_id is None:
        raise CliError("This case runs in real time; it has no clock.")
    return json_of(session.client.test_clocks.get_test_clock(clock_id)), given


def _of_test_mode(context: typer.Context) -> Session:
    session = session_of(context)
    session.only_in_test_mode("A clock")
    return session


def _show(session: Session, found: Json) -> None:
    from .money import PARIS
    from .terminal import pairs

    now = datetime.fromisoformat(found["now"]).astimezone(UTC)
    session.show(
        found,
        lambda: pairs(
            (
                ("clock", found["id"]),
                ("now", f"{now:%Y-%m-%d %H:%M} UTC ({now.astimezone(PARIS):%H:%M} in Paris)"),
                ("status", found["status"]),
                ("on its way to", found["to"] if found["status"] == "advancing" else None),
                ("failure", found["failure"]),
            )
        ),
    )

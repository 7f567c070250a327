"""``amiable listen``: every event as it happens, forwarded to a receiver on this machine."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

from .help_texts import helped
from .local_urls import receiver_url
from .problems import CliError
from .profiles import ProfileFile
from .session import Json, Session, session_of

if TYPE_CHECKING:
    import httpx

    from .feed import EventFeed
    from .forwarding import Forwarder

HELP = helped(
    "Show events as they happen, and forward them to a receiver on this machine, signed like webhooks. No public "
    "address and no webhook endpoint is needed. Events of one case come in order; each comes once, and waits while "
    "nobody listens at the receiver. Ctrl-C ends it.",
    "amiable listen --forward-to localhost:4242/webhooks",
    "amiable listen --events payment.recorded,case.closed",
    "amiable listen -o json               # one JSON object a line, to stdout",
)
POLL_SECONDS = 1.0
LONGEST_PAUSE = 30.0
LASTING = "the same every time for this profile"
PASSING = "for this run: no profile of `amiable init` keeps it"


@dataclass
class Listener:
    """Reads the feed and hands each event on; a failing API is asked again, less and less often."""

    session: Session
    feed: EventFeed
    forwarder: Forwarder | None
    wanted: frozenset[str]
    counted: Counter[str] = field(default_factory=Counter)

    def run(self, looks: Iterator[object]) -> None:
        """Looks as often as ``looks`` has something."""
        failures = 0
        for _ in looks:
            events = self._look()
            failures = failures + 1 if events is None else 0
            for event in events or ():
                self._hand_on(event)
            time.sleep(POLL_SECONDS if not failures else min(2.0**failures, LONGEST_PAUSE))

    def _look(self) -> list[Json] | None:
        from amiable.errors import ApiError, ConnectionFailed

        try:
            return self.feed.look()
        except ConnectionFailed:
            self.session.note("the API does not answer; trying again")
        except ApiError as error:
            if error.status < 500 and not error.retryable:
                raise
            self.session.note(f"the API answers {error.status}; trying again")
        return None

    def _hand_on(self, event: Json) -> None:
        if self.wanted and event["type"] not in self.wanted:
            return
        self.counted["events"] += 1
        self._tell(event)
        if self.forwarder is not None:
            accepted = self.forwarder.forward(event)
            self.counted["accepted" if accepted else "given up"] += 1
            if not accepted:
                self.session.note(f"    given up; once it works: amiable events forward {event['id']} URL")

    def _tell(self, event: Json) -> None:
        if self.session.is_json:
            typer.echo(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
            return
        from .words import style_of, told

        case_id = (event["data"] or {}).get("case_id") or ""
        line = f"{event['timestamp'][:16].replace('T', ' ')}  {event['type']:<22} {case_id}"
        self.session.say(f"{line}  {told(event)}".rstrip(), style=style_of(event))

    def ended(self) -> str:
        """How it went."""
        told = f"{self.counted['events']} events"
        if self.forwarder is not None:
            told += f", {self.counted['accepted']} accepted, {self.counted['given up']} given up"
        return told


def listen(
    context: typer.Context,
    forward_to: Annotated[
        str | None, typer.Option("--forward-to", metavar="URL", help="Such as localhost:4242/webhooks.")
    ] = None,
    events: Annotated[
        str | None, typer.Option("--events", metavar="TYPES", help="Only these, separated by commas.")
    ] = None,
    allow_public: Annotated[
        bool, typer.Option("--allow-public", help="Forward even to an address that is not on this machine or network.")
    ] = False,
) -> None:
    """Until it is interrupted."""
    import httpx

    from .forwarding import TIMEOUT_SECONDS
    from .watching import feed_from_now

    session = session_of(context)
    url = receiver_url(forward_to, allow_public=allow_public) if forward_to else None
    wanted = _types(events)
    feed = feed_from_now(session)
    with httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False) as http:
        forwarder = forwarder_to(session, url, http) if url else None
        listener = Listener(session, feed, forwarder, wanted)
        session.note("Listening. Ctrl-C ends it.")
        try:
            listener.run(iter(int, 1))
        except KeyboardInterrupt:
            session.note(f"\nended: {listener.ended()}")


def forwarder_to(session: Session, url: str, http: httpx.Client) -> Forwarder:
    """A receiver, with the secret that this profile always signs with, shown so that the receiver can verify."""
    from .forwarding import Forwarder

    secret, is_kept = listening_secret(session)
    session.note(f"forwarding to {url}\nsigned with {secret}", style="")
    session.note("(verify with it as with any webhook secret; " + (LASTING if is_kept else PASSING) + ")")

    def tell(event: Json, told: str, accepted: bool) -> None:
        del event
        session.say(f"    {'→' if accepted else '✗'} {told}", style="green" if accepted else "red")

    return Forwarder(url, secret, http, tell)


def listening_secret(session: Session) -> tuple[str, bool]:
    """Kept with the profile, made when it is first needed; without a profile on disk it lasts for this run."""
    from .forwarding import new_secret

    file, profile = ProfileFile(), session.profile
    kept = file.get(profile.name)
    if kept is not None and kept.listen_secret:
        return kept.listen_secret, True
    secret = new_secret()
    if kept is not None:
        file.put(replace(kept, listen_secret=secret), make_current=False)
    return secret, kept is not None


def _types(text: str | None) -> frozenset[str]:
    from .triggers import EVENT_TYPES

    wanted = frozenset(part.strip() for part in (text or "").split(",") if part.strip())
    for unknown in sorted(wanted - set(EVENT_TYPES)):
        from difflib import get_close_matches

        near = get_close_matches(unknown, EVENT_TYPES, n=1)
        raise CliError(
            f"There is no event type {unknown}.", f"Did you mean {near[0]}?" if near else "amiable trigger --list"
        )
    return wanted

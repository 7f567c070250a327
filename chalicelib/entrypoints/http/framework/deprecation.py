"""How an operation takes its leave: told on every answer for a year or more, then ended (RFC 9745, RFC 8594)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

from .exchange import Exchange
from .problems import HttpRefusal, refuse

SHORTEST_NOTICE = timedelta(days=365)
GUIDE = "/docs#guide-versioning"


@dataclass(frozen=True)
class Deprecation:
    """``since`` and ``sunset`` are days in UTC, a year apart at least; ``successor`` is the path to call instead.

    On the day of ``sunset`` and after it the operation answers 410 ``operation_sunset``.
    """

    since: date
    sunset: date
    successor: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < SHORTEST_NOTICE:
            raise ValueError(f"a deprecated operation works for {SHORTEST_NOTICE.days} days or more")

    def headers(self, exchange: Exchange) -> Mapping[str, str]:
        """What every answer says, refusals included: since when, until when, where to read on, what to call."""
        address = exchange.address
        succeeding = address.removesuffix("/v1") + self.successor
        links = (f'<{address}{GUIDE}>; rel="deprecation"; type="text/html"', f'<{succeeding}>; rel="successor-version"')
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.sunset), usegmt=True),
            "Link": ", ".join(links),
        }

    def refusal(self, now: datetime) -> HttpRefusal | None:
        """410 once the day has come; ``now`` is wall time."""
        if now < _midnight(self.sunset):
            return None
        return refuse(410, "operation_sunset", f"This operation ended on {self.sunset}; call {self.successor}.")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

"""How often a debtor's page may be asked for: by the visitors of one link, and from one network address in vain."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address

WINDOW_SECONDS = 60


@dataclass(frozen=True)
class VisitQuota:
    """``most`` requests in a window of a minute; a process takes ``lease`` of them at once, a divisor of ``most``."""

    kind: str
    most: int
    lease: int


OF_A_LINK = VisitQuota("link", 60, 10)
"""Whoever holds the link, all browsers together."""
OF_AN_ADDRESS = VisitQuota("address", 60, 10)
"""Requests that opened nothing; an office behind one address does not use it up by reading its letters."""


def window_at(now: datetime) -> int:
    """Minutes since 1970, in wall time."""
    return int(now.timestamp() // WINDOW_SECONDS)


def seconds_left(window: int, now: datetime) -> int:
    """Until the next window begins: what ``Retry-After`` says, at least one."""
    return max(1, math.ceil((window + 1) * WINDOW_SECONDS - now.timestamp()))


def forgotten_at(window: int) -> datetime:
    """A count is of no use once its window is over; a little later the table may forget it."""
    return datetime.fromtimestamp((window + 60) * WINDOW_SECONDS, UTC)


def network_of(address: str) -> str:
    """The address, or the /64 of an IPv6 one: a household has the whole of it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else parsed.exploded[:19]
    return str(parsed)

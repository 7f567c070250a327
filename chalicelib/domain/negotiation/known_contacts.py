"""Where a one-time code may be sent: addresses that the creditor supplied, never one entered on the page (R-127).

An address that bounced, or a channel that was stopped, is not offered; where somebody stands for the debtor, only they
are (STOP_04). Shown masked: who holds the link alone must not learn an address from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.contact import Channel
from chalicelib.domain.number_groups import NO_BREAK
from chalicelib.domain.parties import Debtor

MOST_OFFERED = 5
_HIDDEN = "…"
_DOTS = "••"
_SHOWN_DIGITS = 2


@dataclass(frozen=True)
class MaskedContact:
    """``index`` is its place in the list, which the page sends back; ``masked`` is what it shows."""

    index: int
    channel: Channel
    masked: str


def known_contacts(debtor: Debtor) -> tuple[MaskedContact, ...]:
    """The usable addresses, e-mail first, five at most; without any, the page names the case manager instead."""
    return tuple(MaskedContact(index, *_shown(each)) for index, each in enumerate(_known(debtor)))


def address_of(debtor: Debtor, index: int, masked: str | None = None) -> tuple[Channel, str] | None:
    """The address behind a place in the list; ``None`` where there is none any more.

    ``masked`` is what the person saw at that place: an address that moved there meanwhile is not written to.
    """
    known = _known(debtor)
    if not 0 <= index < len(known):
        return None
    return known[index] if masked in (None, mask(*known[index])) else None


def mask(channel: Channel, address: str) -> str:
    """« m…@e….fr » or « 06 •• •• •• 12 »."""
    return _masked_email(address) if channel is Channel.EMAIL else _masked_number(address)


def _known(debtor: Debtor) -> tuple[tuple[Channel, str], ...]:
    emails = [(Channel.EMAIL, address) for address in debtor.usable_emails()]
    return (*emails, *((Channel.SMS, number) for number in debtor.usable_mobiles()))[:MOST_OFFERED]


def _shown(known: tuple[Channel, str]) -> tuple[Channel, str]:
    return known[0], mask(*known)


def _masked_email(address: str) -> str:
    local, _, domain = address.rpartition("@")
    host, dot, ending = domain.rpartition(".")
    return f"{local[:1]}{_HIDDEN}@{(host or domain)[:1]}{_HIDDEN}{dot}{ending if host else ''}"


def _masked_number(number: str) -> str:
    """A French mobile as it is dialled at home: the first two digits and the last two."""
    national = f"0{number[3:]}" if number.startswith("+33") else f"0{number[4:]}"
    pairs = (national[:_SHOWN_DIGITS], _DOTS, _DOTS, _DOTS, national[-_SHOWN_DIGITS:])
    return NO_BREAK.join(pairs)

"""Addresses as they are read and as they are sorted."""

from __future__ import annotations

from chalicelib.domain.parties import Address


def address_lines(address: Address | None) -> tuple[str, ...]:
    """Street, complement, postal code and town; empty without an address."""
    if address is None:
        return ()
    lines = (address.line1, address.line2 or "", f"{address.postal_code} {address.city}".strip())
    return tuple(line for line in lines if line)


def full_address(address: Address | None) -> str:
    """The address on one line."""
    return ", ".join(address_lines(address))


def postal_lines(address: Address | None) -> tuple[str, ...]:
    """As La Poste sorts it: the line of the town in capitals."""
    *street, town = address_lines(address) or ("",)
    return (*street, town.upper())

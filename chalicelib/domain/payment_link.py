"""A creditor's own way to pay online: an https address with places for the amount and the reference (R-127)."""

from __future__ import annotations

import re
from urllib.parse import quote

from .money import Money

MOST_TEMPLATE = 500
PLACES = frozenset({"amount", "reference", "currency"})
_PLACE = re.compile(r"\{([^{}]*)\}")
_ALLOWED = re.compile(r"https://[A-Za-z0-9.{}-]+(?::\d{1,5})?(?:[/?][A-Za-z0-9._~:/?&=%+,;@!$*'()\[\]{}-]*)?\Z")


def checked_payment_link(template: str) -> str:
    """The address as it is kept. ValueError: not https, no host of its own, unknown places, none for the reference."""
    names = _PLACE.findall(template)
    bare = _PLACE.sub("0", template)
    if len(template) > MOST_TEMPLATE or not _ALLOWED.match(template) or "{" in bare or "}" in bare:
        raise ValueError("An https address such as https://pay.example.com/?amount={amount}&ref={reference}")
    host = template.removeprefix("https://").partition("/")[0].partition("?")[0]
    if "{" in host or "." not in host:
        raise ValueError("The host is a name of its own, without places.")
    unknown = sorted(set(names) - PLACES)
    if unknown:
        raise ValueError(f"Places are {', '.join(sorted(PLACES))}, not {unknown[0][:40]}.")
    if "reference" not in names:
        raise ValueError("Without {reference} a payment cannot be recognised.")
    return template


def payment_link(template: str, amount: Money, reference: str) -> str:
    """The address for this amount: ``amount`` in units with two decimals (1234.50), every value percent-encoded."""
    units, cents = divmod(amount.amount, 100)
    values = {"amount": f"{units}.{cents:02d}", "currency": amount.currency, "reference": reference}
    return _PLACE.sub(lambda place: quote(values[place.group(1)], safe=""), template)

"""Reads the URL of a webhook receiver strictly: one spelling, https, a host that can only mean one thing.

Different parsers read odd URLs differently; whatever is odd is refused instead of being interpreted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

import idna

from chalicelib.adapters.outbound_address import is_loopback, refusal
from chalicelib.domain.errors import FieldProblem, InvalidInput

LONGEST_URL = 2_048
_ODD_CHARACTER = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LOOKS_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?%\[\]]*")
_INSIDE_NAMES = frozenset(
    [
        "localhost",
        "local",
        "localdomain",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "private",
        "arpa",
        "onion",
        "invalid",
        "alt",
    ]
)


class UrlRefused(InvalidInput):
    """The URL of a receiver cannot be used (422); ``reason`` is stable snake_case."""

    code = "webhook_url_refused"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail, errors=(FieldProblem("#/url", reason, detail),))
        self.reason = reason


@dataclass(frozen=True)
class OutboundUrl:
    """A URL that passed: ``host`` is the ASCII name, or the address without brackets; ``target`` path and query."""

    scheme: str
    host: str
    port: int
    target: str
    is_address: bool = False

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.target}"


_DEFAULT_PORTS = {"https": 443, "http": 80}


def read_url(url: str, *, allow_local: bool = False) -> OutboundUrl:
    """Check and normalise a receiver's URL; raises UrlRefused with the reason.

    https only, port 443 or 1024 and above, no userinfo, no fragment, no name of an inside network, addresses
    only in their usual notation and only public ones. An international name becomes its ASCII form (IDNA 2008).
    ``allow_local`` (the local cloud) adds http and loopback, whatever the port; names are resolved at each send.
    """
    parts = _split(url)
    scheme = parts.scheme
    if scheme != "https" and not (allow_local and scheme == "http"):
        raise UrlRefused("scheme", "The URL must start with https://.")
    host, is_address = _host(parts, allow_local)
    port = _port(parts, scheme)
    if not allow_local and port != 443 and port < 1_024:
        raise UrlRefused("port", "The port must be 443, or 1024 and above.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _PATH.fullmatch(target):
        raise UrlRefused("path", "Path and query must be percent-encoded ASCII.")
    return OutboundUrl(scheme, host, port, target, is_address)


class OutboundUrls:
    """The URL check as an object, for use cases that register a receiver."""

    def __init__(self, *, allow_local: bool = False) -> None:
        self._allow_local = allow_local

    def check(self, url: str) -> str:
        """The normalised URL; raises UrlRefused."""
        return str(read_url(url, allow_local=self._allow_local))


def _split(url: str) -> SplitResult:
    if len(url) > LONGEST_URL:
        raise UrlRefused("too_long", f"The URL has more than {LONGEST_URL} characters.")
    if _ODD_CHARACTER.search(url):
        raise UrlRefused("characters", "The URL holds a space, a control character or a backslash.")
    if not re.match(r"[A-Za-z]+://[^/]", url):
        raise UrlRefused("form", "The URL must be absolute: https://host/path.")
    try:
        parts = urlsplit(url)
    except ValueError as unreadable:
        raise UrlRefused("form", "The URL cannot be read.") from unreadable
    if "@" in parts.netloc:
        raise UrlRefused("userinfo", "The URL must not hold a user name or password.")
    if "#" in url:
        raise UrlRefused("fragment", "The URL must not hold a fragment.")
    return parts


def _port(parts: SplitResult, scheme: str) -> int:
    _, colon, written = parts.netloc.rpartition("]")[2].partition(":")
    if not colon:
        return _DEFAULT_PORTS[scheme]
    if not re.fullmatch(r"[1-9][0-9]{0,4}", written) or int(written) > 65_535:
        raise UrlRefused("port", "The port must be a number from 1 to 65535.")
    return int(written)


def _host(parts: SplitResult, allow_local: bool) -> tuple[str, bool]:
    netloc = parts.netloc
    if netloc.startswith("["):
        written, bracket, rest = netloc[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise UrlRefused("host", "The IPv6 address cannot be read.")
        return _address_v6(written, allow_local), True
    name = netloc.partition(":")[0]
    if not name:
        raise UrlRefused("host", "The URL has no host.")
    labels = name.split(".")
    if _LOOKS_NUMERIC.fullmatch(labels[-1].lower() or "0"):
        return _address_v4(name, allow_local), True
    return _name(name, allow_local), False


def _address_v4(written: str, allow_local: bool) -> str:
    try:
        address = str(IPv4Address(written))
    except ValueError as odd:
        raise UrlRefused("host", "An address must be written as four decimal numbers.") from odd
    return _public(address, allow_local)


def _address_v6(written: str, allow_local: bool) -> str:
    try:
        address = IPv6Address(written)
    except ValueError as odd:
        raise UrlRefused("host", "The IPv6 address cannot be read.") from odd
    return _public(str(address), allow_local)


def _public(address: str, allow_local: bool) -> str:
    if allow_local and is_loopback(address):
        return address
    reason = refusal(address)
    if reason is not None:
        raise UrlRefused("address", f"The address is not a public one ({reason}).")
    return address


def _name(written: str, allow_local: bool) -> str:
    name = unicodedata.normalize("NFC", written).lower()
    if not name.isascii():
        try:
            name = idna.encode(name, strict=True, std3_rules=True).decode()
        except idna.IDNAError as unusable:
            raise UrlRefused("host", "The international host name is not valid (IDNA 2008).") from unusable
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UrlRefused("host", "The host name is not valid.")
    if allow_local and name == "localhost":
        return name
    if len(labels) < 2 or labels[-1] in _INSIDE_NAMES or _LOOKS_NUMERIC.fullmatch(labels[-1]):
        raise UrlRefused("host", "The host must be a public name.")
    return name

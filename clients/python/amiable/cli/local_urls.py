"""Which addresses lead to this machine or its network, so that nothing is forwarded to strangers by accident."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from .problems import CliError

LOOPBACK_NAMES = ("localhost", "ip6-localhost")


def is_on_this_machine(url: str) -> bool:
    """Whether the host is a loopback address or a name that always means one."""
    host = _host(url)
    if host in LOOPBACK_NAMES or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def receiver_url(text: str, *, allow_public: bool = False) -> str:
    """The URL to forward to; ``localhost:4242/webhooks`` is short for http.

    Every address that the name leads to must be loopback or private, unless ``allow_public``.
    """
    url = text if "://" in text else f"http://{text}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or _has_no_port(url):
        raise CliError(f"{text} is not an address to forward to.", "For example: localhost:4242/webhooks")
    if parts.username or parts.password:
        raise CliError("An address to forward to holds no user name or password.")
    if not allow_public and not _is_private(parts.hostname):
        raise CliError(
            f"{parts.hostname} is not on this machine or in a private network.",
            "Create a webhook endpoint for a public receiver, or say --allow-public.",
        )
    return url


def _has_no_port(url: str) -> bool:
    try:
        return urlsplit(url).port == 0
    except ValueError:
        return True


def _is_private(host: str) -> bool:
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise CliError(f"{host} leads nowhere.", "Check the address to forward to.") from error
    addresses = [ipaddress.ip_address(str(each).partition("%")[0]) for each in found]
    return bool(addresses) and all(_is_near(address) for address in addresses)


def _is_near(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Loopback, or of a private network; never link-local, where clouds keep their credentials."""
    near = address.is_loopback or address.is_private
    return near and not (address.is_link_local or address.is_unspecified or address.is_multicast)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""

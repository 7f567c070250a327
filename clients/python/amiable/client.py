"""The client: one attribute per resource, one method per operation."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from ipaddress import ip_address
from typing import Any, ParamSpec, Protocol, Self, TypeVar, cast
from urllib.parse import urlsplit

import httpx

from .calls import Caller
from .contract import Operations
from .errors import ConfigurationError
from .waiting import TestClocks

DEFAULT_BASE_URL = "https://api.amiable.example/v1"

P = ParamSpec("P")
Item = TypeVar("Item", covariant=True)  # noqa: PLC0105 - T_co would say the same twice
T = TypeVar("T")


class Page(Protocol[Item]):
    """A page of any list."""

    @property
    def data(self) -> Sequence[Item]: ...

    @property
    def next_cursor(self) -> str | None: ...


class Amiable(Operations):
    """Everything that the API does, with one key. Use it in a ``with``, or ``close()`` it; threads may share it.

    Args:
        api_key: by default what ``AMIABLE_API_KEY`` says. The key decides between test and live mode.
        base_url: by default what ``AMIABLE_BASE_URL`` says, else the public address.
        timeout: seconds that one attempt may stay without an answer.
        deadline: seconds that a call may take, all its attempts and waits together.
        max_retries: how often a call is tried again; 0 for never.
        allow_plain_http: let the key travel unencrypted to another machine than this one.
        transport: another way to send, for proxies and tests.

    Raises:
        ConfigurationError: there is no key, or it would travel unencrypted.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 30.0,
        deadline: float = 90.0,
        max_retries: int = 4,
        allow_plain_http: bool = False,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        key = (api_key or os.environ.get("AMIABLE_API_KEY") or "").strip()
        address = base_url or os.environ.get("AMIABLE_BASE_URL") or DEFAULT_BASE_URL
        if not key:
            raise ConfigurationError("no API key: pass api_key, or set AMIABLE_API_KEY")
        if not key.isascii() or not key.isprintable() or " " in key:
            raise ConfigurationError("the API key has characters that no key has")
        _check(address, allow_plain_http=allow_plain_http)
        self.base_url = address
        super().__init__(
            Caller(key, address, timeout=timeout, deadline=deadline, max_retries=max_retries, transport=transport)
        )

    @cached_property
    def test_clocks(self) -> TestClocks:
        """With ``advance_and_wait``."""
        return TestClocks(self._caller)

    def pages(self, method: Callable[P, Page[T]], *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        """Every item of a list, over all its pages: ``client.pages(client.cases.list_cases, status="open")``.

        A page is fetched when the items before it were taken. ``limit`` is the size of a page, up to 100.
        """
        asked = cast(Callable[..., Page[T]], method)
        filters: dict[str, Any] = dict(kwargs)
        while True:
            page = asked(*args, **filters)
            yield from page.data
            if page.next_cursor is None:
                return
            filters["cursor"] = page.next_cursor

    def close(self) -> None:
        """Give the connections back."""
        self._caller.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Amiable(base_url={self.base_url!r})"


def _check(address: str, *, allow_plain_http: bool) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ConfigurationError(f"no address of an API: {address!r}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigurationError("the address holds more than a host and a path")
    if parts.scheme == "http" and not allow_plain_http and not _is_this_machine(parts.hostname):
        raise ConfigurationError(f"{address} is not encrypted: the key could be read on its way (allow_plain_http)")


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

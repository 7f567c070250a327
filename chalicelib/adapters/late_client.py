"""A client of AWS that is made at its first call: most requests need the table alone, and a client costs 20 ms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class LateClient:
    """Stands for the client that ``make`` gives; makes it once."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        client = self.__dict__.get("_client")
        if client is None:
            client = self.__dict__["_client"] = self._make()
        return getattr(client, name)

"""How an action of the page is declared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .answers import PageAnswer
from .call import PageCall

Handler = Callable[[PageCall], PageAnswer]
_NAME = re.compile(r"[a-z]{2,20}(-[a-z]{2,20}){0,3}")


@dataclass(frozen=True)
class PageAction:
    """``verified``: only after a one-time code; who has none is led to the action ``code`` first.

    ``uploads``: its forms may carry files.
    """

    name: str
    methods: tuple[str, ...]
    verified: bool
    uploads: bool
    handler: Handler


class Page:
    """The actions by name; the first page has the empty one."""

    def __init__(self) -> None:
        self.actions: dict[str, PageAction] = {}

    def action(
        self, name: str, *, methods: tuple[str, ...] = ("GET",), verified: bool = False, uploads: bool = False
    ) -> Callable[[Handler], Handler]:
        """Declares the handler of ``/d/<token>/<name>``; GET changes nothing, POST is checked before it comes here."""
        if (name and _NAME.fullmatch(name) is None) or name in self.actions or not set(methods) <= {"GET", "POST"}:
            raise ValueError(f"an action of the page cannot be declared like this: {name!r}")

        def declare(handler: Handler) -> Handler:
            self.actions[name] = PageAction(name, methods, verified, uploads, handler)
            return handler

        return declare


page = Page()

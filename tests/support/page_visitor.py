"""A debtor who reads their page and fills in its forms as they stand there, hidden fields included."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .http_client import HttpAnswer
from .page_browser import PageBrowser
from .page_world import PageWorld

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_CODE = re.compile(rb"\b(\d{6})\b")
Files = Mapping[str, tuple[str, bytes]]
PDF = b"%PDF-1.4\n% a proof\n"


@dataclass
class PageVisitor:
    """``path`` is the first page of the link."""

    world: PageWorld
    browser: PageBrowser
    path: str
    seen: dict[str, HttpAnswer] = field(default_factory=dict)

    @classmethod
    def of(cls, world: PageWorld) -> PageVisitor:
        """In a new browser that has opened the first page."""
        visitor = cls(world, world.browser(), world.path)
        visitor.home()
        return visitor

    def home(self) -> HttpAnswer:
        return self.browser.get(self.path)

    def open(self, action: str) -> HttpAnswer:
        return self.browser.get(f"{self.path}/{action}")

    def fill(self, action: str, typed: Mapping[str, str], page: HttpAnswer | None = None) -> HttpAnswer:
        """Sends the form of the action, or of the page given: the review, or the form with its faults."""
        page = page or self.open(action)
        return self.browser.post(f"{self.path}/{action}", {**hidden_in(page), **typed})

    def confirm(
        self, action: str, review: HttpAnswer, typed: Mapping[str, str] | None = None, files: Files | None = None
    ) -> HttpAnswer:
        """« Je confirme »."""
        fields = {**hidden_in(review), **(typed or {}), "confirm": "yes"}
        path = f"{self.path}/{action}"
        return self.browser.upload(path, fields, files) if files else self.browser.post(path, fields)

    def do(self, action: str, typed: Mapping[str, str], files: Files | None = None) -> HttpAnswer:
        """Form, review, confirmation; the result page."""
        self.seen["form"] = self.open(action)
        self.seen["review"] = self.fill(action, typed, self.seen["form"])
        assert self.seen["review"].status == 200, words_of(self.seen["review"])
        confirmed = self.confirm(action, self.seen["review"], files=files)
        assert confirmed.status == 303, words_of(confirmed)
        return self.browser.follow(f"{self.path}/{action}", confirmed)

    def verify(self) -> HttpAnswer:
        """A one-time code, read where it was sent and entered."""
        self.seen["digits"] = self.fill("code", {"contact": "0"})
        assert self.seen["digits"].status == 200, words_of(self.seen["digits"])
        confirmed = self.fill("code", {"digits": self.code()}, self.seen["digits"])
        return self.browser.follow(f"{self.path}/code", confirmed)

    def code(self) -> str:
        """The digits of the last message."""
        found = _CODE.search(self.world.world.sent[-1].content)
        assert found
        return found.group(1).decode()


def hidden_in(page: HttpAnswer) -> dict[str, str]:
    """The hidden fields of the page's form."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(page.text)}


def words_of(page: HttpAnswer) -> str:
    """What a reader reads, on one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", _STYLE.sub("", page.text)))).strip()

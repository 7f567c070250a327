"""What a debtor does on their page, form by form, in a browser without JavaScript (R-127)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from tests.support.wire_visitor import Answer, Visitor

from .story import Story

_DIGITS = re.compile(r"\b(\d{3})\s?(\d{3})\b")


@dataclass
class DebtorsPage:
    """``url`` is the link that the debtor was sent."""

    story: Story
    url: str
    visitor: Visitor = field(default_factory=Visitor)

    @classmethod
    def of(cls, story: Story) -> DebtorsPage:
        """The debtor follows their link."""
        page = cls(story, str(story.command("debtor-page-links")["url"]))
        page.visitor.ask(page.url)
        return page

    def words(self) -> str:
        """What the first page says now."""
        return self.visitor.ask(self.url).words

    def do(self, action: str, file: tuple[str, bytes] | None = None, **typed: str) -> str:
        """Form, review, « Je confirme »; what the page answers."""
        form = self.visitor.ask(f"{self.url}/{action}")
        review = self._sent(action, form, typed)
        fields = {**review.hidden, "confirm": "yes"}
        place = f"{self.url}/{action}"
        confirmed = self.visitor.upload(place, fields, {"file": file}) if file else self.visitor.post(place, fields)
        return self._followed(action, confirmed).words

    def verify(self) -> None:
        """The debtor shows who they are: a code that comes by e-mail, entered on the page."""
        digits = self._sent("code", self.visitor.ask(f"{self.url}/code"), {"contact": "0"})
        entered = self.visitor.post(f"{self.url}/code", {**digits.hidden, "digits": self._code()})
        self._followed("code", entered)

    def sign(self, figures: str, words: str) -> str:
        """The amount in figures and in words, then a code of its own; what the page answers."""
        form = self.visitor.ask(f"{self.url}/sign")
        assert words in form.words, "the amount is shown"
        assert words not in re.findall(r'value="([^"]*)"', form.text), "and never filled in"
        review = self._sent("sign", form, {"figures": figures, "words": words, "contact": "0"})
        fields = {**review.hidden, "digits": self._code(), "confirm": "yes"}
        return self._followed("sign", self.visitor.post(f"{self.url}/sign", fields)).words

    def _sent(self, action: str, page: Answer, typed: Mapping[str, str]) -> Answer:
        answer = self.visitor.post(f"{self.url}/{action}", {**page.hidden, **typed})
        assert answer.status == 200, answer.words
        return answer

    def _followed(self, action: str, answer: Answer) -> Answer:
        assert answer.status == 303, answer.words
        return self.visitor.ask(urljoin(f"{self.url}/{action}", answer.headers["location"]))

    def _code(self) -> str:
        """The digits of the last code, as the message is kept in test mode."""
        found = _DIGITS.search(self.story.contacts(template="one_time_code")[-1]["text"])
        assert found
        return found[1] + found[2]

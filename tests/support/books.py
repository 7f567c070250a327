"""An invoicing system that is asked before each contact, and answers as told; its books may follow the case's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.webhook_schedule import Answer

Answering = Callable[[dict[str, Any]], Answer]


def saying(body: Any, status: int = 200) -> Answer:
    """An answer with this JSON."""
    return Answer(status, excerpt=json.dumps(body))


def agrees(question: dict[str, Any]) -> Answer:
    """The same amount for each invoice that is asked about."""
    lines = [{"number": each["number"], "outstanding": each["outstanding"]} for each in question["data"]["invoices"]]
    return saying({"invoices": lines})


def knows_of_a_payment(question: dict[str, Any]) -> Answer:
    """Everything was paid, as far as the books know."""
    paid = {"amount": 0, "currency": "EUR"}
    return saying(
        {"invoices": [{"number": each["number"], "outstanding": paid} for each in question["data"]["invoices"]]}
    )


def is_down(question: dict[str, Any]) -> Answer:
    """No answer."""
    del question
    return Answer(None, "connect_timeout", duration_ms=2_000)


class Books:
    """What was asked, in order, with its headers; ``answering`` decides what comes back."""

    def __init__(self) -> None:
        self.questions: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.bodies: list[bytes] = []
        self.urls: list[str] = []
        self.answering: Answering = agrees

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        question: dict[str, Any] = json.loads(body)
        self.urls.append(url)
        self.headers.append(headers)
        self.bodies.append(body)
        self.questions.append(question)
        return self.answering(question)

"""Every action of the page, by importing the files that declare them."""

from __future__ import annotations

from . import answer, channels, code, dispute, documents, home, paid, plan, promise, sign, wrong_person
from .framework.actions import page

__all__ = [
    "answer",
    "channels",
    "code",
    "dispute",
    "documents",
    "home",
    "page",
    "paid",
    "plan",
    "promise",
    "sign",
    "wrong_person",
]

"""What an answer carries beside its body, and where a model keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What came with the body. ``headers`` are in lower case; ``attempts`` counts from 1."""

    status: int
    headers: Mapping[str, str]
    attempts: int

    @property
    def etag(self) -> str | None:
        """The version of the object, for ``if_match``."""
        return self.headers.get("etag")

    @property
    def request_id(self) -> str | None:
        """What support asks for."""
        return self.headers.get("request-id")

    @property
    def replayed(self) -> bool:
        """Whether this is the kept answer of an earlier request with the same idempotency key."""
        return self.headers.get("idempotent-replayed") == "true"


class Model:
    """Every generated model. Two models are equal when their fields are: the answer they came with does not count."""

    __slots__ = ("_answer",)
    _answer: Answer

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, as it is sent."""
        raise NotImplementedError  # each generated model has its own

    @property
    def last_response(self) -> Answer:
        """The answer that this object came in.

        Raises:
            LookupError: it is a part of an answer, or was made by hand.
        """
        answer: Answer | None = getattr(self, "_answer", None)
        if answer is None:
            raise LookupError(f"this {type(self).__name__} is not an answer of the API by itself")
        return answer

    @property
    def etag(self) -> str:
        """The version of the object, for ``if_match``.

        Raises:
            LookupError: it did not come with one.
        """
        etag = self.last_response.etag
        if etag is None:
            raise LookupError(f"this {type(self).__name__} came without an ETag")
        return etag


def came_with(model: object, answer: Answer) -> None:
    """Note the answer on the model that was read from it; anything else carries none."""
    if isinstance(model, Model):
        model._answer = answer  # noqa: SLF001 - of the same module

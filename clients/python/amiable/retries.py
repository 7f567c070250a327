"""When a call is tried again, and how long it waits before. httpx-retries makes the attempts.

Tried again: an attempt that got no answer, 429, 5xx, and whatever problem says that it is ``retryable``. A read does no
harm twice. A POST carries one idempotency key over all its attempts: whatever the first did, the second gets its
answer (the few that take no key keep nothing). A PATCH, PUT or DELETE with ``If-Match`` has its effect once, since the
first changes the version; when a later attempt is refused for that, the error says so in a note. With ``If-Match: *``
nothing protects: such a write is tried again only where the first attempt certainly did nothing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Self

import httpx
from httpx_retries import Retry

from .errors import retry_after

_FACTOR, _LONGEST = 0.25, 30.0  # seconds: a random part of 0.5, 1, 2, 4…
_TRANSIENT = {429, 500, 502, 503, 504}
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)  # nothing reached the other side
_LOST = (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError)


class TryAgain(Exception):
    """An answer that another attempt may better."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class Attempts:
    """The attempts of one call."""

    def __init__(self, method: str, headers: Mapping[str, str], max_retries: int, deadline: float) -> None:
        self.max_retries = max_retries
        self.made = 1
        self._writes = method in {"PATCH", "PUT", "DELETE"}
        self._repeatable = not self._writes or headers.get("If-Match", "*") != "*"
        self._ends = time.monotonic() + deadline
        self._unclear = False

    @property
    def lost_a_write(self) -> bool:
        """Whether an attempt before the last may have changed something that the last one then stumbled over."""
        return self._writes and self._unclear

    @property
    def left(self) -> float:
        """Seconds to the deadline."""
        return self._ends - time.monotonic()

    def first(self) -> Retry:
        """What httpx-retries asks before each further attempt."""
        return _Asked(
            total=self.max_retries,
            backoff_factor=_FACTOR,
            max_backoff_wait=_LONGEST,
            validate_response=self.judge,
        ).for_call(self)

    def judge(self, response: httpx.Response) -> None:
        """Raise ``TryAgain`` when the answer is not the last word and there is time."""
        asked = retry_after({name.lower(): value for name, value in response.headers.items()})
        if not _may_pass(response) or not self._has_time_for(asked or self._longest_wait):
            return
        if response.status_code != 429 and not self._allow_unclear():
            return
        raise TryAgain(response)

    def may_repeat(self, error: Exception) -> bool:
        """Whether an attempt that ended in this error is made again."""
        if isinstance(error, TryAgain):
            return True
        if not isinstance(error, _LOST) or not self._has_time_for(self._longest_wait):
            return False
        return isinstance(error, _UNSENT) or self._allow_unclear()

    @property
    def _longest_wait(self) -> float:
        """Seconds before the next attempt, at most, where the answer does not say."""
        return float(min(_FACTOR * 2**self.made, _LONGEST))

    def _has_time_for(self, wait: float) -> bool:
        return wait <= _LONGEST and wait < self.left

    def _allow_unclear(self) -> bool:
        self._unclear = self._unclear or self._repeatable
        return self._repeatable


class _Asked(Retry):
    """Asks ``Attempts``; httpx-retries makes a copy for each attempt."""

    attempts: Attempts

    def for_call(self, attempts: Attempts) -> Self:
        self.attempts = attempts
        return self

    def increment(self) -> Retry:
        self.attempts.made += 1
        further = super().increment()
        assert isinstance(further, _Asked)
        return further.for_call(self.attempts)

    def is_retryable_method(self, method: str) -> bool:
        del method  # every answer is judged
        return True

    def is_retryable_status_code(self, status_code: int) -> bool:
        del status_code  # the body decides: see judge
        return False

    def is_retryable_exception(self, exception: Exception) -> bool:
        return self.attempts.may_repeat(exception)


def limit_to_deadline(request: httpx.Request) -> None:
    """An attempt is not silent for longer than the call may take."""
    retry = request.extensions.get("retry")
    if isinstance(retry, _Asked):
        left = max(retry.attempts.left, 0.001)
        allowed = request.extensions["timeout"]
        request.extensions["timeout"] = {
            part: left if seconds is None else min(seconds, left) for part, seconds in allowed.items()
        }


def _may_pass(response: httpx.Response) -> bool:
    """Whether the same request can succeed later: what a problem says of itself, or the status of anything else."""
    if response.is_success or response.is_redirect or response.status_code == httpx.codes.NOT_MODIFIED:
        return False
    try:
        told = json.loads(response.content)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and isinstance(told.get("retryable"), bool):
        return bool(told["retryable"])
    return response.status_code in _TRANSIENT

"""One call: what is sent, how often it is tried, and how the answer is read. The generated methods end here."""

from __future__ import annotations

import platform
import uuid
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from httpx_retries import retry_request

from .answers import Answer, Model, came_with
from .errors import ConnectionFailed, NotModified, UnreadableAnswer, api_error
from .retries import Attempts, TryAgain, limit_to_deadline
from .version import __version__

T = TypeVar("T")
Query = Mapping[str, object]
_USER_AGENT = f"amiable-python/{__version__} python/{platform.python_version()}"


class Caller:
    """Sends requests with one key to one address. Safe to share between threads.

    ``timeout``: seconds an attempt may be silent; ``deadline``: seconds after which no further attempt begins.
    """

    def __init__(
        self,
        key: str,
        base_url: str,
        *,
        timeout: float,
        deadline: float,
        max_retries: int,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._deadline = deadline
        self._max_retries = max_retries
        self._http = httpx.Client(
            base_url=self.base_url,
            headers={"Authorization": f"Bearer {key}", "User-Agent": _USER_AGENT, "Accept": "application/json"},
            timeout=timeout,
            transport=transport,
            follow_redirects=False,  # the key stays with this address
            event_hooks={"request": [limit_to_deadline]},
        )

    def close(self) -> None:
        self._http.close()

    def call(
        self,
        method: str,
        url: str,
        *,
        answer: Callable[[httpx.Response], T],
        body: object = None,
        query: Query | None = None,
        accept: str | None = None,
        keyed: bool = False,
        **preconditions: str | None,
    ) -> T:
        """The answer of an operation, read by ``answer``.

        ``keyed``: the operation takes an idempotency key; one is made where the caller gave none, and every attempt
        carries it.

        Raises:
            ApiError: the API refused. NotModified: 304. ConnectionFailed: no answer. UnreadableAnswer: it is none.
        """
        headers = _headers(accept, keyed=keyed, **preconditions)
        attempts = Attempts(method, headers, self._max_retries, self._deadline)
        response = self._send(attempts, method, url, headers, body, query)
        told = {name.lower(): value for name, value in response.headers.items()}
        if "deprecation" in told:
            ends = f"{method} {url} works until {told.get('sunset', 'a day that is not said yet')}"
            warnings.warn(f"{ends}: {told.get('link', '')}", DeprecationWarning, stacklevel=3)  # whoever called it
        if response.status_code == httpx.codes.NOT_MODIFIED:
            raise NotModified("the representation that you hold is the present one")
        if not response.is_success:
            error = api_error(response.status_code, told, response.content, attempts=attempts.made)
            if attempts.lost_a_write:
                error.add_note("An earlier attempt got no clear answer and may have been applied: read the object.")
            raise error
        read = _read(response, answer)
        came_with(read, Answer(response.status_code, told, attempts.made))
        return read

    def _send(
        self, attempts: Attempts, method: str, url: str, headers: dict[str, str], body: object, query: Query | None
    ) -> httpx.Response:
        sent: dict[str, Any] = {"headers": headers, "params": _params(query or {})}
        if body is not None:
            sent["json"] = body.to_dict() if isinstance(body, Model) else body
        try:
            return retry_request(self._http, method, url, retry=attempts.first(), **sent)
        except TryAgain as refused:
            return refused.response
        except httpx.HTTPError as error:
            said = str(error) or type(error).__name__
            times = "" if attempts.made == 1 else f" after {attempts.made} attempts"
            raise ConnectionFailed(
                f"no answer from {self.base_url}{times}: {said}",
                attempts=attempts.made,
                idempotency_key=headers.get("Idempotency-Key"),
            ) from error


def path(template: str, **parts: str) -> str:
    """A path with its parameters, each escaped as one segment.

    Raises:
        ValueError: a parameter is empty or walks up the path: another operation would be called.
    """
    for name, part in parts.items():
        if not part or part in {".", ".."}:
            raise ValueError(f"{name} is empty" if not part else f"{name} is no id: {part}")
    return template.format(**{name: quote(str(part), safe="") for name, part in parts.items()})


def as_json(model: Callable[[Any], T]) -> Callable[[httpx.Response], T]:
    """What a model makes of the JSON."""
    return lambda response: model(response.json())


def as_text(response: httpx.Response) -> str:
    """A page or a document that is no JSON."""
    return response.text


def as_bytes(response: httpx.Response) -> bytes:
    """A file."""
    return response.content


def as_nothing(response: httpx.Response) -> None:
    """204."""
    del response


def _headers(accept: str | None, *, keyed: bool, **named: str | None) -> dict[str, str]:
    headers = {name.replace("_", "-").title(): value for name, value in named.items() if value is not None}
    if accept is not None:
        headers["Accept"] = accept
    if keyed and "Idempotency-Key" not in headers:
        headers["Idempotency-Key"] = str(uuid.uuid4())
    return headers


def _params(query: Query) -> dict[str, str]:
    return {name: _text(value) for name, value in query.items() if value is not None}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else str(value)


def _read(response: httpx.Response, answer: Callable[[httpx.Response], T]) -> T:
    try:
        return answer(response)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        start = " ".join(response.text[:200].split())
        told = f"{response.status_code} from {response.request.url}: {type(error).__name__}: {error}: {start}"
        raise UnreadableAnswer(told) from error

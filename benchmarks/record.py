"""Makes the recording that the probe is answered from: the application itself, on the emulated AWS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import boto3
from botocore import xform_name

from tests.support.http_client import HttpClient

from .metered_app import metered_app
from .one_case import START, OneCase
from .recording import Recording


def record(path: Path) -> None:
    """A read and a pause of an open case, each by a process that starts and by one that has worked before."""
    recording = Recording()
    tape = _Tape(recording)
    with metered_app(START) as app:
        tape.listen(boto3.DEFAULT_SESSION.events)
        case = OneCase(app)
        case.open()
        app.fresh_process()
        place = f"/v1/cases/{case.case_id}"
        for temperature in ("cold", "warm"):
            tape.tell(f"GET {temperature}", case.client, "GET", place)
        for temperature in ("cold", "warm"):
            tape.tell(f"POST {temperature}", case.client, "POST", f"{place}/pause", temperature)
            case.client.post(f"{place}/resume", {"reason": "recorded"})
        recording.environment = app.environment()
    recording.save(path)


class _Tape:
    """Writes down what passes while it has a name."""

    def __init__(self, recording: Recording) -> None:
        self._name: str | None = None
        self._recording = recording

    def listen(self, events: Any) -> None:
        """Hears every client that is made from this session afterwards."""
        events.register("provide-client-params", self._asked)
        events.register("before-call", self._sent)
        events.register("after-call", self._answered)

    def tell(self, name: str, client: HttpClient, method: str, path: str, reason: str | None = None) -> None:
        """One request; a pause has a reason, and a key as a careful client's has."""
        body = {"reason": reason} if reason else None
        headers = {"Idempotency-Key": f"bench-{reason}"} if reason else {}
        self._recording.events.setdefault(method, client.event(method, path, body, {**client.headers, **headers}))
        self._name = name
        answer = client.send(method, path, body, **headers)
        self._name = None
        if answer.status >= 400:
            raise RuntimeError(answer.text)

    def _asked(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if self._name:
            service = model.service_model.service_name
            self._recording.calls[self._name].append((service, xform_name(model.name), dict(params)))

    def _sent(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        body = params["body"]
        context["body"] = body.decode() if isinstance(body, bytes) else str(body)

    def _answered(self, http_response: Any, model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._name and http_response.status_code >= 400:  # a wrong guess of the lease, set right by the next call
            self._recording.calls[self._name].pop()
        elif self._name:
            answers = self._recording.answers[f"{model.service_model.service_name}:{model.name}"]
            answers.setdefault(context["body"], http_response.text)
            answers.setdefault("", http_response.text)

"""The process whose instructions are counted: one cold request, then warm ones, with marks between the parts.

A mark is a call of libc's ``getloadavg``, before which the counter writes down what it has and starts again. Parts:
start of the interpreter and of this file | import and first GET | warm GETs | first POST | warm POSTs.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.recording import Recording, read_recording

WARM = 4
MODULES = {"amiable": "app", "plain": "benchmarks.plain_app"}


def main() -> None:
    """`python -m benchmarks.probe amiable|plain`."""
    recording = read_recording()
    os.environ.update(recording.environment)
    os.getloadavg()
    _answer_from(recording)
    app = importlib.import_module(MODULES[sys.argv[1]]).app
    _ask(app, recording.events["GET"], 1)
    os.getloadavg()
    _ask(app, recording.events["GET"], WARM)
    os.getloadavg()
    _ask(app, recording.events["POST"], 1)
    os.getloadavg()
    _ask(app, recording.events["POST"], WARM)
    os.getloadavg()


def _ask(app: Callable[[Any, Any], Any], event: dict[str, Any], times: int) -> None:
    for _ in range(times):
        answer = app({**event}, None)
        if answer["statusCode"] >= 400:
            raise RuntimeError(answer["body"])


def _answer_from(recording: Recording) -> None:
    """Instead of sending, each client is answered with what AWS had answered to the same operation."""
    import boto3
    from botocore.awsrequest import AWSResponse

    def answer(request: Any, event_name: str, **_: Any) -> Any:
        service, operation = event_name.split(".")[1:3]
        asked = request.body.decode() if isinstance(request.body, bytes) else str(request.body)
        answers = recording.answers[f"{service}:{operation}"]
        body = answers.get(asked, answers[""]).encode()
        response = AWSResponse(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, None)
        response._content = body  # noqa: SLF001 - as botocore's own stubs for tests do
        return response

    boto3.setup_default_session()
    boto3.DEFAULT_SESSION.events.register("before-send", answer)


if __name__ == "__main__":
    main()

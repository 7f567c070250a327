"""The process of the local cloud: ministack, which ends when the process that started it ends.

`--attached`: standard input is a pipe from the parent. When the parent is gone, however it went, the pipe closes and
this process ends its whole group, the workers of the functions included.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
from functools import wraps
from typing import Any

DENIED = "right denied"
USED = "right used"
"""How a line of the log begins that tells of a right which a role lacks, or has and uses."""


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _tell_rights() -> None:
    """Log each refusal of a right, and the first time that a role uses one.

    A function keeps a refusal to itself, since an exception's text may hold personal data.
    """
    from ministack.core import iam_actions, iam_evaluator

    refuse, judge, told = iam_actions.access_denied_response, iam_evaluator.evaluate, set[str]()

    @wraps(refuse)
    def refused(service: str, action: str, principal_arn: str, *others: Any, **named: Any) -> Any:
        print(f"{DENIED} {principal_arn} {action} {named.get('resource_arn', '')}", flush=True)
        return refuse(service, action, principal_arn, *others, **named)

    @wraps(judge)
    def judged(context: Any, *policies: Any) -> Any:
        result = judge(context, *policies)
        line = f"{USED} {context.principal_arn} {context.action}"
        if result.decision == "Allow" and line not in told:
            told.add(line)
            print(line, flush=True)
        return result

    iam_actions.access_denied_response, iam_evaluator.evaluate = refused, judged


def _bytes_by_the_first_type() -> None:
    """An answer leaves as bytes by the first type of `Accept`, as on AWS; this gateway would match the whole header."""
    from ministack.services import apigateway_v1

    matches = apigateway_v1._media_type_matches  # noqa: SLF001 - the one place that decides it

    @wraps(matches)
    def matched(media_type: str | None, binary_media_types: list[str]) -> bool:
        found: bool = matches((media_type or "").split(",", 1)[0], binary_media_types)
        return found

    apigateway_v1._media_type_matches = matched  # noqa: SLF001 - as above


def main() -> None:
    """Run ministack in this process; the port and all else come from the environment that cloud.py prepares."""
    if "--attached" in sys.argv:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    _tell_rights()
    _bytes_by_the_first_type()
    sys.argv = ["ministack"]
    runpy.run_module("ministack", run_name="__main__")


if __name__ == "__main__":
    main()

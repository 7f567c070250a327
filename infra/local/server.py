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


def _end_with_parent() -> None:
    while sys.stdin.buffer.read(4096):
        pass
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main() -> None:
    """Run ministack in this process; the port and all else come from the environment that cloud.py prepares."""
    if "--attached" in sys.argv:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = ["ministack"]
    runpy.run_module("ministack", run_name="__main__")


if __name__ == "__main__":
    main()

"""The local cloud comes and goes cleanly."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from infra.local import cloud as local_cloud
from infra.local.cloud import LocalCloud
from infra.package import ROOT

pytestmark = pytest.mark.local_cloud


def gone(cloud: LocalCloud) -> bool:
    deadline = time.monotonic() + 10
    while cloud.is_up() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not cloud.is_up()


def test_it_ends_with_its_block_and_leaves_nothing() -> None:
    with local_cloud.start() as cloud:
        assert cloud.is_up()
    assert gone(cloud)
    assert not cloud.folder.exists()


def test_two_of_them_do_not_disturb_each_other() -> None:
    with local_cloud.start() as one, local_cloud.start() as other:
        one.client("sqs").create_queue(QueueName="only-here")
        assert not other.client("sqs").list_queues().get("QueueUrls")


def test_it_ends_when_whoever_started_it_is_killed() -> None:
    script = (
        "import sys, time\n"
        "from infra.local import cloud\n"
        "started = cloud.start()\n"
        "print(started.port, started.folder, started.process_id, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    port, folder, process_id = parent.stdout.readline().split()
    cloud = LocalCloud(int(port), ROOT / folder, int(process_id))
    assert cloud.is_up()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(cloud)
    deadline = time.monotonic() + 10
    while cloud.folder.exists() and time.monotonic() < deadline:
        with local_cloud.start():  # the next one cleans up after it
            pass
    assert not cloud.folder.exists()

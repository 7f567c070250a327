"""`make up` and `make down`: a local cloud that stays, and the file that tells scripts where it is."""

from __future__ import annotations

import argparse
import json
import os
import sys
import urllib.error
from pathlib import Path

from infra.local import cloud as local_cloud
from infra.local.cloud import CloudError, LocalCloud
from infra.local.deploy import deploy
from infra.local.running import RunningApp, TenantKeys
from infra.package import ROOT, PackagingError
from infra.stacks import DeploymentError

KEPT = ROOT / ".local" / "cloud.json"  # how to stop it
FILE = ROOT / ".local" / "amiable.json"  # how to use it
TENANTS = ("Atelier du Canal", "Fournitures Bertin")


def up(source: Path = ROOT) -> None:
    """Start a local cloud with two tenants, replacing one that is up, and print how to use it."""
    down(quiet=True)
    print("starting the local cloud", flush=True)
    cloud = local_cloud.start(attached=False)
    KEPT.write_text(json.dumps({"port": cloud.port, "folder": str(cloud.folder), "process_id": cloud.process_id}))
    try:
        app = RunningApp(cloud, deploy(cloud, print, source))
        tenants = [app.new_tenant(name) for name in TENANTS]
    except BaseException:
        down(quiet=True)
        raise
    _write(app, tenants)
    _print(app, tenants)


def down(*, quiet: bool = False) -> None:
    """Stop the local cloud that `up` left, with its workers and its folder."""
    cloud = _kept()
    if cloud is not None:
        cloud.stop()
    KEPT.unlink(missing_ok=True)
    FILE.unlink(missing_ok=True)
    if not quiet:
        print("nothing was up" if cloud is None else "stopped")


def is_up() -> bool:
    """Whether the cloud that `up` left still answers."""
    return FILE.exists() and _kept() is not None


def _kept() -> LocalCloud | None:
    """The cloud that `up` left, if it still answers; its process id may belong to somebody else otherwise."""
    if not KEPT.exists():
        return None
    kept = json.loads(KEPT.read_text())
    cloud = LocalCloud(kept["port"], Path(kept["folder"]), kept["process_id"])
    return cloud if cloud.is_up() else None


def _write(app: RunningApp, tenants: list[TenantKeys]) -> None:
    keys = [{"name": t.name, "test_key": t.test_key, "live_key": t.live_key} for t in tenants]
    told = {
        "base_url": app.base_url,
        "operator_key": app.operator_key,
        "tenants": keys,
        "aws_endpoint": app.endpoint,
    }
    descriptor = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=2, ensure_ascii=False)


def _print(app: RunningApp, tenants: list[TenantKeys]) -> None:
    print(f"\nAPI           {app.base_url}")
    print(f"documentation {app.base_url}/docs")
    print(f"operator key  {app.operator_key}")
    for tenant in tenants:
        print(f"{tenant.name}\n  test key    {tenant.test_key}\n  live key    {tenant.live_key}")
    print("command line  .venv/bin/amiable init --local")
    print(f"e-mails       curl -s {app.endpoint}/_ministack/ses/messages")
    print(f"SMS           curl -s {app.endpoint}/_ministack/sns/sms-messages")
    print(f"letters       bucket {app.files_bucket}, postal/")
    print(f"AWS endpoint  {app.endpoint} (region {local_cloud.REGION}, keys test/test)")
    print(f"logs          {app.cloud.folder / 'cloud.log'}")
    print(f"all of this   {FILE}\n\nIt stays until `make down`.")


def main() -> None:
    """`python -m infra.local.up [--down]`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--down", action="store_true")
    if parser.parse_args().down:
        down()
        return
    try:
        up()
    except (CloudError, PackagingError, DeploymentError, urllib.error.URLError) as error:
        sys.exit(f"could not start: {error}")


if __name__ == "__main__":
    main()

"""Every command of the guides, run as it is written, in reading order, against the packaged application."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from chalicelib.entrypoints.http.framework.published import DOCUMENTED_URL
from infra.local.running import RunningApp, TenantKeys
from infra.site.publish import GUIDES
from tests.support.published_pages import ROOT

pytestmark = [pytest.mark.local_cloud, pytest.mark.judge]
KEY_LINE = "KEY=sk_test_…"


def commands() -> dict[str, str]:
    """What a reader would type, by guide."""
    found = {}
    for guide in GUIDES:
        text = (ROOT / guide).read_text(encoding="utf-8")
        found[guide] = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    return {guide: typed for guide, typed in found.items() if typed}


def get(url: str) -> tuple[dict[str, str], str]:
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - the local cloud's own URL
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()


def test_every_command_of_the_guides_works_as_it_is_written(
    local_app: RunningApp, tenant: TenantKeys, tmp_path: Path
) -> None:
    parts = [f"echo '=== {guide}'\n{typed}" for guide, typed in commands().items()]
    script = "set -euo pipefail\n" + "\n".join(parts)
    assert script.count(f"BASE={DOCUMENTED_URL}\n") == script.count(f"{KEY_LINE}\n") == 1
    script = script.replace(f"BASE={DOCUMENTED_URL}\n", f"BASE={local_app.base_url}\n")
    script = script.replace(f"{KEY_LINE}\n", f"KEY={tenant.test_key}\n")
    bash = shutil.which("bash")
    assert bash is not None
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "-c", script], capture_output=True, text=True, check=False, timeout=600, env=environment, cwd=tmp_path
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    told = dict(re.findall(r"=== (\S+)\n(.*?)(?=\n?=== |\Z)", done.stdout, re.DOTALL))
    assert '"code":"invalid_request"' in told["docs/guides/errors.md"]
    assert '"case_id"' in told["docs/guides/first-case.md"]


def test_contract_and_page_are_packaged_and_served_with_this_address(local_app: RunningApp) -> None:
    """Through the gateway, below /v1 and at the root."""
    root = local_app.base_url.removesuffix("/v1")
    packaged = local_app.cloud.folder / "build" / "source" / "chalicelib" / "published"
    for name, path in (("openapi.yaml", "/openapi.yaml"), ("openapi.json", "/openapi.json"), ("docs.html", "/docs")):
        expected = (packaged / name).read_text("utf-8").replace(DOCUMENTED_URL, local_app.base_url)
        headers, text = get(local_app.base_url + path)
        assert text == expected
        assert get(root + path)[1] == expected
        with pytest.raises(urllib.error.HTTPError) as seen:
            urllib.request.urlopen(  # noqa: S310 - as above
                urllib.request.Request(local_app.base_url + path, headers={"If-None-Match": headers["etag"]}),  # noqa: S310 - as above
                timeout=60,
            )
        seen.value.close()
        assert seen.value.code == 304
    contract = json.loads(get(f"{local_app.base_url}/openapi.json")[1])
    assert contract["servers"][0]["url"] == local_app.base_url


def test_a_problem_code_of_the_page_leads_to_a_page(local_app: RunningApp) -> None:
    page = get(f"{local_app.base_url}/docs")[1]
    link = re.findall(r'href="(http[^"]+/problems/case_closed)"', page)[0]
    assert "<h1>The case is closed</h1>" in get(link)[1]

"""The layer and the code alone are enough on Lambda: every handler imports in a fresh interpreter, without app.py."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.package import ROOT, Package, package

# Belong to building and testing; Lambda has no use for them
NOT_IN_THE_LAYER = {"awscli", "chalice", "cfnlint", "factur_x", "hypothesis", "ministack", "moto", "mypy", "pytest"}
LAMBDA_LIMIT = 250_000_000  # bytes, layer and code unzipped


@pytest.fixture(scope="module")
def with_layer() -> Package:
    """Packaged as for AWS; the layer is kept until requirements.txt changes."""
    return package(build=ROOT / ".local" / "build")


@pytest.fixture(scope="module")
def unpacked(with_layer: Package, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folders = {}
    for archive in with_layer.archives():
        kind = "layer" if "layer" in archive.name else "code"
        folders[kind] = tmp_path_factory.mktemp(kind)
        with zipfile.ZipFile(archive) as zipped:
            zipped.extractall(folders[kind])
    return folders


def site_packages(layer: Path) -> Path:
    (found,) = layer.glob("python/lib/python3.*/site-packages")
    return found


def test_the_layer_holds_nothing_that_lambda_does_not_run(unpacked: dict[str, Path]) -> None:
    present = {path.name.lower() for path in site_packages(unpacked["layer"]).iterdir()}
    assert not present & NOT_IN_THE_LAYER


def test_no_wheel_was_compiled_on_this_machine(unpacked: dict[str, Path]) -> None:
    """A wheel tagged linux_x86_64 was linked against this machine's libraries, and would not load on Lambda."""
    wheels = list(site_packages(unpacked["layer"]).glob("*.dist-info/WHEEL"))
    assert wheels
    compiled = [path.parent.name for path in wheels if "-linux_" in path.read_text()]
    assert not compiled


def test_layer_and_code_fit_on_lambda(unpacked: dict[str, Path]) -> None:
    size = sum(path.stat().st_size for folder in unpacked.values() for path in folder.rglob("*") if path.is_file())
    assert size < LAMBDA_LIMIT


@pytest.mark.skipif(
    (platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="the layer is built for Linux on x86_64"
)
def test_every_handler_imports_from_layer_and_code_alone(with_layer: Package, unpacked: dict[str, Path]) -> None:
    functions = with_layer.template["Resources"].values()
    handlers = sorted(r["Properties"]["Handler"] for r in functions if r["Type"] == "AWS::Serverless::Function")
    script = (
        "import importlib, json, sys\n"
        "handlers, *folders = json.loads(sys.argv[1])\n"
        "sys.path[:0] = folders\n"
        "for handler in handlers:\n"
        "    module, name = handler.rsplit('.', 1)\n"
        "    assert callable(getattr(importlib.import_module(module), name)), handler\n"
        "    if handler != 'app.app':\n"
        "        assert 'app' not in sys.modules, handler\n"
    )
    without_app = sorted(handlers, key=lambda handler: handler == "app.app")
    arguments = json.dumps([without_app, str(unpacked["code"]), str(site_packages(unpacked["layer"]))])
    # -S: no site-packages of this environment; -I: no environment variables, no current folder.
    command = [sys.executable, "-I", "-S", "-c", script, arguments]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""The package as somebody installs it: built without a network, put elsewhere, used by a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import amiable
import pytest

ROOT = Path(__file__).parents[3]
CLIENT = ROOT / "clients" / "python"
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
PROGRAM = """
import sys
import amiable
assert amiable.__file__.startswith(sys.argv[1]), amiable.__file__
assert not [name for name in sys.modules if name.startswith(("amiable.contract", "httpx"))], "loaded too early"
from amiable import webhooks
assert not [name for name in sys.modules if name.startswith("amiable.contract.models.")], "loaded too early"
from amiable import Amiable, models, verifier
with Amiable("sk_test_x") as client:
    client.cases
assert len([name for name in sys.modules if name.startswith("amiable.contract.models.")]) < 50, "loaded too early"
models.CaseRequest(creditor_id="cred_1")
assert verifier.main
print(amiable.__version__)
"""


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=CLIENT)
    (made,) = folder.glob("*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(sdist: Path) -> Path:
    """From the source distribution, where there is no repository."""
    folder = sdist.parent
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    source = folder / f"amiable-{amiable.__version__}"
    run(*PIP, "wheel", "--no-index", "--no-build-isolation", "--no-deps", "-w", folder, source, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_the_source_distribution_carries_what_it_is_made_from_and_nothing_made(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"sources/openapi.yaml", "sources/chalicelib/verifier/verify.py", "generate.py", "README.md"} <= names
    assert [name for name in names if name.startswith(("amiable/contract", "amiable/verifier.py", "tests"))] == []


def test_the_wheel_of_a_source_distribution_works_elsewhere(wheel: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "site"
    run(*PIP, "install", "--no-index", "--no-deps", "--target", elsewhere, wheel, cwd=tmp_path)
    start = "import sys; sys.path.insert(0, sys.argv[1])\n"
    told = run(sys.executable, "-c", start + PROGRAM, elsewhere, cwd=tmp_path)
    assert told.strip() == amiable.__version__


def test_the_wheel_holds_the_contract_its_types_the_verifier_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = archive.read(f"amiable-{amiable.__version__}.dist-info/entry_points.txt").decode()
        verifier = archive.read("amiable/verifier.py")
        told = archive.read(f"amiable-{amiable.__version__}.dist-info/METADATA").decode()
    assert {"amiable/py.typed", "amiable/contract/models/case.py", "amiable/contract/api/cases/__init__.py"} <= names
    assert "amiable = amiable.cli:main" in entry_points
    assert verifier == (ROOT / "chalicelib" / "verifier" / "verify.py").read_bytes()
    assert "# The Python client of Amiable" in told
    assert [name for name in names if name.startswith(("sources", "templates", "generate"))] == []

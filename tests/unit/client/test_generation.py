from __future__ import annotations

import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import amiable
import pytest
from amiable import contract
from amiable.contract import Operations

from tests.contract.contract_document import document

ROOT = Path(__file__).parents[3]
CLIENT = ROOT / "clients" / "python"
SMALL = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "paths": {},
    "components": {"schemas": {"AmountIn": {"type": "object"}, "PositiveAmountIn": {"type": "object"}}},
}


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", CLIENT / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_client_has_the_version_of_the_contract() -> None:
    declared = document()["info"]["version"]
    assert amiable.__version__ == contract.VERSION == declared


def test_every_operation_is_a_method_of_its_tag() -> None:
    operations = [
        (operation["tags"][0].lower().replace(" ", "_"), operation["operationId"])
        for path in document()["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and "operationId" in operation
    ]
    with amiable.Amiable("sk_test_x") as client:
        assert [pair for pair in operations if not callable(getattr(getattr(client, pair[0]), pair[1], None))] == []
    assert {tag for tag, _ in operations} <= set(vars(Operations))


def test_a_method_says_what_the_contract_says_of_it() -> None:
    with amiable.Amiable("sk_test_x") as client:
        told = client.payments.record_payment.__doc__ or ""
    described = document()["paths"]["/cases/{case_id}/payments"]["post"]
    assert told.startswith(described["summary"])
    for word in ("case_id:", "body: PaymentRequest", "idempotency_key:", "if_match:", "ApiError"):
        assert word in told


@pytest.mark.parametrize("name", ["TEMPLATES", "SETTINGS", "openapi.yaml", "chalicelib/verifier/verify.py"])
def test_whatever_it_is_made_from_makes_it_anew_when_it_changes(
    generator: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    before, source = generator._fingerprint(), generator.source
    changed = tmp_path / "types.py.jinja"
    changed.write_text("changed", encoding="utf-8")
    if name == "TEMPLATES":
        monkeypatch.setattr(generator, name, tmp_path)
    elif name == "SETTINGS":
        monkeypatch.setattr(generator, name, changed)
    else:
        monkeypatch.setattr(generator, "source", lambda path: changed if path == name else source(path))
    assert generator._fingerprint() != before


def test_a_piece_that_the_generator_leaves_out_fails_the_generation(generator: ModuleType, tmp_path: Path) -> None:
    unreadable = {
        "description": "What no client reads.",
        "content": {"application/x-unknown": {"schema": {"type": "object"}}},
    }
    operation = {"operationId": "read_it", "summary": "Read it", "tags": ["Things"], "responses": {"200": unreadable}}
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps({**SMALL, "paths": {"/things": {"get": operation}}}), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"(?s)would lack something.*application/x-unknown"):
        generator.generate(source, tmp_path)


def test_the_readme_names_the_oldest_python_and_the_package_needs_what_it_imports() -> None:
    project = tomllib.loads((CLIENT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"Python {project['requires-python'].removeprefix('>=')} or newer" in (CLIENT / "README.md").read_text(
        "utf-8"
    )
    needed = {word.partition(">")[0].replace("-", "_") for word in project["dependencies"]}
    sources = [path for path in (CLIENT / "amiable").rglob("*.py") if path.name != "verifier.py"]
    imported = {
        line.split()[1].partition(".")[0]
        for path in sources
        for line in map(str.strip, path.read_text(encoding="utf-8").splitlines())
        if line.startswith(("import ", "from ")) and " import" in f" {line}" and not line.split()[1].startswith(".")
    }
    foreign = {name for name in imported if name not in sys.stdlib_module_names and name != "amiable"}
    assert foreign == needed


def test_the_application_knows_nothing_of_its_client() -> None:
    sources = [ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py")]
    words = re.compile(r"^\s*(?:from|import) amiable\b", re.MULTILINE)
    assert [path for path in sources if words.search(path.read_text(encoding="utf-8"))] == []

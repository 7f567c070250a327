"""Make ``amiable/contract`` from ``openapi.yaml`` (models, one class of methods per tag), and ``amiable/verifier.py``.

Nothing happens when they were made from the same sources already. The folder is replaced as a whole, so that whoever
imports it meanwhile never sees half of it. A warning of the generator is an error: it means a piece is missing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SETTINGS = HERE / "generate.yaml"
TEMPLATES = HERE / "templates"
MADE = HERE / "amiable" / "contract"
VERIFIER = HERE / "amiable" / "verifier.py"
STAMP = MADE / "made-from"

SOURCES = ("openapi.yaml", "chalicelib/verifier/verify.py")
AMOUNTS = {"AmountIn": "Money", "PositiveAmountIn": "Money"}  # one class for what differs by its limits alone

PLAIN_NAMES = ("type", "hash", "open")  # fields and parameters that may be called like a builtin: `event.type`
RUN = f"""
from openapi_python_client import cli, strings
strings.RESERVED_WORDS.difference_update({PLAIN_NAMES})
cli.app()
"""
SHOWN = 2_000  # characters of the generator's complaints

Json = dict[str, Any]


def main() -> None:
    """Generate when the contract, the settings, the templates or the verifier changed."""
    wanted = _fingerprint()
    if STAMP.exists() and VERIFIER.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    with tempfile.TemporaryDirectory(dir=HERE) as folder:
        contract, verifier = map(source, SOURCES)
        fresh = generate(contract, Path(folder))
        (fresh / "made-from").write_text(wanted, encoding="utf-8")
        if MADE.exists():
            MADE.rename(Path(folder) / "old")
        fresh.rename(MADE)
        shutil.copyfile(verifier, Path(folder) / "verifier.py").replace(VERIFIER)


def source(path: str) -> Path:
    """A file of the repository; an unpacked source distribution carries its copy."""
    carried = HERE / "sources" / path
    return carried if carried.exists() else REPOSITORY / path


def generate(contract: Path, folder: Path) -> Path:
    """The package ``contract`` made in ``folder`` from a contract.

    Raises:
        SystemExit: the generator refused something or warned of anything, with the beginning of what it said.
    """
    made = folder / "contract"
    told = folder / "openapi.json"
    told.write_text(json.dumps(prepared(_read(contract))), encoding="utf-8")
    done = subprocess.run(_command(told, made), check=False, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"the client would lack something:\n{(done.stderr or done.stdout)[:SHOWN]}")
    for unused in ("client.py", "errors.py"):
        (made / unused).unlink()
    for empty in (path for path in made.rglob("*.py") if path.stat().st_size == 0):
        empty.unlink()
    return made


def prepared(document: Json) -> Json:
    """The contract said in the way that the generator understands best: the same meaning."""
    for schema in _dicts(document):
        _say_null_apart(schema)
        _leave_defaults_to_the_api(schema)
        _name_amounts_alike(schema)
    for name in AMOUNTS:
        del document["components"]["schemas"][name]
    for parameter in _parameters(document):
        if parameter["in"] == "header":
            parameter["schema"] = {"type": "string"}  # whatever it may look like, it is text
        parameter["schema"].setdefault("description", parameter.get("description", ""))
    for operation in _dicts(document["paths"]):
        if "operationId" in operation:  # what repeats the summary is said once
            begun = operation["summary"] + "."
            operation["description"] = operation.get("description", "").removeprefix(begun).strip()
    return document


def _say_null_apart(schema: Json) -> None:
    """An enumeration with null becomes « one of these, or null », under its property's name."""
    for name, part in _properties(schema):
        values = part.get("enum")
        if isinstance(values, list) and None in values:
            inner = {"type": "string", "title": name, "enum": [value for value in values if value is not None]}
            del part["enum"], part["type"]
            part["oneOf"] = [inner, {"type": "null"}]


def _leave_defaults_to_the_api(schema: Json) -> None:
    """What a caller leaves out is left out: in a PATCH it stays as it is, elsewhere the API decides."""
    for _, part in _properties(schema):
        if "default" in part:
            said = json.dumps(part.pop("default"), ensure_ascii=False)
            part["description"] = f"{part.get('description', '')} Default: `{said}`.".strip()


def _name_amounts_alike(schema: Json) -> None:
    name = str(schema.get("$ref", "")).removeprefix("#/components/schemas/")
    if name in AMOUNTS:
        schema["$ref"] = f"#/components/schemas/{AMOUNTS[name]}"


def _properties(schema: Json) -> Iterator[tuple[str, Json]]:
    properties = schema.get("properties")
    if isinstance(properties, dict):
        yield from ((name, part) for name, part in properties.items() if isinstance(part, dict))


def _parameters(document: Json) -> Iterator[Json]:
    for part in _dicts(document):
        if part.get("in") in {"query", "path", "header"} and isinstance(part.get("schema"), dict):
            yield part


def _dicts(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        yield node
        for part in list(node.values()):
            yield from _dicts(part)
    elif isinstance(node, list):
        for part in node:
            yield from _dicts(part)


def _read(contract: Path) -> Json:
    from ruamel.yaml import YAML  # comes with the generator

    document: Json = YAML(typ="safe").load(contract)
    return document


def _fingerprint() -> str:
    digest = hashlib.sha256()
    templates = sorted(TEMPLATES.rglob("*.jinja"))
    for path in (*map(source, SOURCES), SETTINGS, Path(__file__), *templates):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _command(contract: Path, output: Path) -> list[str]:
    return [
        *(sys.executable, "-c", RUN),
        *("generate", "--path", str(contract), "--config", str(SETTINGS)),
        *("--custom-template-path", str(TEMPLATES), "--fail-on-warning"),
        *("--meta", "none", "--output-path", str(output)),
    ]


if __name__ == "__main__":
    main()

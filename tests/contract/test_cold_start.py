"""What a fresh interpreter loads for a handler: heavy libraries wait until a request needs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from infra.package import ROOT

# boto3 itself comes with the first call to AWS; the others with the one request or step that needs them.
NEEDED_BY_SOME_REQUESTS = {
    "boto3",
    "cryptography",
    "defusedxml",
    "email_validator",
    "fontTools",
    "fpdf",
    "jinja2",
    "multipart",
    "PIL",
    "phonenumbers",
    "pypdf",
    "rfc8785",
    "segno",
    "stdnum",
}
STEPS = "chalicelib.entrypoints.steps.blueprint"
WORKERS = "chalicelib.entrypoints.workers.blueprint"
# What a worker's handler imports when its first event comes
WORK = [
    f"chalicelib.entrypoints.workers.{name}" for name in ("table_stream", "queue_workers", "import_worker", "schedules")
]


def loaded_by(*modules: str) -> set[str]:
    """Every module that a fresh interpreter has after importing these."""
    script = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("handler", ["app", STEPS, WORKERS, *WORK])
def test_no_heavy_library_is_loaded_before_it_is_needed(handler: str) -> None:
    assert not loaded_by(handler) & NEEDED_BY_SOME_REQUESTS


def test_the_debtors_page_is_loaded_with_its_first_request() -> None:
    """The API starts without it: only its paths are known."""
    page = {name for name in loaded_by("app") if name.startswith("chalicelib.entrypoints.page")}
    root = "chalicelib.entrypoints.page"
    assert page == {root, f"{root}.framework", f"{root}.framework.routes"}


def test_a_page_without_files_loads_no_form_parser() -> None:
    assert "multipart" not in loaded_by("app", "chalicelib.entrypoints.page.framework.gate")


def test_a_step_does_not_load_the_api() -> None:
    assert not {name for name in loaded_by(STEPS) if name.startswith("chalicelib.entrypoints.http")}


def test_the_stream_function_loads_neither_schemas_nor_use_cases() -> None:
    """It runs for every change that leaves work behind, so it is the smallest of all."""
    loaded = loaded_by(WORKERS, "chalicelib.entrypoints.workers.table_stream")
    heavy = (
        "chalicelib.entrypoints.http",
        "chalicelib.entrypoints.steps",
        "chalicelib.usecases",
        "chalicelib.adapters",
    )
    assert not {name for name in loaded if name.startswith(heavy)}


def test_the_models_of_requests_are_built_when_a_request_needs_them() -> None:
    """Building the validators of all models would cost more than the rest of the import."""
    script = (
        "import app\n"
        "from chalicelib.entrypoints.http.routes import BLUEPRINTS\n"
        "operations = [each for blueprint in BLUEPRINTS for each in blueprint.operations]\n"
        "models = {model for each in operations for model in (each.request, each.query) if model}\n"
        "assert models\n"
        "print(*(model.__name__ for model in models if model.__pydantic_complete__))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

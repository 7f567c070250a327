from __future__ import annotations

import subprocess
import sys

import pytest

from .contract_document import ROOT

MODULES = ["chalicelib.entrypoints.steps.blueprint", "chalicelib.entrypoints.workers.blueprint"]


@pytest.mark.parametrize("module", MODULES)
def test_functions_import_in_a_fresh_interpreter_without_app_py(module: str) -> None:
    """Lambda imports the blueprint's module alone: no application, no environment, no network."""
    program = f"import sys, {module}; assert 'app' not in sys.modules and 'boto3' not in sys.modules"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, env={}
    )
    assert done.returncode == 0, done.stderr


def test_the_api_handler_imports_without_a_client_of_aws() -> None:
    program = "import sys, app; assert 'boto3' not in sys.modules and 'fpdf' not in sys.modules"
    environment = {"AWS_DEFAULT_REGION": "eu-west-3"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr

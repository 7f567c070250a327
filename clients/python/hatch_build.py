"""Puts into the packages what is not in this folder, or not in git.

A wheel (or an install for development) gets ``amiable/contract`` and ``amiable/verifier.py``, made by ``generate.py``;
a source distribution gets the files that they are made from.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GenerateContract(BuildHookInterface[Any]):
    """What is generated is not in git, so it is named as an artifact."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs for each package, and for an editable install."""
        del version
        generate = _generate(Path(self.root))
        if self.target_name == "sdist":
            carried = {str(generate.source(path)): f"sources/{path}" for path in generate.SOURCES}
            build_data["force_include"].update(carried)
            return
        generate.main()
        build_data["artifacts"] += ["amiable/contract/", "amiable/verifier.py"]


def _generate(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", root / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module

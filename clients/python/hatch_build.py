"""Generates ``amiable/contract`` from the contract before the package is built or installed for development."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GenerateContract(BuildHookInterface[Any]):
    """What is generated is not in git, so it is named as an artifact."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs for a wheel and for an editable install alike."""
        del version
        subprocess.run([sys.executable, str(Path(self.root) / "generate.py")], check=True)
        build_data["artifacts"].append("amiable/contract/")

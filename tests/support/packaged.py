"""The packaged application as tests read it: packaged once per run, without the layer."""

from __future__ import annotations

from typing import Any

import pytest

from infra.package import Package, package


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """What `chalice package` makes of this tree, merged with infra/app."""
    return package(build=tmp_path_factory.mktemp("build"), with_layer=False)


def of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """The properties of every resource of one type, by logical name."""
    resources = template["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in resources if resource["Type"] == kind}

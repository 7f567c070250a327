"""The table that tests create is the table that is deployed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from chalicelib.adapters.dynamodb.definition import TTL_ATTRIBUTE, table_definition

DATA = Path(__file__).parents[2] / "infra" / "data.yaml"


class _Template(yaml.SafeLoader):
    """CloudFormation's short forms (!Sub, !Ref) read as what they stand before."""


def _inner(loader: yaml.Loader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node)


_Template.add_multi_constructor("!", _inner)


@pytest.fixture(scope="module")
def deployed() -> dict[str, Any]:
    template = yaml.load(DATA.read_text(encoding="utf-8"), Loader=_Template)  # noqa: S506 - a SafeLoader's subclass
    properties: dict[str, Any] = template["Resources"]["Table"]["Properties"]
    return properties


@pytest.mark.parametrize("part", ["AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode"])
def test_the_deployed_table_is_the_tested_one(deployed: dict[str, Any], part: str) -> None:
    assert deployed[part] == table_definition("any")[part]


def test_stream_and_ttl_are_those_the_code_relies_on(deployed: dict[str, Any]) -> None:
    assert deployed["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
    assert deployed["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}

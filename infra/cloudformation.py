"""Read CloudFormation YAML (with `!Ref`, `!Sub`, `!GetAtt`…) into plain maps, and merge maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import yaml

Template = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """SafeLoader that also knows CloudFormation's short intrinsic functions."""


def _intrinsic(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = str(value).split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(cast(yaml.MappingNode, node), deep=True)
    return {name: value}


_Loader.add_multi_constructor("!", _intrinsic)


def load(path: Path) -> Template:
    """Read one template; anchors are resolved, short intrinsics become their long form."""
    with path.open(encoding="utf-8") as file:
        return cast(Template, _Loader(file).get_single_data())


def merge(base: Template, extra: Template) -> Template:
    """Merge maps deeply; a key given twice with different values that are not maps is a ValueError."""
    merged = dict(base)
    for key, value in extra.items():
        present = merged.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            merged[key] = merge(present, value)
        elif key in merged and present != value:
            raise ValueError(f"{key} is defined twice")
        else:
            merged[key] = value
    return merged

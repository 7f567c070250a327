"""``docs/law.md`` says of every rule of law where it is encoded and which test proves it; this holds it to the tree."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "law.md"
RULES = {
    "MODE": 1,
    "MAND": 3,
    "LTR": 7,
    "COST": 2,
    "IND": 5,
    "INT": 17,
    "TERM": 4,
    "PRE": 15,
    "CON": 10,
    "STOP": 4,
    "PAY": 6,
    "PLAN": 3,
    "PROC": 6,
    "LRE": 3,
    "GDPR": 4,
    "VAT": 2,
}
"""How many rules each family has; they are numbered from 01."""

ALL = tuple(f"{family}_{number:02d}" for family, count in RULES.items() for number in range(1, count + 1))
NOT_OFFERED = "not offered: "
_NAMED = re.compile(rf"\b({'|'.join(RULES)})_([0-9]{{2}})(?:\.\.(?:[A-Z]+_)?([0-9]{{2}}))?")
_ROW = re.compile(r"^\| ([A-Z]+_[0-9]{2}) \| (.+) \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One line of the page. ``where`` are modules, ``proof`` node ids of tests, both empty when it is not offered."""

    rule: str
    says: str
    source: str
    where: tuple[str, ...]
    proof: tuple[str, ...]

    @property
    def is_offered(self) -> bool:
        return not self.says.startswith(NOT_OFFERED)


def rows() -> list[Row]:
    found = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    return [Row(rule, says, source, _code(where), _code(proof)) for rule, says, source, where, proof in found]


def _code(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


def rules_in(text: str) -> set[str]:
    """The rules that a text names, ranges such as ``INT_01..INT_15`` included."""
    return {
        f"{family}_{number:02d}"
        for family, first, last in _NAMED.findall(text)
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def named_by_tests(path: Path) -> dict[str, set[str]]:
    """For each test of a file, by its node id inside it, the rules in its source or in the file's docstring."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    common = rules_in(ast.get_docstring(tree) or "")
    found: dict[str, set[str]] = {}
    _walk(tree.body, (), source, common, found)
    return found


def _walk(
    nodes: list[ast.stmt], above: tuple[str, ...], source: str, common: set[str], found: dict[str, set[str]]
) -> None:
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            around = common | rules_in(ast.get_docstring(node) or "")
            _walk(node.body, (*above, node.name), source, around, found)
        elif isinstance(node, ast.FunctionDef):
            parts = (ast.get_source_segment(source, part) or "" for part in (node, *node.decorator_list))
            found["::".join((*above, node.name))] = common | rules_in("\n".join(parts))


each_row = pytest.mark.parametrize("row", rows(), ids=lambda row: row.rule)


def test_every_rule_has_its_line_once_and_in_order() -> None:
    assert [row.rule for row in rows()] == list(ALL)


@each_row
def test_a_rule_says_what_it_is_and_where_it_comes_from(row: Row) -> None:
    assert len(row.says) >= 20
    assert bool(row.where) == bool(row.proof) == row.is_offered
    assert (row.source == "—") is not row.is_offered


@each_row
def test_the_modules_of_a_rule_exist_and_name_it(row: Row) -> None:
    for module in row.where:
        path = ROOT / "chalicelib" / module
        assert path.is_file(), module
        assert row.rule in rules_in(path.read_text(encoding="utf-8")), f"{module} does not name {row.rule}"


@each_row
def test_the_tests_of_a_rule_exist_and_name_it(row: Row) -> None:
    for node in row.proof:
        file, _, name = node.partition("::")
        path = ROOT / "tests" / file
        assert path.is_file(), node
        assert name in named_by_tests(path), f"there is no {node}"
        assert row.rule in named_by_tests(path)[name], f"{node} does not name {row.rule}"


@pytest.mark.parametrize("folder", ["chalicelib", "tests"])
def test_no_rule_is_named_that_the_page_does_not_know(folder: str) -> None:
    known, unknown = set(ALL), {}
    for path in sorted((ROOT / folder).rglob("*")):
        if path.suffix in (".py", ".toml", ".json") and (found := rules_in(path.read_text("utf-8")) - known):
            unknown[str(path.relative_to(ROOT))] = found
    assert unknown == {}


def test_what_is_not_offered_is_named_by_no_module() -> None:
    """A rule that the code names is encoded: the page has to say where."""
    named = {
        rule for path in (ROOT / "chalicelib").rglob("*.py") for rule in rules_in(path.read_text(encoding="utf-8"))
    }
    assert [row.rule for row in rows() if not row.is_offered and row.rule in named] == []

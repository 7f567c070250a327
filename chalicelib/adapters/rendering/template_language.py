"""The language that a tenant's text may use: a small part of Jinja, checked before anything of it runs.

Values by name, ``if``, ``elif`` and ``else``, ``include`` of a shipped passage, the filters ``length`` and ``join``.
There are no loops, calls, assignments, arithmetic, macros, imports or comments: what is written is bounded by what is
typed. No string holds the signs of a tag: words are typeset around tags, and both must see the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import accumulate

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chalicelib.domain.templates.findings import TemplateFinding, refused
from chalicelib.domain.templates.model import MOST_SOURCE, pointer_of

from .tables import BLOCKS

MOST_TOKENS, MOST_DEPTH, MOST_INCLUDES = 40, 6, 12
FILTERS = frozenset({"length", "join"})
_NOT_IN_OWN = frozenset(
    {
        "own_signature",
        "mandate_signatures",
        "call_brief",
        "call_contact",
        "chronology",
        "past",
        "proposal",
        "allocations",
        "claim",
        "promise_payment_details",
        "plan_payment_details",
        "instalment_payment_details",
        "regularisation_details",
        "settlement_payment_details",
        "instalments",
        "plan_signatures",
    }
)
OWN_BLOCKS = frozenset(BLOCKS) - _NOT_IN_OWN
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028-\u202e\u2066-\u2069\ue000-\uf8ff]")
_BLOCK = re.compile(r"^[ \t]*@(\w+)[ \t]*$", re.MULTILINE)
_BEGINNINGS = frozenset({"block_begin", "variable_begin", "raw_begin", "comment_begin"})
_ENDS = frozenset({"block_end", "variable_end", "raw_end", "comment_end"})
_OPENS, _CLOSES = frozenset("([{"), frozenset(")]}")
_QUOTES, _TAG_SIGNS = frozenset("'\""), frozenset("{}%#")
_HOLDERS = (nodes.Template, nodes.TemplateData, nodes.If, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr)
_LANGUAGE = ImmutableSandboxedEnvironment()
Names = Mapping[str, object]


def language_faults(path: str, source: str, names: Names, fragments: Collection[str]) -> Iterator[TemplateFinding]:
    """What a part says that the language has not; ``names`` are the values of an example."""
    pointer = pointer_of(path)
    if len(source) > MOST_SOURCE:
        yield refused("part_too_long", pointer, f"A part has {MOST_SOURCE} characters at most.", "Shorten it.")
        return
    if _FORBIDDEN.search(source):
        yield refused("character_not_allowed", pointer, "There is a control character in it.", "Type it anew.")
        return
    yield from _block_faults(pointer, source)
    try:
        fault = _shape_fault(source)
        tree = None if fault else _LANGUAGE.parse(source)
    except TemplateSyntaxError as problem:
        fault, tree = f"Line {problem.lineno}: {problem.message}", None
    if tree is None:
        yield refused("template_syntax", pointer, fault or "", "Write the tags as the shipped texts do.")
        return
    yield from _Reading(pointer, names, fragments).faults(tree)


def _block_faults(pointer: str, source: str) -> Iterator[TemplateFinding]:
    """A table or block stands once or in two branches: sixty invoices fill pages."""
    named: list[str] = _BLOCK.findall(source)
    for name in dict.fromkeys(named):
        if name not in OWN_BLOCKS:
            cure = f"One of @{', @'.join(sorted(OWN_BLOCKS))}."
            yield refused("unknown_block", pointer, f"There is no block @{name} for a text of your own.", cure)
        elif named.count(name) > 2:
            yield refused("template_not_allowed", pointer, f"@{name} stands more than twice.", "Put it once.")


def _shape_fault(source: str) -> str | None:
    """Bounds on tags and their nesting, counted before they are parsed: a parser goes as deep as what it reads."""
    depth = includes = 0
    for line, tag in _tags(source):
        if tag[0] == "raw_begin":
            return f"Line {line}: raw blocks are not part of the language."
        if tag[0] == "comment_begin":
            return f"Line {line}: comments are not part of the language."
        if any(value[:1] in _QUOTES and not _TAG_SIGNS.isdisjoint(value) for value in tag):
            return f"Line {line}: no string holds {{, }}, % or #."
        brackets = [(value in _OPENS) - (value in _CLOSES) for value in tag]
        if len(tag) > MOST_TOKENS or max(accumulate(brackets)) > MOST_DEPTH:
            return f"Line {line}: this tag is too long or too deep."
        verb = tag[1] if tag[0] == "block_begin" and len(tag) > 1 else ""
        depth += {"if": 1, "endif": -1}.get(verb, 0)
        includes += verb == "include"
        if depth > MOST_DEPTH:
            return f"Line {line}: conditions lie more than {MOST_DEPTH} deep in each other."
    return f"More than {MOST_INCLUDES} passages are included." if includes > MOST_INCLUDES else None


def _tags(source: str) -> Iterator[tuple[int, list[str]]]:
    """Each tag by its line: how it begins, then what stands in it."""
    tag: tuple[int, list[str]] | None = None
    for line, kind, value in _LANGUAGE.lex(source):
        if kind in _BEGINNINGS:
            tag = (line, [kind])
        elif kind in _ENDS and tag is not None:
            yield tag
            tag = None
        elif tag is not None and kind != "whitespace":
            tag[1].append(value)
    if tag is not None:
        yield tag


class _Reading:
    """One walk through a parsed part."""

    def __init__(self, pointer: str, names: Names, fragments: Collection[str]) -> None:
        self._pointer, self._names, self._fragments = pointer, names, fragments

    def faults(self, node: nodes.Node) -> Iterator[TemplateFinding]:
        match node:
            case nodes.Output():
                for printed in node.nodes:
                    yield from self._printed(printed)
            case nodes.Include():
                yield from self._include(node)
            case nodes.Filter():
                yield from self._filter(node)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                yield from self._value(node)
            case _:
                yield from self._nested(node)

    def _nested(self, node: nodes.Node) -> Iterator[TemplateFinding]:
        """What holds other nodes; a constant stands only beside what it is compared with."""
        if isinstance(node, nodes.Compare):
            children = [node.expr, *(operand.expr for operand in node.ops)]
            for child in (each for each in children if not isinstance(each, nodes.Const)):
                yield from self.faults(child)
        elif isinstance(node, _HOLDERS):
            for each in node.iter_child_nodes():
                yield from self.faults(each)
        else:
            yield self._refused(f"« {type(node).__name__.lower()} » is not part of the language of texts.")

    def _printed(self, node: nodes.Node) -> Iterator[TemplateFinding]:
        """What is printed is a value, not a group of them."""
        found = list(self.faults(node))
        yield from found
        if not found and isinstance(node, (nodes.Name, nodes.Getattr, nodes.Getitem)):
            value = self._look_up(node)
            if isinstance(value, (dict, list)):
                yield self._refused(f"{_written(node)} is a group of values: name the one to print.")

    def _include(self, node: nodes.Include) -> Iterator[TemplateFinding]:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if name not in self._fragments:
            cure = f"One of {', '.join(sorted(self._fragments))}."
            yield refused("unknown_fragment", self._pointer, f"There is no passage {name!r} to include.", cure)

    def _filter(self, node: nodes.Filter) -> Iterator[TemplateFinding]:
        plain = all(isinstance(each, nodes.Const) for each in node.args)
        if node.name not in FILTERS or not plain or node.kwargs or node.dyn_args or node.dyn_kwargs:
            yield self._refused(f"The filter « {node.name} » is not part of the language of texts.")
        elif not isinstance(node.node, nodes.Name):
            yield self._refused(f"« {node.name} » takes a list by its name.")
        else:
            value = self._names.get(node.node.name)
            is_words = isinstance(value, list) and all(isinstance(each, str) for each in value)
            if isinstance(value, list) and (node.name == "length" or is_words):
                return
            yield from self._value(node.node)
            yield self._refused(f"« {node.node.name} » is no list that « {node.name} » can take.")

    def _value(self, node: nodes.Expr) -> Iterator[TemplateFinding]:
        if isinstance(node, nodes.Name) and node.ctx != "load":
            yield self._refused("A text gives no name a value.")
        elif self._look_up(node) is _UNKNOWN:
            detail, cure = f"There is no value {_written(node)}.", "The guide on templates lists the values."
            yield refused("unknown_name", self._pointer, detail, cure)

    def _look_up(self, node: nodes.Expr) -> object:
        if isinstance(node, nodes.Name):
            return self._names.get(node.name, _UNKNOWN)
        if isinstance(node, nodes.Getattr):
            group = self._look_up(node.node)
            return group.get(node.attr, _UNKNOWN) if isinstance(group, dict) else _UNKNOWN
        if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and node.arg.value == 0:
            values = self._look_up(node.node)
            return values[0] if isinstance(values, list) and values else _UNKNOWN
        return _UNKNOWN

    def _refused(self, detail: str) -> TemplateFinding:
        return refused("template_not_allowed", self._pointer, detail, "Write it as the shipped texts do.")


_UNKNOWN = object()


def _written(node: nodes.Expr) -> str:
    """A value as it is typed."""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        index = node.arg.value if isinstance(node.arg, nodes.Const) else "…"
        return f"{_written(node.node)}[{index}]"
    return node.name if isinstance(node, nodes.Name) else "…"

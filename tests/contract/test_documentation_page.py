"""What the API publishes about itself: the contract as it is, and a page that holds all of it and loads nothing."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from functools import cache
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
import yaml

from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from chalicelib.entrypoints.http.framework.published import DOCUMENTED_URL
from infra.package import Package
from infra.site.contract import Contract
from infra.site.publish import GUIDES
from tests.support.published_pages import made
from tests.support.told_events import carried
from tests.support.told_problems import CODES

from .contract_document import ROOT, document

VOID = {"meta", "link", "br", "hr", "img", "input"}
OPERATIONS = [
    (method.upper(), path, told) for path, methods in document()["paths"].items() for method, told in methods.items()
]


class Outline(HTMLParser):
    """The page's elements in order; refuses what is not closed, or closed in another order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"line {self.getpos()[0]}: </{tag}>"

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, attribute: str) -> list[str]:
        return [given[attribute] for _, given in self.elements if attribute in given]


@cache
def page() -> str:
    return made()["docs.html"]


@cache
def outline() -> Outline:
    parser = Outline()
    parser.feed(page())
    parser.close()
    return parser


@cache
def sections() -> dict[str, str]:
    """The source of each operation and schema on the page, by its id."""
    starts = [(found[1], found.start()) for found in re.finditer(r'<(?:article|section) id="([^"]+)"', page())]
    ends = [start for _, start in starts[1:]] + [len(page())]
    return {name: page()[start:end] for (name, start), end in zip(starts, ends, strict=True)}


def test_the_published_contract_is_the_contract() -> None:
    assert made()["openapi.yaml"] == (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    assert json.loads(made()["openapi.json"]) == document()
    assert yaml.safe_load(made()["openapi.yaml"]) == document()


def test_what_is_published_is_packaged_with_the_application(packaged: Package) -> None:
    (archive,) = packaged.archives()
    with zipfile.ZipFile(archive) as zipped:
        found = {name: zipped.read(f"chalicelib/published/{name}") for name in made()}
    assert found == {name: text.encode() for name, text in made().items()}


def test_the_address_to_replace_is_the_contracts_own() -> None:
    assert [server["url"] for server in document()["servers"]] == [DOCUMENTED_URL]


@pytest.mark.parametrize(("method", "path", "told"), OPERATIONS, ids=[f"{m} {p}" for m, p, _ in OPERATIONS])
def test_every_operation_is_on_the_page_with_its_parameters_answers_and_problems(
    method: str, path: str, told: dict[str, Any]
) -> None:
    shown = sections()[f"operation-{told['operationId']}"]
    assert f">{method}</span> <code>{path}</code>" in shown
    for node in told.get("parameters", ()):
        name = node.get("name") or _component(node["$ref"])["name"]
        assert f'<code class="name">{name}</code>' in shown
    for status, answer in told["responses"].items():
        assert f"<strong>{status}</strong>" in shown
        node = _component(answer["$ref"]) if "$ref" in answer else answer
        for code in (*node.get(CODES, ()), *told.get(CODES, {}).get(status, ())):
            assert f'href="{DOCUMENTED_URL}/problems/{code}"' in shown
    assert f'lang="fr">{_shown(told["x-summary-fr"])}<' in shown
    if "requestBody" in told:
        ((_, content),) = told["requestBody"]["content"].items()
        body = content["schema"]["$ref"].rsplit("/", 1)[1]
        assert f'href="#schema-{body}"' in shown


def _shown(text: str) -> str:
    """Plain words as the page shows them: inline code is marked."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


@pytest.mark.parametrize("kind", sorted(document()["webhooks"]))
def test_every_event_is_on_the_page_with_what_it_carries_and_a_body(kind: str) -> None:
    told = document()["webhooks"][kind]["post"]
    shown = sections()[f"event-{kind.replace('.', '-')}"]
    for name in carried()[kind].always | carried()[kind].perhaps:
        assert f'<code class="name">{name}</code>' in shown
    assert f'lang="fr">{_shown(told["x-summary-fr"])}.<' in shown
    assert "event_id" in shown


def _component(reference: str) -> Any:
    part, name = reference.removeprefix("#/components/").split("/")
    return document()["components"][part][name]


@pytest.mark.parametrize("name", sorted(document()["components"]["schemas"]))
def test_every_schema_is_on_the_page_with_its_fields_and_limits(name: str) -> None:
    shown, schema = sections()[f"schema-{name}"], document()["components"]["schemas"][name]
    for field, told in schema.get("properties", {}).items():
        assert f'<code class="name">{field}</code>' in shown
        for rule in ("maxLength", "maxItems", "maximum"):
            if rule in told:
                assert f"{told[rule]:,}" in shown
        for value in told.get("enum", ()):
            assert value is None or f"<code>{value}</code>" in shown


def test_every_problem_code_leads_to_its_page() -> None:
    for code in PROBLEMS:
        assert f'<a href="{DOCUMENTED_URL}/problems/{code}"><code>{code}</code></a>' in page()


def test_a_call_that_a_text_names_leads_to_its_operation_whatever_it_calls_the_id() -> None:
    [replay] = re.findall(r'<section id="schema-ReplayRequest".*?</section>', made()["docs.html"], re.DOTALL)
    assert '<a href="#operation-replay_events"><code>POST /webhook-endpoints/{id}/replay</code></a>' in replay


def test_an_event_that_a_text_names_leads_to_its_place() -> None:
    assert '<a href="#event-receipt-issued"><code>receipt.issued</code></a>' in made()["docs.html"]
    assert set(outline().all("id")) >= {f"event-{kind.replace('.', '-')}" for kind in document()["webhooks"]}


def test_every_guide_is_on_the_page() -> None:
    for guide in GUIDES:
        path = ROOT / guide
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f'<section id="guide-{path.stem}"' in page()
        assert f">{title}</h2>" in page()


def test_every_call_that_a_guide_names_is_an_operation() -> None:
    operations = {(method, path) for method, path, _ in OPERATIONS}
    for guide in GUIDES:
        text = (ROOT / guide).read_text(encoding="utf-8")
        named = re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (?:/v1)?(/[^\s`?]*)", text)
        concrete = {(method, path) for method, path in named if "{id}" not in path}
        assert concrete - operations == set(), guide


def test_every_command_line_of_the_page_can_be_read_by_a_shell() -> None:
    for _, _, told in OPERATIONS:
        shown = sections()[f"operation-{told['operationId']}"]
        for command in re.findall(r"<pre[^>]*><code>(curl .*?)</code>", shown, re.DOTALL):
            words = shlex.split(_unescaped(command))
            assert words[0] == "curl"
            if "-d" in words:
                json.loads(words[words.index("-d") + 1])


def _unescaped(text: str) -> str:
    parser = Outline()
    parser.feed(text)
    parser.close()
    return "".join(parser.text)


def test_the_page_is_well_formed_html() -> None:
    assert page().startswith("<!doctype html>\n")
    assert outline().open == []
    ids = outline().all("id")
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere() -> None:
    ids = set(outline().all("id"))
    assert {href for href in outline().all("href") if href.startswith("#") and href[1:] not in ids} == set()


def test_every_link_out_of_the_page_has_an_address_of_its_own() -> None:
    """A file of the repository is nowhere beside the page."""
    links = [attributes["href"] for tag, attributes in outline().elements if tag == "a" and "href" in attributes]
    assert [link for link in links if not link.startswith(("#", "https://"))] == []


def test_what_is_told_of_an_operation_or_event_begins_a_sentence() -> None:
    """The summary stands above; what is left of a description is never the tail of its sentence."""
    contract = Contract(document())
    told = [each.description for each in contract.events()]
    told += [each.description for resource in contract.resources() for each in resource.operations]
    assert [text for text in told if text and not re.match(r"[A-Z`\d]", text)] == []
    assert [text for text in told if "Needs the scope" in text or "Needs the operator key" in text] == []


def test_nothing_is_loaded_and_nothing_runs() -> None:
    """No script, no image, no font, no frame; the one style sheet is in the page and names no address."""
    tags = {tag for tag, _ in outline().elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "video", "audio", "form", "base"}
    assert [given["href"] for tag, given in outline().elements if tag == "link"] == ["data:,"]
    assert not [
        name for _, given in outline().elements for name in given if name.startswith("on") or name in ("src", "style")
    ]
    assert "url(" not in _style()
    assert "@import" not in _style()


def test_landmarks_language_and_headings_are_sound() -> None:
    elements = outline().elements
    assert ("html", {"lang": "en"}) in elements
    assert [tag for tag, _ in elements].count("main") == 1
    assert [tag for tag, _ in elements].count("h1") == 1
    assert all("aria-label" in given for tag, given in elements if tag == "nav")
    assert elements[[tag for tag, _ in elements].index("body") + 1][1].get("href") == "#content"
    assert any(given.get("name") == "viewport" for tag, given in elements if tag == "meta")
    main = [tag for tag, _ in elements[[tag for tag, _ in elements].index("main") :]]
    levels = [int(tag[1]) for tag in main if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_what_scrolls_can_be_reached_by_keyboard() -> None:
    assert all(given.get("tabindex") == "0" for tag, given in outline().elements if tag == "pre")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(scheme: str) -> None:
    palettes = re.findall(r":root\{(.*?)\}", _style())
    colours = dict(re.findall(r"--([\w-]+):(#\w+)", palettes[0 if scheme == "light" else 1]))
    pairs = [(ink, paper) for ink in ("text", "muted", "link", "code", "required") for paper in ("ground", "panel")]
    for ink, paper in [*pairs, ("verb-text", "verb")]:
        assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


def _style() -> str:
    return page().partition("<style>")[2].partition("</style>")[0]


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    linear = []
    for start in (0, 2, 4):
        value = int(digits[start : start + 2], 16) / 255
        linear.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_page_fits_into_one_answer_of_lambda() -> None:
    """6 MB for an answer; far below it."""
    for name, text in made().items():
        assert len(json.dumps(text)) < 3_000_000, name

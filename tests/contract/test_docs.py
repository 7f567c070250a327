from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.parties import Scope
from chalicelib.domain.webhook_signature import secret_from, signed_headers
from chalicelib.domain.writes import Update
from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from tests.support.http_world import HttpWorld, http_world

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
LONGEST_DECISION = 60
AFTER_THE_ADVANCE = datetime(2026, 2, 3, 17, tzinfo=UTC)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def paragraphs() -> dict[str, str]:
    """The paragraph of each code on the page of problems."""
    _, *sections = re.split(r"^## ", text_of(DOCS / "problems.md"), flags=re.MULTILINE)
    return {code: body.strip() for code, _, body in (section.partition("\n") for section in sections)}


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_code_has_its_paragraph(code: str) -> None:
    title, cure = PROBLEMS[code]
    assert title in paragraphs()[code]
    assert cure in paragraphs()[code]


@pytest.mark.parametrize("decision", DECISIONS, ids=name_of)
def test_a_decision_is_one_page_with_context_decision_and_consequences(decision: Path) -> None:
    lines = text_of(decision).splitlines()
    assert len(lines) <= LONGEST_DECISION
    assert lines[0].startswith(f"# {decision.name[:4]}. ")
    assert lines[2].startswith("Status: ")
    assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequences"]


def test_decisions_are_numbered_without_gap_or_repetition() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text_of(page))
    near = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in near if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    code = re.findall(r"`[^`\n]+`|^```sh\n.*?^```", text_of(page), re.MULTILINE | re.DOTALL)
    named = {name for part in code for name in re.findall(r"(?:^|`)make ([a-z]+)", part, re.MULTILINE)}
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    suffixes = r"\.(?:py|yaml|md|json|toml)"
    named = re.findall(rf"`((?:chalicelib|infra|tests|docs)/[\w./-]+{suffixes})`", text_of(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


def posts_of_readme() -> list[tuple[str, str, str]]:
    """Each request of the first case that has a body: the variable its id goes to, its path, its body."""
    pattern = r'^(?:(\w+)=\$\()?api "\$BASE(/\S*)"[^\n]*-d @- <<JSON[^\n]*\n(.*?)^JSON$'
    return re.findall(pattern, text_of(ROOT / "README.md"), re.MULTILINE | re.DOTALL)


def filled(text: str, known: dict[str, str]) -> str:
    """As the shell fills it: an unknown variable is an error."""
    return re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], text)


def advance(world: HttpWorld, scope: Scope, clock_id: str) -> None:
    clock = world.store.test_clock(scope, clock_id)
    world.store.commit([Update(clock.at(AFTER_THE_ADVANCE))])


def test_the_first_case_of_the_readme_is_accepted_as_it_is_written() -> None:
    with http_world() as world:
        tenant = world.tenant()
        known: dict[str, str] = {}
        for variable, path, body in posts_of_readme():
            if path.endswith("/payments"):
                advance(world, Scope(tenant.id, livemode=False), known["CLOCK"])
            answer = tenant.test.post(f"/v1{filled(path, known)}", json.loads(filled(body, known)))
            assert answer.status == 201, answer.text
            if variable:
                known[variable] = answer.json["id"]
        assert list(known) == ["CREDITOR", "CLOCK", "CASE"]


def test_every_path_of_the_readme_is_a_route() -> None:
    paths = set(re.findall(r'"\$BASE(/[^"?]*)', text_of(ROOT / "README.md")))
    with http_world() as world:
        templates = [re.sub(r"\{\w+\}", "[^/]+", template) for template in world.anonymous.templates]
    assert [path for path in paths if not any(re.fullmatch(t, f"/v1{path}") for t in templates)] == []


def test_the_webhook_check_of_the_page_accepts_what_is_sent_and_nothing_else() -> None:
    secret = secret_from(bytes(range(32)))
    found = re.search(r"```python\n(.*?)```", text_of(DOCS / "webhooks.md"), re.DOTALL)
    assert found is not None
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102 - the page's own ten lines are what is tested
    body = b'{"type":"payment.recorded"}'
    headers = signed_headers([secret], message_id="evt_1", sent_at=datetime.now(UTC), body=body)
    assert names["is_genuine"](secret, headers, body)
    assert not names["is_genuine"](secret, headers, body + b" ")
    assert not names["is_genuine"](secret, {**headers, "webhook-id": "evt_2"}, body)
    assert not names["is_genuine"](secret, {**headers, "webhook-timestamp": "1768471200"}, body)

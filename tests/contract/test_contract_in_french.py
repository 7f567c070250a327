"""Where a person reads, French stands beside English: operations, events, resources, problems; typeset with care."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from chalicelib.domain.french import typeset
from chalicelib.entrypoints.http.framework.problem_catalogue import PROBLEMS
from chalicelib.entrypoints.http.framework.problem_catalogue_fr import PROBLEMS_FR
from chalicelib.entrypoints.http.framework.problem_families import FAMILIES
from tests.support.http_world import http_world

from .contract_document import document

BARE = re.compile(r" [:;!?»]|« |\w[;!?]|[a-zé]'[a-zé]")
"""A sign that French sets off by a no-break space, without it; a straight apostrophe."""


def _summaries() -> Iterator[tuple[str, str, str]]:
    for part in ("paths", "webhooks"):
        for methods in document()[part].values():
            for told in methods.values():
                yield told["operationId"], told["summary"], told.get("x-summary-fr", "")
    for tag in document()["tags"]:
        yield f"tag {tag['name']}", tag["description"], tag.get("x-summary-fr", "")


SUMMARIES = {name: (english, french) for name, english, french in _summaries()}


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_summary_is_also_french_and_typeset(name: str) -> None:
    english, french = SUMMARIES[name]
    assert french, "x-summary-fr is missing"
    assert french != english
    assert french == typeset(french)
    assert not BARE.search(french)
    assert french.endswith(".") is english.endswith(".")
    assert french.count("`") == english.count("`")


def test_every_problem_code_is_also_french() -> None:
    assert sorted(PROBLEMS_FR) == sorted(PROBLEMS)


def test_problem_codes_are_in_order_in_each_family_and_in_no_two_of_them() -> None:
    own = set(PROBLEMS).difference(*(family.PROBLEMS for family in FAMILIES))
    assert sum(len(family.PROBLEMS) for family in FAMILIES) + len(own) == len(PROBLEMS)
    for family in FAMILIES:
        assert list(family.PROBLEMS) == list(family.PROBLEMS_FR) == sorted(family.PROBLEMS), family.__name__
    for catalogue in (PROBLEMS, PROBLEMS_FR):
        assert [code for code in catalogue if code in own] == sorted(own)


@pytest.mark.parametrize("code", sorted(PROBLEMS_FR))
def test_a_problem_in_french_is_a_title_and_a_sentence(code: str) -> None:
    title, cure = PROBLEMS_FR[code]
    assert title[0].isupper() or title.startswith(("https", "errors"))
    assert not title.endswith(".")
    assert cure.endswith(".")
    assert not BARE.search(typeset(f"{title} {cure}"))
    rules = re.compile(r"[A-Z]{3,4}_\d\d|[LR]\d{3}-\d+|`\w+`")
    assert set(rules.findall(cure)) == set(rules.findall(PROBLEMS[code][1]))


@pytest.mark.parametrize(
    ("accepted", "first"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("fr", "fr"),
        ("en;q=0.2, fr;q=0.9", "fr"),
        ("fr;q=0", "en"),
        ("fr;q=0.5, en;q=0", "fr"),
        ("de,fr;q=0.5", "fr"),
        ("en-GB,fr;q=0.9", "en"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_page_of_a_problem_begins_in_the_readers_language_and_holds_both(accepted: str, first: str) -> None:
    with http_world() as world:
        answer = world.anonymous.get("/v1/problems/case_closed", Accept_Language=accepted)
    assert answer.status == 200
    assert answer.headers["vary"] == "Accept-Language"
    titles = {"en": "The case is closed", "fr": "Le dossier est clos"}
    second = "en" if first == "fr" else "fr"
    assert f'<html lang="{first}">' in answer.text
    assert f'<section lang="{first}"><h1>{titles[first]}</h1>' in answer.text
    assert f'<section lang="{second}"><h2>{titles[second]}</h2>' in answer.text


def test_problems_stay_english_whatever_the_caller_reads() -> None:
    """Programs log and compare them; the page is for people."""
    with http_world() as world:
        answer = world.anonymous.get("/v1/keys", Accept_Language="fr")
    assert answer.json["title"] == PROBLEMS["missing_api_key"][0]

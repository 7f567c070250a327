"""Forms: whose they are, where they come from, and that each has one effect (R-127)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.reads import Page
from tests.support.http_client import HttpAnswer
from tests.support.page_browser import ADDRESS, PageBrowser, token_in
from tests.support.page_world import PageWorld, opened_case

from .actions_for_tests import Seen

NOTHING = "Rien n’a été enregistré"


def confirmed(world: PageWorld, browser: PageBrowser, action: str = "say", **fields: str) -> HttpAnswer:
    token = token_in(browser.get(f"{world.path}/{action}"))
    return browser.post(f"{world.path}/{action}", {"form": token, "confirm": "yes", **fields})


def acts(world: PageWorld) -> int:
    page: Page = world.world.store.events(world.scope, world.case_id, limit=100, position=None)
    return sum(each.header.type == "debtor_page.action_confirmed" for each in page.items)


def test_a_confirmed_form_is_recorded_with_its_words_and_leads_to_its_result(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    answer = confirmed(world, browser, words="Je paierai le 3 décembre.")
    call = seen.calls[-1]
    assert answer.status == 303
    assert answer.headers["location"].endswith(f"/say?done={call.form_id}")
    assert acts(world) == 1
    assert call.act("x") == PageAct("say", "x", "fr", call.form_id, verified=False)
    assert call.changing.actor == "debtor"
    assert browser.follow(f"{world.path}/say", answer).status == 200


def test_the_form_keeps_its_id_from_the_first_page_to_the_last_button(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    first = token_in(browser.get(f"{world.path}/say"))
    review = browser.post(f"{world.path}/say", {"form": first, "words": "oui"})
    assert token_in(review) == first
    assert browser.post(f"{world.path}/say", {"form": first, "words": "oui", "confirm": "yes"}).status == 303
    assert len({call.form_id for call in seen.calls}) == 1
    assert acts(world) == 1


@pytest.mark.usefixtures("seen")
def test_each_page_shows_a_form_of_its_own(world: PageWorld) -> None:
    browser = world.browser()
    assert token_in(browser.get(f"{world.path}/say")) != token_in(browser.get(f"{world.path}/say"))


@pytest.mark.parametrize("action", ["say", "once"])
def test_a_form_that_is_sent_again_shows_its_first_result_and_changes_nothing(
    world: PageWorld, seen: Seen, action: str
) -> None:
    """A reload, an impatient second click, or the back button: also when the first one made it impossible."""
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/{action}"))
    form = {"form": token, "confirm": "yes", "words": "oui"}
    first, second = (browser.post(f"{world.path}/{action}", form) for _ in range(2))
    assert first.status == second.status == 303
    assert first.headers["location"] == second.headers["location"]
    assert acts(world) == 1
    assert [call.confirmed for call in seen.calls] == [False, True], "the second one ran nothing"


@pytest.mark.usefixtures("seen")
def test_a_used_form_that_says_something_else_is_refused(world: PageWorld) -> None:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/say"))
    browser.post(f"{world.path}/say", {"form": token, "confirm": "yes", "words": "100"})
    answer = browser.post(f"{world.path}/say", {"form": token, "confirm": "yes", "words": "100000"})
    assert answer.status == 409
    assert "Ce formulaire a déjà servi" in answer.text
    assert acts(world) == 1


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("call", ["case", "parties", "answer", "commit"])
def test_whatever_fails_the_same_form_again_is_one_act(world: PageWorld, moment: str, call: str) -> None:
    """R-141: the table fails before or after it took effect; the page says so, and the form may be sent again."""
    browser, store = world.browser(), world.world.store
    form = {"form": token_in(browser.get(f"{world.path}/say")), "confirm": "yes", "words": "oui"}

    def failing(name: str) -> None:
        if name == call:
            raise ProviderUnavailable("no answer")

    setattr(store, moment, failing)
    answer = browser.post(f"{world.path}/say", form)
    setattr(store, moment, lambda _: None)
    if (moment, call) == ("after", "commit"):
        assert answer.status == 303, "it is done, and that is found"
    else:
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert "vérifiez d’abord" in answer.text
    assert browser.post(f"{world.path}/say", form).status == 303
    assert browser.post(f"{world.path}/say", form).status == 303
    assert acts(world) == 1


@pytest.mark.usefixtures("seen")
def test_two_clicks_at_once_are_one_act(world: PageWorld) -> None:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/say"))
    form = {"form": token, "confirm": "yes", "words": "oui"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: browser.post(f"{world.path}/say", form), range(8)))
    assert {answer.status for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert acts(world) == 1


@pytest.mark.usefixtures("seen")
def test_of_two_browsers_that_do_at_once_what_is_possible_once_one_is_told_so(world: PageWorld) -> None:
    browsers = [world.browser(), world.browser()]
    tokens = [token_in(each.get(f"{world.path}/once")) for each in browsers]
    with ThreadPoolExecutor(2) as pool:
        posts = [
            pool.submit(each.post, f"{world.path}/once", {"form": token, "confirm": "yes"})
            for each, token in zip(browsers, tokens, strict=True)
        ]
    answers = sorted((each.result() for each in posts), key=lambda answer: answer.status)
    assert [answer.status for answer in answers] == [303, 409]
    assert NOTHING in answers[1].text
    assert acts(world) == 1


def test_an_address_alone_shows_no_result_of_what_never_was(world: PageWorld, seen: Seen) -> None:
    """Whoever sends somebody ``…?done=…`` makes them believe nothing."""
    browser = world.browser()
    answer = confirmed(world, browser, words="oui")
    form_id = seen.calls[-1].form_id
    browser.follow(f"{world.path}/say", answer)
    assert seen.calls[-1].fields == {"done": form_id}
    for action, done in (("say", "1"), ("say", "0" * 32), ("say", f"{form_id}x"), ("once", form_id), ("say", "")):
        browser.get(f"{world.path}/{action}?done={done}")
        assert seen.calls[-1].fields == {}, (action, done)


@pytest.mark.usefixtures("seen")
def test_a_form_of_another_action_is_not_taken(world: PageWorld) -> None:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/once"))
    answer = browser.post(f"{world.path}/say", {"form": token, "confirm": "yes"})
    assert answer.status == 403
    assert NOTHING in answer.text


def test_a_page_may_show_the_form_of_another_action(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    browser.get(world.path)
    token = seen.calls[-1].token_for("say")
    assert browser.post(f"{world.path}/say", {"form": token, "words": "x"}).status == 200


@pytest.mark.usefixtures("seen")
def test_a_form_shown_to_another_browser_is_not_taken(world: PageWorld) -> None:
    """An attacker who holds the link has a good token of their own, and it is worth nothing in the victim's browser."""
    attacker, victim = world.browser(), world.browser()
    token = token_in(attacker.get(f"{world.path}/say"))
    victim.get(world.path)
    assert victim.post(f"{world.path}/say", {"form": token, "confirm": "yes"}).status == 403
    assert acts(world) == 0


@pytest.mark.usefixtures("seen")
def test_a_form_of_another_case_is_not_taken(world: PageWorld) -> None:
    other = world.link_of(opened_case(world.client, "F-2026-002")["id"])
    browser = world.browser()
    token = token_in(browser.get(f"{other}/say"))
    browser.cookies.clear()
    browser.get(world.path)
    assert browser.post(f"{world.path}/say", {"form": token, "confirm": "yes"}).status == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "x", "é" * 64, "0" * 63, "0" * 65, "0" * 5_000])
def test_an_invented_form_is_not_taken(world: PageWorld, seen: Seen, token: str) -> None:
    browser = world.browser()
    browser.get(world.path)
    assert browser.post(f"{world.path}/say", {"form": token, "confirm": "yes"}).status == 403
    assert browser.post(f"{world.path}/say", {"confirm": "yes"}).status == 403
    assert [call.action for call in seen.calls] == [""]


@pytest.mark.usefixtures("seen")
def test_a_form_is_too_old_once_its_session_is_over(world: PageWorld) -> None:
    """The kept answer of a used form outlives the session by a month: no form can be sent again as a new one."""
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/say"))
    world.world.clock.instant += timedelta(hours=13)
    browser.get(world.path)
    assert browser.post(f"{world.path}/say", {"form": token, "confirm": "yes"}).status == 403


FROM_ELSEWHERE = [
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"Sec_Fetch_Site": "CROSS-SITE", "Origin": ADDRESS},
    {"Sec_Fetch_Site": "nonsense"},
    {"Origin": "https://evil.example"},
    {"Origin": "https://page.example.evil.example"},
    {"Origin": "https://evil.example/page.example"},
    {"Origin": "https://page.example@evil.example"},
    {"Origin": "https://[evil"},
    {"Origin": ""},
]
FROM_HERE = [
    {"Sec_Fetch_Site": "same-origin", "Origin": "null"},
    {"Sec_Fetch_Site": "same-origin", "Origin": ADDRESS},
    {"Sec_Fetch_Site": "none", "Origin": "null"},
    {"Origin": ADDRESS},
    {"Origin": "null"},
    {},
]


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_a_form_that_another_site_sends_is_refused(world: PageWorld, headers: dict[str, str]) -> None:
    """CSRF: even with the cookie and a good token."""
    assert posted(world, headers).status == 403
    assert acts(world) == 0


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
def test_the_pages_own_form_is_taken_from_new_and_old_browsers(world: PageWorld, headers: dict[str, str]) -> None:
    """Under ``Referrer-Policy: no-referrer`` browsers send ``Origin: null``; older ones send neither header."""
    assert posted(world, headers).status == 303
    assert acts(world) == 1


def posted(world: PageWorld, headers: dict[str, str]) -> HttpAnswer:
    browser = world.browser()
    token = token_in(browser.get(f"{world.path}/say"))
    told = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return browser.request("POST", f"{world.path}/say", f"form={token}&confirm=yes&words=oui", **told)


def test_a_key_of_the_api_never_meets_a_form(world: PageWorld, seen: Seen) -> None:
    """The space of used forms is its own: no Idempotency-Key can hold a blank."""
    confirmed(world, world.browser(), words="oui")
    key = f"page {world.case_id} {seen.calls[-1].form_id}"
    answer = world.client.post(f"/v1/cases/{world.case_id}/pause", {"reason": "r"}, Idempotency_Key=key)
    assert (answer.status, answer.code) == (422, "invalid_idempotency_key")

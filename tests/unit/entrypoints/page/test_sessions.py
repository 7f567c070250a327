"""One browser on one link: the cookie, the hour of a code, and what another browser or link can do with either."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from tests.support.page_browser import PageBrowser, token_in
from tests.support.page_world import PageWorld, opened_case

from .actions_for_tests import Seen

NAME = "__Secure-page"


def signed_in(world: PageWorld, browser: PageBrowser | None = None) -> PageBrowser:
    """A browser in which a one-time code was confirmed."""
    browser = browser or world.browser()
    page = browser.get(f"{world.path}/code")
    answer = browser.post(f"{world.path}/code", {"form": token_in(page), "digits": "123456"})
    assert answer.status == 303, answer.text
    return browser


@pytest.mark.usefixtures("seen")
def test_the_cookie_is_for_this_link_alone_and_for_no_script(world: PageWorld) -> None:
    cookie = world.browser().get(world.path).headers["set-cookie"]
    value, *attributes = cookie.split("; ")
    assert set(attributes) == {f"Path={world.path}", "HttpOnly", "Secure", "SameSite=Lax"}
    assert value.startswith(f"{NAME}=")


@pytest.mark.usefixtures("seen")
def test_nothing_personal_stands_in_the_cookie(world: PageWorld) -> None:
    """A random id, two instants, a language and a seal."""
    browser = world.browser()
    browser.get(world.path)
    raw = base64.urlsafe_b64decode(browser.cookies[NAME])
    assert len(raw) == 16 + 4 + 4 + 1 + 15


def test_the_cookie_is_set_once(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    browser.get(world.path)
    assert "set-cookie" not in browser.get(world.path).headers
    assert seen.calls[0].session.id == seen.calls[1].session.id


def test_what_needs_a_code_leads_to_the_code_first(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    answer = browser.get(f"{world.path}/documents")
    assert answer.status == 303
    assert answer.headers["location"] == f"../{world.path.removeprefix('/d/')}/code?next=documents"
    assert browser.follow(f"{world.path}/documents", answer).status == 200
    assert [call.action for call in seen.calls] == ["code"]


def test_after_a_code_the_browser_is_known_for_half_an_hour(world: PageWorld, seen: Seen) -> None:
    browser = signed_in(world)
    assert browser.get(f"{world.path}/documents").status == 200
    world.world.clock.instant += timedelta(minutes=29, seconds=59)
    assert browser.get(f"{world.path}/documents").status == 200
    world.world.clock.instant += timedelta(seconds=1)
    assert browser.get(f"{world.path}/documents").status == 303
    assert browser.get(world.path).status == 200
    assert not seen.calls[-1].session.verified


@pytest.mark.usefixtures("seen")
def test_the_session_has_a_new_id_after_a_code(world: PageWorld) -> None:
    """Fixation: whoever planted the cookie before the code is left with one that knows of no code."""
    planted = world.browser()
    planted.get(world.path)
    victim = world.browser(cookies=dict(planted.cookies))
    signed_in(world, victim)
    assert victim.cookies != planted.cookies
    assert victim.get(f"{world.path}/documents").status == 200
    assert planted.get(f"{world.path}/documents").status == 303


@pytest.mark.usefixtures("seen")
def test_two_browsers_on_one_link_know_nothing_of_each_other(world: PageWorld) -> None:
    signed_in(world)
    assert world.browser().get(f"{world.path}/documents").status == 303


def test_a_session_of_one_link_is_none_on_another(world: PageWorld, seen: Seen) -> None:
    """Even sent where its path forbids it: the seal names the case, under that debtor's key."""
    browser = signed_in(world)
    other = world.link_of(opened_case(world.client, "F-2026-002")["id"])
    assert browser.get(f"{other}/documents").status == 303
    assert not any(call.session.verified for call in seen.calls if call.file.case.id != world.case_id)


@pytest.mark.usefixtures("seen")
def test_a_revocation_ends_the_sessions_too(world: PageWorld) -> None:
    browser = signed_in(world)
    world.client.post(f"/v1/debtors/{world.case_file.debtor.id}/debtor-page-links/revoke")
    fresh = world.link_of(world.case_id)
    assert browser.get(f"{fresh}/documents").status == 303


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize("place", range(40))
def test_an_altered_cookie_is_no_session(world: PageWorld, place: int) -> None:
    browser = signed_in(world)
    raw = bytearray(base64.urlsafe_b64decode(browser.cookies[NAME]))
    raw[place] ^= 1
    browser.cookies[NAME] = base64.urlsafe_b64encode(raw).decode()
    assert browser.get(f"{world.path}/documents").status == 303


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(
    "value", ["", "x", "é", "A" * 5_000, "=" * 40, '"', "a;b", "\x00", base64.b64encode(bytes(40)).decode()]
)
def test_a_strange_cookie_is_no_session(world: PageWorld, value: str) -> None:
    answer = world.browser(cookies={NAME: value}, keeps_cookies=False).get(world.path)
    assert answer.status == 200
    assert "set-cookie" in answer.headers


@pytest.mark.usefixtures("seen")
def test_a_session_ends_after_twelve_hours(world: PageWorld) -> None:
    browser = world.browser()
    page = browser.get(f"{world.path}/say")
    world.world.clock.instant += timedelta(hours=12)
    answer = browser.post(f"{world.path}/say", {"form": token_in(page)})
    assert answer.status == 403
    assert "Rien n’a été enregistré" in answer.text


@pytest.mark.usefixtures("seen")
def test_a_session_from_the_future_is_none(world: PageWorld) -> None:
    browser = world.browser()
    browser.get(world.path)
    world.world.clock.instant -= timedelta(hours=1)
    assert "set-cookie" in browser.get(world.path).headers


def test_without_cookies_the_page_can_be_read_and_says_why_it_takes_no_form(world: PageWorld, seen: Seen) -> None:
    browser = world.browser(keeps_cookies=False)
    page = browser.get(f"{world.path}/say")
    answer = browser.post(f"{world.path}/say", {"form": token_in(page), "confirm": "yes", "words": "oui"})
    assert answer.status == 403
    assert "cookie" in answer.text
    assert [call.method for call in seen.calls] == ["GET"]


def test_the_language_is_the_letters_until_the_person_chooses(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    assert browser.get(world.path, Accept_Language="en").headers["content-language"] == "fr"
    assert browser.get(f"{world.path}?lang=en").headers["content-language"] == "en"
    assert browser.get(world.path).headers["content-language"] == "en"
    assert browser.get(f"{world.path}?lang=xx").headers["content-language"] == "en"
    assert [call.language for call in seen.calls] == ["fr", "en", "en", "en"]
    assert all("lang" not in call.fields for call in seen.calls if call.language == "fr")


@pytest.mark.usefixtures("seen")
def test_on_the_local_cloud_the_cookie_goes_over_plain_http(world: PageWorld) -> None:
    settings = world.world.deps.settings
    object.__setattr__(settings, "aws_endpoint", "http://127.0.0.1:4566")
    try:
        cookie = world.browser().get(world.path).headers["set-cookie"]
    finally:
        object.__setattr__(settings, "aws_endpoint", None)
    assert "Secure" not in cookie
    assert cookie.startswith("page=")


@pytest.mark.parametrize(
    "others", ['preferences={"theme":"dark"}', "a=b c", "ville=Évry", 'half="open', f"{NAME}=planted", f"{NAME}="]
)
def test_no_other_cookie_of_the_domain_hides_the_session(world: PageWorld, seen: Seen, others: str) -> None:
    """RFC 6265: those of a whole domain come along, whatever they hold, in whatever order."""
    browser = world.browser()
    browser.get(world.path)
    own = f"{NAME}={browser.cookies[NAME]}"
    for header in (f"{others}; {own}", f"{own}; {others}"):
        another = world.browser(keeps_cookies=False)
        assert "set-cookie" not in another.get(world.path, Cookie=header).headers
    assert len({call.session.id for call in seen.calls}) == 1

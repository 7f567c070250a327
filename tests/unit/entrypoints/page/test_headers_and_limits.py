"""What every answer says to the browser, what a log may know, how often one may ask, and what a visit costs."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.visits import OF_A_LINK, OF_AN_ADDRESS, network_of
from chalicelib.entrypoints.page.framework.answers import PageAnswer
from tests.support.http_client import HttpAnswer
from tests.support.page_browser import token_in
from tests.support.page_world import PageWorld, page_world

from .test_sessions import signed_in

ROOT = Path(__file__).resolve().parents[4]
ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow, noarchive",
}


def every_kind(world: PageWorld) -> dict[str, HttpAnswer]:
    """One answer of each kind."""
    browser = signed_in(world)
    form = browser.get(f"{world.path}/say")
    return {
        "first page": browser.get(world.path),
        "form": form,
        "redirection": browser.post(f"{world.path}/say", {"form": token_in(form), "confirm": "yes"}),
        "file": browser.get(f"{world.path}/documents"),
        "unknown link": browser.get("/d/x"),
        "unknown action": browser.get(f"{world.path}/nothing-here"),
        "refused form": browser.post(f"{world.path}/say", {}),
        "fault": browser.get(f"{world.path}/broken"),
        "head": browser.head(world.path),
    }


@pytest.mark.usefixtures("seen")
def test_every_answer_tells_the_browser_to_keep_load_frame_and_leak_nothing(world: PageWorld) -> None:
    for kind, answer in every_kind(world).items():
        told = {name: answer.headers.get(name) for name in ALWAYS}
        assert told == ALWAYS, kind
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src "), kind
        for part in ("img-src data:", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy.split("; "), kind
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["content-language"] in ("fr", "en"), kind
        assert answer.headers["request-id"].startswith("req_"), kind


@pytest.mark.usefixtures("seen")
def test_the_style_sheet_of_a_page_is_allowed_by_its_hash_and_no_other(world: PageWorld) -> None:
    for answer in (world.browser().get(world.path), world.browser().get("/d/x")):
        [style] = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}';" in answer.headers["content-security-policy"]
        assert not re.search(r"<script|\son\w+=|\sstyle=|javascript:|https?://", answer.text)


@pytest.mark.usefixtures("seen")
def test_a_download_is_never_shown_as_a_page_and_its_name_makes_no_header(world: PageWorld) -> None:
    browser = signed_in(world)
    answer = browser.get(f"{world.path}/documents")
    assert answer.data == b"%PDF-1.7 all of it"
    assert answer.headers["content-type"] == "application/pdf"
    told = answer.headers["content-disposition"]
    assert told.startswith("attachment; filename=\"Re-u-X-y.pdf\"; filename*=UTF-8''Re%C3%A7u")
    assert not set(told) & set("\r\n")


def test_a_name_with_markup_stays_a_name() -> None:
    """Stored XSS: what a creditor or debtor is called is text."""
    with page_world(name="<script>alert(1)</script><style>*{}</style>\"'") as world:
        for path in ("", "/nothing-here"):
            page = world.browser().get(world.path + path)
            assert "<script>" not in page.text
            assert page.text.count("<style>") <= 1


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/d/x",
        "../x",
        "say\r\nX: y",
        "say?next=//evil",
        "Say",
        "say#x",
        "say?a=<b>",
    ],
)
def test_a_redirection_never_leaves_the_link(path: str) -> None:
    with pytest.raises(ValueError, match="within the link"):
        PageAnswer.see_other(path)


@pytest.mark.usefixtures("seen")
def test_the_code_page_is_told_a_known_action_and_nothing_else(world: PageWorld) -> None:
    """No open redirection: ``next`` is the name of the action that was asked for."""
    answer = world.browser().get(f"{world.path}/documents?next=//evil.example")
    assert answer.headers["location"].endswith("/code?next=documents")


@pytest.mark.usefixtures("seen")
def test_links_within_the_page_hold_wherever_it_is_published(world: PageWorld) -> None:
    """Behind a stage, a base path or a domain of one's own: they are relative to the page asked for."""
    browser, token = world.browser(), world.path.removeprefix("/d/")
    form = browser.get(f"{world.path}/say")
    assert (
        f"../{token}/say?done="
        in browser.post(f"{world.path}/say", {"form": token_in(form), "confirm": "yes"}).headers["location"]
    )
    page = browser.get(f"{world.path}/nothing-here")
    assert f'href="../{token}"' in page.text


@pytest.mark.usefixtures("seen")
def test_no_log_line_knows_the_token_a_name_or_an_address(world: PageWorld, caplog: pytest.LogCaptureFixture) -> None:
    every_kind(world)
    told = " ".join(str(vars(record)) for record in caplog.records)
    assert "RuntimeError" in told, "a fault is logged, by its kind"
    for secret in (world.path.removeprefix("/d/"), "Débiteur", "192.0.2.7", "Durand"):
        assert secret not in told


def test_the_gateway_logs_and_traces_no_path() -> None:
    """The path of a page is its key: X-Ray's segment of a gateway, access logs and execution logs would hold it."""
    told = (ROOT / "infra" / "app" / "api.yaml").read_text(encoding="utf-8")
    assert "TracingEnabled: false" in told
    assert not re.search(r"AccessLogSetting|LoggingLevel|DataTraceEnabled: true", told)


@pytest.mark.usefixtures("seen")
def test_what_a_visit_reads_and_an_act_writes(world: PageWorld) -> None:
    """A page: one Query and one batch read, no write. A confirmation: the kept answer, the file again, one commit."""
    browser, calls = world.browser(), world.world.store.calls
    calls.clear()
    form = browser.get(f"{world.path}/say")
    assert calls == Counter(case=1, parties=1)
    calls.clear()
    browser.post(f"{world.path}/say", {"form": token_in(form), "words": "x"})
    assert calls == Counter(case=1, parties=1)
    calls.clear()
    browser.post(f"{world.path}/say", {"form": token_in(form), "words": "x", "confirm": "yes"})
    assert calls == Counter(case=2, parties=2, answer=1, commit=1)
    assert len(world.visits.asked) == 1, "ten visits of a link are one lease"


@pytest.mark.usefixtures("seen")
def test_a_link_is_answered_sixty_times_a_minute(world: PageWorld) -> None:
    browser = world.browser()
    assert {browser.get(world.path).status for _ in range(OF_A_LINK.most)} == {200}
    world.world.store.calls.clear()
    answer = browser.get(world.path)
    assert answer.status == 429
    assert answer.headers["retry-after"] == "60"
    assert "Attendez une minute" in answer.text
    world.world.store.calls.clear()
    assert browser.get(world.path).status == 429
    assert world.world.store.calls == Counter(), "from then on nothing is read any more"
    world.world.clock.instant += timedelta(seconds=60)
    assert browser.get(world.path).status == 200


def test_an_address_that_tries_links_is_stopped_before_anything_is_read(world: PageWorld) -> None:
    guesser, other = world.browser(address="203.0.113.9"), world.browser()
    tokens = [f"{world.path[:-3]}{n:03d}" for n in range(OF_AN_ADDRESS.most + 2)]
    statuses = [guesser.get(token).status for token in tokens]
    assert statuses == [404] * OF_AN_ADDRESS.most + [429] * 2
    world.world.store.calls.clear()
    assert guesser.get(world.path).status == 429
    assert world.world.store.calls == Counter()
    assert other.get(world.path).status == 200


def test_who_reads_their_letters_uses_up_nothing_of_the_address(world: PageWorld) -> None:
    world.browser().get(world.path)
    assert len(world.visits.taken) == 1


def test_a_table_that_does_not_count_refuses_nobody(world: PageWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> bool:
        raise ProviderUnavailable("no answer")

    monkeypatch.setattr(world.visits, "lease", silent)
    assert world.browser().get(world.path).status == 200
    assert world.browser().get(f"{world.path[:-3]}AAA").status == 404


def test_a_table_that_does_not_answer_is_a_page_that_says_so(world: PageWorld) -> None:
    def silent(_: str) -> None:
        raise ProviderUnavailable("no answer")

    world.world.store.before = silent
    answer = world.browser().get(world.path)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert "occupée un instant" in answer.text


def test_what_is_counted_names_nobody(world: PageWorld) -> None:
    browser = world.browser()
    browser.get(world.path)
    browser.get(f"{world.path[:-3]}AAA")
    for name in world.visits.asked:
        assert re.fullmatch(r"[0-9a-f]{32}", name)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("", "unknown"),
        ("spoofed, 1.2.3.4", "unknown"),
    ],
)
def test_a_household_is_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.usefixtures("seen")
def test_a_header_changes_no_address(world: PageWorld) -> None:
    """``X-Forwarded-For`` is the caller's own word; the gateway's counts."""
    for n in range(OF_AN_ADDRESS.most):
        world.browser().get(f"{world.path[:-3]}{n:03d}", X_Forwarded_For=f"198.51.100.{n}")
    assert world.browser().get(f"{world.path[:-3]}zzz", X_Forwarded_For="198.51.100.250").status == 429


@pytest.mark.usefixtures("seen")
def test_a_page_is_asked_for_in_the_readers_language_when_it_refuses(world: PageWorld) -> None:
    french, english = (
        world.browser().get("/d/x"),
        world.browser().get("/d/x", Accept_Language="en-GB,en;q=0.8,fr;q=0.5"),
    )
    assert '<html lang="fr">' in french.text
    assert '<html lang="en">' in english.text
    for answer in (french, english):
        assert "This link opens no page" in answer.text
        assert "Ce lien n’ouvre aucune page" in answer.text

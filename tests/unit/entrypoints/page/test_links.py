"""Links that open nothing: whose, when and why is never told (R-127)."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest

from chalicelib.domain.page_link import SEAL_PURPOSE, PageLink, read_token, token_of
from chalicelib.domain.parties import Scope
from tests.support.http_client import HttpAnswer
from tests.support.page_browser import HOST, path_of
from tests.support.page_world import PageWorld, opened_case

from .actions_for_tests import Seen

UNKNOWN = "Ce lien n’ouvre aucune page"
ENDED = "Ce lien n’est plus valable"


def told(answer: HttpAnswer) -> str:
    """The page without its request id."""
    return answer.text.partition("<small>")[0]


def version(world: PageWorld) -> int:
    return int(world.client.get(f"/v1/cases/{world.case_id}").json["version"])


def test_a_link_opens_the_page_of_its_case(world: PageWorld, seen: Seen) -> None:
    answer = world.browser().get(world.path)
    assert answer.status == 200
    assert "ACME SARL" in answer.text
    [call] = seen.calls
    assert call.file.case.id == world.case_id


def test_every_flipped_byte_of_a_token_opens_nothing(world: PageWorld, seen: Seen) -> None:
    """Altered and invented look the same, whatever was altered: tenant, case, mode, day, epoch or seal."""
    junk = told(world.browser().get("/d/nothing"))
    raw = base64.urlsafe_b64decode(world.path.removeprefix("/d/"))
    for place in range(len(raw)):
        altered = raw[:place] + bytes((raw[place] ^ (1 << place % 8),)) + raw[place + 1 :]
        visitor = world.browser(address=f"198.51.100.{place}")
        answer = visitor.get(f"/d/{base64.urlsafe_b64encode(altered).decode()}")
        assert (answer.status, told(answer)) == (404, junk), place
    assert seen.calls == []


@pytest.mark.parametrize(
    "token", ["x", "A" * 68, "a" * 20_000, "..%2F..%2Fv1", "%00", "é" * 68, "<script>", "%0d%0aSet-Cookie"]
)
def test_what_is_no_token_is_answered_without_reading_or_writing(world: PageWorld, token: str) -> None:
    store = world.world.store
    before = dict(store.calls)
    answer = world.browser().get(f"/d/{token}")
    assert answer.status == 404
    assert UNKNOWN in answer.text
    assert token in ("x", "%00") or token not in answer.text
    assert "set-cookie" not in answer.headers
    assert dict(store.calls) == before
    assert world.visits.asked == []


def test_a_link_sealed_for_another_debtor_opens_nothing(world: PageWorld, seen: Seen) -> None:
    """The seal of one's own link on the ids of somebody else's case."""
    other = opened_case(world.client, "F-2026-002", name="Voisin SARL")["id"]
    mine, theirs = read_token(world.path.removeprefix("/d/")), read_token(world.link_of(other).removeprefix("/d/"))
    assert mine is not None
    assert theirs is not None
    forged = token_of(theirs.link, mine.seal)
    answer = world.browser().get(f"/d/{forged}")
    assert (answer.status, told(answer)) == (404, told(world.browser().get("/d/x")))
    assert "Voisin" not in answer.text
    assert seen.calls == []


def test_a_debtors_link_for_one_case_opens_no_other_case_of_theirs(world: PageWorld) -> None:
    case = world.client.get(f"/v1/cases/{world.case_id}").json
    body = {
        "creditor_id": case["creditor_id"],
        "debtor_id": case["debtor_id"],
        "invoices": [
            {
                "number": "F-2026-003",
                "issue_date": "2026-08-31",
                "due_date": "2026-09-30",
                "amount_incl_tax": {"amount": 5_000, "currency": "EUR"},
            }
        ],
    }
    second = world.client.post("/v1/cases", body).json["id"]
    mine = read_token(world.path.removeprefix("/d/"))
    assert mine is not None
    moved = PageLink(mine.link.scope, second, mine.link.last_day, mine.link.epoch)
    assert world.browser().get(f"/d/{token_of(moved, mine.seal)}").status == 404
    assert world.browser().get(world.link_of(second)).status == 200


def test_a_token_of_test_mode_opens_nothing_in_live_mode_and_the_other_way_round(world: PageWorld) -> None:
    mine = read_token(world.path.removeprefix("/d/"))
    assert mine is not None
    live = PageLink(Scope(world.tenant_id, livemode=True), mine.link.case_id, mine.link.last_day, mine.link.epoch)
    assert world.browser().get(f"/d/{token_of(live, mine.seal)}").status == 404
    sealed = world.links.seals.authenticate(world.case_file.key, live.to_bytes(), SEAL_PURPOSE)
    assert world.browser().get(f"/d/{token_of(live, sealed)}").status == 404, "even well sealed: there is no such case"


def test_a_case_of_another_tenant_is_not_there(world: PageWorld) -> None:
    stranger = world.world.tenant("Autre")
    mine = read_token(world.path.removeprefix("/d/"))
    assert mine is not None
    link = PageLink(Scope(stranger.id, livemode=False), mine.link.case_id, mine.link.last_day, 0)
    sealed = world.links.seals.authenticate(world.case_file.key, link.to_bytes(), SEAL_PURPOSE)
    assert world.browser().get(f"/d/{token_of(link, sealed)}").status == 404
    assert stranger.test.post(f"/v1/cases/{world.case_id}/debtor-page-links").status == 404


def test_a_link_ends_ninety_days_after_it_was_made_in_real_time(world: PageWorld) -> None:
    clock = world.world.clock
    clock.instant += timedelta(days=90)
    assert world.browser().get(world.path).status == 200
    clock.instant = clock.instant.replace(hour=0, minute=0) + timedelta(days=1)
    answer = world.browser().get(world.path)
    assert answer.status == 410
    assert ENDED in answer.text
    assert "ACME" not in answer.text
    assert world.browser().get(world.link_of(world.case_id)).status == 200, "the link of the next message opens it"


def test_a_forged_token_is_unknown_even_when_its_day_is_over(world: PageWorld) -> None:
    """That a link has ended is told only to whoever held it."""
    mine = read_token(world.path.removeprefix("/d/"))
    assert mine is not None
    old = PageLink(mine.link.scope, mine.link.case_id, mine.link.last_day - timedelta(days=200), mine.link.epoch)
    assert world.browser().get(f"/d/{token_of(old, mine.seal)}").status == 404


def test_revoked_links_open_nothing_and_new_ones_do(world: PageWorld, seen: Seen) -> None:
    browser = world.browser()
    assert browser.get(world.path).status == 200
    debtor_id = world.case_file.debtor.id
    answer = world.client.post(f"/v1/debtors/{debtor_id}/debtor-page-links/revoke")
    assert (answer.status, answer.json["revocations"]) == (200, 1)
    refused = browser.get(world.path)
    assert refused.status == 410
    assert ENDED in refused.text
    fresh = path_of(world.client.post(f"/v1/cases/{world.case_id}/debtor-page-links").json["url"])
    assert world.browser().get(fresh).status == 200
    assert len(seen.calls) == 2


def test_a_revocation_that_is_asked_for_twice_with_one_key_is_one(world: PageWorld) -> None:
    path = f"/v1/debtors/{world.case_file.debtor.id}/debtor-page-links/revoke"
    first, second = (world.client.post(path, Idempotency_Key="k1") for _ in range(2))
    assert (first.json["revocations"], second.json["revocations"]) == (1, 1)
    assert world.client.post(path).json["revocations"] == 2


def test_nothing_is_left_to_open_once_the_debtor_is_erased(world: PageWorld, seen: Seen) -> None:
    """R-142: the seal's key dies with the debtor's data, so a good link and an invented one are the same."""
    file = world.case_file
    world.world.store.erase_debtor_key(file.case.scope, file.debtor.id)
    answer = world.browser().get(world.path)
    assert (answer.status, told(answer)) == (404, told(world.browser().get("/d/x")))
    assert seen.calls == []


def test_an_integrator_gets_a_link_for_a_message_of_their_own(world: PageWorld) -> None:
    made = world.client.post(f"/v1/cases/{world.case_id}/debtor-page-links")
    assert made.status == 200
    assert made.json["url"] == f"https://{HOST}{world.path}"
    assert made.json["expires_at"] == "2027-02-22T00:00:00Z"
    assert made.json["livemode"] is False


def test_where_no_page_is_published_no_link_is_made(world: PageWorld) -> None:
    object.__setattr__(world.links, "address", "")
    answer = world.client.post(f"/v1/cases/{world.case_id}/debtor-page-links")
    assert (answer.status, answer.code) == (409, "debtor_page_not_published")
    assert world.links.link_for(world.case_file) == ""


def test_the_same_case_gives_the_same_address_all_day(world: PageWorld) -> None:
    """A message that is made twice is the same (R-125)."""
    first = world.links.link_for(world.case_file)
    world.world.clock.instant += timedelta(hours=9)
    assert world.links.link_for(world.case_file) == first
    world.world.clock.instant += timedelta(hours=9)
    assert world.links.link_for(world.case_file) != first


def test_an_unknown_action_is_told_only_behind_a_good_link(world: PageWorld, seen: Seen) -> None:
    good, bad = (world.browser().get(f"{path}/nothing-here") for path in (world.path, "/d/" + "A" * 68))
    assert good.status == bad.status == 404
    assert "Cette page n’existe pas" in good.text
    assert UNKNOWN in bad.text
    assert seen.calls == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_as_a_page(world: PageWorld, seen: Seen, method: str) -> None:
    answer = world.browser().request(method, world.path)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, POST, HEAD"
    assert seen.calls == []


def test_a_scanner_that_follows_links_changes_nothing(world: PageWorld, seen: Seen) -> None:
    """Mail scanners prefetch: GET and HEAD of every action, with any query."""
    before = version(world)
    world.world.store.calls.clear()
    for action in ("", "/say", "/once", "/proof", "/code", "/documents"):
        for query in ("", "?confirm=yes&words=oui&form=" + "0" * 64):
            assert world.browser().head(world.path + action + query).text == ""
            world.browser().get(world.path + action + query)
    assert version(world) == before
    assert world.world.store.calls["commit"] == 0
    assert not any(call.confirmed for call in seen.calls)

"""The token of a link to a debtor's page (R-127)."""

from __future__ import annotations

import base64
import re
import string
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.page_link import EPOCHS, PageLink, read_token, token_of, without_tokens
from chalicelib.domain.parties import Scope

ULIDS = st.integers(0, 2**128 - 1).map(
    lambda n: "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(n >> shift) & 31] for shift in range(125, -1, -5))
)
LINKS = st.builds(
    PageLink,
    scope=st.builds(Scope, tenant_id=ULIDS.map(lambda u: f"tnt_{u}"), livemode=st.booleans()),
    case_id=ULIDS.map(lambda u: f"case_{u}"),
    last_day=st.dates(date(1970, 1, 1), date(2149, 6, 6)),
    epoch=st.integers(0, EPOCHS - 1),
)
SEALS = st.binary(min_size=32, max_size=32)
LINK = PageLink(
    Scope("tnt_01KAM4Q7Q8W3Y2Z1X0V9T8S7R6", livemode=True), "case_01KAM4Q7Q8W3Y2Z1X0V9T8S7R6", date(2027, 2, 20), 3
)


@given(LINKS, SEALS)
def test_a_token_says_what_was_put_into_it_in_68_characters_of_an_address(link: PageLink, seal: bytes) -> None:
    token = token_of(link, seal)
    assert re.fullmatch(r"[A-Za-z0-9_-]{68}", token)
    read = read_token(token)
    assert read is not None
    assert (read.link, read.seal) == (link, seal[:14])


@given(LINKS, SEALS, st.data())
def test_every_altered_character_is_another_token(link: PageLink, seal: bytes, data: st.DataObject) -> None:
    """No two tokens say the same: there are no spare bits that could be changed unnoticed."""
    token = token_of(link, seal)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(sorted(set(string.ascii_letters + string.digits + "-_") - {token[place]})))
    read = read_token(token[:place] + letter + token[place + 1 :])
    assert read is None or (read.link, read.seal) != (link, seal[:14])


@given(st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,80}", fullmatch=True))
def test_whatever_is_no_token_is_said_to_be_none(text: str) -> None:
    read = read_token(text)
    assert read is None or len(text) == 68


@pytest.mark.parametrize(
    "token",
    ["", "x", "A" * 67, "A" * 69, "A" * 100_000, "é" * 68, "A" * 67 + "\n", "A" * 68 + "\n", "A" * 67 + "=", "A" * 68],
    ids=["empty", "short", "67", "69", "long", "accents", "line break", "and a line break", "padded", "version 0"],
)
def test_junk_is_no_token(token: str) -> None:
    assert read_token(token) is None


def test_nothing_of_a_person_stands_in_a_token() -> None:
    """R-127: ids, a day, an epoch and a seal."""
    raw = base64.urlsafe_b64decode(token_of(LINK, bytes(32)))
    assert len(raw) == 1 + 16 + 16 + 2 + 2 + 14


def test_a_link_opens_until_its_last_day_is_over_in_utc() -> None:
    assert LINK.expires_at == datetime(2027, 2, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "tenant", ["ten_1", "tnt_1", "tnt_01KAM4Q7Q8W3Y2Z1X0V9T8S7RI", "case_01KAM4Q7Q8W3Y2Z1X0V9T8S7R6"]
)
def test_an_id_of_another_form_has_no_link(tenant: str) -> None:
    with pytest.raises(ValueError, match="not"):
        PageLink(Scope(tenant, livemode=True), LINK.case_id, LINK.last_day, 0).to_bytes()


@given(LINKS, SEALS)
def test_words_with_a_link_are_shown_without_what_opens_it(link: PageLink, seal: bytes) -> None:
    """R-127: whatever the token ends with, and whatever follows the link."""
    token = token_of(link, seal)
    for after in ("", " ", ".", "\nBien cordialement", "/plan"):
        shown = without_tokens(f"Votre page : https://page.example/d/{token}{after}")
        assert shown == f"Votre page : https://page.example/d/...{after}"


def test_words_without_a_link_stay_as_they_are() -> None:
    words = "Réf. 2026/d/12, " + "A" * 68
    assert without_tokens(words) == words

"""A one-time code is used once, for what it was sent for, within its time; and none is free to guess (R-127)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import Conflict, DomainError, Refused
from chalicelib.domain.negotiation.one_time_code import (
    LIFETIME,
    TRIES,
    DebtorCodes,
    OneTimeCode,
    Purpose,
    digits_of,
    sealed_message,
    text_digest,
    usable,
    wrong_digits,
)
from chalicelib.domain.parties import Scope

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SCOPE = Scope("ten_1", livemode=False)


def code(
    at: datetime = NOW, code_id: str = "cod_1", subject: str | None = None, text: str | None = None
) -> OneTimeCode:
    purpose = Purpose.SIGN if subject else Purpose.VIEW
    return OneTimeCode(code_id, purpose, "ab", at, Channel.SMS, "06", "ctc_1", subject, text)


def codes(*each: OneTimeCode) -> DebtorCodes:
    kept = DebtorCodes("deb_1", SCOPE, 0)
    for one in each:
        kept = kept.with_code(one)
    return kept


def refused(kept: DebtorCodes | None, at: datetime, code_id: str = "cod_1") -> str:
    with pytest.raises(DomainError) as refusal:
        usable(kept, code_id, Purpose.VIEW, at)
    return refusal.value.code


def test_a_code_lives_ten_minutes_of_wall_time() -> None:
    kept = codes(code())
    assert usable(kept, "cod_1", Purpose.VIEW, NOW + LIFETIME - timedelta(seconds=1))[1] == kept.present
    assert refused(kept, NOW + LIFETIME) == "code_expired"


def test_a_code_is_used_once() -> None:
    assert refused(codes(code()).used(NOW), NOW) == "code_used"


def test_another_code_puts_the_one_before_out_of_use() -> None:
    kept = codes(code(), code(code_id="cod_2"))
    assert refused(kept, NOW) == "code_replaced"
    assert usable(kept, "cod_2", Purpose.VIEW, NOW)
    assert refused(None, NOW) == "code_replaced"


def test_five_wrong_tries_are_the_last() -> None:
    kept = codes(code())
    for left in range(TRIES - 1, 0, -1):
        present = usable(kept, "cod_1", Purpose.VIEW, NOW)[1]
        assert f"Tries left: {left}" in wrong_digits(present).detail
        kept = kept.with_try()
    assert wrong_digits(usable(kept, "cod_1", Purpose.VIEW, NOW)[1]).code == "code_spent"
    assert refused(kept.with_try(), NOW) == "code_spent"


@given(
    st.lists(st.sampled_from(["try", "use", "late", "replace"]), min_size=1, max_size=8),
    st.integers(0, 20),
)
def test_whatever_happened_a_dead_code_never_opens(steps: list[str], minutes: int) -> None:
    """After its use, its end, its fifth try or another code it is refused for ever."""
    kept, dead, tries, now = codes(code()), False, 0, NOW
    for step in steps:
        if step == "try" and not dead:
            tries += 1
            kept, dead = kept.with_try(), tries >= TRIES
        elif step == "use" and not dead:
            kept, dead = kept.used(now), True
        elif step == "late":
            now, dead = now + LIFETIME, True
        elif step == "replace" and len(kept.sent) < 2:
            kept, dead = kept.with_code(code(now, "cod_2")), True
        if dead:
            assert refused(kept, now + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("purpose", "subject", "text"),
    [
        (Purpose.VIEW, None, None),
        (Purpose.SIGN, "plan_2", text_digest("a text")),
        (Purpose.SIGN, "plan_1", text_digest("another text")),
        (Purpose.SIGN, "plan_1", None),
    ],
)
def test_a_code_opens_what_it_was_sent_for_alone(purpose: Purpose, subject: str | None, text: str | None) -> None:
    """A code for a plan as it was shown signs no other plan, and not the same one with other words."""
    kept = codes(code(subject="plan_1", text=text_digest("a text")))
    with pytest.raises(Conflict) as refusal:
        usable(kept, "cod_1", purpose, NOW, subject_id=subject, text_sha256=text)
    assert refusal.value.code == "code_for_something_else"


def test_the_hash_is_over_everything_that_the_code_opens() -> None:
    """Moving a separator never makes two of them alike."""
    some = code(subject="plan_1", text="t")
    messages = [
        sealed_message(some, "case_1", "deb_1", "123456"),
        sealed_message(some, "case_1", "deb_1", "123457"),
        sealed_message(some, "case_2", "deb_1", "123456"),
        sealed_message(some, "case_1", "deb_2", "123456"),
        sealed_message(code(subject="plan_1", text="tt"), "case_1", "deb_1", "123456"),
        sealed_message(code(subject="plan_1t", text=""), "case_1", "deb_1", "123456"),
        sealed_message(code(code_id="cod_2", subject="plan_1", text="t"), "case_1", "deb_1", "123456"),
    ]
    assert len(set(messages)) == len(messages)


def test_three_codes_in_a_quarter_of_an_hour_and_ten_a_day() -> None:
    kept = codes(code(), code(NOW + timedelta(minutes=1)), code(NOW + timedelta(minutes=2)))
    with pytest.raises(Refused) as refusal:
        kept.with_code(code(NOW + timedelta(minutes=14)))
    assert refusal.value.code == "too_many_codes"
    kept = kept.with_code(code(NOW + timedelta(minutes=15)))
    for place in range(6):
        kept = kept.with_code(code(NOW + timedelta(hours=1 + place)))
    with pytest.raises(Refused):
        kept.with_code(code(NOW + timedelta(hours=20)))
    later = kept.with_code(code(NOW + timedelta(hours=25)))
    assert len(later.sent) < len(kept.sent)


def test_every_code_is_as_likely_as_any_other() -> None:
    """Bytes that would favour the low codes are drawn again."""
    assert digits_of(b"\xff" * 8) is None
    assert digits_of((7).to_bytes(8, "big")) == "000007"
    drawn = Counter(str(digits_of((n * 7_919).to_bytes(8, "big")))[0] for n in range(20_000))
    assert all(len(digit) == 1 for digit in drawn)
    assert set(drawn) == set("0123456789")

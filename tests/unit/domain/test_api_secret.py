from __future__ import annotations

import pytest

from chalicelib.domain.api_secret import hash_secret, is_live, is_well_formed, make_secret, secret_hint

RANDOM = bytes(range(24))


@pytest.mark.parametrize("livemode", [True, False])
def test_a_made_secret_is_well_formed_and_says_its_mode(livemode: bool) -> None:
    secret = make_secret(RANDOM, livemode=livemode)
    assert is_well_formed(secret)
    assert is_live(secret) is livemode


def test_a_secret_holds_at_least_160_random_bits() -> None:
    assert len(RANDOM) * 8 >= 160
    with pytest.raises(ValueError, match="24 random bytes"):
        make_secret(bytes(19), livemode=False)


def test_every_changed_character_breaks_the_checksum() -> None:
    secret = make_secret(RANDOM, livemode=False)
    for index in range(8, len(secret)):
        other = "A" if secret[index] != "A" else "B"
        assert not is_well_formed(secret[:index] + other + secret[index + 1 :])


@pytest.mark.parametrize("text", ["", "sk_test_", "sk_prod_" + "0" * 39, "sk_test_" + "é" * 39, "\n"])
def test_another_form_is_not_a_secret(text: str) -> None:
    assert not is_well_formed(text)


def test_a_secret_of_one_mode_does_not_pass_for_the_other() -> None:
    secret = make_secret(RANDOM, livemode=False)
    assert not is_well_formed(secret.replace("sk_test_", "sk_live_"))


def test_the_hint_shows_too_little_to_guess_the_secret() -> None:
    secret = make_secret(RANDOM, livemode=True)
    assert secret_hint(secret) == f"sk_live_…{secret[-4:]}"
    assert len(hash_secret(secret)) == 64

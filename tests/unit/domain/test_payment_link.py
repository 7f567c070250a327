"""A creditor's own way to pay online: an https address with places (R-127)."""

from __future__ import annotations

import pytest

from chalicelib.domain.money import Money
from chalicelib.domain.payment_link import checked_payment_link, payment_link

GOOD = "https://pay.example.com/p?amount={amount}&ref={reference}&cur={currency}"


def test_amount_and_reference_stand_in_their_places_percent_encoded() -> None:
    assert payment_link(GOOD, Money(123_450), "AM 1/é&x") == (
        "https://pay.example.com/p?amount=1234.50&ref=AM%201%2F%C3%A9%26x&cur=EUR"
    )


@pytest.mark.parametrize(
    "template",
    [
        GOOD,
        "https://pay.example.com/{reference}",
        "https://pay.example.com:8443/x/{reference}/{amount}",
        "https://pay.example.com?r={reference}",
    ],
)
def test_an_https_address_with_a_place_for_the_reference_is_taken(template: str) -> None:
    assert checked_payment_link(template) == template


@pytest.mark.parametrize(
    "template",
    [
        "http://pay.example.com/{reference}",
        "javascript:alert(1)//{reference}",
        "https://{reference}.example.com/",
        "https://localhost/{reference}",
        "https://user:pw@pay.example.com/{reference}",
        "https://pay.example.com/{amount}",
        "https://pay.example.com/{reference}{name}",
        "https://pay.example.com/{reference",
        "https://pay.example.com/{reference}}",
        'https://pay.example.com/{reference}"onclick=',
        "https://pay.example.com/{reference}\nx",
        "https://pay.example.com/#{reference}",
        "https://pay.example.com/{reference}" + "x" * 500,
    ],
)
def test_any_other_address_is_refused_with_its_reason(template: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        checked_payment_link(template)

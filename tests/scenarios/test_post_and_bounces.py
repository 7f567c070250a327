"""What does not arrive: a bounced e-mail, an unclaimed and a returned registered letter."""

from __future__ import annotations

import pytest

from infra.local.api_client import ApiClient

from . import people
from .story import eventually, open_story

pytestmark = pytest.mark.local_cloud

BOUNCES = "bounce@simulator.amazonses.com"


def test_after_a_bounce_the_letter_takes_over(client: ApiClient) -> None:
    """CON_09: a bounced address is not used again. The bounce comes back by itself, through SNS."""
    story = open_story(client, debtor=people.debtor(9_001, email=BOUNCES))
    story.until(15)
    eventually(lambda: story.contacts(channel="email", state="bounced"), "the bounce comes back")
    story.until(31)
    assert story.told() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+15: e-mail reminder_1",
        "D+15: e-mail bounced",
        "D+16: letter reminder_1",
        "D+30: letter reminder_2",
        "D+30: SMS reminder_2_sms",
    ]
    debtor = client.get(f"/debtors/{story.debtor_id}")
    assert [(block["channel"], block["reason"], block["address"]) for block in debtor["channel_blocks"]] == [
        ("email", "bounced", BOUNCES)
    ]


def test_an_unclaimed_registered_letter_is_valid(client: ApiClient) -> None:
    story = open_story(client)
    story.until(46)
    story.carrier_reports("unclaimed", on=46)
    story.until(66)
    assert story.told()[-3:] == [
        "D+45: registered letter formal_notice",
        "D+46: letter unclaimed",
        "D+65: call to make: last_call",
    ]
    notice = story.case()["formal_notice"]
    assert (notice["presentation"], notice["deadline"]) == ("unclaimed", notice["named_last_day"])


def test_a_returned_registered_letter_is_not_and_goes_to_the_new_address(client: ApiClient) -> None:
    story = open_story(client)
    story.until(46)
    story.carrier_reports("returned", on=46)
    assert story.case()["status"] == "needs_attention"
    story.until(59)
    address = {"line1": "30 cours Lafayette", "postal_code": "69006", "city": "Lyon"}
    client.request("PATCH", f"/debtors/{story.debtor_id}", {"address": address}, {"If-Match": "*"})
    story.command("resolve-attention", action="retry", reason="They moved; the new address is on their site.")
    story.until(64)
    assert story.told()[4:] == [
        "D+30: SMS reminder_2_sms",
        "D+45: registered letter formal_notice",
        "D+46: letter returned",
        "D+46: needs attention: letter_returned",
        "D+59: attention resolved: retry",
        "D+59: registered letter formal_notice",
        "D+62: letter presented",
    ]
    assert "30 cours Lafayette" in story.contacts(channel="registered_letter")[-1]["recipient"]

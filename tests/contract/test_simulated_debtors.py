"""The guide on simulated debtors is what happens, address by address; the contract and live mode know them too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.domain.simulated.behaviours import BEHAVIOURS
from chalicelib.domain.simulated.debtor import SIMULATOR_DOMAIN
from tests.support.living_http import ADDRESS, COMPANY, LivingHttp, living_http
from tests.support.simulated_page import DUE, OPENED, PAGE, examples, page


@pytest.fixture
def living() -> Iterator[LivingHttp]:
    with living_http() as world:
        yield world


def test_the_guide_tells_each_day_of_each_simulated_debtor_as_it_is_played() -> None:
    """R-132: every address, over HTTP, for 120 days. ``python -m tests.support.simulated_page`` writes the guide."""
    assert page() == PAGE.read_text(encoding="utf-8")


def test_the_guide_plays_an_example_of_every_behaviour() -> None:
    for behaviour in BEHAVIOURS:
        assert behaviour.example in examples()
        assert behaviour.days_in(behaviour.example) is not None, behaviour.name
        others = [each.name for each in BEHAVIOURS if each.days_in(behaviour.example) is not None]
        assert others == [behaviour.name]
        assert len(behaviour.example) < 60
        assert re.fullmatch(r"[a-z0-9-]+", behaviour.example)


def test_live_mode_refuses_the_address_by_name_wherever_a_debtor_is_given(living: LivingHttp) -> None:
    live = living.tenant.live
    contact = {"email": f"pays-on-day-20@{SIMULATOR_DOMAIN.upper()}"}
    body = {**COMPANY, "address": ADDRESS, "contacts": [{"email": "ana@debiteur.example"}, contact]}
    refused = live.post("/v1/debtors", body)
    assert (refused.status, refused.code) == (422, "simulator_address_in_live_mode")
    assert [error["pointer"] for error in refused.json["errors"]] == ["#/contacts/1/email"]
    debtor = live.post("/v1/debtors", {**body, "contacts": []}).json
    changed = live.patch(f"/v1/debtors/{debtor['id']}", {"contacts": [contact]}, If_Match="*")
    assert (changed.status, changed.code) == (422, "simulator_address_in_live_mode")


@pytest.mark.parametrize("name", ["pays-on-day-", "pays", "pays-on-day-1000", "silent+sings", "silent+"])
def test_test_mode_refuses_an_address_that_names_no_behaviour(living: LivingHttp, name: str) -> None:
    body = {**COMPANY, "address": ADDRESS, "contacts": [{"email": f"{name}@{SIMULATOR_DOMAIN}"}]}
    refused = living.client.post("/v1/debtors", body)
    assert refused.status == 422
    assert refused.code == "unknown_simulated_debtor"


def test_the_actor_of_what_they_do_is_the_simulator_and_their_payment_reads_as_any_other(living: LivingHttp) -> None:
    clock = living.clock(OPENED)
    case = living.open(f"pays-half-on-day-20@{SIMULATOR_DOMAIN}", due=DUE, clock_id=clock)
    living.advance(clock, OPENED + timedelta(days=25))
    recorded = next(event for event in living.timeline(case) if event["type"] == "payment.recorded")
    assert recorded["actor"] == "simulator"
    assert recorded["data"]["reference"] == "SIMULATOR pays-half-on-day-20"
    assert recorded["data"]["method"] == "bank_transfer"


def test_an_address_given_later_takes_effect_when_the_case_is_at_work_again(living: LivingHttp) -> None:
    clock = living.clock(OPENED)
    case = living.open("ana@debiteur.example", due=DUE, clock_id=clock)
    debtor_id = living.say("GET", f"/v1/cases/{case}")["debtor_id"]
    contacts = [{"email": f"pays-on-day-12@{SIMULATOR_DOMAIN}"}]
    assert living.client.patch(f"/v1/debtors/{debtor_id}", {"contacts": contacts}, If_Match="*").status == 200
    living.advance(clock, OPENED + timedelta(days=20))
    assert living.say("GET", f"/v1/cases/{case}")["outcome"] == "paid"


def test_one_case_of_a_clock_never_waits_for_the_debtor_of_another(living: LivingHttp) -> None:
    """A clock moves by half a year at once; every case of it ends where its debtor leads it."""
    clock = living.clock(OPENED)
    names = ("pays-on-day-20", "silent", "letter-returned", "wrong-person", "cheque-bounces-on-day-20+pays-on-day-90")
    cases = [living.open(f"{name}@{SIMULATOR_DOMAIN}", due=DUE, clock_id=clock) for name in names]
    living.advance(clock, OPENED + timedelta(days=181))
    ends = [living.say("GET", f"/v1/cases/{case}") for case in cases]
    (newest,) = living.say("GET", "/v1/events?limit=1")["data"]
    assert newest["type"] == "test_clock.ready"
    assert [(end["status"], end["outcome"]) for end in ends] == [
        ("closed", "paid"),
        ("awaiting_decision", None),
        ("needs_attention", None),
        ("paused", None),
        ("closed", "paid"),
    ]

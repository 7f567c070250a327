"""A debtor who talks: promises, plans and disputes, on their page and with the creditor (R-073..R-082, R-127)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.local.api_client import ApiClient
from infra.local.demo_report import evidence_pack
from infra.local.receiver import WebhookReceiver
from infra.local.running import RunningApp
from tests.support.cloud_log import denied

from . import people
from .debtors_page import DebtorsPage
from .reading import pdf_text
from .story import Story, day, eventually, open_story

pytestmark = pytest.mark.local_cloud


@pytest.fixture(autouse=True)
def within_their_rights(local_app: RunningApp) -> Iterator[None]:
    """The page, and what looks at promises, instalments and last days, never ask for what their roles deny."""
    yield
    assert denied(local_app) == []


def test_a_consumer_breaks_a_promise_and_keeps_the_plan_that_they_sign_on_their_page(
    client: ApiClient, tmp_path: Path
) -> None:
    """R-075..R-081, PLAN_01, PLAN_03."""
    story = open_story(client, debtor=people.consumer(8_101))
    _breaks_a_promise(story)
    plan_id = _agrees_on_a_plan(story)
    _keeps_the_plan(story)
    assert "reste dû" not in pdf_text(story.documents("receipt")[-1]).lower()
    pack, verdict = evidence_pack(client, story.case_id, tmp_path)
    assert "VALIDE, complet jusqu" in verdict, verdict
    _, paper = client.download(client.get(f"/cases/{story.case_id}/payment-plans/{plan_id}")["document_id"])
    with ZipFile(pack) as archive:
        assert paper in [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
    assert "deux mille quatre cents euros" in pdf_text(paper)


def _breaks_a_promise(story: Story) -> None:
    """The page takes their word for D+13; on D+15 they are reminded of it, and not as if they had forgotten."""
    story.until(9)
    page = DebtorsPage.of(story)
    assert "26 janvier 2026" in page.do("promise", how_much="all", amount="", pay_on=day(13))
    story.until(15)
    assert story.news() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+9: on the page: promise",
        "D+9: promise given",
        "D+9: e-mail promise_confirmation",
        "D+15: promise broken",
        "D+15: first_reminder skipped: promise_broken",
        "D+15: e-mail promise_broken",
    ]


def _agrees_on_a_plan(story: Story) -> str:
    """Three instalments within the creditor's rules, which the creditor accepts; then both sign."""
    page = DebtorsPage.of(story)
    page.do("plan", count="3", every="monthly", first_on=day(20), first_amount="")
    (plan,) = story.client.get(f"/cases/{story.case_id}/payment-plans")["data"]
    story.command(f"payment-plans/{plan['id']}/accept")
    story.hears("plan_accepted")
    page.verify()
    assert "Vous avez signé" in page.sign("2 400,00", "deux mille quatre cents euros")
    story.command(f"payment-plans/{plan['id']}/sign", side="creditor", signatory="Claire Martin")
    story.hears("plan_confirmation")
    assert story.news() == [
        "D+15: on the page: plan",
        "D+15: plan of 3 proposed by the debtor",
        "D+15: plan accepted by the creditor",
        "D+15: e-mail plan_accepted",
        "D+15: e-mail one_time_code",
        "D+15: code confirmed (view)",
        "D+15: e-mail one_time_code",
        "D+15: on the page: sign",
        "D+15: code confirmed (sign)",
        "D+15: plan signed by the debtor",
        "D+15: plan signed by the creditor, in force",
        "D+15: e-mail plan_confirmation",
    ]
    assert "800,00" in page.words(), "the page asks for the next instalment"
    return str(plan["id"])


def _keeps_the_plan(story: Story) -> None:
    """The second instalment comes three days late: one courteous reminder, and the plan lives on (R-079)."""
    for until in (20, 51, 79):
        story.until(until)
        story.pay(80_000)
    story.hears("final_receipt")
    assert story.news() == [
        "D+17: e-mail instalment_upcoming",
        "D+20: instalment 1 due",
        "D+20: 800.00 paid",
        "D+20: instalment 1 paid",
        "D+20: receipt",
        "D+20: e-mail receipt",
        "D+45: e-mail instalment_upcoming",
        "D+48: instalment 2 due",
        "D+50: instalment 2 missed",
        "D+50: e-mail instalment_reminder",
        "D+51: 800.00 paid",
        "D+51: instalment 2 paid",
        "D+51: receipt",
        "D+51: e-mail receipt",
        "D+76: e-mail instalment_upcoming",
        "D+79: instalment 3 due",
        "D+79: 800.00 paid",
        "D+79: instalment 3 paid",
        "D+79: plan completed",
        "D+79: closed: paid",
        "D+79: final receipt",
        "D+79: e-mail final_receipt",
    ]
    assert (story.case()["outcome"], story.owed()) == ("paid", 0)


def test_a_plan_that_is_missed_is_accelerated_after_its_notice_and_the_scenario_goes_on_firmer(
    client: ApiClient,
) -> None:
    """R-077, R-124, PLAN_02: eight days from a registered letter; what was courteous is passed over, and says why."""
    story = open_story(client)
    plan = story.command("payment-plans", count=2, first_on=day(3), every="monthly")
    story.hears("plan_proposal")
    page = DebtorsPage.of(story)
    page.do("answer", answer="accept")
    story.hears("plan_accepted")
    page.verify()
    page.sign("2 440,80", "deux mille quatre cent quarante euros et quatre-vingts centimes")
    story.command(f"payment-plans/{plan['id']}/sign", side="creditor", signatory="Claire Martin")
    story.hears("plan_confirmation")
    next_step = story.case()["next_step"]
    assert (next_step["action"], next_step["reason"]) == (
        "check_instalment",
        "instalment 1 of the payment plan falls due",
    )
    story.news()
    story.until(45)
    assert story.news() == [
        "D+3: instalment 1 due",
        "D+5: instalment 1 missed",
        "D+6: e-mail instalment_reminder",
        "D+13: registered letter acceleration_notice",
        "D+13: acceleration announced for instalment 1",
        "D+16: letter presented",
        "D+29: plan accelerated",
        "D+29: verification_call skipped: plan_accelerated",
        "D+29: first_reminder skipped: plan_accelerated",
        "D+29: e-mail plan_accelerated",
        "D+34: e-mail reminder_2",
        "D+34: SMS reminder_2_sms",
        "D+45: registered letter formal_notice",
    ]
    (announced,) = [event for event in story.timeline() if event["type"] == "plan.acceleration_announced"]
    assert announced["data"]["last_day"] == day(28), "a week for the post, then eight days"
    notice, _ = story.contacts(channel="registered_letter")
    assert "10 février 2026" in pdf_text(client.download(notice["document_ids"][0])[1])


def test_half_of_a_debt_is_contested_and_decided_while_the_other_half_goes_on(client: ApiClient) -> None:
    """R-002, R-131, STOP_01: what is asked for is to the cent what nobody contests; webhooks come in order."""
    with WebhookReceiver() as receiver:
        client.post("/webhook-endpoints", {"url": receiver.url})
        story = _contested(client)
        _decided(story)
        assert "1 958,97" in _last_email(story), "all but the credit note"
        story.pay(story.owed())
        assert story.case()["outcome"] == "paid"
        story.hears("final_receipt")
        _heard_in_order(story, receiver)


def _contested(client: ApiClient) -> Story:
    """The debtor contests a half on their page and sends a file; the creditor lets the last day of its answer pass."""
    creditor_id = client.post("/creditors", people.CREDITOR)["id"]
    rules = {"promises": {}, "plans": {}, "disputes": {"undisputed_goes_on": True}}
    client.request("PUT", f"/creditors/{creditor_id}/negotiation-rules", rules, {"If-Match": "*"})
    story = open_story(client, creditor_id=creditor_id)
    story.until(9)
    proof = ("constat.pdf", people.INVOICE_PDF)
    DebtorsPage.of(story).do(
        "dispute", proof, reason="goods_not_received", detail="La moitié manque.", amount="1 200,00"
    )
    story.until(27)
    assert story.news() == [
        "D+1: case opened",
        "D+8: call to make: verification_call",
        "D+9: on the page: dispute",
        "D+9: dispute opened",
        "D+9: e-mail dispute_received",
        "D+15: e-mail reminder_1",
        "D+25: answer overdue",
    ]
    assert "1 245,99" in _last_email(story), "the other half, its interest and the indemnity"
    return story


def _decided(story: Story) -> None:
    """The creditor answers, then admits a part with a credit note (500 euros of 1,200)."""
    (dispute,) = story.case()["negotiation"]["disputes"]
    story.command(f"disputes/{dispute['id']}/answer", answer="Le bon de livraison porte une signature.")
    story.hears("dispute_answer")
    invoice_id = story.case()["invoices"][0]["id"]
    note = {"invoice_id": invoice_id, "number": "AV-2026-1", "issued_on": day(27), "amount": people.euros(50_000)}
    story.command(
        f"disputes/{dispute['id']}/resolve", resolution="partly", reason="Un colis manquait.", credit_notes=[note]
    )
    story.hears("dispute_resolved")
    story.until(31)
    assert story.news() == [
        "D+27: dispute answered",
        "D+27: e-mail dispute_answer",
        "D+27: dispute resolved: partly",
        "D+27: credit note of 500.00",
        "D+27: e-mail dispute_resolved",
        "D+30: e-mail reminder_2",
        "D+30: SMS reminder_2_sms",
    ]


def _last_email(story: Story) -> str:
    return " ".join(story.contacts(channel="email")[-1]["text"].split())


def _heard_in_order(story: Story, receiver: WebhookReceiver) -> None:
    """The creditor's own system heard of it all, in the order of the case (R-131)."""
    expected = {event["id"] for event in story.timeline()}
    eventually(
        lambda: {each.headers["webhook-id"] for each in receiver.received} >= expected, "every webhook of the case"
    )
    heard = [json.loads(each.body)["data"] for each in list(receiver.received)]
    sequence = [data["sequence"] for data in heard if data.get("case_id") == story.case_id]
    assert sequence == list(range(1, len(sequence) + 1))

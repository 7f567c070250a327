"""Every action of the debtor's page: form, review, confirmation, its effect on the case and its evidence (R-127)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.domain.archive_layout import event_context
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.payment_plan import PlanState, Side
from chalicelib.domain.sealed_event import parse_payload
from tests.support.page_visitor import PDF, PageVisitor, words_of
from tests.support.page_world import PageWorld, page_world

PROMISE = {"how_much": "part", "amount": "400,50", "pay_on": "2026-12-01"}
PLAN = {"count": "3", "every": "monthly", "first_on": "2026-11-25", "first_amount": "300"}
DISPUTE = {"reason": "wrong_amount", "detail": "Remise <b>oubliée</b>", "amount": "150"}
PAID = {"paid_on": "2026-11-20", "method": "cheque", "reference": "CHQ 12"}
WRONG = {"detail": "Un homonyme."}
CHANNELS = {"chosen": "yes", "use_email": "yes"}
EVERY = {
    "promise": PROMISE,
    "plan": PLAN,
    "dispute": DISPUTE,
    "paid": PAID,
    "wrong-person": WRONG,
    "channels": CHANNELS,
}


@pytest.fixture
def world() -> Iterator[PageWorld]:
    with page_world() as made:
        yield made


@pytest.fixture
def visitor(world: PageWorld) -> PageVisitor:
    return PageVisitor.of(world)


def acts(world: PageWorld) -> list[dict[str, Any]]:
    """What the page recorded as confirmed, opened."""
    file, store = world.case_file, world.world.store
    kept = store.events(world.scope, file.case.id, limit=100, position=None).items
    opened = []
    for each in kept:
        context = event_context(file.case.id, each.header.sequence)
        payload, header = parse_payload(world.world.deps.vault.open(file.key, each.sealed, context)), each.header
        if header.type == "debtor_page.action_confirmed":
            opened.append({**payload.payload, "actor": header.actor_id})
    return opened


def test_a_promise_of_a_part_holds_the_scenario_and_keeps_the_words_that_were_seen(
    world: PageWorld, visitor: PageVisitor
) -> None:
    """R-127, R-081: the evidence is what the review showed, word for word."""
    result = visitor.do("promise", PROMISE)
    made = world.case_file.case.negotiation.open_promise
    assert made is not None
    assert (made.amount, made.pay_on.isoformat(), made.channel) == (Money(40_050), "2026-12-01", "page")
    assert "Nous attendons 400,50\u00a0€ pour le 1er\u00a0décembre 2026." in result.text
    (act,) = acts(world)
    assert (act["action"], act["actor"], act["language"], act["verified"]) == ("promise", "debtor", "fr", False)
    shown = words_of(visitor.seen["review"])
    for line in act["text"].split("\n"):
        assert " ".join(line.strip("[]").split()) in shown
    assert "Je promets de payer 400,50\u00a0€" in act["text"]


def test_a_promise_of_everything_names_no_amount_of_its_own(world: PageWorld, visitor: PageVisitor) -> None:
    visitor.do("promise", {"how_much": "all", "amount": "", "pay_on": "2026-12-01"})
    made = world.case_file.case.negotiation.open_promise
    assert made is not None
    assert made.amount == Money(126_201)


def test_a_proposed_plan_is_shown_to_the_cent_before_it_is_sent(world: PageWorld, visitor: PageVisitor) -> None:
    """R-075, R-076: the days and amounts reviewed are those proposed."""
    visitor.do("plan", PLAN)
    plan = world.case_file.case.negotiation.living_plan
    assert plan is not None
    assert (plan.state, plan.proposed_by) == (PlanState.PROPOSED, Side.DEBTOR)
    assert [each.amount.amount for each in plan.instalments] == [30_000, 48_100, 48_101]
    review = words_of(visitor.seen["review"])
    for each in ("300,00 €", "481,00 €", "481,01 €", "25 novembre 2026", "28 décembre 2026"):
        assert each in review
    assert "1. le 25\u00a0novembre 2026\u00a0: 300,00\u00a0€" in acts(world)[0]["text"]


def test_a_dispute_stops_the_case_and_keeps_its_file(world: PageWorld, visitor: PageVisitor) -> None:
    """STOP_01: at once; what the person wrote is shown as they wrote it, never as HTML."""
    visitor.do("dispute", DISPUTE, {"file": ("bon.pdf", PDF)})
    case = world.case_file.case
    (dispute,) = case.negotiation.standing_disputes
    assert (dispute.reason, dispute.amount, dispute.channel) == (DisputeReason.WRONG_AMOUNT, Money(15_000), "page")
    assert case.status is CaseStatus.PAUSED
    (document_id,) = dispute.document_ids
    document, _ = world.world.store.document(world.scope, document_id)
    assert (document.name, document.media_type) == ("bon.pdf", "application/pdf")
    assert "&lt;b&gt;oubliée" in visitor.seen["review"].text
    assert "Remise <b>oubliée</b>" in acts(world)[0]["text"]


def test_a_dispute_of_one_invoice_of_two_names_that_one() -> None:
    with page_world() as world:
        body = {"number": "F-2", "issue_date": "2026-08-31", "due_date": "2026-09-30", "completed_on": "2026-08-31"}
        case = world.case_file.case
        opened = world.client.post(
            "/v1/cases",
            {
                "creditor_id": case.creditor_id,
                "debtor_id": case.debtor_id,
                "invoices": [
                    {**body, "number": number, "amount_incl_tax": {"amount": 10_000, "currency": "EUR"}}
                    for number in ("F-2", "F-3")
                ],
            },
        )
        assert opened.status == 201, opened.text
        two = PageWorld(world.world, world.tenant_id, world.client, opened.json["id"], world.link_of(opened.json["id"]))
        visitor = PageVisitor.of(two)
        visitor.do("dispute", {"reason": "not_ordered", "detail": "Jamais commandé.", "invoice_1": "yes"})
        (dispute,) = two.case_file.case.negotiation.standing_disputes
        assert dispute.invoice_ids == (two.case_file.case.invoices[1].id,)
        assert "F-3" in words_of(visitor.seen["review"])
        assert "F-2026-001" not in visitor.home().text, "nothing of the debtor's other case"


def test_who_says_paid_is_left_alone_for_a_bounded_time(world: PageWorld, visitor: PageVisitor) -> None:
    """R-127: the proof is kept, and no payment is recorded by it."""
    result = visitor.do("paid", PAID, {"file": ("avis.pdf", PDF)})
    case = world.case_file.case
    assert case.pause is not None
    assert (case.pause.kind, str(case.pause.until)) == (PauseKind.PAYMENT_CLAIMED, "2026-12-07")
    assert case.payments == ()
    assert "7\u00a0décembre 2026" in result.text
    names = [each.name for each in world.world.store.documents(world.scope, case.id, limit=10, position=None).items]
    assert "avis.pdf" in names
    assert "par chèque" in acts(world)[0]["text"]
    assert case.next_step is not None
    assert case.next_step.due_at is not None, "the scenario goes on by itself"


def test_a_wrong_person_is_told_what_follows_and_then_left_alone(world: PageWorld, visitor: PageVisitor) -> None:
    """STOP_04: no contact in any case of this debtor; the page asks for nothing any more."""
    form = visitor.open("wrong-person")
    assert "Nous cessons aussitôt de vous contacter" in form.text
    visitor.do("wrong-person", WRONG)
    file = world.case_file
    assert file.case.pause is not None
    assert file.case.pause.kind is PauseKind.WRONG_PERSON
    assert file.debtor.facts[-1].recorded_by == "debtor"
    home = words_of(visitor.home())
    assert "IBAN" not in home
    assert visitor.open("promise").text.count("ne pas être la personne") == 1


def test_channels_are_stopped_and_allowed_again_and_letters_always_remain(
    world: PageWorld, visitor: PageVisitor
) -> None:
    """CON_09."""
    visitor.do("channels", CHANNELS)
    assert world.case_file.debtor.closed_channels == {"sms", "call"}
    assert "courrier postal" in visitor.seen["review"].text
    visitor.do("channels", {**CHANNELS, "use_sms": "yes"})
    assert world.case_file.debtor.closed_channels == {"call"}
    texts = [act["text"] for act in acts(world)]
    assert "Je ne souhaite plus recevoir de SMS." in texts[0]
    assert "Je souhaite de nouveau pouvoir recevoir des SMS." in texts[1]
    log = world.world.store.compliance_log(world.scope, world.case_file.debtor.id, limit=50, position=None)
    assert len(log.items) >= 3, "each channel that closed or opened again is in the compliance log (R-066)"


def test_channels_that_stay_as_they_are_leave_nothing_to_confirm(world: PageWorld, visitor: PageVisitor) -> None:
    same = {"chosen": "yes", "use_email": "yes", "use_sms": "yes", "use_call": "yes"}
    assert visitor.fill("channels", same).status == 422
    assert acts(world) == []


@pytest.mark.parametrize("action", EVERY)
def test_a_form_that_is_only_reviewed_changes_nothing(world: PageWorld, visitor: PageVisitor, action: str) -> None:
    before = world.case_file
    assert visitor.fill(action, EVERY[action]).status == 200
    assert world.case_file.case == before.case
    assert world.case_file.debtor == before.debtor


@pytest.mark.parametrize("action", EVERY)
def test_a_form_confirmed_twice_is_recorded_once_and_answers_the_same(
    world: PageWorld, visitor: PageVisitor, action: str
) -> None:
    review = visitor.fill(action, EVERY[action])
    first = visitor.confirm(action, review)
    after = world.case_file
    second = visitor.confirm(action, review)
    assert (first.status, second.status) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert world.case_file.case == after.case
    assert len(acts(world)) == 1


@pytest.mark.parametrize("action", EVERY)
def test_what_was_not_seen_is_not_recorded(world: PageWorld, visitor: PageVisitor, action: str) -> None:
    """R-127: a confirmation whose words are other than the review's shows the new words instead."""
    review = visitor.fill(action, EVERY[action])
    answer = visitor.confirm(action, review, {"seen": "0" * 64})
    assert answer.status == 409
    assert "Relire et confirmer" in answer.text
    assert acts(world) == []


@pytest.mark.parametrize("action", EVERY)
def test_the_form_can_be_changed_after_the_review_and_keeps_what_was_typed(visitor: PageVisitor, action: str) -> None:
    review = visitor.fill(action, EVERY[action])
    again = visitor.fill(action, {"edit": "yes"}, review)
    assert again.status == 200
    for name, value in EVERY[action].items():
        if name in ("amount", "pay_on", "count", "first_amount", "paid_on", "reference"):
            assert f'value="{value}"' in again.text


@pytest.mark.parametrize("action", EVERY)
def test_english_is_spoken_throughout_once_it_was_chosen(world: PageWorld, visitor: PageVisitor, action: str) -> None:
    visitor.open(f"{action}?lang=en")
    result = visitor.do(action, EVERY[action] | ({"detail": "In English."} if "detail" in EVERY[action] else {}))
    assert '<html lang="en">' in result.text
    (act,) = acts(world)
    assert act["language"] == "en"
    assert not set("éèà") & set(act["text"])


INVALID: list[tuple[str, dict[str, str], str]] = [
    ("promise", {"how_much": "x"}, "how_much"),
    ("promise", {"amount": ""}, "amount"),
    ("promise", {"amount": "0"}, "amount"),
    ("promise", {"amount": "1262,02"}, "amount"),
    ("promise", {"pay_on": ""}, "pay_on"),
    ("promise", {"pay_on": "2026-11-22"}, "pay_on"),
    ("promise", {"pay_on": "2026-12-24"}, "pay_on"),
    ("plan", {"count": "0"}, "count"),
    ("plan", {"count": "7"}, "count"),
    ("plan", {"count": "trois"}, "count"),
    ("plan", {"every": "daily"}, "every"),
    ("plan", {"first_on": "2026-12-24"}, "first_on"),
    ("plan", {"first_on": "2026-11-22"}, "first_on"),
    ("plan", {"first_amount": "5"}, "first_amount"),
    ("plan", {"first_amount": "1300"}, "first_amount"),
    ("plan", {"count": "1", "first_amount": "300"}, "first_amount"),
    ("dispute", {"reason": "bored"}, "reason"),
    ("dispute", {"detail": "  "}, "detail"),
    ("dispute", {"detail": "x" * 2_001}, "detail"),
    ("dispute", {"amount": "1200,01"}, "amount"),
    ("dispute", {"amount": "rien"}, "amount"),
    ("paid", {"paid_on": "2026-11-24"}, "paid_on"),
    ("paid", {"paid_on": "hier"}, "paid_on"),
    ("paid", {"method": "bitcoin"}, "method"),
    ("paid", {"amount": "-1"}, "amount"),
    ("paid", {"reference": "x" * 141}, "reference"),
    ("wrong-person", {"detail": "x" * 501}, "detail"),
]


@pytest.mark.parametrize(("action", "typed", "field"), INVALID)
def test_a_fault_is_told_at_its_field_and_in_the_summary_and_nothing_changes(
    world: PageWorld, visitor: PageVisitor, action: str, typed: dict[str, str], field: str
) -> None:
    before = world.case_file.case
    answer = visitor.fill(action, {**EVERY[action], **typed})
    assert answer.status == 422
    assert f'id="f-{field}-error"' in answer.text
    assert f'href="#f-{field}"' in answer.text
    assert f'aria-describedby="f-{field}' in answer.text or f'id="f-{field}"' in answer.text
    assert "<title>Erreur" in answer.text
    assert world.case_file.case == before


def test_a_file_beyond_two_megabytes_is_refused_at_its_field(world: PageWorld, visitor: PageVisitor) -> None:
    review = visitor.fill("dispute", DISPUTE)
    answer = visitor.confirm("dispute", review, files={"file": ("gros.pdf", PDF + b"x" * 2_000_001)})
    assert answer.status == 422
    assert 'id="f-file-error"' in answer.text
    assert world.case_file.case.negotiation.disputes == ()


def test_a_confirmation_without_review_is_not_taken(world: PageWorld, visitor: PageVisitor) -> None:
    answer = visitor.confirm("promise", visitor.open("promise"), PROMISE)
    assert answer.status == 409
    assert world.case_file.case.negotiation.promises == ()

"""Before each contact the creditor's books are looked at; on doubt nothing leaves, and a person is asked in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from amiable import webhooks

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.errors import Conflict
from chalicelib.domain.money import Money
from chalicelib.domain.webhook_schedule import Answer
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.confirm_balance import ConfirmBalance, confirm_balance
from chalicelib.usecases.set_last_look import delete_last_look, rotate_look_secret
from tests.support.books import agrees, is_down, knows_of_a_payment, saying
from tests.support.looks import URL, look_ports, with_callback, with_max_age
from tests.support.story import DUE, Story, d


def confirm(story: Story, case_id: str, days: int, **invoices: int) -> object:
    told = tuple((number.replace("_", "-"), Money(cents)) for number, cents in invoices.items())
    command = ConfirmBalance(Changing(story.scope, case_id, "key_1"), DUE + timedelta(days=days), told)
    outcome = story._change(confirm_balance, command)
    return outcome.result


@pytest.fixture
def story() -> Story:
    """Prior reminders and the verification call out of the way: what is next is the e-mail of D+15."""
    made = Story(d(9))
    made.debtor()
    return made


def test_agreement_lets_the_contact_leave_and_stands_in_the_trail_before_it(story: Story) -> None:
    """R-133: what was asked and answered is recorded, then the contact's intent."""
    with_callback(story)
    case_id = story.open()
    story.play(d(16))
    assert story.happened(case_id) == ["D+15 email reminder_1"]
    types = story.types(case_id)
    assert types.index("balance.confirmed") < types.index("contact.intended")
    told = next(each for each in story.told(case_id) if each.type == "balance.confirmed")
    assert told.payload["asked_about"][0]["outstanding"] == {"amount": 120_000, "currency": "EUR"}
    assert "FA-1" in told.payload["answered"]


def test_the_question_is_signed_as_a_webhook_and_names_the_step(story: Story) -> None:
    """The receiver verifies it with the same words as a webhook (Standard Webhooks 1.0)."""
    shown = with_callback(story)
    story.open(external_reference="R-77")
    story.play(d(16))
    (question,) = story.books.questions
    signed_at = datetime.fromtimestamp(int(story.books.headers[0]["webhook-timestamp"]), UTC)
    event = webhooks.verify(story.books.bodies[0], story.books.headers[0], shown.secret or "", now=signed_at)
    assert (event.type, event.external_reference) == ("balance.look", "R-77")
    assert question["data"]["step"] == {"id": "first_reminder", "channel": "email"}
    assert story.books.urls == [URL]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (knows_of_a_payment, "balance_differs"),
        (is_down, "connect_timeout"),
        (lambda _: saying({"proceed": False}), "told_to_wait"),
        (lambda _: saying({"proceed": True}, 500), "http_500"),
        (lambda _: saying({"proceed": True}, 404), "http_404"),
        (lambda _: Answer(302), "redirect_not_followed"),
        (lambda _: Answer(200, excerpt="OK"), "answer_malformed"),
        (lambda _: Answer(200, excerpt="[" * 16_000), "answer_malformed"),
        (lambda _: Answer(204), "answer_malformed"),
        (lambda _: saying({"invoices": []}), "invoice_missing"),
        (lambda _: saying({"proceed": "yes"}), "answer_malformed"),
        (lambda _: saying([{"proceed": True}]), "answer_malformed"),
        (lambda _: saying({"invoices": [{"number": "FA-1", "outstanding": {"amount": True}}]}), "answer_malformed"),
        (lambda q: saying({"proceed": True, **_lines(q, 1)}), "balance_differs"),
        (lambda q: saying({"invoices": [*_lines(q, 0)["invoices"], *_lines(q, 0)["invoices"]]}), "answer_malformed"),
    ],
)
def test_whatever_is_no_agreement_is_a_doubt_and_nothing_leaves(story: Story, answer: Any, reason: str) -> None:
    with_callback(story)
    story.books.answering = answer
    case_id = story.open()
    story.play(d(15, 23))
    case = story.case(case_id)
    assert story.happened(case_id) == []
    assert case.look is not None
    assert case.look.doubt is not None
    assert case.look.doubt.reason == reason
    assert case.next_step is not None
    assert case.next_step.reason == f"the balance is not confirmed: {reason}"


def _lines(question: dict[str, Any], more: int) -> dict[str, Any]:
    lines = question["data"]["invoices"]
    return {
        "invoices": [
            {
                "number": e["number"].lower(),
                "outstanding": {**e["outstanding"], "amount": e["outstanding"]["amount"] + more},
            }
            for e in lines
        ]
    }


def test_in_doubt_it_asks_again_after_one_four_and_twenty_four_hours(story: Story) -> None:
    with_callback(story)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(19, 23))
    asked = [each.at for each in story.told(case_id) if each.type == "balance.doubted"]
    waits = [later - earlier for earlier, later in pairwise(asked)]
    assert waits[0] == timedelta(hours=1)
    assert waits[1] >= timedelta(hours=4)
    assert len(asked) == 5
    assert all(wait >= timedelta(hours=24) for wait in waits[2:])
    assert len({headers["webhook-id"] for headers in story.books.headers}) == 5


def test_once_the_books_agree_the_contact_leaves_by_itself(story: Story) -> None:
    with_callback(story)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(15, 23))
    story.books.answering = agrees
    story.play(d(18))
    assert [line.split(" ", 1)[1] for line in story.happened(case_id)] == ["email reminder_1"]
    assert story.case(case_id).look is not None
    assert story.case(case_id).look.doubt is None  # type: ignore[union-attr]


def test_patience_has_an_end_and_then_a_person_is_asked(story: Story) -> None:
    """R-133: never longer than the patience, and never sent on a doubt."""
    with_callback(story, patience_days=3)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(25))
    case = story.case(case_id)
    assert case.status is CaseStatus.NEEDS_ATTENTION
    assert case.attention is not None
    assert (case.attention.code, case.attention.step_id) == ("balance_not_confirmed", "first_reminder")
    first = next(each.at for each in story.told(case_id) if each.type == "balance.doubted")
    assert case.attention.since - first == timedelta(days=3)
    assert story.happened(case_id) == []


def test_a_person_who_tries_again_has_the_whole_patience_anew(story: Story) -> None:
    with_callback(story, patience_days=5)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(25))
    story.resolve(case_id, AttentionAction.RETRY)
    story.play(d(26))
    assert story.case(case_id).status is CaseStatus.OPEN
    assert story.happened(case_id) == []
    story.books.answering = agrees
    story.play(d(29))
    assert len(story.happened(case_id)) == 1


def test_a_person_may_pass_the_step_over(story: Story) -> None:
    with_callback(story, patience_days=3)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(25))
    story.resolve(case_id, AttentionAction.SKIP)
    story.books.answering = agrees
    story.play(d(31))
    assert story.happened(case_id) == ["D+30 email reminder_2", "D+30 sms reminder_2_sms"]


def test_a_payment_recorded_meanwhile_ends_the_doubt(story: Story) -> None:
    with_callback(story)
    story.books.answering = knows_of_a_payment
    case_id = story.open()
    story.play(d(15, 23))
    story.pay(case_id)
    story.play(d(20))
    assert story.case(case_id).status is CaseStatus.CLOSED
    assert [line for line in story.happened(case_id) if "reminder" in line] == []


def test_a_payment_in_part_is_agreed_on_as_the_books_have_it(story: Story) -> None:
    """PAY_01: ours pays interest first, the books pay the invoice; both say the same of it."""
    with_callback(story)
    case_id = story.open()
    story.pay(case_id, 50_000)
    story.play(d(16))
    asked = story.books.questions[0]["data"]["invoices"][0]["outstanding"]["amount"]
    assert asked == 70_000
    assert "D+15 email reminder_1" in story.happened(case_id)


def test_channels_of_one_step_share_one_look(story: Story) -> None:
    """R-024: a step is one solicitation, whatever its channels."""
    with_callback(story)
    case_id = story.open()
    story.play(d(31))
    assert [q["data"]["step"]["id"] for q in story.books.questions] == ["first_reminder", "second_reminder"]
    assert len(story.happened(case_id)) == 3


def test_receipts_and_calls() -> None:
    """A receipt is no contact about the debt; a call task is one."""
    early = Story(d(1))
    early.debtor()
    with_callback(early)
    case_id = early.open()
    early.play(d(9))
    assert [q["data"]["step"]["channel"] for q in early.books.questions] == ["call"]
    early.pay(case_id)
    early.play(d(12))
    assert len(early.books.questions) == 1
    assert any("receipt" in line for line in early.happened(case_id))


def test_a_look_costs_nothing_where_none_is_wanted(story: Story) -> None:
    case_id = story.open()
    story.play(d(31))
    assert story.books.questions == []
    assert story.case(case_id).look is None
    assert not [kind for kind in story.types(case_id) if kind.startswith("balance.")]


def test_deleting_the_last_look_lets_go_what_it_held(story: Story) -> None:
    with_callback(story)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(15, 23))
    delete_last_look(story.scope, story.creditor_id, expected=None, store=story.memory)
    story.play(d(18))
    assert len(story.happened(case_id)) == 1


def test_a_pause_ends_the_doubt_and_its_patience(story: Story) -> None:
    with_callback(story, patience_days=3)
    story.books.answering = is_down
    case_id = story.open()
    story.play(d(16))
    story.pause(case_id)
    story.play(d(28))
    assert story.case(case_id).status is CaseStatus.PAUSED
    story.resume_case(case_id)
    story.play(d(29))
    assert story.case(case_id).status is CaseStatus.OPEN


def test_an_old_secret_signs_beside_the_new_one_for_a_day(story: Story) -> None:
    first = with_callback(story)
    second = rotate_look_secret(story.scope, story.creditor_id, ports=look_ports(story))
    assert second.secret not in (None, first.secret)
    assert len(second.look.secrets_at(story.now())) == 2
    assert len(second.look.secrets_at(story.now() + timedelta(hours=25))) == 1


def test_a_balance_that_is_too_old_is_asked_for_and_the_contact_held(story: Story) -> None:
    """R-133, max_age: the step holds with its reason, each day says so again, a confirmation frees it."""
    with_max_age(story, 5)
    case_id = story.open()
    story.play(d(16, 23))
    told = [each.payload for each in story.told(case_id) if each.type == "balance.confirmation_required"]
    assert [each["asked"] for each in told] == [1, 2]
    assert told[0]["balance_as_of"] == (DUE + timedelta(days=9)).isoformat()
    assert story.happened(case_id) == []
    confirm(story, case_id, 15)
    story.play(d(17, 12))
    assert len(story.happened(case_id)) == 1


def test_a_young_balance_lets_contacts_leave(story: Story) -> None:
    with_max_age(story, 5)
    case_id = story.open()
    story.play(d(12))
    confirm(story, case_id, 12)
    story.play(d(16))
    assert story.happened(case_id) == ["D+15 email reminder_1"]


def test_a_recorded_payment_is_the_balance_of_that_day(story: Story) -> None:
    with_max_age(story, 5)
    case_id = story.open()
    story.play(d(12))
    story.pay(case_id, 10_000)
    story.play(d(16))
    assert "D+15 email reminder_1" in story.happened(case_id)


def test_a_confirmation_answers_the_question_to_a_person(story: Story) -> None:
    with_max_age(story, 5, patience_days=2)
    case_id = story.open()
    story.play(d(20))
    assert story.case(case_id).status is CaseStatus.NEEDS_ATTENTION
    confirm(story, case_id, 20, FA_1=120_000)
    assert story.case(case_id).status is CaseStatus.OPEN
    assert "case.attention_resolved" in story.types(case_id)
    story.play(d(22))
    assert len(story.happened(case_id)) == 1


def test_a_confirmation_of_another_amount_is_a_doubt(story: Story) -> None:
    """What the integrator says holds the contact, however young the balance is."""
    with_max_age(story, 30)
    case_id = story.open()
    story.play(d(14))
    assert confirm(story, case_id, 14, FA_1=110_000) == "balance_differs"
    story.play(d(17))
    assert story.happened(case_id) == []


def test_nothing_is_confirmed_where_nothing_is_looked_at(story: Story) -> None:
    case_id = story.open()
    with pytest.raises(Conflict) as refused:
        confirm(story, case_id, 9)
    assert refused.value.code == "last_look_not_set"


def test_the_secret_is_kept_sealed_and_shown_by_nothing(story: Story) -> None:
    shown = with_callback(story)
    creditor = story.memory.creditor(story.scope, story.creditor_id)
    assert shown.secret
    assert shown.secret not in repr(shown) + repr(creditor)
    assert shown.secret not in str(creditor.last_look.secrets[0].sealed if creditor.last_look else "")
    again = with_callback(story, patience_days=9)
    assert again.secret is None
    assert again.look.secrets == shown.look.secrets


def test_of_a_message_for_several_cases_those_in_doubt_are_left_out(story: Story) -> None:
    """R-123: each case is looked at in its own name; the others leave together."""
    with_callback(story)

    def all_but_one(question: dict[str, Any]) -> Answer:
        numbers = {each["number"] for each in question["data"]["invoices"]}
        return saying({"proceed": False}) if "FA-2" in numbers else agrees(question)

    story.books.answering = all_but_one
    first, second, third = (story.open(number=f"FA-{n}") for n in (1, 2, 3))
    story.play(d(16))
    assert story.happened(first) == story.happened(third) == ["D+15 email reminder_1"]
    assert story.happened(second) == []
    held = story.case(second).look
    assert held is not None
    assert held.doubt is not None
    assert len(story.sent) == 1
    story.books.answering = agrees
    story.play(d(29))
    assert len(story.happened(second)) == 1

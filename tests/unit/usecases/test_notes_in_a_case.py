"""Notes played out on case time: sent once, by the way that reaches the debtor, counted, recorded and followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind, Purpose
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.sms_text import sms_segments
from chalicelib.usecases.page_ports import PageLinks
from tests.support.effects import LightRenderer
from tests.support.fact_story import FactStory
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.noting import DISPUTE, PLAN, drop_due, due, make_due, notes_sent, state_of
from tests.support.story import PARIS, Story, d

SERVICE, COUNTING, REGISTERED = "dispute_received", "instalment_reminder", "acceleration_notice"


@pytest.fixture
def story() -> Iterator[Story]:
    told = Story(d(9, 10))
    told.debtor()
    yield told
    check(told)


def make(story: Story, case_id: str, template: str) -> str:
    note = due(
        template,
        story.now(),
        number=None if template == SERVICE else 1,
        counts=template == COUNTING,
        registered=template == REGISTERED,
    )
    return make_due(story, case_id, note)


@pytest.mark.parametrize(
    ("template", "channel", "purpose", "subject"),
    [
        (SERVICE, Channel.EMAIL, Purpose.SERVICE, DISPUTE),
        (COUNTING, Channel.EMAIL, Purpose.SOLICITATION, PLAN),
        (REGISTERED, Channel.REGISTERED_LETTER, Purpose.LEGAL, PLAN),
    ],
)
def test_a_note_leaves_once_and_its_contact_says_what_it_is_about(
    story: Story, template: str, channel: Channel, purpose: Purpose, subject: str
) -> None:
    case = story.open()
    note_id = make(story, case, template)
    story.play(d(12))
    (contact,) = notes_sent(story, case)
    assert (contact.channel, contact.purpose, contact.subject_id) == (channel, purpose, subject)
    assert (contact.step_id, contact.template, contact.note_id) == (template, template, note_id)
    assert contact.cost.amount > 0
    assert state_of(story.case(case), note_id) == "sent"
    intended = [event for event in story.told(case) if event.payload.get("contact_id") == contact.id]
    assert [event.type for event in intended][:2] == ["contact.intended", "contact.sent"]


def test_only_what_asks_for_money_is_counted(story: Story) -> None:
    """CON_05: the log of solicitations knows of the reminder alone."""
    case = story.open()
    for template in (SERVICE, REGISTERED, COUNTING):
        make(story, case, template)
    story.play(d(14))
    (log,) = story.memory._logs.values()
    assert [entry.step_id for entry in log.entries] == [COUNTING]


def test_a_note_is_not_held_by_what_holds_the_scenario(story: Story) -> None:
    """R-124: the plan holds every reminder, and its own messages leave."""
    case = story.open()
    make(story, case, SERVICE)
    make(story, case, COUNTING)
    story.play(d(40))
    sent = [line.split(" ", 1)[1] for line in story.happened(case)]
    assert sent == ["email dispute_received", "email instalment_reminder"]


def test_what_was_overtaken_before_it_left_never_leaves(story: Story) -> None:
    case = story.open()
    make_due(story, case, replace(due(SERVICE, story.now()), due_at=story.now() + timedelta(days=2)))
    story.play(d(10))
    drop_due(story, case)
    story.play(d(14))
    assert notes_sent(story, case) == []


def test_an_e_mail_that_bounces_is_followed_by_a_letter(story: Story) -> None:
    """CON_09."""
    case = story.open()
    note_id = make(story, case, SERVICE)
    story.play(d(10))
    story.report(notes_sent(story, case)[0].id, DeliveryKind.BOUNCED)
    assert state_of(story.case(case), note_id) == "due"
    story.play(d(13))
    assert [contact.channel for contact in notes_sent(story, case)] == [Channel.EMAIL, Channel.LETTER]
    assert state_of(story.case(case), note_id) == "sent"


def test_nobody_to_reach_drops_the_note_and_says_why() -> None:
    told = FactStory(d(9, 10))
    told.debtor(phone=None)
    case = told.open()
    told.learn(FactKind.MOVED, d(9).date())
    note_id = make(told, case, SERVICE)
    told.play(d(9, 12))
    told.report(notes_sent(told, case)[0].id, DeliveryKind.BOUNCED)
    told.play(d(13))
    assert (len(notes_sent(told, case)), state_of(told.case(case), note_id)) == (1, "dropped")
    told_why = [event.payload for event in told.told(case) if event.type in ("step.skipped", "step.blocked")]
    assert (SERVICE, "letter") in [(each["step_id"], each.get("channel")) for each in told_why]
    check(told)


@pytest.mark.parametrize(
    ("action", "letters", "state"),
    [(AttentionAction.RETRY, 2, "sent"), (AttentionAction.SKIP, 1, "dropped"), (AttentionAction.MARK_SENT, 1, "sent")],
)
def test_a_letter_that_came_back_waits_for_a_person(action: AttentionAction, letters: int, state: str) -> None:
    told = Story(d(9, 10))
    told.debtor(email=None, phone=None)
    case = told.open()
    note_id = make(told, case, SERVICE)
    told.play(d(13))
    told.report(notes_sent(told, case)[0].id, DeliveryKind.RETURNED)
    attention = told.case(case).attention
    assert attention is not None
    assert (attention.code, attention.step_id) == ("letter_returned", note_id)
    told.play(d(15))
    assert len(notes_sent(told, case)) == 1
    told.resolve(case, action)
    told.play(d(20))
    assert (len(notes_sent(told, case)), state_of(told.case(case), note_id)) == (letters, state)
    check(told)


def test_a_provider_that_keeps_failing_asks_for_a_person_who_may_send_it_again(story: Story) -> None:
    case = story.open()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story.mailer, "send", _unavailable)
        note_id = make(story, case, SERVICE)
        story.play(d(12))
    attention = story.case(case).attention
    assert attention is not None
    assert (attention.code, attention.step_id) == ("sending_failed", note_id)
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(15))
    states = [contact.state for contact in notes_sent(story, case)]
    assert states == [ContactState.FAILED] * 3 + [ContactState.SENT]


def _unavailable(*_: object) -> None:
    raise ProviderUnavailable("no")


def test_a_closed_case_still_sends_what_it_owes_and_demands_nothing(story: Story) -> None:
    case = story.open()
    story.decide(case, Choice.WITHDRAW)
    note_id = make(story, case, SERVICE)
    late = make(story, case, COUNTING)
    story.play(d(14))
    assert [contact.template for contact in notes_sent(story, case)] == [SERVICE]
    assert (state_of(story.case(case), note_id), state_of(story.case(case), late)) == ("sent", "due")


def test_under_a_mandate_nothing_leaves_before_the_first_letter_is_posted() -> None:
    """LTR_01, CPCE R124-4."""
    told = MandateStory(d(9, 10))
    told.debtor()
    case = told.mandated()
    make(told, case, SERVICE)
    told.play(d(16))
    assert [line.split(" ", 1)[1] for line in told.happened(case)][:2] == ["letter first_letter", f"email {SERVICE}"]
    (contact,) = notes_sent(told, case)
    mandate = told.case(case).mandate
    assert mandate is not None
    assert mandate.first_letter is not None
    assert mandate.first_letter.posted_on is not None
    assert contact.intended_at.astimezone(PARIS).date() >= mandate.first_letter.posted_on
    check(told)


class TestTheLinkToThePage:
    """R-127: in whatever goes to the debtor, and in nothing that goes to anybody else."""

    def linked(self) -> MandateStory:
        told = MandateStory(d(2), renderer=LinkedRenderer())
        links: PageLinks = _Links()
        told.sending = replace(told.sending, links=links)
        told.debtor()
        return told

    def test_every_message_to_the_debtor_carries_it(self) -> None:
        told = self.linked()
        case = told.open()
        told.play(d(20))
        make(told, case, SERVICE)
        told.play(d(33))
        written = [each for each in told.contacts(case) if each.channel is not Channel.CALL]
        assert {each.template for each in written} >= {"reminder_1", "reminder_2", "reminder_2_sms", SERVICE}
        for contact in written:
            assert (contact.text or "").count(f"https://page.example/d/{case}") == 1, contact.template

    def test_an_sms_costs_each_of_its_segments(self) -> None:
        """R-072: the link makes a second one."""
        told = self.linked()
        case = told.open()
        told.play(d(33))
        sms = told.contact(case, "reminder_2_sms")
        assert sms.text is not None
        assert (sms_segments(sms.text), sms.cost.amount) == (2, 20)

    def test_what_the_creditor_is_told_does_not(self) -> None:
        told = self.linked()
        case = told.mandated()
        told.play(d(10))
        told.pay(case, 1_000)
        told.play(d(12))
        advices = [each for each in told.contacts(case) if each.purpose is Purpose.ADVICE]
        assert advices
        assert all("page.example" not in (each.text or "") for each in advices)


class _Links:
    def link_for(self, file: object) -> str:
        return f"https://page.example/d/{file.case.id}"  # type: ignore[attr-defined]  # a case file


class LinkedRenderer(LightRenderer):
    """Light texts that say whether they were given a link."""

    def email(self, template: str, facts: object) -> object:  # type: ignore[override]  # the light texts take any facts
        plain = super().email(template, facts)  # type: ignore[arg-type]
        return replace(plain, text=f"{plain.text} {facts.page_link or ''}")  # type: ignore[attr-defined]

    def sms(self, template: str, facts: object) -> str:
        return f"{'Votre réponse est attendue. ' * 5}{super().sms(template, facts)} {facts.page_link or ''}"  # type: ignore[arg-type, attr-defined]

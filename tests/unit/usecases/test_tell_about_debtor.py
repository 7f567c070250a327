"""What the debtor says of themselves on the page is a fact of theirs, in every case (R-127, CON_09, STOP_04)."""

from __future__ import annotations

from chalicelib.domain.holds import PauseKind
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.tell_about_debtor import (
    ChooseChannels,
    SayWrongPerson,
    choose_channels,
    say_wrong_person,
    stopped_channels,
)
from tests.support.fact_story import FactStory
from tests.support.story import d

ACT = PageAct("channels", "Je ne souhaite plus recevoir de SMS.", "fr", "form_1")


def _story() -> tuple[FactStory, str, str]:
    story = FactStory(d(10))
    story.debtor()
    return story, story.open(number="FA-1"), story.open(number="FA-2")


def _choose(story: FactStory, case_id: str, stop: tuple[str, ...], allow: tuple[str, ...]) -> None:
    command = ChooseChannels(Changing(story.scope, case_id, "debtor"), stop, allow, ACT)
    story.command(lambda reply: choose_channels(command, recording=story.recording, reply=reply), scope=story.scope)


def test_a_wrong_person_is_left_alone_in_the_debtors_other_cases_too() -> None:
    story, first, second = _story()
    command = SayWrongPerson(Changing(story.scope, first, "debtor"), "un homonyme", ACT)
    story.command(lambda reply: say_wrong_person(command, recording=story.recording, reply=reply), scope=story.scope)
    known = story.case(first)
    assert known.pause is not None
    assert known.pause.kind is PauseKind.WRONG_PERSON
    story.play(d(11))
    other = story.case(second)
    assert other.pause is not None
    assert other.pause.kind is PauseKind.WRONG_PERSON
    assert [told.type for told in story.told(first)][-4:].count("debtor_page.action_confirmed") == 1


def test_channels_chosen_together_are_one_change_of_the_debtor() -> None:
    story, first, _ = _story()
    before = story.debtor_now().version
    _choose(story, first, ("email", "sms"), ())
    after = story.debtor_now()
    assert stopped_channels(after) == {"email", "sms"}
    assert after.version == before + 1
    _choose(story, first, ("call",), ("email",))
    assert stopped_channels(story.debtor_now()) == {"sms", "call"}


def test_a_choice_that_changes_nothing_leaves_the_words_alone() -> None:
    story, first, _ = _story()
    _choose(story, first, ("sms",), ())
    before = story.debtor_now()
    _choose(story, first, ("sms",), ("call",))
    assert story.debtor_now() == before

"""The call sheet shows the last letter in its words, without what opens the debtor's page (R-070, R-127)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.usecases.call_facts import call_brief
from chalicelib.usecases.recording import CaseFile, load_case_file
from tests.support.story import Story, d

from .test_notes_in_a_case import LinkedRenderer

TOKEN = "EHkqXbU3cD0mPz8r-Yw2LtV5nG7sAeJ1oQ4_hK9iFjTlRxMvBuNyWdCzSgPaHtEfLqIo"


@dataclass(frozen=True)
class OneLink:
    def link_for(self, file: CaseFile) -> str:
        del file
        return f"https://page.example/d/{TOKEN}"


def test_who_calls_reads_the_letter_and_cannot_act_as_the_debtor() -> None:
    story = Story(d(2), renderer=LinkedRenderer())
    story.sending = replace(story.sending, links=OneLink())
    story.debtor()
    case = story.open()
    story.play(d(20))
    brief = call_brief(load_case_file(story.scope, case, story.recording), story.sending)
    assert TOKEN in (story.contact(case, "reminder_1").text or "")
    assert brief.last_letter is not None
    assert brief.last_letter.words.endswith("https://page.example/d/...")
    assert TOKEN not in brief.last_letter.words

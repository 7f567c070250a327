"""From the reminder to the receipt, with the real texts, once somebody stands for the debtor (STOP_04, R-048)."""

from __future__ import annotations

import io
from email import message_from_bytes, policy

import pytest
from pypdf import PdfReader

from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel, Contact
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.parties import DebtorKind
from tests.support.fact_story import GUARDIAN, FactStory
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.story import d

QUALITY = {
    FactKind.LAWYER: ("Maître,", "en votre qualité de conseil."),
    FactKind.GUARDIANSHIP: ("Madame, Monsieur,", "en votre qualité de représentant légal."),
}
PAPER = (Channel.LETTER, Channel.REGISTERED_LETTER)


class Represented(MandateStory, FactStory):
    """A story with a mandate at hand in which something is learnt of the debtor."""

    def words(self, contact: Contact) -> str:
        content = next(each.content for each in self.sent if each.contact_id == contact.id)
        if contact.channel is Channel.EMAIL:
            plain = message_from_bytes(content, policy=policy.default).get_body(("plain",))
            assert plain is not None
            text = plain.get_content()
        else:
            text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        return " ".join(text.replace("’", "'").split())


@pytest.mark.parametrize("kind", QUALITY)
@pytest.mark.parametrize("mandate", [False, True])
def test_everything_until_the_receipt_is_written_to_who_stands_for_the_debtor(kind: FactKind, mandate: bool) -> None:
    """STOP_04, LTR_04, R-092: no text is refused on the way."""
    story = Represented(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    debtor = story.debtor(kind=DebtorKind.CONSUMER)
    case = story.mandated(debtor_id=debtor) if mandate else story.open(debtor)
    story.learn(kind, d(1).date(), addressee=GUARDIAN)
    if story.case(case).status is CaseStatus.NEEDS_ATTENTION:
        story.resolve(case, AttentionAction.SKIP)
    if story.case(case).status is CaseStatus.PAUSED:
        story.resume_case(case)
    story.play(d(60))
    story.pay(case)
    story.play(d(75))
    told = {each.template: each for each in story.contacts(case) if each.channel in (Channel.EMAIL, *PAPER)}
    told = {name: each for name, each in told.items() if name not in ("payment_advice", "proposal_advice")}
    assert {"reminder_1", "reminder_2", "formal_notice", "final_receipt"} <= set(told)
    assert ("first_letter" in told) is mandate
    for contact in told.values():
        words = story.words(contact)
        for part in QUALITY[kind]:
            assert part in words, contact.template
    assert story.case(case).status is CaseStatus.CLOSED
    check(story)

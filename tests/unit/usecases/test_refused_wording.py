"""A case under a mandate with the real texts, from first letter to last SMS and call; what a broken text does to it."""

from __future__ import annotations

import io
from email import message_from_bytes, policy

import pytest
from pypdf import PdfReader

from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.sms_text import sms_segments
from tests.support.invariants import check
from tests.support.mandate_story import MandateStory
from tests.support.story import Story, d
from tests.support.wordings import Change, renderer_with

MIME = MimeWriter("relance@amiable.example")
FOR_WHOM = "au nom et pour le compte de notre mandant, {{ creditor.name }}"


def mandated(renderer: Renderer, kind: DebtorKind = DebtorKind.COMPANY) -> tuple[MandateStory, str]:
    story = MandateStory(d(2), renderer=renderer, mime=MIME)
    story.debtor(kind=kind)
    return story, story.mandated()


def told(story: MandateStory, case: str) -> dict[str, str]:
    """What each contact with the debtor said, by its text."""
    said = {}
    for contact in story.with_debtor(case):
        left = next((each.content for each in story.sent if each.contact_id == contact.id), b"")
        if contact.channel is Channel.EMAIL:
            body = message_from_bytes(left, policy=policy.default).get_body(("plain",))
            said[contact.template] = body.get_content() if body else ""
        elif contact.channel is Channel.SMS:
            said[contact.template] = left.decode()
        elif contact.channel.is_postal:
            said[contact.template] = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(left)).pages)
    return {template: " ".join(text.split()) for template, text in said.items()}


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.CONSUMER])
def test_the_whole_story_of_a_mandate_says_what_the_law_wants(kind: DebtorKind) -> None:
    """LTR_01 to LTR_06, R-057, GDPR_01, from the first letter to the last call."""
    story, case = mandated(Renderer(), kind)
    story.play(d(75))
    letter = story.case(case).mandate.first_letter  # type: ignore[union-attr]  # it is under a mandate
    assert letter is not None
    said = told(story, case)
    assert next(iter(said)) == "first_letter"
    assert {"reminder_1", "reminder_2", "reminder_2_sms", "formal_notice"} <= set(said)
    assert "activité de recouvrement amiable" in said["first_letter"]
    assert ("responsable du traitement" in said["first_letter"]) is kind.is_natural_person
    for template in ("reminder_1", "reminder_2", "formal_notice"):
        assert f"lettre envoyée le 7 janvier 2026, référence {letter.reference}" in said[template]
        assert "Fournil SARL" in said[template]
    assert "07/01/2026" in said["reminder_2_sms"]
    assert sms_segments(said["reminder_2_sms"]) == 1
    scripts = [str(task.script) for task in story.memory._all(CallTask)]
    assert scripts
    assert all(letter.reference in script for script in scripts)
    check(story)


REFUSALS = (
    ("first_letter", "mention_missing", "LTR_02 2°", Change("first_letter", "body", "@mandate_parties\n")),
    ("first_letter", "mention_missing", "LTR_02 4°", Change("first_letter", "body", '{% include "payment" %}')),
    ("first_letter", "statutory_text_altered", "LTR_03", Change("first_letter", "body", "de mauvaise foi")),
    (
        "verification_call",
        "first_letter_not_recalled",
        "LTR_04",
        Change("call_verification", "opening.0", "{{ letter.reference }}", "ci-dessus"),
    ),
    ("first_reminder", "creditor_not_named", "LTR_05", Change("fragments", "acting", FOR_WHOM, "dans ce dossier")),
    (
        "second_reminder",
        "first_letter_not_recalled",
        "LTR_04",
        Change("reminder_2_sms", "sms", "{{ letter.short_date }}", "récent"),
    ),
    (
        "formal_notice",
        "wording_refused",
        "LTR_06",
        Change(
            "formal_notice", "body", "## À défaut de paiement", "Vos biens seront saisis.\n\n## À défaut de paiement"
        ),
    ),
    ("last_call", "debt_disclosed", "CON_07", Change("last_call", "voicemail", "Bonne journée", "Payez votre dette")),
)


@pytest.mark.parametrize(("step", "code", "rule", "change"), REFUSALS)
def test_a_broken_text_never_leaves_and_the_case_asks_by_the_rule_s_name(
    step: str, code: str, rule: str, change: Change
) -> None:
    story, case = mandated(renderer_with(change))
    story.play(d(80))
    held = story.case(case)
    assert held.status is CaseStatus.NEEDS_ATTENTION
    assert held.attention is not None
    assert (held.attention.step_id, held.attention.code) == (step, code)
    assert rule in held.attention.detail
    if change.text != "fragments":
        assert change.text not in [contact.template for contact in story.with_debtor(case)]
    check(story)


def test_once_the_text_is_mended_the_step_goes_on() -> None:
    story, case = mandated(renderer_with(Change("fragments", "acting", "{{ letter.reference }}")))
    story.play(d(20))
    assert story.case(case).status is CaseStatus.NEEDS_ATTENTION
    object.__setattr__(story.sending, "renderer", Renderer())
    story.resolve(case, AttentionAction.RETRY)
    story.play(d(29))
    assert "email reminder_1" in story.happened(case)[-1]
    check(story)


def test_a_receipt_that_puts_costs_on_the_debtor_is_not_issued() -> None:
    """COST_01, R-092: in the creditor's own name too."""
    change = Change("receipt", "body", "Fait à", "Frais de dossier : 15,00 €. Fait à")
    story = Story(d(2), renderer=renderer_with(change), mime=MIME)
    story.debtor()
    case = story.open()
    story.play(d(10))
    story.pay(case, 10_000)
    story.play(d(12))
    held = story.case(case)
    assert held.attention is not None
    assert (held.attention.code, held.attention.step_id) == ("cost_on_debtor", held.payments[0].id)
    assert "receipt" not in [contact.template for contact in story.contacts(case)]
    check(story)


def test_towards_a_consumer_the_code_says_that_it_is_an_offence() -> None:
    """COST_02."""
    change = Change("fragments", "arrangement", "Une solution", "Frais de relance : 12 €. Une solution")
    story = Story(d(2), renderer=renderer_with(change), mime=MIME)
    story.debtor(kind=DebtorKind.CONSUMER)
    case = story.open()
    story.play(d(20))
    held = story.case(case)
    assert held.attention is not None
    assert held.attention.code == "consumer_cost"

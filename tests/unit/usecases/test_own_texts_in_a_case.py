"""A tenant's own text leaves in the version that its scenario names, under the creditor's face (R-056, R-125)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from chalicelib.adapters.logo_pictures import LogoPictures
from chalicelib.adapters.mime_writer import MimeWriter
from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.brand import LOGO_ID
from chalicelib.domain.case import CaseStatus
from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import InvalidInput, PreconditionFailed
from chalicelib.domain.parties import CollectorMode, Creditor, DebtorKind
from chalicelib.domain.scenarios.model import Anchor, Message, Scenario, Step
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.templates.model import Template, TemplateVersion
from chalicelib.domain.writes import Create, Update
from chalicelib.usecases.change_brand import ChangeBrand, change_brand
from tests.support.own_texts import body_of, copy_of
from tests.support.story import Story, d

SCENARIO_ID = "scn_01JDXA0000000000000000000A"
FIRST = copy_of("reminder_1", body=body_of("reminder_1").replace("un simple oubli", "un oubli bien compréhensible"))


def a_story() -> Story:
    story = Story(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    story.debtor()
    return story


def with_texts(story: Story, *templates: Template, step: tuple[Channel, int | None] = (Channel.EMAIL, 1)) -> None:
    """A scenario of one step that sends ``FIRST``, and the texts that are kept."""
    channel, version = step
    told = Step("only", 1, Anchor.DUE_DATE, 8, (Message(channel, FIRST.id, version),))
    keep(story, Scenario(SCENARIO_ID, 1, (told,), 10, 5, 7, 90, (15,)), *templates)


def keep(story: Story, scenario: Scenario, *templates: Template) -> None:
    """As they would be stored, whatever the linters say."""
    now = datetime(2026, 1, 2, tzinfo=UTC)
    own = OwnScenario(SCENARIO_ID, story.scope, 1, scenario, now, now, "key_1")
    story.memory.commit([Create(own), Create(ScenarioVersion(story.scope, scenario, now, "key_1"))])
    for template in templates:
        change = Create(template) if template.version == 1 else Update(template)
        story.memory.commit([change, Create(TemplateVersion(template))])


def test_what_leaves_is_the_version_that_the_scenario_names_read_once() -> None:
    """R-125: a later version changes nothing for it; the text costs one read, and only where it is sent."""
    story = a_story()
    later = replace(FIRST, version=2, parts=replace(FIRST.parts, body=body_of("reminder_2")))
    with_texts(story, FIRST, later)
    case = story.open(scenario_id=SCENARIO_ID)
    assert story.memory.calls["template"] == 0
    story.play(d(10))
    (contact,) = story.contacts(case)
    assert (contact.template, contact.template_version) == (FIRST.id, 1)
    assert contact.text is not None
    assert "un oubli bien compréhensible" in " ".join(contact.text.split())
    assert story.memory.calls["template"] == 1


def test_a_case_with_shipped_texts_reads_no_template_and_no_logo() -> None:
    story = a_story()
    story.open()
    story.play(d(46))
    assert story.memory.calls["template"] == story.memory.calls["logo"] == 0


def test_a_letter_and_a_call_go_by_own_texts_too() -> None:
    story = a_story()
    with_texts(story, FIRST, step=(Channel.LETTER, 1))
    case = story.open(scenario_id=SCENARIO_ID)
    story.play(d(10))
    (letter,) = story.contacts(case)
    assert (letter.channel, letter.template_version) == (Channel.LETTER, 1)

    other = a_story()
    script = replace(copy_of("call_verification"), id=FIRST.id)
    with_texts(other, script, step=(Channel.CALL, 1))
    called = other.open(scenario_id=SCENARIO_ID)
    other.play(d(10))
    (call,) = other.contacts(called)
    assert (call.channel, call.template_version) == (Channel.CALL, 1)


def with_own_notice(story: Story, **parts: Any) -> str:
    """A case on the usual scenario whose formal notice is an own text."""
    notice = replace(copy_of("formal_notice", **parts), id=FIRST.id)
    usual = LATEST["progressif"]
    own = (Message(Channel.REGISTERED_LETTER, FIRST.id, 1),)
    steps = tuple(replace(step, messages=own) if step.is_formal_notice else step for step in usual.steps)
    keep(story, replace(usual, id=SCENARIO_ID, version=1, steps=steps), notice)
    return story.open(scenario_id=SCENARIO_ID)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_own_formal_notice_leaves_whatever_the_debtor_reads(language: str) -> None:
    """R-049, R-125: it says its dates and sums in the language that it is written in."""
    story = Story(d(2), renderer=Renderer(), mime=MimeWriter("relance@amiable.example"))
    story.debtor()
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    story.memory.commit([Update(replace(debtor, language=language, version=debtor.version + 1), key)])
    case = with_own_notice(story)
    story.play(d(50))
    assert Channel.REGISTERED_LETTER in {contact.channel for contact in story.contacts(case)}


def test_an_own_formal_notice_that_says_less_in_this_case_than_on_paper_waits_for_a_person() -> None:
    """R-049: a text may tell cases apart; what it has to say is looked for in the very letter that would leave."""
    story = a_story()
    less = "Nous vous mettons en demeure."
    body = f"{{% if invoices|length > 1 %}}{body_of('formal_notice')}{{% else %}}{less}{{% endif %}}"
    case = with_own_notice(story, body=body)
    story.play(d(50))
    attention = story.case(case).attention
    assert attention is not None
    assert (attention.code, "R-049" in attention.detail) == ("message_incomplete", True)


def test_a_text_that_is_not_there_waits_for_a_person_by_name() -> None:
    story = a_story()
    with_texts(story)
    case = story.open(scenario_id=SCENARIO_ID)
    story.play(d(10))
    held = story.case(case)
    assert held.status is CaseStatus.NEEDS_ATTENTION
    assert held.attention is not None
    assert held.attention.code == "template_unknown"


@pytest.mark.parametrize(
    ("written_for", "told"),
    [
        ({"creditor_id": "cred_another"}, "another creditor"),
        ({"debtor_kinds": (DebtorKind.PUBLIC_BODY,)}, "other kinds"),
        ({"collector_modes": (CollectorMode.THIRD_PARTY_MANDATE,)}, "another collector mode"),
    ],
)
def test_a_text_leaves_only_for_whom_it_is_written(written_for: dict[str, Any], told: str) -> None:
    """R-056, R-125: no debtor reads another creditor's voice, nor what was tried on other kinds of debtors alone."""
    story = a_story()
    with_texts(story, replace(FIRST, **written_for))
    case = story.open(scenario_id=SCENARIO_ID)
    story.play(d(10))
    waiting = story.case(case)
    assert waiting.status is CaseStatus.NEEDS_ATTENTION
    assert waiting.attention is not None
    assert (waiting.attention.code, told in waiting.attention.detail) == ("template_unknown", True)
    assert not story.contacts(case)


def test_a_text_that_breaks_a_rule_on_the_facts_of_the_case_waits_for_a_person() -> None:
    """LTR_06: what leaves is checked whoever wrote it."""
    story = a_story()
    threat = body_of("reminder_1") + "\n\nUn huissier passera chez vous demain."
    with_texts(story, copy_of("reminder_1", body=threat))
    case = story.open(scenario_id=SCENARIO_ID)
    story.play(d(10))
    attention = story.case(case).attention
    assert attention is not None
    assert attention.code == "wording_refused"
    assert not story.sent


def picture(mode: str = "RGBA", size: tuple[int, int] = (400, 100), form: str = "PNG") -> bytes:
    written = BytesIO()
    Image.new(mode, size, (200, 30, 30, 128) if mode == "RGBA" else (200, 30, 30)).save(written, form)
    return written.getvalue()


def branded(story: Story, **changes: object) -> Creditor:
    wanted = {
        "accent": "#8A1F14",
        "signature": ("Service comptabilité clients",),
        "logo": picture(),
        "keep_logo": False,
    }
    command = ChangeBrand(story.scope, story.creditor_id, expected=None, **{**wanted, **changes})  # type: ignore[arg-type]  # the names are those of the command
    return change_brand(command, store=story.memory, logos=LogoPictures())


def test_an_e_mail_carries_the_logo_along_and_fetches_nothing() -> None:
    """R-056: colour, signature and picture; what mail clients show without asking."""
    story = a_story()
    branded(story)
    story.open()
    story.play(d(16))
    (sent,) = [each for each in story.sent if each.channel is Channel.EMAIL]
    message = message_from_bytes(sent.content, policy=policy.default)
    html = message.get_body(("html",))
    assert html is not None
    assert f'src="cid:{LOGO_ID}"' in html.get_content()
    assert "#8a1f14" in html.get_content()
    assert "http" not in html.get_content().replace("https://www.w3.org", "")
    (logo,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert logo["Content-ID"] == f"<{LOGO_ID}>"
    assert "Service comptabilité clients" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert not [part for part in message.iter_attachments() if part.get_content_type() == "image/png"]


def test_a_logo_is_written_anew_and_kept_once() -> None:
    """Nothing but the picture is passed on, whatever lies in the file behind it."""
    story = a_story()
    hidden = picture() + b"<script>alert(1)</script>"
    creditor = branded(story, logo=hidden)
    assert creditor.brand is not None
    assert creditor.brand.logo is not None
    png = story.memory.logo(story.scope, creditor.id, creditor.brand.logo.sha256)
    assert b"script" not in png
    assert Image.open(BytesIO(png)).mode == "RGB"
    again = branded(story, logo=None, keep_logo=True)
    assert again == creditor, "what changes nothing makes no version"
    assert branded(story, accent=None, signature=(), logo=None).brand is None


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"accent": "#ffcc00"}, "#/accent_color", "accent_too_light"),
        ({"accent": "red"}, "#/accent_color", "wrong_form"),
        ({"signature": ("Un huissier passera chez vous",)}, "#/signature/0", "wording_refused"),
        ({"signature": ("Frais de relance : 15 €",)}, "#/signature/0", "wording_refused"),
        ({"logo": b"<svg onload='alert(1)'/>"}, "#/logo_base64", "logo_unusable"),
        ({"logo": b"\x89PNG\r\n\x1a\n" + b"x" * 50}, "#/logo_base64", "logo_unusable"),
        ({"logo": b"\x89PNG\r\n\x1a\n" + b"x" * 200_000}, "#/logo_base64", "logo_unusable"),
        ({"logo": picture("RGB", (4_001, 10))}, "#/logo_base64", "logo_unusable"),
        ({"logo": picture("RGB", (40, 10), "GIF")}, "#/logo_base64", "logo_unusable"),
    ],
)
def test_a_brand_that_cannot_be_used_is_refused_by_field(changes: dict[str, object], pointer: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        branded(a_story(), **changes)
    assert [(problem.pointer, problem.code) for problem in refused.value.errors] == [(pointer, code)]


def test_a_brand_is_changed_on_the_version_that_was_seen() -> None:
    story = a_story()
    branded(story)
    with pytest.raises(PreconditionFailed):
        change_brand(
            ChangeBrand(story.scope, story.creditor_id, None, (), None, False, frozenset({1})),
            store=story.memory,
            logos=LogoPictures(),
        )

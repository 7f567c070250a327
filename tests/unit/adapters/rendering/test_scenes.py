"""Every shipped text in every light: it leaves on its channels, it is typeset, it keeps to what it may ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.wording import wording_for
from chalicelib.domain.messages import MessageFacts, MessageIncomplete
from chalicelib.domain.negotiation.note import NOTE_TEMPLATES
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.secrecy import debt_words
from chalicelib.domain.sms_text import is_gsm7, sms_segments

from .facts import facts
from .scenes import PAGE_LINK, SCENES, company, consumer, extremes, mandate, public_body, sole_trader
from .sending import send
from .test_texts import said_by, unwrapped

RENDERER = Renderer()
WRITTEN = (
    "reminder_preventive",
    "reminder_1",
    "reminder_2",
    "last_notice",
    "public_body_letter",
    "formal_notice",
    *sorted(NOTE_TEMPLATES),
)
ASKING = ("reminder_1", "reminder_2", "last_notice", "public_body_letter", "formal_notice", "promise_broken")
SCRIPTS = ("call_verification", "call_firm", "call_public_body", "last_call")
SMS = ("reminder_2_sms", "last_notice_sms")
FRENCH_SCENES = [name for name in SCENES if not name.startswith("english")]
SPACE_BEFORE = re.compile(r"[ ](?=[:;!?»](?!\S))|« | {2,}|'|\"")


@pytest.mark.parametrize("scene", SCENES)
def test_every_text_leaves_on_every_channel(scene: str) -> None:
    """LTR, COST, CON_07: checked as at the sending, in every language, kind and hand, with sixty invoices too."""
    some = SCENES[scene]()
    for template in WRITTEN:
        send(RENDERER, template, "email", some)
        send(RENDERER, template, "words", some)
    for template in SCRIPTS:
        send(RENDERER, template, "call", some)
    for template in SMS:
        send(RENDERER, template, "sms", some)


@pytest.mark.parametrize("scene", FRENCH_SCENES)
def test_every_french_text_is_typeset_as_french_is(scene: str) -> None:
    some = SCENES[scene]()
    words = [RENDERER.email(template, some).text.replace("\n-- \n", "\n") for template in WRITTEN]
    words += [line for template in SCRIPTS for line in said_by(RENDERER.call_script(template, some))]
    for text in words:
        for each in text.split("\n"):
            if not each.startswith("  "):
                assert not SPACE_BEFORE.search(each), each


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("template", SMS)
def test_every_sms_is_one_gsm7_segment_with_no_word_of_debt_and_with_its_link_two(scene: str, template: str) -> None:
    """CON_07, R-127."""
    some = SCENES[scene]()
    text = RENDERER.sms(template, some)
    alone = RENDERER.sms(template, replace(some, page_link=None))
    assert (sms_segments(alone), sms_segments(text)) == (1, 2)
    assert text == f"{alone} {PAGE_LINK}"
    assert is_gsm7(text)
    assert not debt_words(alone)


@pytest.mark.parametrize("template", SMS)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("creditor", "collector", "manager"), [(22, 18, 14), (34, 24, 22), (60, 60, 40)])
def test_every_sms_fits_at_realistic_lengths(
    template: str, language: str, creditor: int, collector: int, manager: int
) -> None:
    """A name, an agency and a person of ordinary, and of uncommon, length; the reference and the number stay whole."""
    some = mandate()
    name = ("Ateliers Réunis du Grand Ouest et Compagnie, Travaux Publics & Génie Civil")[:creditor].rstrip()
    agency = ("Compagnie Nantaise de Gestion Amiable et de Suivi des Comptes Clients SAS")[:collector].rstrip()
    assert some.collector is not None
    long = replace(
        some,
        debtor=replace(some.debtor, language=language),
        creditor=replace(some.creditor, name=name, sender=None),
        collector=replace(some.collector, name=agency),
        case_manager=replace(
            some.case_manager, name=("Anne-Sophie Lemaître-Delacroix de Saint-Ouen")[:manager].rstrip()
        ),
    )
    text = RENDERER.sms(template, replace(long, page_link=None))
    assert sms_segments(text) == 1
    assert "BEL-2026-0042-L1" in text
    assert ("04 67 12 00 12" if language == "fr" else "+33 4 67 12 00 12") in text


@pytest.mark.parametrize("make", [company, sole_trader, consumer, public_body])
def test_what_asks_for_money_says_how_to_pay_and_leaves_a_way_open(make: Callable[[], MessageFacts]) -> None:
    """R-048, R-051."""
    for template in ASKING:
        text = unwrapped(RENDERER.email(template, make()).text)
        assert "solution amiable reste possible à tout moment" in text, template
        assert "FR76 3000 6000 0112 3456 7890 189" in text, template


def test_a_word_before_the_due_date_claims_nothing() -> None:
    """R-046: neither what is overdue, nor an article of law, nor what may follow."""
    for make in (company, consumer, public_body):
        text = unwrapped(RENDERER.email("reminder_preventive", replace(make(), attachments=())).text)
        assert "F-2026-0099" in text
        assert "450,00\u00a0€" in text
        assert "arrive à échéance le 10\u00a0mars 2026" in text
        for word in ("F-2025-0412", "pénalité", "mise en demeure", "retard", "surendettement", "L441-10", "impay"):
            assert word not in text, word
    assert not debt_words(RENDERER.email("reminder_preventive", company()).subject)


def test_on_the_due_date_it_says_today_and_without_anything_to_come_it_is_not_written() -> None:
    some = company()
    (line,) = some.statement.not_yet_due
    today = replace(line, invoice=replace(line.invoice, due_date=some.today))
    due = replace(some, statement=replace(some.statement, not_yet_due=(today,)))
    assert "arrive à échéance aujourd’hui, 2\u00a0mars 2026" in unwrapped(
        RENDERER.email("reminder_preventive", due).text
    )
    with pytest.raises(MessageIncomplete):
        RENDERER.email("reminder_preventive", facts())


def test_a_last_notice_says_what_follows_and_by_when_and_threatens_with_nothing_else() -> None:
    """R-038, R-050."""
    email = unwrapped(RENDERER.email("last_notice", company()).text)
    assert "avant le 10\u00a0mars 2026" in email
    assert "le dernier avant la mise en demeure" in email
    letter = unwrapped(RENDERER.letter_words("last_notice", company()).words)
    assert "dès réception de cette lettre" in letter
    assert "huit jours" not in letter
    for word in ("juridiction", "tribunal", "judiciaire", "huissier", "commissaire de justice"):
        assert word not in email


def test_a_public_body_is_asked_in_its_own_words() -> None:
    """R-034, PRE_09, TERM_04: mandatement, service fait, Chorus Pro, and the written demand that interrupts."""
    some = public_body()
    letter = unwrapped(RENDERER.email("public_body_letter", some).text)
    for said in (
        "25\u00a0février 2026",
        "mandatement",
        "service fait",
        "Chorus Pro",
        "68-1250",
        "R2192-36",
        "L2192-13",
    ):
        assert said in letter, said
    script = " ".join(said_by(RENDERER.call_script("call_public_body", some)))
    for said in (
        "ordonnateur",
        "comptable public",
        "service fait",
        "engagement",
        "Chorus Pro",
        "30\u00a0jours",
        "mandat",
    ):
        assert said in script, said


@pytest.mark.parametrize("template", ["call_firm", "call_public_body"])
def test_a_script_answers_many_objections_and_keeps_to_its_rules(template: str) -> None:
    """R-058."""
    script = RENDERER.call_script(template, company())
    assert len(script.objections) >= 7
    assert len(script.questions) >= 5
    assert any("tiers" in rule for rule in script.rules)


@pytest.mark.parametrize("template", SCRIPTS[:3])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_sixty_invoices_are_counted_aloud_not_listed(template: str, language: str) -> None:
    some = extremes()
    some = replace(some, debtor=replace(some.debtor, language=language))
    said = " ".join(RENDERER.call_script(template, some).opening)
    assert re.search(r"\b60\b", said)
    assert "F-2025-0430" not in said


def test_who_calls_a_consumer_is_told_to_ask_for_no_fee() -> None:
    """COST_02, R-053."""
    rules = " ".join(RENDERER.call_script("call_firm", consumer()).rules)
    assert "Ne demander ni frais ni indemnité" in rules
    assert "surendettement" in rules


@pytest.mark.parametrize("template", ["plan_proposal", "plan_confirmation"])
def test_a_plan_shows_every_instalment_and_its_total_in_words(template: str) -> None:
    """R-075 to R-078, PLAN_01, PLAN_02."""
    text = unwrapped(RENDERER.email(template, company()).text)
    for said in (
        "300,00\u00a0€",
        "250,00\u00a0€",
        "250,53\u00a0€",
        "800,53\u00a0€",
        "huit cents euros et cinquante-trois centimes",
        "5\u00a0mars 2026",
        "déchéance du terme",
        "pendant 8\u00a0jours",
    ):
        assert said in text, said
    assert "pendant 30\u00a0jours" in unwrapped(RENDERER.email(template, consumer()).text)


def test_a_consumer_pays_a_plan_without_fee_or_interest_and_reads_what_accepting_means() -> None:
    """PLAN_01, COST_02, R-053."""
    text = unwrapped(RENDERER.email("plan_proposal", consumer()).text)
    assert "Ni frais ni intérêts ne s’ajoutent" in text
    assert "vaut reconnaissance" in text
    assert "surendettement" in text
    assert "pénalités" not in text


def test_whoever_is_no_professional_writes_the_amount_in_words_and_figures() -> None:
    """PLAN_03, C. civ. 1376: on paper, to be signed."""
    copied = "Je reconnais devoir la somme de huit cents euros et cinquante-trois centimes (800,53\u00a0€)"
    assert copied in unwrapped(RENDERER.letter_words("plan_proposal", consumer()).words)
    assert copied not in unwrapped(RENDERER.letter_words("plan_proposal", company()).words)


@pytest.mark.parametrize("template", sorted(NOTE_TEMPLATES))
def test_a_text_about_an_arrangement_that_does_not_exist_is_not_written(template: str) -> None:
    with pytest.raises(MessageIncomplete):
        RENDERER.email(template, facts())


def test_a_promise_is_confirmed_with_its_amount_and_day_and_the_rest_is_told() -> None:
    """R-081."""
    text = unwrapped(RENDERER.email("promise_confirmation", company()).text)
    for said in (
        "27\u00a0février 2026 par téléphone",
        "500,00\u00a0€",
        "au plus tard le 12\u00a0mars 2026",
        "ne vous relancerons pas",
    ):
        assert said in text, said
    broken = unwrapped(RENDERER.email("promise_broken", company()).text)
    assert "sous trois jours" in broken
    assert "nous le rechercherons" in broken


def test_every_text_has_its_name_in_the_history_of_a_call_sheet() -> None:
    for language in ("fr", "en"):
        labels = wording_for(language).labels
        assert {*WRITTEN, *SCRIPTS, *SMS} <= set(labels["texts"])


@pytest.mark.parametrize("kind", DebtorKind)
def test_no_sentence_has_a_hole(kind: DebtorKind) -> None:
    """Whatever the kind: no space before a comma or a full stop, no doubled mark."""
    some = replace(company(), debtor=facts(kind).debtor)
    for template in WRITTEN:
        text = RENDERER.email(template, some).text
        assert not re.search(r"\s[,.](?!\d)|,,|\.\.(?!\.)|\(\)", text.replace("…", "")), template

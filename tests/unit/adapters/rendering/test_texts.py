"""Every text, for every debtor kind: typography, lint, what it must say and what it must not."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.wording import wording_for
from chalicelib.domain.allocation_order import AllocationOrder
from chalicelib.domain.events import EventType
from chalicelib.domain.messages import (
    CallScript,
    MessageFacts,
    MessageIncomplete,
    Objection,
    PastMessage,
    UnknownTemplate,
)
from chalicelib.domain.parties import CaseManager, DebtorKind
from chalicelib.domain.scenarios.presets import PROGRESSIF
from chalicelib.domain.sms_text import is_gsm7, sms_segments
from chalicelib.domain.wording_lint import lint, mask

from .facts import CREDITOR, IBAN, MANAGER, TODAY, facts, paid_up, receipt_facts

RENDERER = Renderer()
EMAILS = ("reminder_1", "reminder_2", "formal_notice", "receipt", "receipt_withdrawal")
SCRIPTS = ("call_verification", "last_call")
KINDS = tuple(DebtorKind)
SPACE_BEFORE = re.compile(r"[ ](?=[:;!?»](?!\S))|« | {2,}|'|\"")
DEBT_WORDS = re.compile(
    r"dette|\bdue?s?\b|\bdûe?s?\b|impay|factur|relanc|rappel|paye|paie|règl|regl|créanc|crean|€|\d,\d\d", re.IGNORECASE
)


def said_by(script: CallScript) -> Iterator[str]:
    for field in fields(script):
        value = getattr(script, field.name)
        for line in [value] if isinstance(value, str) else value:
            yield from (line.says, line.answer) if isinstance(line, Objection) else (line,)


def rendered(kind: DebtorKind, invoices: int) -> Iterator[tuple[str, str]]:
    some = facts(kind, invoices=invoices)
    for template in EMAILS:
        email = RENDERER.email(template, some)
        yield template, email.subject
        yield template, email.text.replace("\n-- \n", "\n")
    yield "final_receipt", RENDERER.email("final_receipt", paid_up(kind)).text.replace("\n-- \n", "\n")
    for template in SCRIPTS:
        for line in said_by(RENDERER.call_script(template, some)):
            yield template, line


def data_of(some: MessageFacts) -> list[str]:
    """The values that the lint must not judge."""
    return [
        some.debtor.name,
        some.creditor.name,
        some.creditor.sender_name,
        some.case_reference,
        *(line.invoice.number for line in some.statement.lines),
        "4 place du Tribunal",
    ]


@pytest.mark.parametrize("invoices", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_rendered_text_is_typeset_as_french_is(kind: DebtorKind, invoices: int) -> None:
    for template, text in rendered(kind, invoices):
        for line in text.split("\n"):
            if not line.startswith("  "):
                assert not SPACE_BEFORE.search(line), (template, line)


@pytest.mark.parametrize("invoices", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_every_rendered_text_passes_the_lint(kind: DebtorKind, invoices: int) -> None:
    """LTR_06, with data masked."""
    for template, text in rendered(kind, invoices):
        assert lint(mask(text, data_of(facts(kind, invoices=invoices)))) == (), template


@pytest.mark.parametrize("template", wording_for("fr").templates)
def test_the_own_words_of_every_text_pass_the_lint_in_every_branch(template: str) -> None:
    words = "\n\n".join(words for _, words in wording_for("fr").own_parts(template))
    assert len(words) > 40
    assert lint(words) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_names_the_creditor(kind: DebtorKind) -> None:
    """LTR_05."""
    for template in EMAILS:
        email = RENDERER.email(template, facts(kind))
        assert CREDITOR.name in email.text
        assert CREDITOR.name in email.html
    assert CREDITOR.sender_name in RENDERER.sms("reminder_2_sms", facts(kind))
    for script in SCRIPTS:
        assert CREDITOR.name in " ".join(said_by(RENDERER.call_script(script, facts(kind))))


@pytest.mark.parametrize("template", [*EMAILS, "final_receipt"])
def test_a_subject_line_tells_third_parties_nothing(template: str) -> None:
    """CON_07."""
    some = paid_up() if template == "final_receipt" else facts()
    subject = RENDERER.email(template, some).subject
    assert not DEBT_WORDS.search(subject)
    assert some.debtor.name not in subject


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_voicemail_tells_third_parties_nothing(script: str) -> None:
    """CON_07."""
    assert not DEBT_WORDS.search(RENDERER.call_script(script, facts()).voicemail.replace("rappeler", ""))


@pytest.mark.parametrize("template", EMAILS)
def test_every_email_has_a_way_to_stop_the_channel(template: str) -> None:
    """CON_09."""
    link = "https://pay.example.org/stop/abc"
    assert "répondez «\u00a0STOP\u00a0» à ce message" in unwrapped(RENDERER.email(template, facts()).text)
    assert link in RENDERER.email(template, facts(stop_link=link)).text
    assert link in RENDERER.email(template, facts(stop_link=link)).html


def unwrapped(text: str) -> str:
    return re.sub(r"(?<=\S)\n(?=\S)", " ", text)


@pytest.mark.parametrize("template", EMAILS[:3])
@pytest.mark.parametrize("kind", KINDS)
def test_the_gdpr_notice_goes_to_natural_persons_at_first_contact_only(template: str, kind: DebtorKind) -> None:
    """GDPR_01."""
    first = RENDERER.email(template, facts(kind, first_message=True)).text
    later = RENDERER.email(template, facts(kind, first_message=False)).text
    assert ("responsable du traitement" in unwrapped(first)) is kind.is_natural_person
    assert "responsable du traitement" not in unwrapped(later)


@pytest.mark.parametrize("template", EMAILS[:3])
def test_a_consumer_reads_of_mediator_and_commission_and_never_of_commercial_penalties(template: str) -> None:
    """R-053, IND_02, COST_02."""
    text = unwrapped(RENDERER.email(template, facts(DebtorKind.CONSUMER)).text)
    assert "commission de surendettement" in text
    assert "Médiateur du bâtiment" in text
    for word in ("L441-10", "D441-5", "indemnité forfaitaire", "pénalités de retard", "40,00"):
        assert word not in text


def test_without_a_mediator_on_file_the_consumer_reads_where_to_find_one() -> None:
    """R-053, C. conso L616-1: the professional publishes the mediator's address; a private creditor has none."""
    some = facts(DebtorKind.CONSUMER, mediator=None)
    text = unwrapped(RENDERER.email("reminder_1", some).text)
    assert "recourir gratuitement au médiateur dont relève Menuiserie Bellanger SARL, dont les coordonnées" in text
    assert "commission de surendettement" in text
    between_neighbours = replace(some, creditor=replace(CREDITOR, is_private_individual=True))
    text = unwrapped(RENDERER.email("reminder_1", between_neighbours).text)
    assert "édiat" not in text
    assert "commission de surendettement" in text


def test_what_a_private_individual_claims_from_a_business_has_no_word_of_commerce() -> None:
    """INT_06: legal interest from the presented notice; neither commercial penalties nor their article."""
    some = facts(DebtorKind.COMPANY, statement=facts(DebtorKind.CONSUMER).statement)
    some = replace(some, creditor=replace(CREDITOR, is_private_individual=True))
    notice = unwrapped(RENDERER.letter("formal_notice", some).words)
    assert "fait courir, à compter de sa présentation, les intérêts au taux légal" in notice
    receipt = unwrapped(RENDERER.receipt(some).words)
    assert "d’abord sur les intérêts éventuels, puis sur le principal" in receipt
    for word in ("pénalités de retard", "L441-10", "Fondement des sommes"):
        assert word not in notice
        assert word not in receipt


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (
            AllocationOrder.INTEREST_INDEMNITY_PRINCIPAL,
            "d’abord sur les pénalités de retard, ensuite sur l’indemnité forfaitaire, enfin sur le principal",
        ),
        (
            AllocationOrder.INTEREST_PRINCIPAL_INDEMNITY,
            "d’abord sur les pénalités de retard, ensuite sur le principal, enfin sur l’indemnité forfaitaire",
        ),
        (
            AllocationOrder.PRINCIPAL_INTEREST_INDEMNITY,
            "d’abord sur le principal, ensuite sur les pénalités de retard, enfin sur l’indemnité forfaitaire",
        ),
    ],
)
def test_a_receipt_tells_the_order_in_which_the_payment_was_really_spread(order: AllocationOrder, said: str) -> None:
    """PAY_01: the creditor's own order where it departs from the law's."""
    for some in (facts(), paid_up()):
        ordered = replace(some, statement=replace(some.statement, order=order))
        assert said in unwrapped(RENDERER.receipt(ordered).words)


@pytest.mark.parametrize("kind", [DebtorKind.COMPANY, DebtorKind.SOLE_TRADER])
def test_a_business_reads_the_legal_basis_of_what_is_added(kind: DebtorKind) -> None:
    """R-049, INT_01, IND_01."""
    text = unwrapped(RENDERER.email("formal_notice", facts(kind)).text)
    assert "article\u00a0L441-10 du Code de commerce" in text
    assert "article\u00a0D441-5 du même code" in text
    assert "surendettement" not in text


def test_a_public_body_reads_its_own_code() -> None:
    """INT_04."""
    text = unwrapped(RENDERER.email("formal_notice", facts(DebtorKind.PUBLIC_BODY)).text)
    assert "L2192-13 du Code de la commande publique" in text
    assert "L441-10" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_reminder_says_what_is_owed_how_to_pay_and_that_an_arrangement_is_open(kind: DebtorKind) -> None:
    """R-037, R-048, R-051, R-091, PAY_06."""
    some = facts(kind)
    for template in EMAILS[:3]:
        text = unwrapped(RENDERER.email(template, some).text)
        for said in (
            "F-2025-0412",
            "F-2025-0430",
            " ".join(re.findall("....|.+", IBAN)),
            "AGRIFRPP",
            "BEL-2026-0042",
            "solution amiable reste possible à tout moment",
            MANAGER.name,
            "2\u00a0mars 2026",
        ):
            assert said in text, (template, said)


def test_a_formal_notice_gives_its_last_day_and_reserves_the_right_to_go_to_court() -> None:
    """R-049, R-050."""
    text = unwrapped(RENDERER.email("formal_notice", facts()).text)
    assert "au plus tard le 14\u00a0mars 2026" in text
    assert "nous nous réservons le droit de saisir la juridiction compétente" in text
    assert "15\u202f104,73\u00a0€" in text


def test_a_formal_notice_without_its_last_day_is_not_written() -> None:
    with pytest.raises(MessageIncomplete) as refused:
        RENDERER.email("formal_notice", facts(notice_last_day=None))
    assert refused.value.code == "message_incomplete"


def test_the_verification_call_neither_claims_penalties_nor_accuses() -> None:
    """R-036."""
    words = " ".join(said_by(RENDERER.call_script("call_verification", facts())))
    assert "pénalité" not in words
    assert "mise en demeure" not in words
    assert len(RENDERER.call_script("call_verification", facts()).objections) >= 5


@pytest.mark.parametrize(
    ("method", "said"), [("cheque", True), ("direct_debit", True), ("card", True), ("bank_transfer", False)]
)
def test_a_receipt_says_subject_to_clearing_where_the_method_can_bounce(method: str, said: bool) -> None:
    text = RENDERER.email("receipt", facts(receipt=receipt_facts(method))).text
    assert ("sous réserve d’encaissement" in text) is said


def test_an_sms_is_one_gsm7_segment_without_a_word_of_debt() -> None:
    """CON_07."""
    sms = RENDERER.sms("reminder_2_sms", facts())
    assert sms == "Menuiserie Bellanger : merci de contacter Claire Fontaine au 04 78 12 34 57, réf. BEL-2026-0042."
    assert is_gsm7(sms)
    assert sms_segments(sms) == 1
    assert not DEBT_WORDS.search(sms)


@pytest.mark.parametrize("length", [20, 60, 90, 130, 200])
def test_a_long_name_is_cut_and_the_reference_never(length: int) -> None:
    name = ("Établissements Forêt, Çelik & Œuvre " * 8)[:length]
    creditor = replace(CREDITOR, name=name, sender=None)
    reference = "case_01JD8Z4Y7Q9W3K5M6N7P8R9S0T"
    sms = RENDERER.sms("reminder_2_sms", facts(creditor=creditor, case_reference=reference))
    assert sms_segments(sms) == 1
    assert is_gsm7(sms)
    assert reference in sms
    assert "04 78 12 34 57" in sms
    assert sms.startswith("Établissements Foret"[:length])


def test_every_text_of_the_scenario_is_shipped() -> None:
    for step in PROGRESSIF.steps:
        for message in step.messages:
            assert message.template in wording_for("fr").templates


def test_an_unknown_text_is_named() -> None:
    with pytest.raises(UnknownTemplate, match="reminder_9"):
        RENDERER.email("reminder_9", facts())


def test_a_language_without_wording_reads_french() -> None:
    some = facts()
    assert RENDERER.email("reminder_1", replace(some, debtor=replace(some.debtor, language="de"))) == RENDERER.email(
        "reminder_1", some
    )


def test_data_is_escaped_in_html_and_cannot_add_blocks_or_bold() -> None:
    some = facts()
    hostile = replace(some.debtor, name="<script>alert(1)</script> **x**\n@payment_details\n\n## Titre \u202egnp\ue000")
    email = RENDERER.email("receipt", replace(some, debtor=hostile, recipient_name=hostile.name))
    assert "<script>" not in email.html
    assert "&lt;script&gt;" in email.html
    assert "**x** @payment_details ## Titre gnp," in unwrapped(email.text)


def test_jinja_in_data_is_not_executed() -> None:
    email = RENDERER.email("reminder_1", facts(recipient_name="{{ iban }}"))
    assert "Bonjour {{ iban }}," in email.text


def test_preview_and_sending_give_the_same_words() -> None:
    """R-125."""
    assert RENDERER.email("reminder_2", facts()) == Renderer().email("reminder_2", facts())


def test_the_html_carries_nothing_remote() -> None:
    html = RENDERER.email("reminder_1", facts()).html
    assert not re.search(r"<img|<link|<script|src=|url\(", html)


def test_writing_an_email_does_not_load_the_pdf_library() -> None:
    """Cold start: the API and the e-mail step never pay for it."""
    code = (
        "import sys\n"
        "from chalicelib.adapters.rendering import Renderer\n"
        "from tests.unit.adapters.rendering.facts import facts\n"
        "Renderer().email('reminder_1', facts())\n"
        "sys.exit('fpdf' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[4]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_creditor_without_a_named_manager_is_not_named_twice() -> None:
    some = facts(case_manager=CaseManager(CREDITOR.sender_name, "+33478123456"))
    sms = RENDERER.sms("reminder_2_sms", some)
    assert sms == "Menuiserie Bellanger : merci de nous contacter au 04 78 12 34 56, réf. BEL-2026-0042."
    text = RENDERER.email("reminder_1", some).text
    assert "Nous nous tenons à votre disposition au 04" in unwrapped(text)
    assert "Ici Menuiserie Bellanger SARL." in RENDERER.call_script("last_call", some).voicemail


def test_a_reminder_that_bounced_or_leaves_today_is_not_recalled() -> None:
    past = (
        PastMessage("email", date(2026, 1, 30), "reminder_1", "bounced"),
        PastMessage("email", date(2026, 2, 16), "reminder_2", "sent"),
        PastMessage("registered_letter", TODAY, "formal_notice", "intended"),
    )
    text = unwrapped(RENDERER.email("formal_notice", facts(past_messages=past)).text)
    assert "Malgré notre rappel du 16" in text
    assert "janvier" not in text


def test_the_gdpr_notice_is_written_even_when_a_call_came_first() -> None:
    """GDPR_01."""
    past = (PastMessage("call", date(2026, 1, 23), "call_verification", "no_answer"),)
    some = facts(DebtorKind.CONSUMER, first_message=False, past_messages=past)
    assert "responsable du traitement" in unwrapped(RENDERER.email("reminder_1", some).text)


@pytest.mark.parametrize("method", ["cheque", "other"])
def test_an_unknown_method_leaves_no_hole(method: str) -> None:
    some = facts(receipt=receipt_facts(method, reversed_on=date(2026, 2, 27)))
    assert " ," not in RENDERER.email("receipt_withdrawal", some).text


@pytest.mark.parametrize("template", wording_for("fr").templates)
def test_no_name_follows_a_word_that_would_have_to_be_elided(template: str) -> None:
    """« de Hôtel » and « que Atelier » are no French; the name is data, so the sentence must avoid it."""
    source = str(wording_for("fr").text(template))
    assert not re.search(r"\b(?:de|que|le|la|du) {{ (?:creditor|debtor|manager|recipient|sender)", source)


def test_every_event_has_a_french_name_in_the_chronology() -> None:
    names = wording_for("fr").labels["events"]
    assert {kind.value for kind in EventType} <= set(names)

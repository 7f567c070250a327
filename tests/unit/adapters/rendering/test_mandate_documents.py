"""What a collector writes, to the debtor and to the creditor: identity, recall, typography, sums (R-057, PAY_04)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.collector import Payee
from chalicelib.domain.messages import CallScript, MessageIncomplete, Objection, first_letter_reference
from chalicelib.domain.parties import CaseManager, DebtorKind
from chalicelib.domain.sms_text import is_gsm7, sms_segments
from chalicelib.domain.wording_lint import STATUTORY_CHECKSUMS, checksum, paragraphs
from chalicelib.usecases.checked_words import check_sms

from .facts import CREDITOR, IBAN
from .mandate_facts import AGENT, COLLECTOR, LETTER, after_the_letter, before_the_letter, told_to_the_creditor

RENDERER = Renderer()
KINDS = tuple(DebtorKind)
EMAILS = ("reminder_1", "reminder_2", "formal_notice", "receipt", "receipt_withdrawal")
ADVICES = ("payment_advice", "proposal_advice")
SPACE_BEFORE = re.compile(r"[ ](?=[:;!?»](?!\S))|« | {2,}|'|\"| [,.]")


def said_by(script: CallScript) -> Iterator[str]:
    for field in fields(script):
        value = getattr(script, field.name)
        for line in (value,) if isinstance(value, str) else value:
            yield from (line.says, line.answer) if isinstance(line, Objection) else (line,)


def written(kind: DebtorKind) -> Iterator[tuple[str, str]]:
    before, after = before_the_letter(kind), after_the_letter(kind)
    yield "first_letter", RENDERER.letter("first_letter", before).words
    yield "first_letter", RENDERER.email("first_letter", before).text
    for template in EMAILS:
        yield template, RENDERER.email(template, after).text
        yield template, RENDERER.letter(template, after).words
    for template in ("call_verification", "last_call"):
        yield template, "\n".join(said_by(RENDERER.call_script(template, after)))
    for template in ADVICES:
        yield template, RENDERER.email(template, told_to_the_creditor()).text


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_a_mandate_is_typeset_as_french_is(kind: DebtorKind) -> None:
    for template, text in written(kind):
        for line in text.replace("\n-- \n", "\n").split("\n"):
            if not line.startswith("  "):
                assert not SPACE_BEFORE.search(line), (template, line)


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_letter_carries_the_law_word_for_word(kind: DebtorKind) -> None:
    """LTR_03: the checksum of what is printed, not of what is stored."""
    for text in (
        RENDERER.letter("first_letter", before_the_letter(kind)).words,
        RENDERER.email("first_letter", before_the_letter(kind)).text,
    ):
        assert {checksum(paragraph) for paragraph in paragraphs(text)} >= STATUTORY_CHECKSUMS


def test_the_collector_signs_and_answers_and_the_creditor_is_named() -> None:
    """R-057, LTR_05."""
    email = RENDERER.email("reminder_1", after_the_letter())
    assert email.subject.startswith("Cabinet Aubrac SAS")
    assert ">Cabinet Aubrac SAS</td>" in email.html
    footer = email.text.partition("\n-- \n")[2]
    assert footer.startswith("Cabinet Aubrac SAS")
    assert CREDITOR.name in footer
    for mine in (AGENT.name, "04\u00a067\u00a012\u00a000\u00a012", AGENT.email):
        assert str(mine) in email.text
    assert str(CREDITOR.email) not in email.text


@pytest.mark.parametrize("template", [*EMAILS, "first_letter"])
def test_the_debtor_is_given_the_account_of_the_right_payee_alone(template: str) -> None:
    """PAY_06."""
    make = before_the_letter if template == "first_letter" else after_the_letter
    own, dedicated = (" ".join(re.findall("....|.+", iban)) for iban in (IBAN, COLLECTOR.dedicated_iban))
    to_creditor = RENDERER.letter(template, make()).words
    to_collector = RENDERER.letter(template, make(payee=Payee.COLLECTOR)).words
    if template != "receipt":
        assert own in to_creditor
        assert dedicated in to_collector
    assert dedicated not in to_creditor
    assert own not in to_collector


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_letter_tells_a_natural_person_of_their_data(kind: DebtorKind) -> None:
    """GDPR_01: where the data come from, who is responsible, whom to write to."""
    text = " ".join(RENDERER.letter("first_letter", before_the_letter(kind, first_message=False)).words.split())
    assert ("responsable du traitement" in text) is kind.is_natural_person
    assert (f"qui nous ont été transmises par {CREDITOR.name}" in text) is kind.is_natural_person
    assert (f"en écrivant à {COLLECTOR.email}" in text) is kind.is_natural_person


def test_the_first_letter_tells_a_consumer_of_mediator_and_commission() -> None:
    """R-053, with or without the name of the mediator."""
    text = " ".join(RENDERER.letter("first_letter", before_the_letter(DebtorKind.CONSUMER)).words.split())
    assert "médiateur dont relève Menuiserie Bellanger SARL" in text
    assert "commission de surendettement" in text
    for word in ("L441-10", "indemnité forfaitaire", "pénalités de retard"):
        assert word not in text


def test_a_letter_without_its_own_reference_takes_that_of_the_case() -> None:
    assert first_letter_reference("AM-1") == "AM-1-L1"
    assert "BEL-2026-0042-L1" in RENDERER.letter("first_letter", before_the_letter(letter_reference=None)).words


def test_what_is_told_as_printed_is_what_is_printed() -> None:
    """The words that are checked name the letterhead, the window, the subject and the foot as well."""
    printed = RENDERER.letter("formal_notice", after_the_letter())
    for said in ("7 cours Gambetta", "21000 DIJON", "Lettre recommandée", "mise en demeure de payer", "SIREN"):
        assert said in printed.words
    assert printed.window[0] == "Hôtel des Trois Écluses SAS"


def test_the_sms_of_a_mandate_is_one_segment_with_name_reference_and_date() -> None:
    """LTR_04, CON_07."""
    sms = RENDERER.sms("reminder_2_sms", after_the_letter())
    assert sms == (
        "Cabinet Aubrac SAS pour Menuiserie Bellanger : merci de contacter Nadia Ferrand au 04 67 12 00 12, "
        "notre courrier du 19/02/2026, réf. BEL-2026-0042-L1."
    )
    assert (is_gsm7(sms), sms_segments(sms)) == (True, 1)


@pytest.mark.parametrize("length", [10, 40, 80, 200])
def test_long_names_are_cut_and_reference_and_date_never(length: int) -> None:
    named = replace(COLLECTOR, name=("Cabinet Forêt & Associés " * 9)[:length].strip())
    creditor = replace(CREDITOR, name=("Établissements Œuvre " * 10)[:length].strip(), sender=None)
    letter = replace(LETTER, reference="AM-5M6N7P8R-L1")
    manager = CaseManager("Nadia Ferrand de la Rochefoucauld-Montbel", "+262262123456")
    some = after_the_letter(collector=named, creditor=creditor, first_letter=letter, case_manager=manager)
    sms = RENDERER.sms("reminder_2_sms", some)
    check_sms("reminder_2_sms", sms, some)
    assert sms_segments(sms) == 1
    for said in ("AM-5M6N7P8R-L1", "19/02/2026", "+262"):
        assert said in sms


def test_the_creditor_reads_what_was_paid_how_it_was_spread_what_is_left_and_when_it_comes() -> None:
    """PAY_04, PAY_05."""
    text = " ".join(RENDERER.email("payment_advice", told_to_the_creditor()).text.split())
    for said in ("200,00 €", "20 février 2026", "14,93 €", "145,07 €", "15 104,73 €", "au plus tard le 20 mars 2026"):
        assert said in text, said
    own_account = " ".join(RENDERER.email("payment_advice", told_to_the_creditor(Payee.CREDITOR)).text.split())
    assert "aucun reversement n’est à attendre" in own_account
    assert "20 mars" not in own_account


def test_the_creditor_reads_of_a_proposal_and_is_asked() -> None:
    """PAY_04."""
    text = " ".join(RENDERER.email("proposal_advice", told_to_the_creditor()).text.split())
    for said in ("27 février 2026", "par téléphone", "Deux versements égaux", "750,00 €", "si vous acceptez"):
        assert said in text, said


@pytest.mark.parametrize("template", ADVICES)
def test_what_the_creditor_is_told_is_signed_by_the_collector_alone(template: str) -> None:
    text = RENDERER.email(template, told_to_the_creditor()).text.partition("\n-- \n")[0]
    assert "STOP" not in text
    assert text.rstrip().endswith("n.ferrand@cabinet-aubrac.example")
    assert "pour Menuiserie" not in text


def test_the_annex_has_the_four_things_that_the_agreement_must_have() -> None:
    """MAND_02, CPCE R124-3 1° to 4°."""
    pages = PdfReader(BytesIO(RENDERER.mandate_annex(told_to_the_creditor()))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for said in ("F-2025-0430", "158,63", "Mutuelle des Arts et Lettres", "RC-778812", "8 % des sommes", "d’un mois"):
        assert said in text, said
    with pytest.raises(MessageIncomplete):
        RENDERER.mandate_annex(after_the_letter(mandate=None))


@pytest.mark.parametrize("script", ["call_verification", "last_call"])
@pytest.mark.parametrize("manager", ["Nadia Ferrand", "Relance SAS"])
def test_a_collector_whose_name_tells_of_debts_is_not_named_before_the_right_person_answers(
    script: str, manager: str
) -> None:
    """CON_07; and nobody says « ici Bellanger, et je vous appelle pour Bellanger »."""
    secret = replace(COLLECTOR, name="Relance SAS")
    said = RENDERER.call_script(script, after_the_letter(collector=secret, case_manager=replace(AGENT, name=manager)))
    for line in (said.identification[0], said.voicemail):
        assert "Relance" not in line
        assert line.count("Bellanger") == 1, line

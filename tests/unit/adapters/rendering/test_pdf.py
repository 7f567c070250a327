"""Every PDF: archival format, same bytes, readable text, address in the window, amounts whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.messages import MessageIncomplete, Printed
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind

from .call_facts import briefed, emailed, posted
from .facts import CREDITOR, TODAY, facts, line, paid_up, receipt_facts, statement_of
from .mandate_facts import after_the_letter, before_the_letter, told_to_the_creditor

MM = 72 / 25.4
WINDOW = (105.0, 200.0, 42.0, 78.0)
RENDERER = Renderer()

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "reminder_1": lambda: RENDERER.letter("reminder_1", facts()).pdf,
    "reminder_2": lambda: RENDERER.letter("reminder_2", facts(DebtorKind.PUBLIC_BODY)).pdf,
    "formal_notice": lambda: RENDERER.letter("formal_notice", facts()).pdf,
    "formal_notice_consumer": lambda: RENDERER.letter("formal_notice", facts(DebtorKind.CONSUMER)).pdf,
    "receipt": lambda: RENDERER.receipt(facts()).pdf,
    "final_receipt": lambda: RENDERER.receipt(paid_up()).pdf,
    "receipt_withdrawal": lambda: (
        RENDERER.letter("receipt_withdrawal", facts(receipt=receipt_facts(reversed_on=date(2026, 2, 27)))).pdf
    ),
    "statement": lambda: RENDERER.statement(facts()).pdf,
    "chronology": lambda: RENDERER.chronology(facts()),
    "call_sheet": lambda: RENDERER.call_sheet("call_verification", facts()),
    "call_sheet_after_an_email": lambda: RENDERER.call_sheet("call_verification", briefed(emailed())),
    "first_letter": lambda: RENDERER.letter("first_letter", before_the_letter()).pdf,
    "first_letter_consumer": lambda: RENDERER.letter("first_letter", before_the_letter(DebtorKind.CONSUMER)).pdf,
    "first_letter_public": lambda: RENDERER.letter("first_letter", before_the_letter(DebtorKind.PUBLIC_BODY)).pdf,
    "formal_notice_mandate": lambda: RENDERER.letter("formal_notice", after_the_letter()).pdf,
    "receipt_mandate": lambda: RENDERER.receipt(after_the_letter()).pdf,
    "statement_mandate": lambda: RENDERER.statement(after_the_letter()).pdf,
    "mandate_annex": lambda: RENDERER.mandate_annex(told_to_the_creditor()),
}


@cache
def made(name: str) -> bytes:
    return DOCUMENTS[name]()


def metadata_of(reader: PdfReader) -> str:
    stream: Any = reader.root_object["/Metadata"]
    return str(stream.get_data().decode())


@cache
def text_of(name: str) -> str:
    return words(made(name))


def words(pdf: bytes | Printed) -> str:
    pdf = pdf.pdf if isinstance(pdf, Printed) else pdf
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split()).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_pdf_a_3b_with_embedded_fonts(name: str) -> None:
    reader = PdfReader(BytesIO(made(name)))
    metadata = metadata_of(reader)
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "/OutputIntents" in reader.root_object
    assert not reader.is_encrypted
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert "/FontFile2" in descriptor


@pytest.mark.parametrize("name", DOCUMENTS)
def test_equal_facts_give_equal_bytes(name: str) -> None:
    """R-125: what was previewed is what is sent; no clock and no random id gets in."""
    assert made(name) == DOCUMENTS[name]()
    metadata = metadata_of(PdfReader(BytesIO(made(name))))
    assert f'xmp:CreateDate="{TODAY}T12:00:00+00:00"' in metadata
    assert f'xmp:ModifyDate="{TODAY}T12:00:00+00:00"' in metadata


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_carries_the_creditor_the_reference_and_its_number(name: str) -> None:
    """LTR_05."""
    pages = PdfReader(BytesIO(made(name))).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text().replace("\u00a0", " ")
        assert CREDITOR.name in text
        assert "BEL-2026-0042" in text
        assert f"Page {number} sur {len(pages)}" in text


def test_a_formal_notice_holds_all_that_it_must() -> None:
    """R-049."""
    text = text_of("formal_notice")
    for said in (
        "Lettre recommandée avec avis de réception",
        "Objet : mise en demeure de payer",
        "Menuiserie Bellanger SARL",
        "SIRET 73282932000074",
        "Hôtel des Trois Écluses SAS",
        "SIREN 552100554",
        "F-2025-0412",
        "15/01/2026",
        "46",
        "1 245,60 €",
        "1 045,60 €",
        "15 104,73 €",
        "au plus tard le 14 mars 2026",
        "FR76 3000 6000 0112 3456 7890 189",
        "L441-10",
        "D441-5",
        "juridiction compétente",
        "solution amiable reste possible",
        "Claire Fontaine",
        "Lyon, le 2 mars 2026",
    ):
        assert said in text, said


def test_a_receipt_tells_the_payment_its_allocation_and_the_balance() -> None:
    """R-092, PAY_01."""
    text = text_of("receipt")
    for said in (
        "quittance n° Q-2026-0007",
        "200,00 €",
        "20 février 2026",
        "par chèque",
        "14,93 €",
        "40,00 €",
        "145,07 €",
    ):
        assert said in text, said
    assert "sous réserve d’encaissement" in text
    assert "15 104,73 €" in text


def test_a_receipt_for_a_transfer_has_no_reserve() -> None:
    text = words(RENDERER.receipt(facts(receipt=receipt_facts("bank_transfer"))))
    assert "par virement" in text
    assert "réserve" not in text


def test_a_consumer_reads_of_no_indemnity_on_a_receipt() -> None:
    """IND_02."""
    for some in (facts(DebtorKind.CONSUMER), paid_up(DebtorKind.CONSUMER)):
        assert "indemnité" not in words(RENDERER.receipt(some)).lower()


def test_a_final_receipt_claims_nothing_more() -> None:
    text = text_of("final_receipt")
    assert "quittance pour solde" in text
    assert "ne réclame plus rien à ce titre" in text
    assert "Comment régler" not in text


def test_a_corrected_receipt_names_the_one_it_replaces() -> None:
    some = facts(receipt=replace(receipt_facts(), corrects="Q-2026-0003"))
    assert "annule et remplace la quittance n° Q-2026-0003" in words(RENDERER.receipt(some))


def test_a_final_receipt_names_the_credit_notes_that_helped_to_close() -> None:
    some = paid_up()
    (paid,) = some.statement.lines
    credited = replace(some, statement=statement_of(replace(paid, credited=Money(10_000))))
    assert "compte tenu des avoirs établis, ce paiement solde" in words(RENDERER.receipt(credited))
    assert "avoirs" not in words(RENDERER.receipt(some))


def test_a_withdrawal_says_which_receipt_and_why() -> None:
    text = text_of("receipt_withdrawal")
    assert "retrait de la quittance n° Q-2026-0007" in text
    assert "retourné par la banque le 27 février 2026" in text


def test_a_statement_shows_rate_days_and_base_of_each_period() -> None:
    text = text_of("statement")
    for said in ("12,15 %", "46", "1 045,60 €", "Paiements reçus", "chèque", "Total dû au 2 mars 2026 : 15 104,73 €"):
        assert said in text, said


def test_a_chronology_shows_every_event_and_the_head_of_the_chain() -> None:
    """R-128."""
    text = text_of("chronology")
    assert text.count("Ouverture du dossier") == 6
    assert "a3" * 32 in text
    assert "21/01/2026 10:30" in text  # 09:30 UTC, in Paris


def test_a_call_sheet_has_contact_history_statement_and_script() -> None:
    """R-070."""
    text = text_of("call_sheet")
    for said in ("06 12 34 56 78", "appel téléphonique", "sans réponse", "15 104,73 €", "Je n’ai pas reçu la facture"):
        assert said in text, said


def test_a_call_sheet_has_the_hours_the_caps_and_the_last_words_that_were_written() -> None:
    """R-070, R-012, R-126: an e-mail by its words, after the script."""
    text = text_of("call_sheet_after_an_email")
    for said in ("10 h à 13 h et de 14 h à 20 h", "2 au plus en 7 jours", "nouveau client, hôtellerie", "chèque"):
        assert said in text, said
    assert text.index("Sur un répondeur") < text.index("Dernier écrit : premier rappel du 30 janvier 2026, e-mail")
    assert "FR76 3000 6000 0112 3456 7890 189" in text[text.index("Dernier écrit : ") :]


def test_the_pages_of_the_last_letter_follow_the_call_sheet() -> None:
    """R-070: as the debtor has them in hand."""
    sheet = RENDERER.call_sheet("last_call", briefed(posted()))
    assert sheet == RENDERER.call_sheet("last_call", briefed(posted()))
    reader = PdfReader(BytesIO(sheet))
    assert "<pdfaid:part>3</pdfaid:part>" in metadata_of(reader)
    letter = PdfReader(BytesIO(made("formal_notice")))
    ours = [page.extract_text() for page in reader.pages]
    assert ours[-len(letter.pages) :] == [page.extract_text() for page in letter.pages]
    assert "pages jointes à la suite" in ours[0].replace("\n", " ")


@pytest.mark.parametrize(
    "name",
    ["reminder_1", "formal_notice", "formal_notice_consumer", "receipt", "first_letter", "first_letter_consumer"],
)
def test_the_window_of_the_envelope_shows_the_address_and_nothing_else(name: str) -> None:
    """CON_07: what the window shows, the postman reads."""
    page = PdfReader(BytesIO(made(name))).pages[0]
    seen: list[str] = []
    left, right, top, bottom = WINDOW

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        x, y = (tm[4] * cm[0] + cm[4]) / MM, 297 - (tm[5] * cm[3] + cm[5]) / MM
        if text.strip() and left <= x <= right and top <= y <= bottom:
            seen.append(text.strip())

    page.extract_text(visitor_text=visit)
    debtor = facts(DebtorKind.CONSUMER if "consumer" in name else DebtorKind.COMPANY)
    shown = "\n".join(seen).replace("\n\n", "\n").split("\n")
    expected = [debtor.debtor.name, debtor.recipient_name, "4 place du Tribunal", "Bâtiment B", "21000 DIJON"]
    assert shown == list(dict.fromkeys(expected))


def test_no_amount_is_ever_broken_however_large() -> None:
    many = [
        line(f"FAC/2025/CLIENT-{i:05d}-A", date(2026, 1, 5 + i), 9_876_543_210 + i, business=True) for i in range(20)
    ]
    text = words(RENDERER.letter("formal_notice", facts(statement=statement_of(*many))))
    assert "98 765 432,10 €" in text
    assert "FAC/2025/CLIENT-00019-A" in text


def test_a_short_reminder_fits_one_page() -> None:
    assert len(PdfReader(BytesIO(made("reminder_1"))).pages) == 1


def test_a_very_long_name_and_number_still_make_a_letter() -> None:
    some = facts(statement=statement_of(line("X" * 120, date(2026, 1, 5), 100, business=True)))
    some = replace(some, debtor=replace(some.debtor, name="Société " + "anticonstitutionnelle" * 8))
    assert len(PdfReader(BytesIO(RENDERER.letter("formal_notice", some).pdf)).pages) <= 3


def test_a_receipt_without_a_payment_is_not_written() -> None:
    with pytest.raises(MessageIncomplete):
        RENDERER.receipt(facts(receipt=None))

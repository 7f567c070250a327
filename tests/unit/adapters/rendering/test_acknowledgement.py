"""The acknowledgement of debt on paper: what both sides signed, and what it is not (R-076 to R-078, PLAN_03)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.negotiation.payment_plan import PlanInterest
from chalicelib.domain.parties import DebtorKind

from .acknowledgement_facts import DIGEST, SIGNED, signed, to_sign, under_mandate

RENDERER = Renderer()


def words(body: bytes) -> str:
    pages = PdfReader(BytesIO(body)).pages
    return " ".join(
        "\n".join(page.extract_text() for page in pages).replace("\u00a0", " ").replace("\u202f", " ").split()
    )


def text(kind: DebtorKind = DebtorKind.COMPANY, **changes: int | str) -> str:
    told = RENDERER.acknowledgement_text(to_sign(kind, **changes))  # type: ignore[arg-type]  # count and language
    return " ".join(told.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_the_paper_tells_parties_sum_instalments_mention_and_signatures() -> None:
    told = words(RENDERER.acknowledgement(signed(to_sign())))
    for part in (
        "Reconnaissance de dette et échéancier de paiement",
        "Menuiserie Bellanger SARL",
        "Hôtel des Trois Écluses SAS",
        "1 892,84 € (mille huit cent quatre-vingt-douze euros et quatre-vingt-quatre centimes)",
        "Pénalités de retard 12,34 €",
        "Indemnité forfaitaire 40,00 €",
        "4 30 juin 2026 473,21 €",
        "En toutes lettres mille huit cent quatre-vingt-douze euros",
        "En chiffres 1 892,84 €",
        "envoyé à l…@e….fr le 26 mars 2026 à 14 h 42",
        "Paul Durand, directeur financier",
        "articles 1174, 1366 et 1367 du Code civil",
        "ni un acte notarié, ni un titre exécutoire",
        "La déchéance du terme n’est jamais automatique",
    ):
        assert part in told, part
    assert DIGEST in told.replace(" ", "")


def test_equal_facts_give_equal_bytes_and_other_facts_do_not() -> None:
    once = RENDERER.acknowledgement(signed(to_sign()))
    assert once == RENDERER.acknowledgement(signed(to_sign()))
    assert once.startswith(b"%PDF-")
    assert b"pdfaid" in once
    tomorrow = replace(signed(to_sign()), signed_at=SIGNED + timedelta(days=1))
    assert once != RENDERER.acknowledgement(tomorrow)


def test_the_text_to_sign_says_all_of_it_but_no_day_of_the_signature() -> None:
    """What the debtor reads is the same until the plan or a party changes: a code fits it for ten minutes."""
    facts = to_sign()
    assert RENDERER.acknowledgement_text(facts) == RENDERER.acknowledgement_text(replace(facts, signed_at=None))
    told = text()
    assert "Signatures" not in told
    assert "Échéance n° 4, à régler le 30 juin 2026, montant : 473,21 €" in told
    assert "26 mars 2026" not in told
    other = replace(facts, plan=replace(facts.plan, acceleration_days=9))
    assert RENDERER.acknowledgement_text(other) != RENDERER.acknowledgement_text(facts)


def test_a_consumer_gives_up_no_right_and_owes_nothing_more() -> None:
    """No waiver, no fee, no interest; the mediator and the over-indebtedness commission are named (R-053)."""
    told = text(DebtorKind.CONSUMER)
    for part in (
        "ne renonce à aucun des droits",
        "article 1343-5 du Code civil",
        "Ni frais ni intérêts ne s’ajoutent",
        "CM2C",
        "commission de surendettement",
        "pendant 30 jours",
    ):
        assert part in told, part
    for never in ("pénalités de retard", "Indemnité forfaitaire"):
        assert never not in told


def test_interest_that_is_only_put_off_is_told() -> None:
    assert "comme si elles n’avaient pas cessé de courir" in text()
    facts = to_sign()
    waived = replace(facts, plan=replace(facts.plan, interest_during=PlanInterest.WAIVED))
    assert "Aucun intérêt ne court tant que l’échéancier est en vigueur" in " ".join(
        RENDERER.acknowledgement_text(waived).split()
    )


def test_a_public_body_interrupts_by_its_own_law() -> None:
    told = text(DebtorKind.PUBLIC_BODY)
    assert "loi n° 68-1250 du 31 décembre 1968" in told
    assert "article 2240" not in told


def test_under_a_mandate_the_collector_is_named_and_the_creditor_stays_the_party() -> None:
    told = words(RENDERER.acknowledgement(signed(under_mandate(to_sign()))))
    assert told.count("représenté par Cabinet Aubrac SAS, mandataire") == 2
    assert "Le débiteur reconnaît devoir au créancier" in told


def test_a_signature_by_hand_is_told_as_one() -> None:
    told = words(RENDERER.acknowledgement(signed(to_sign(), on_paper=True)))
    assert "de sa main, le 25 mars 2026, sur papier joint au dossier" in told
    assert "En chiffres 1892,84" in told


def test_sixty_instalments_keep_their_table_over_the_pages() -> None:
    body = RENDERER.acknowledgement(signed(to_sign(count=60)))
    told = words(body)
    assert len(PdfReader(BytesIO(body)).pages) == 3
    assert told.count("À régler le") == 3
    assert "60 28 février 2031" in told


def test_who_reads_english_has_a_translation_below_the_french_that_counts() -> None:
    told = words(RENDERER.acknowledgement(signed(to_sign(DebtorKind.CONSUMER, language="en"))))
    assert told.index("A courtesy translation into English follows") < told.index("Reconnaissance de dette Le débiteur")
    assert "one thousand eight hundred and fifty-two euros and eighty-four cents" in told
    assert "the French text above is the one that counts in law" in told


def test_it_is_not_written_before_both_have_signed() -> None:
    with pytest.raises(ValueError, match="both"):
        RENDERER.acknowledgement(to_sign())

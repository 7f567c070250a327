"""The declaration of a claim says what C. com. L622-24, L622-25 and R622-23 want, and no more."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.claim_declaration import DeclarationFacts
from chalicelib.domain.debtor_fact import Procedure

from .declaration_facts import declaration, second_edition


def words(facts: DeclarationFacts) -> str:
    pages = PdfReader(BytesIO(Renderer().declaration(facts))).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_it_is_addressed_to_the_agent_and_says_what_is_owed_on_the_eve() -> None:
    said = words(declaration())
    for part in (
        "Maître Solène Aubrac Mandataire judiciaire 27 rue de la Pépinière 75008 PARIS",
        "Par jugement du 10 mars 2026, le tribunal de commerce de Dijon a ouvert une procédure de redressement",
        "publié au BODACC le 19 mars 2026 ; le délai pour déclarer expire le 19 mai 2026",
        "articles L622-24 et L622-25 du Code de commerce, applicables en vertu de l’article L631-14",
        "arrêtée au 9 mars 2026, veille du jugement d’ouverture",
        "Principal échu 1 840,50 €",
        "Pénalités de retard 58,20 €",
        "Indemnités forfaitaires 40,00 €",
        "Principal à échoir 964,00 €",
        "Total déclaré 2 902,70 €",
        "Créance chirographaire",
        "aucun intérêt n’est compté à partir du 10 mars 2026",
        "bon-de-livraison.pdf",
        "Nous certifions sincère la présente déclaration de créance",
        "Signature et cachet",
    ):
        assert part in said, part


def test_another_edition_says_which_one_it_replaces() -> None:
    assert "annule et remplace celle que nous avons établie le 14 mars 2026" in words(second_edition())
    assert "annule et remplace" not in words(declaration())


def test_what_is_not_known_yet_leaves_no_hole() -> None:
    said = words(declaration(Procedure.LIQUIDATION, known=False))
    assert "Liquidateur" in said
    assert "a été ouverte une procédure de liquidation judiciaire concernant" in said
    assert "BODACC" not in said
    assert "L641-3" in said


@pytest.mark.parametrize("procedure", list(Procedure))
def test_the_same_facts_give_the_same_bytes(procedure: Procedure) -> None:
    """R-125."""
    assert Renderer().declaration(declaration(procedure)) == Renderer().declaration(declaration(procedure))

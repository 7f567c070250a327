"""Sentences that put a cost of collection on the debtor, and those that do not (COST_01, COST_02, IND_02, IND_05)."""

from __future__ import annotations

import pytest

from chalicelib.domain import cost_lint
from chalicelib.domain.cost_lint import cost_problems

REFUSED = """
Les frais de recouvrement sont à votre charge.
Frais de dossier : 15,00 €
Frais de relance : 12 €
Frais de mise en demeure 25,00 €
Frais de recouvrement (forfait) : 40,00 €
Honoraires de recouvrement : 10 % soit 120,00 €
Vous devez 35,00 € de frais de dossier.
La somme comprend 18 euros pour frais de relance.
Le total s’entend frais de gestion compris.
Cette somme sera majorée des frais de recouvrement.
Vous êtes redevable des frais de recouvrement.
Le coût de la présente lettre vous sera réclamé.
Le coût de ce courrier reste à votre charge.
Les frais de mise en demeure vous seront facturés.
Commission de recouvrement : 60,00 €
Merci de régler la somme due, augmentée des frais de procédure.
Réglez sans délai la facture et les frais de relance.
Frais d’avocat : 300,00 €
Frais postaux : 7,50 €
Les frais d’envoi de cette lettre s’ajoutent à votre dette.
Participation aux frais de traitement du dossier : 20 €
Vous supporterez tous les frais de recouvrement.
Nous vous facturons des frais de suivi.
Frais de rejet de prélèvement : 14,00 €
Nos honoraires d’intervention, 45,00 €, sont exigibles.
Forfait de gestion d’impayé : 19,90 €
Des frais de commissaire de justice de 96,00 € vous seront demandés.
Vous devrez rembourser au créancier les frais de recouvrement.
Une participation de 12 € vous sera demandée pour le traitement de votre dossier.
Merci d’ajouter 10 € de frais.
Frais : 25,00 €
Pénalité de relance : 15 €
Vous devrez en outre régler nos émoluments.
Les débours de notre étude sont à votre charge.
Un supplément de 20 € est dû pour notre intervention.
Une majoration forfaitaire de 10 % s’applique au titre du recouvrement.
Clause pénale de 15 % en sus.
Des dommages et intérêts de 500 € vous seront réclamés.
Notre rémunération est à votre charge.
Nos honoraires (45 €) sont inclus dans ce total.
Le timbre vous sera facturé.
Tous les frais seront supportés par vous.
Il vous appartient de prendre en charge les frais de recouvrement.
Les frais exposés sont à la charge du débiteur.
F r a i s de dossier : 20 €.
""".strip().split("\n")

ACCEPTED = """
Les frais de recouvrement restent à la charge du créancier.
Aucuns frais de recouvrement ne vous sont demandés.
Aucun frais de dossier ne vous est réclamé.
Ce service est sans frais pour vous.
Nous ne facturons aucun frais de relance.
La somme de 1 245,60 € reste due en principal.
Total : 1 300,53 €
Principal restant dû : 1 045,60 €
Pénalités de retard : 14,93 €
Intérêts moratoires : 12,10 €
Frais de port : 12,00 €
Des frais de livraison de 15,00 € figurent sur la facture d’origine.
Le paiement peut être fait par virement, sans frais.
Vous pouvez nous joindre par téléphone au prix d’un appel local.
Les intérêts courent au taux légal à compter de la mise en demeure.
Le dossier comporte trois factures.
La relance du 5 mars est restée sans réponse.
La mise en demeure du 5 mars vous a été présentée le 8.
Votre dossier est suivi par Claire Fontaine.
La rémunération de notre société est à la charge exclusive de notre mandant.
La facture F-12 comprend des frais de port de 12,00 €.
La facture porte sur les honoraires de notre cabinet d’architecte.
Les honoraires de la mission, de 1 200 €, restent à régler.
Notre rémunération n’est pas à votre charge.
Le créancier ne réclame ni dommages et intérêts ni frais.
Le lot comprend un supplément de 20 € pour la peinture.
Aucuns frais ne sont à la charge du débiteur.
Vous ne devez aucuns frais de recouvrement.
Le montant indiqué ne comprend aucuns frais de recouvrement.
Le montant ne comprend pas de frais de relance.
Vous pouvez régler en trois fois, sans frais.
Nous vous remercions de votre règlement de 120,00 €.
Le coût de la réparation figure sur votre facture.
""".strip().split("\n")

BETWEEN_PROFESSIONALS = """
L’indemnité forfaitaire pour frais de recouvrement, de 40 € par facture, est fixée par l’article D441-5.
Indemnité forfaitaire pour frais de recouvrement : 40,00 €
soit 1 000,00 € en principal et 40,00 € au titre de l’indemnité forfaitaire pour frais de recouvrement.
Indemnité complémentaire pour frais de recouvrement, sur justificatifs : 150,00 €
L’indemnité forfaitaire de 40 € s’ajoute au principal.
""".strip().split("\n")

L111_8 = """Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s’ils
concernent un acte dont l’accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée
non écrite, sauf disposition législative contraire.

Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance peut
demander au juge de l’exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de mauvaise
foi."""


def test_the_lists_hold_at_least_twenty_five_sentences_each() -> None:
    assert len(set(REFUSED)) >= 25
    assert len(set(ACCEPTED)) >= 25


@pytest.mark.parametrize("consumer", [True, False])
@pytest.mark.parametrize("sentence", REFUSED)
def test_a_cost_put_on_the_debtor_is_refused(sentence: str, consumer: bool) -> None:
    assert cost_problems(sentence, consumer=consumer)


@pytest.mark.parametrize("consumer", [True, False])
@pytest.mark.parametrize("sentence", ACCEPTED)
def test_what_puts_no_cost_on_the_debtor_is_accepted(sentence: str, consumer: bool) -> None:
    assert cost_problems(sentence, consumer=consumer) == ()


@pytest.mark.parametrize("sentence", BETWEEN_PROFESSIONALS)
def test_the_legal_indemnities_are_no_cost_between_professionals(sentence: str) -> None:
    """IND_01, IND_05."""
    assert cost_problems(sentence, consumer=False) == ()


@pytest.mark.parametrize("sentence", BETWEEN_PROFESSIONALS)
def test_the_legal_indemnities_are_refused_towards_a_consumer(sentence: str) -> None:
    """IND_02, COST_02."""
    assert cost_problems(sentence, consumer=True)


@pytest.mark.parametrize("consumer", [True, False])
def test_the_law_itself_may_be_quoted_and_only_word_for_word(consumer: bool) -> None:
    """LTR_03."""
    assert cost_problems(f"Madame,\n\n{L111_8}\n\nCordialement", consumer=consumer) == ()
    altered = L111_8.replace("restent à la charge du créancier", "sont à votre charge")
    assert cost_problems(altered, consumer=consumer)


def test_a_problem_quotes_the_sentence_as_it_was_written() -> None:
    (problem,) = cost_problems("Bonjour. Frais de dossier : 15,00 €. Merci.", consumer=False)
    assert problem.excerpt == "Frais de dossier : 15,00 €."


@pytest.mark.parametrize("repeated", ["1", "1 ", "1.", "1,", "1 0"])
def test_a_page_of_figures_is_read_once_not_again_from_each_of_them(repeated: str) -> None:
    """A tenant's own text may be eight thousand figures: every repetition in a rule has an end (COST_01)."""
    page = repeated * 200
    patterns = [pattern for _, pattern, _ in (*cost_lint._RULES, *cost_lint._ENGLISH_RULES)]
    longest = max((len(found.group()) for pattern in patterns for found in pattern.finditer(f"fee {page}€")), default=0)
    assert longest < 200


def test_a_sum_in_the_thousand_millions_is_still_a_sum() -> None:
    """COST_01."""
    assert cost_problems("Frais de dossier : 1 234 567 890,00 €", consumer=False)

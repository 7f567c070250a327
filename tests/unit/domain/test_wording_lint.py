"""Fifty sentences that may not be sent and fifty that may (LTR_06, R-050, R-063)."""

from __future__ import annotations

import pytest

from chalicelib.domain.wording_lint import lint, mask

REFUSED = """
Une procédure judiciaire est en cours à votre encontre.
Une procédure est d’ores et déjà engagée contre vous.
Nous avons engagé des poursuites à votre encontre.
Nous avons saisi le tribunal de commerce.
Nous saisirons le tribunal judiciaire lundi prochain.
À défaut de paiement sous huit jours, nous saisirons la juridiction compétente.
Nous allons saisir le juge dès demain.
Vous serez assigné devant le tribunal.
Nous vous poursuivrons en justice.
Vous allez être poursuivi en justice.
Vous serez condamné à payer cette somme.
Votre dossier a été transmis à notre huissier.
Votre dossier sera transmis à un commissaire de justice.
Votre dossier part au contentieux ce soir.
Nous transmettons votre dossier à notre avocat.
Un huissier a été mandaté pour recouvrer cette somme.
Notre avocat est chargé de vous assigner.
Une injonction de payer a été déposée à votre nom.
Une requête en injonction de payer est en préparation.
L’assignation vous sera délivrée la semaine prochaine.
La saisie de vos comptes est programmée.
Une saisie sur salaire sera pratiquée.
Vos biens seront saisis.
Votre compte bancaire sera bloqué.
Vos meubles vont être vendus aux enchères.
Nous procéderons à la saisie de votre véhicule.
Nous ferons saisir vos rémunérations.
Un huissier se présentera à votre domicile mardi.
Un agent passera chez vous cette semaine.
Nous viendrons à votre domicile récupérer le matériel.
La visite d’un enquêteur est prévue jeudi.
Le passage d’un commissaire de justice est programmé à votre domicile.
Dernier avis avant poursuites.
Dernier rappel avant saisie.
Payez sous peine de poursuites.
Commandement de payer.
Au nom de la loi, vous devez régler cette somme.
Sommation de payer.
Tribunal judiciaire de Paris
Étude de Maître Durand
Avis de saisie
République française
Procès-verbal de recherche
Les frais de recouvrement sont à votre charge.
Des frais de dossier de 15 € seront ajoutés à votre dette.
Cette somme sera majorée des frais d’huissier.
Vous devrez également supporter tous les honoraires d’avocat.
Nous informerons votre employeur de cette situation.
Vous serez inscrit sur une liste noire des mauvais payeurs.
Votre comportement relève de l’escroquerie.
Vous risquez la prison.
Une procédure est engagée sans autre avis de notre part.
Puisque vous n’avez pas réglé une saisie est programmée.
Nous nous réservons le droit de choisir la date, mais la saisie de vos comptes est ordonnée.
Notre huissier interviendra chez vous dès lundi.
Une action en justice est engagée.
Nous engagerons des poursuites judiciaires.
Nous engageons ce jour une procédure de recouvrement judiciaire.
Votre dossier est désormais entre les mains de notre huissier.
Le tribunal a été saisi de votre dossier.
Vous recevrez prochainement la visite d’un huissier.
Un commissaire de justice viendra saisir vos biens.
Nous avons déposé plainte contre vous.
Les poursuites commenceront lundi.
Nous procéderons au recouvrement forcé.
La procédure judiciaire suit son cours.
Les frais de justice seront intégralement à votre charge.
Les frais d’avocat vous seront facturés.
Le coût de cette lettre (25 €) s’ajoute à votre dette.
Tous les frais engagés vous seront réclamés.
Vous aurez à payer les frais de procédure.
Une saisie-attribution va être pratiquée sur vos comptes.
Votre salaire sera saisi.
Nous contacterons vos voisins.
Votre employeur sera informé.
Nous passerons à votre domicile demain.
Le jugement sera rendu prochainement.
Vous êtes convoqué devant le tribunal.
Ordonnance d’injonction de payer
Dernière sommation avant saisie
Mise en demeure avant poursuites judiciaires
Sans paiement, votre dossier sera confié à un cabinet d’avocats en vue de poursuites.
Nous avons mandaté un commissaire de justice.
Un titre exécutoire a été obtenu contre vous.
Nous n’hésiterons pas à saisir le tribunal.
Nous serons contraints de saisir le tribunal.
Votre dossier passe en phase judiciaire.
Une procédure d’injonction de payer sera introduite à votre encontre sans autre avis.
L’huissier procédera à l’ouverture forcée de votre porte.
Nous serons à votre porte demain matin.
Un agent se rendra sur place.
Votre compte va faire l’objet d’un blocage.
À défaut, poursuites judiciaires.
Mise en demeure avant exécution
Service du contentieux judiciaire
Nous publierons votre nom.
Vous serez inscrit au fichier des incidents de paiement.
Une inscription à la Banque de France sera faite.
Nous irons jusqu’au bout.
Vous le regretterez.
Nous savons où vous habitez.
Prenez garde.
Agissez avant qu’il ne soit trop tard.
Nous allons en justice.
Nous portons l’affaire devant le tribunal.
Le juge vous condamnera.
Nous ferons vendre vos meubles.
Votre situation sera portée à la connaissance de votre banque.
""".strip().split("\n")

ACCEPTED = """
Nous nous réservons le droit de saisir la juridiction compétente.
Si aucun accord n’est intervenu, nous nous réservons le droit de saisir la juridiction compétente.
Nous nous réservons la possibilité de demander une injonction de payer.
Une procédure pourra être engagée à défaut d’accord.
Une action en justice pourrait être envisagée si aucune solution n’était trouvée.
Le créancier peut saisir le juge compétent.
Aucune procédure n’est engagée à ce jour.
Nous n’avons engagé aucune procédure.
Ce courrier n’est pas un commandement de payer.
Cette lettre n’émane ni d’un tribunal ni d’un commissaire de justice.
Nous préférons trouver avec vous une solution amiable.
Sans nouvelles de votre part, nous pourrions être amenés à vous adresser une mise en demeure.
Nous vous mettons en demeure de payer la somme de 1 200,00 € au plus tard le 14 mars 2026.
Les frais de recouvrement restent à la charge du créancier.
Aucuns frais de recouvrement ne vous sont demandés.
Ce service est sans frais pour vous.
L’indemnité forfaitaire pour frais de recouvrement est fixée à 40 € par facture.
Les pénalités de retard continuent de courir jusqu’au complet paiement.
Sauf erreur de notre part, cette facture reste à régler.
Nous vous remercions de votre règlement.
Nous poursuivrons nos échanges par écrit.
Merci de votre confiance et de votre prompte réponse.
Vous pouvez régler par virement sur le compte indiqué ci-dessous.
Si vous avez déjà réglé, merci de ne pas tenir compte de ce message.
Votre interlocutrice est à votre disposition au 04 78 12 34 57.
Un paiement en plusieurs fois est possible.
Si vous contestez cette facture, merci de nous en indiquer les raisons.
Vous pouvez saisir gratuitement la commission de surendettement de la Banque de France.
Vous pouvez recourir gratuitement au médiateur de la consommation.
Vous pouvez adresser une réclamation à la CNIL.
4 place du Tribunal
12 rue du Palais-de-Justice, 21000 Dijon
Livraison au Tribunal judiciaire de Lyon, salle 4 : chaises et bureaux.
Restaurant Le Tribunal
Boulangerie de l’Huissier SARL
Le tribunal compétent est celui de votre domicile.
Facture pour la procédure d’accueil des visiteurs
Prestation de saisie de données comptables, mars 2026
La saisie de vos écritures comptables a été facturée le 3 mars.
Votre dossier est suivi par Claire Fontaine.
Votre dossier sera étudié avec attention.
Nous avons transmis votre question à notre service comptable.
Notre conseiller vous rappellera demain matin.
Pouvez-vous nous indiquer la date prévue de paiement ?
Nous avons bien reçu votre paiement du 20 février.
La quittance est établie sous réserve d’encaissement.
Ce paiement a été retourné par la banque.
Nous restons sans réponse de votre part.
Vous pouvez aussi nous écrire à l’adresse ci-dessus.
Le décompte détaillé est joint à ce courrier.
Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos salutations distinguées.
Les intérêts courent au taux légal à compter de la mise en demeure.
Des frais de port de 12 € figurent sur la facture d’origine.
Vous serez informé de la suite donnée à votre demande.
Nous passerons votre paiement en comptabilité demain.
Nous viendrons livrer le matériel mardi.
Votre dossier est en cours d’examen.
La commande est en cours de préparation.
Nous serons heureux de vous recevoir à notre agence.
Une réponse est attendue sous huit jours.
À défaut, le créancier décidera de la suite à donner.
Nous pourrions saisir la juridiction compétente.
Aucune saisie ni aucune visite n’est prévue.
Nous ne facturons aucun frais de relance.
Les frais de livraison sont compris dans le prix.
Notre collaborateur vous appellera jeudi.
Les intérêts de retard s’ajoutent au principal.
Maître Dupont, avocat de votre société, nous a écrit.
Le commissaire de justice peut être saisi par le créancier.
Cette facture correspond à la visite de maintenance effectuée le 3 mars.
La procédure de paiement en ligne est ouverte.
Si une procédure collective est ouverte à votre égard, merci de nous l’indiquer.
Merci de contacter votre banque si le virement a été rejeté.
Contactez votre banque pour confirmer le virement.
Votre société est inscrite au registre du commerce.
À défaut, nous pourrions être amenés à vous adresser une mise en demeure.
""".strip().split("\n")

L111_8 = tuple(
    """
Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent
un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non
écrite, sauf disposition législative contraire.

Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance
peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de
mauvaise foi.
""".strip().split("\n\n")
)


def test_the_lists_hold_at_least_fifty_sentences_each() -> None:
    assert len(set(REFUSED)) >= 50
    assert len(set(ACCEPTED)) >= 50


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_sentence_that_frightens_or_misleads_is_refused(sentence: str) -> None:
    assert lint(sentence)


@pytest.mark.parametrize("sentence", ACCEPTED)
def test_a_firm_and_factual_sentence_is_accepted(sentence: str) -> None:
    assert lint(sentence) == ()


@pytest.mark.parametrize("sentence", [s.upper() for s in REFUSED if "'" not in s][:20])
def test_capital_letters_change_nothing(sentence: str) -> None:
    assert lint(sentence)


@pytest.mark.parametrize("paragraph", L111_8)
def test_statutory_text_is_exempt_by_checksum_and_only_word_for_word(paragraph: str) -> None:
    """LTR_03: CPCE L111-8 must be quoted; a changed word loses the exemption."""
    assert lint(paragraph.replace("'", "’")) == ()
    assert lint(f"Madame, Monsieur,\n\n{paragraph}\n\nCordialement") == ()


def test_a_changed_statutory_text_is_read_like_any_other() -> None:
    assert lint(L111_8[1].replace("du débiteur", "de votre"))


def test_a_problem_names_its_rule_and_its_sentence() -> None:
    (problem,) = lint("Bonjour. Vos biens seront saisis. Cordialement.")
    assert (problem.rule, problem.excerpt) == ("seizure_stated", "Vos biens seront saisis.")


def test_data_is_masked_before_the_template_is_judged() -> None:
    text = "Cher client, Étude de Maître Durand, votre facture est à régler."
    assert "…" in mask(text, ["Étude de Maître Durand"])
    assert lint(mask("Étude de Maître Durand", ["Étude de Maître Durand"])) == ()


def test_a_sentence_is_read_across_the_lines_of_a_wrapped_message() -> None:
    assert lint("Une procédure\nest engagée contre vous.")
    assert lint("Aucuns\nfrais de recouvrement ne vous sont demandés.") == ()


def test_a_court_letterhead_is_seen_on_its_own_line() -> None:
    assert lint("Tribunal de commerce de Lyon\nMadame, Monsieur, votre facture reste à régler.")


@pytest.mark.parametrize(
    "sentence",
    [
        "L’h\u200buissier est mandaté.",
        "L’huiss\u00adier est mandaté.",
        "Une s\u2060aisie est en cours.",
        "S A I S I E imminente de vos biens.",
        "Une s.a.i.s.i.e est en cours.",
        "S\u0430\u0456s\u0456\u0435 imminente de vos biens.",
        "\uff33\uff21\uff29\uff33\uff29\uff25 imminente de vos biens.",
    ],
)
def test_words_are_read_as_the_eye_sees_them(sentence: str) -> None:
    """LTR_06: invisible characters, look-alike letters and letters that stand apart hide nothing."""
    assert lint(sentence)


def test_initials_are_no_word_in_pieces() -> None:
    assert lint("La S.A.R.L. Dupont et M. J. R. Martin vous remercient.") == ()


@pytest.mark.parametrize("title", ["SIGNIFICATION", "Assignation", "Commandement :"])
def test_a_title_of_an_officers_paper_is_seen_on_its_own_line(title: str) -> None:
    assert [problem.rule for problem in lint(f"{title}\nMadame, Monsieur,")] == ["imitation"]

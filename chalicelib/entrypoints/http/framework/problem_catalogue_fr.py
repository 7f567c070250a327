"""The catalogue of problem codes in French, for the page of each; typed plainly, typeset when it is shown."""

from __future__ import annotations

from .problem_families import FAMILIES

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    **{code: told for family in FAMILIES for code, told in family.PROBLEMS_FR.items()},
    "already_under_mandate": (
        "Le dossier est déjà sous mandat",
        "Rien à faire ; un autre mandat prend la suite quand celui-ci a pris fin.",
    ),
    "ambiguous_failure": (
        "Aucune réponse d'un service extérieur",
        "L'effet a peut-être eu lieu ; lisez le dossier avant de recommencer.",
    ),
    "answer_too_large": (
        "Réponse trop volumineuse pour être conservée",
        "Une réponse idempotente fait 64 ko au plus. Envoyez moins de factures, ou pas d'Idempotency-Key.",
    ),
    "archive_unusable": ("L'archive est inutilisable", "Une personne doit examiner l'archive ; rien n'a été modifié."),
    "attention_not_needed": (
        "Le dossier ne demande aucune intervention",
        "Lisez le dossier ; il continue de lui-même.",
    ),
    "bad_request": ("Requête incorrecte", "La passerelle n'a pas pu lire la requête."),
    "call_task_not_open": ("L'appel n'est plus à passer", "Il est fait ou expiré ; lisez-le."),
    "case_closed": (
        "Le dossier est clos",
        "Il admet encore paiements, annulations, avoirs, échanges sans effet, avis du transporteur et pièces.",
    ),
    "case_not_paused": ("Le dossier n'est pas suspendu", "Lisez le dossier."),
    "clock_advancing": ("L'horloge de test avance", "Attendez que l'horloge soit à l'état ready, puis recommencez."),
    "collector_incomplete": (
        "Le mandataire ne peut pas encore agir",
        "Donnez au créancier son mandataire : assurance en cours, déclaration faite, compte dédié (CPCE R124-2).",
    ),
    "conflict": ("Conflit", "L'état actuel de l'objet ne le permet pas. Lisez-le à nouveau, puis décidez."),
    "consumer_cost": (
        "Des frais de recouvrement à la charge d'un consommateur",
        "Les réclamer est un délit (COST_02, C. conso L132-23). Retirez-les du texte, puis reprenez l'étape.",
    ),
    "cost_on_debtor": (
        "Des frais de recouvrement à la charge du débiteur",
        "Ils restent à la charge du créancier (COST_01, CPCE L111-8). Retirez-les du texte, puis reprenez l'étape.",
    ),
    "creditor_account_missing": (
        "Aucun compte à créditer",
        "Donnez un IBAN au créancier : la première lettre dit comment payer (CPCE R124-4).",
    ),
    "creditor_iban_change_unsupported": (
        "L'IBAN ne se modifie pas ici",
        "Créez un autre créancier avec le nouveau compte ; les dossiers ouverts gardent celui de leurs lettres.",
    ),
    "creditor_not_named": (
        "Le créancier n'est pas nommé",
        "Chaque message dit à qui l'argent est dû, et pour qui agit le mandataire (LTR_05).",
    ),
    "currency_not_supported": ("Devise non prise en charge", "Les montants sont en EUR."),
    "debt_disclosed": (
        "Des tiers apprendraient l'existence d'une dette",
        "Aucun mot de dette dans l'objet, le SMS, la fenêtre, le message vocal, ni le nom de l'expéditeur (CON_07).",
    ),
    "debtor_country_not_supported": (
        "Pays du débiteur non pris en charge",
        "L'adresse du débiteur est en FR, GP, MQ, GF, RE, YT, MF ou BL.",
    ),
    "debtor_erased": ("Le débiteur a été effacé", "Il ne se passe plus rien dans ce dossier."),
    "debtor_fact_stands": (
        "Un fait du débiteur arrête le dossier",
        "Retirez le fait s'il a été enregistré par erreur, ou enregistrez-le à nouveau avec la personne à qui écrire.",
    ),
    "debtor_has_open_cases": ("Le débiteur a des dossiers ouverts", "Commencez par les clore."),
    "debtor_kind_fixed": (
        "La nature d'un débiteur ne change pas",
        "Enregistrez un autre débiteur, de la bonne nature.",
    ),
    "decision_not_awaited": (
        "Aucune décision n'est attendue",
        "La transmission et la prolongation suivent le scénario amiable, qui court encore.",
    ),
    "empty_file": ("Fichier vide", "Envoyez le contenu du fichier."),
    "encrypted_pdf": ("PDF chiffré", "Envoyez le PDF sans mot de passe."),
    "evidence_trail_broken": (
        "La chaîne de preuve est rompue",
        "Un événement du dossier manque ou a été modifié ; une personne doit l'examiner.",
    ),
    "expired_api_key": ("Clé expirée", "Créez une autre clé et utilisez-la."),
    "fact_already_recorded": (
        "Le fait est connu à une autre date",
        "Retirez le premier si sa date est fausse, puis enregistrez-le à nouveau.",
    ),
    "fact_already_withdrawn": ("Le fait est déjà retiré", "Rien de plus à faire."),
    "fact_not_applicable": (
        "Ce fait ne vise pas ce débiteur",
        "Procédure collective : commerçants, personnes morales ; surendettement, décès, tutelle : personnes physiques.",
    ),
    "file_too_large": (
        "Fichier trop volumineux",
        "Un PDF fait 10 Mo au plus, un fichier XML 2 Mo ; dans une requête, 4 Mo.",
    ),
    "filter_combination_unsupported": (
        "Combinaison de filtres non prise en charge",
        "Donnez creditor_id ou debtor_id, avec status et une période ; ou external_reference seul.",
    ),
    "first_letter_missing": (
        "La première lettre d'abord",
        "Sous mandat, rien ne s'écrit avant la lettre de CPCE R124-4 (LTR_01).",
    ),
    "first_letter_not_recalled": (
        "La première lettre n'est pas rappelée",
        "Chaque texte ultérieur rappelle sa référence et sa date d'envoi (LTR_04).",
    ),
    "first_letter_required": (
        "La première lettre ne peut pas être omise",
        "Réessayez, avec l'adresse du débiteur si elle manquait, ou fermez le dossier (CPCE R124-4).",
    ),
    "idempotency_in_progress": (
        "La même requête est en cours",
        "Attendez le temps que dit Retry-After, puis répétez la requête avec la même Idempotency-Key.",
    ),
    "idempotency_key_reused": (
        "Clé d'idempotence déjà utilisée",
        "Elle a servi à une autre requête. Prenez une nouvelle clé pour une nouvelle requête.",
    ),
    "insufficient_scope": ("Droit manquant", "Utilisez une clé qui a le droit nommé dans le détail."),
    "internal_error": (
        "Erreur interne",
        "Répétez la requête avec la même Idempotency-Key ; citez l'identifiant de la requête.",
    ),
    "invalid_api_key": (
        "Clé non valable",
        "Envoyez Authorization: Bearer sk_test_… ou sk_live_…, complète et non révoquée.",
    ),
    "invalid_bic": ("BIC non valable", "Huit ou onze caractères, avec un pays à partir du cinquième."),
    "invalid_cursor": (
        "Curseur non valable",
        "Utilisez next_cursor tel quel, avec les mêmes filtres ; ou recommencez au début.",
    ),
    "invalid_email": ("Adresse e-mail non valable", "Corrigez l'adresse."),
    "invalid_iban": ("IBAN non valable", "La longueur et la clé sont celles de son pays."),
    "invalid_idempotency_key": (
        "Clé d'idempotence non valable",
        "De 1 à 255 caractères ASCII visibles, avec ou sans guillemets.",
    ),
    "invalid_if_match": ("If-Match non valable", "Envoyez l'ETag de l'objet tel quel, par exemple \"v3\"."),
    "invalid_if_none_match": (
        "If-None-Match non valable",
        'Envoyez les ETags tels quels, par exemple "v3-2026-11-23", en 200 caractères au plus, ou aucun.',
    ),
    "invalid_payment_link": (
        "Lien de paiement non valable",
        "Écrivez https://pay.example.com/?amount={amount}&ref={reference} ; {reference} est nécessaire.",
    ),
    "invalid_phone": ("Numéro de téléphone non valable", "Écrivez +33612345678, ou 06 12 34 56 78."),
    "invalid_postal_code": ("Code postal non valable", "Cinq chiffres, qui sont ceux du pays."),
    "invalid_request": ("Requête non valable", "Chaque entrée de errors nomme un champ, sa règle et le remède."),
    "invalid_siren": ("SIREN non valable", "Neuf chiffres, dont le dernier est une clé."),
    "invalid_siret": ("SIRET non valable", "Quatorze chiffres avec une clé ; La Poste en a une à elle."),
    "invalid_vat_number": ("Numéro de TVA non valable", "Le code du pays d'abord ; sa clé doit être juste."),
    "invoice_already_in_case": (
        "Facture déjà dans un dossier",
        "Un dossier ouvert contient cette facture ; link y mène.",
    ),
    "key_erased": (
        "Effacé",
        "Les données personnelles du débiteur sont effacées pour toujours ; la chaîne reste vérifiable.",
    ),
    "key_limit": (
        "Trop de clés",
        "Un compte a 200 clés par mode, y compris celles qui ont cessé depuis moins de 30 jours.",
    ),
    "key_not_valid": ("La clé n'est plus valable", "Elle est révoquée ou expirée ; créez-en une autre."),
    "malformed_json": ("JSON mal formé", "Envoyez un objet JSON en UTF-8, sans nom en double, ni NaN, ni Infinity."),
    "mandate_ambiguous": ("Plusieurs mandats sont en cours", "Nommez-en un par `mandate_id`."),
    "mandate_ended": ("Le mandat a pris fin", "Enregistrez un nouveau mandat, puis passez le dossier sous celui-ci."),
    "mandate_not_signed": (
        "Le mandat n'est pas encore signé",
        "Commencez au plus tôt le jour de sa signature (CPCE R124-3).",
    ),
    "mandate_required": (
        "Aucun mandat en cours",
        "Enregistrez la convention signée par POST /v1/creditors/{id}/mandates (CPCE R124-3).",
    ),
    "mandate_unknown": ("Mandat inconnu", "Nommez un mandat de ce créancier."),
    "mention_missing": (
        "Une mention de la première lettre manque",
        "Le détail donne son numéro (CPCE R124-4, LTR_02). Complétez texte ou créancier, puis reprenez l'étape.",
    ),
    "message_incomplete": ("Il manque un élément à un message", "Le détail nomme ce qui manque."),
    "method_not_allowed": (
        "Méthode non admise",
        "Employez une méthode que nomme `Allow` ; la référence les donne toutes.",
    ),
    "missing_api_key": ("Clé manquante", "Envoyez Authorization: Bearer sk_test_… ou sk_live_…."),
    "no_embedded_invoice": ("Aucune facture dans le PDF", "Envoyez un PDF Factur-X, ou saisissez la facture."),
    "not_acceptable": (
        "Aucun format convenable",
        "Envoyez Accept: application/json ou application/pdf, ou aucun Accept.",
    ),
    "not_an_invoice": (
        "Ce n'est pas une facture",
        "Envoyez un PDF Factur-X, une facture CII ou UBL, ou saisissez la facture.",
    ),
    "not_eligible": (
        "La créance ne peut pas être recouvrée en l'état",
        "Chaque entrée de errors nomme un champ, ce qui ne va pas, et le remède.",
    ),
    "not_found": ("Introuvable", "Aucun objet de ce nom n'existe pour ce compte et ce mode."),
    "operation_sunset": (
        "L'opération a pris fin",
        "Appelez celle que `Link` nomme `successor-version` ; le guide des versions dit comment changer.",
    ),
    "operator_key_required": (
        "Clé de l'opérateur requise",
        "Les comptes s'ouvrent, et les taux publiés s'enregistrent, avec la clé de l'opérateur.",
    ),
    "outlives_calling_key": (
        "Survivrait à la clé appelante",
        "Une clé qui expire n'en donne aucune qui vive plus longtemps.",
    ),
    "precondition_failed": (
        "Condition non remplie",
        "L'objet a changé. Lisez-le à nouveau et envoyez son ETag actuel.",
    ),
    "precondition_required": ("Condition requise", "Envoyez If-Match avec l'ETag de l'objet."),
    "premium_number": (
        "Un numéro surtaxé",
        "Donnez aux consommateurs un numéro ordinaire (LTR_07), puis reprenez l'étape.",
    ),
    "provider_unavailable": (
        "Service extérieur indisponible",
        "Rien n'a été fait. Répétez la requête après Retry-After.",
    ),
    "rate_limited": ("Trop de requêtes", "errors nomme le quota épuisé ; attendez le temps que dit Retry-After."),
    "rate_unknown": ("Un taux manque", "Le détail nomme le semestre et le taux ; un dossier attend qu'il soit publié."),
    "refused": ("Refusé par une règle", "Le détail nomme la règle."),
    "request_too_large": (
        "Requête trop volumineuse",
        "Un corps fait 5,7 Mo au plus. Envoyez les fichiers plus gros par POST /v1/uploads.",
    ),
    "scope_not_held": ("Droit non détenu", "Nul ne donne à une clé plus de droits que n'en a la sienne."),
    "simulator_address_in_live_mode": (
        "Adresse d'un débiteur simulé",
        "Les adresses de simulator.amiable.example n'existent qu'en mode test ; donnez celle du débiteur.",
    ),
    "siret_of_another_siren": ("SIRET d'un autre SIREN", "Les neuf premiers chiffres d'un SIRET sont son SIREN."),
    "statutory_text_altered": ("Le texte légal est altéré", "CPCE L111-8 se reproduit mot pour mot (LTR_03)."),
    "template_unknown": ("Texte inconnu", "Le scénario nomme un texte qui n'est pas livré."),
    "test_mode_only": ("Mode test seulement", "Utilisez une clé de test."),
    "timeout": ("Délai dépassé", "Répétez la requête avec la même Idempotency-Key."),
    "too_many_changes": (
        "Trop de changements à la fois",
        "Envoyez moins de factures ou de pièces dans une même requête.",
    ),
    "truncated": ("Fichier tronqué", "Le fichier s'arrête trop tôt ; envoyez-le en entier."),
    "unknown_field": ("Champ inconnu", "Retirez le champ ; le contrat dit ce que chaque requête peut contenir."),
    "unknown_scenario": ("Scénario inconnu", "errors énumère les scénarios qui existent."),
    "unknown_simulated_debtor": ("Débiteur simulé inconnu", "Le guide des débiteurs simulés énumère les adresses."),
    "unreadable_pdf": ("PDF illisible", "Le PDF est endommagé ; exportez-le à nouveau."),
    "unreadable_xml": ("XML illisible", "Le XML est endommagé ; exportez-le à nouveau."),
    "unsafe_xml": ("XML dangereux", "Un XML avec un type de document ou des entités est refusé."),
    "unsupported_invoice_format": ("Format de facture non pris en charge", "Envoyez une facture Factur-X, CII ou UBL."),
    "unsupported_media_type": ("Type de contenu non pris en charge", "Envoyez Content-Type: application/json."),
    "vat_number_of_another_siren": (
        "Numéro de TVA d'un autre SIREN",
        "Un numéro de TVA français se termine par le SIREN.",
    ),
    "version_conflict": (
        "Modifié entre-temps",
        "Quelqu'un d'autre a modifié l'objet. Lisez-le à nouveau et recommencez.",
    ),
    "wording_refused": (
        "Un texte qui ne peut pas partir",
        "Le détail cite ce qui effraie ou trompe (LTR_06). Reformulez-le, puis reprenez l'étape.",
    ),
}

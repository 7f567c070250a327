"""The French words of the chronology: what each code of an event means to somebody who was not there."""

from __future__ import annotations

STEPS = {
    "verification_call": "appel de vérification",
    "first_reminder": "premier rappel",
    "second_reminder": "deuxième rappel",
    "formal_notice": "mise en demeure",
    "last_call": "dernier appel",
    "last_notice": "dernier avis avant mise en demeure",
    "firm_call": "appel de relance ferme",
    "finance_call": "appel au service des finances",
    "written_demand": "demande écrite de paiement",
    "second_finance_call": "second appel au service des finances",
    "first_letter": "première lettre de recouvrement",
    "decision": "décision du créancier",
}
TEMPLATES = {
    "call_verification": "appel de vérification",
    "reminder_1": "premier rappel",
    "reminder_2": "deuxième rappel",
    "reminder_2_sms": "message d’accompagnement du deuxième rappel",
    "formal_notice": "mise en demeure",
    "last_call": "dernier appel",
    "receipt": "quittance",
    "final_receipt": "quittance pour solde",
    "receipt_withdrawal": "retrait de quittance",
    "first_letter": "première lettre de recouvrement",
    "payment_advice": "avis de paiement au créancier",
    "proposal_advice": "avis de proposition au créancier",
    "reminder_preventive": "information avant l’échéance",
    "last_notice": "dernier avis avant mise en demeure",
    "last_notice_sms": "message d’accompagnement du dernier avis",
    "call_firm": "appel de relance ferme",
    "call_public_body": "appel au service des finances",
    "public_body_letter": "demande écrite de paiement",
    "promise_confirmation": "confirmation de la promesse de paiement",
    "promise_broken": "rappel d’une promesse non tenue",
    "plan_proposal": "proposition d’échéancier",
    "plan_confirmation": "confirmation de l’échéancier",
}
BY_CHANNEL = {
    "email": "par e-mail",
    "sms": "par SMS",
    "call": "par téléphone",
    "letter": "par courrier",
    "registered_letter": "par lettre recommandée",
    "visit": "sur place",
}
METHODS = {
    "bank_transfer": "par virement",
    "cheque": "par chèque",
    "card": "par carte bancaire",
    "direct_debit": "par prélèvement",
    "cash": "en espèces",
    "bill_of_exchange": "par lettre de change",
}
PAUSES = {
    "manual": "à la demande du créancier",
    "dispute": "en raison d’une contestation",
    "payment_claimed": "le débiteur déclarant avoir payé",
    "represented": "le débiteur étant représenté",
    "death": "en raison du décès du débiteur",
    "insolvency": "en raison d’une procédure collective",
    "over_indebtedness": "en raison d’une procédure de surendettement",
    "guardianship": "le débiteur étant sous protection juridique",
    "wrong_person": "la personne n’étant pas le débiteur",
}
OUTCOMES = {
    "paid": "créance réglée",
    "settled": "accord amiable",
    "withdrawn": "retrait par le créancier",
    "written_off": "abandon de la créance",
    "sold": "cession de la créance",
    "handed_over": "transmission pour la suite judiciaire",
    "time_barred": "créance prescrite",
}
ATTENTION = {
    "letter_returned": "courrier retourné, adresse inconnue",
    "letter_not_posted": "courrier non posté dans les délais",
    "delivery_unknown": "envoi au sort incertain",
    "sending_failed": "échec de l’envoi",
    "step_failed": "incident technique",
    "debtor_deceased": "décès du débiteur",
    "debtor_under_guardianship": "débiteur sous protection juridique",
    "no_postal_address": "aucune adresse postale",
    "message_incomplete": "une mention obligatoire manque",
    "rate_unknown": "taux d’intérêt non publié",
    "mandate_ended": "le mandat de recouvrement a pris fin",
    "mandate_required": "aucun mandat de recouvrement en vigueur",
    "collector_incomplete": "les justificatifs du recouvreur sont incomplets",
    "balance_not_confirmed": "solde non confirmé par le créancier",
    "time_barred": "créance prescrite, une personne décide de la suite",
    "acknowledgement_after_expiry": "dette reconnue après la prescription, une personne décide de la suite",
}
ATTENTION_ACTIONS = {
    "retry": "étape à refaire",
    "skip": "étape passée",
    "mark_sent": "étape confirmée par le créancier",
}
ACTIONS = {
    "send_email": "e-mail accompagnant la quittance",
    "send_sms": "SMS",
    "send_letter": "courrier accompagnant la quittance",
    "send_formal_notice": "mise en demeure",
    "ask_for_call": "appel",
    "issue_receipt": "quittance",
    "issue_declaration": "déclaration de créance",
    "check_delivery": "suivi d’un envoi",
    "ask_for_decision": "décision du créancier",
    "warn_of_limitation": "alerte de prescription",
}
FOLLOWED_UP = {"check_delivery": "suivi de l’envoi ({step})"}
REASONS = {
    "opened_late": "dossier ouvert après cette date",
    "amicable_phase_over": "fin de la phase amiable",
    "no_usable_email": "aucune adresse e-mail utilisable",
    "no_usable_mobile": "aucun numéro de mobile utilisable",
    "no_usable_phone": "aucun numéro de téléphone utilisable",
    "no_postal_address": "aucune adresse postale",
    "debtor_refuses": "refus de payer exprimé par le débiteur",
    "by_hand": "à la demande du créancier",
    "condition_not_met": "étape sans objet au vu du dossier",
    "branch_taken": "étape omise selon le scénario",
    "passed_before_move": "date passée lors du changement de scénario",
    "softer_than_before": "ton moins ferme que celui des étapes précédentes",
    "after_formal_notice": "aucun écrit ne suit la mise en demeure",
}
CONDITIONS = {
    "amount": "montant restant dû",
    "days_overdue": "ancienneté du retard",
    "solvency": "solvabilité",
    "debtor_kind": "catégorie de débiteur",
    "new_customer": "nouveau client",
    "collector_mode": "mode de recouvrement",
    "reminded_before": "rappels écrits antérieurs du créancier",
    "unanswered_contacts": "contacts restés sans réponse",
    "delivery": "sort d’un envoi précédent",
    "call_outcome": "suite d’un appel",
}
CALLS = {
    "reached_will_pay": "le débiteur annonce son paiement",
    "reached_promise": "le débiteur promet de payer",
    "reached_dispute": "le débiteur conteste",
    "reached_refuses": "le débiteur refuse de payer",
    "reached_already_paid": "le débiteur déclare avoir payé",
    "reached_call_back": "le débiteur demande à être rappelé",
    "reached_wrong_person": "la personne jointe n’est pas le débiteur",
    "reached_third_party": "un tiers a répondu",
    "voicemail": "répondeur",
    "no_answer": "sans réponse",
    "wrong_number": "numéro erroné",
    "technical_problem": "incident technique",
    "represented": "le débiteur est représenté",
    "deceased": "décès du débiteur annoncé",
}
DOCUMENTS = {
    "mandate_annex": "annexe au mandat",
    "claim_declaration": "déclaration de créance",
    "invoice": "facture",
    "order": "bon de commande",
    "delivery_note": "bon de livraison",
    "contract": "contrat",
    "correspondence": "correspondance",
    "credit_note": "avoir",
    "proof_of_delivery": "preuve de distribution",
}
DIRECTIONS = {"incoming": "Reçu du débiteur", "outgoing": "Adressé au débiteur"}
FACTS = {
    "insolvency": "procédure collective",
    "over_indebtedness_admissible": "recevabilité d’un dossier de surendettement",
    "death": "décès",
    "guardianship": "mesure de protection juridique",
    "represented_by_lawyer": "représentation par un avocat",
    "wrong_person": "erreur sur la personne ou sur ses coordonnées",
    "moved": "changement d’adresse",
    "channel_opt_out": "opposition à un moyen de contact",
}
PROCEDURES = {
    "safeguard": "sauvegarde",
    "receivership": "redressement judiciaire",
    "liquidation": "liquidation judiciaire",
}

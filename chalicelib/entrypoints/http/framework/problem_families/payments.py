"""Problem codes of payments, remittances and credit notes."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "already_remitted": ("Passed on already", "Read the payment: it says when."),
    "already_withdrawn": ("Withdrawn already", "Nothing to do: the act or suspension does not count."),
    "complementary_indemnity_not_owed": (
        "No complementary indemnity is owed",
        "Only businesses and public bodies owe recovery costs, on an invoice that was late before any judgment.",
    ),
    "credit_note_incomplete": (
        "The credit note says too little",
        "Type its number, date and amount instead of sending the file.",
    ),
    "credit_note_without_invoice": (
        "No invoice for the credit note",
        "Give `invoice_id`: which invoice of the case it reduces.",
    ),
    "not_a_credit_note": ("Not a credit note", "Send the credit note itself (type 381), or record a payment."),
    "payment_already_reversed": ("The payment is reversed already", "Nothing is left to do."),
    "remittance_not_due": (
        "Nothing to pass on",
        "The collector holds nothing of this payment: it went to the creditor, or was reversed.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "already_remitted": ("Déjà reversé", "Lisez le paiement : il dit quand."),
    "already_withdrawn": ("Déjà retiré", "Rien à faire : l'acte ou la suspension ne compte pas."),
    "complementary_indemnity_not_owed": (
        "Aucune indemnité complémentaire n'est due",
        "Seuls les professionnels et les personnes publiques en doivent, sur une facture en retard avant jugement.",
    ),
    "credit_note_incomplete": (
        "L'avoir n'en dit pas assez",
        "Saisissez son numéro, sa date et son montant au lieu d'envoyer le fichier.",
    ),
    "credit_note_without_invoice": (
        "Aucune facture pour l'avoir",
        "Donnez `invoice_id` : la facture du dossier qu'il réduit.",
    ),
    "not_a_credit_note": ("Ce n'est pas un avoir", "Envoyez l'avoir lui-même (type 381), ou enregistrez un paiement."),
    "payment_already_reversed": ("Le paiement est déjà annulé", "Il ne reste rien à faire."),
    "remittance_not_due": (
        "Rien à reverser",
        "Le mandataire ne détient rien de ce paiement : il est allé au créancier, ou a été annulé.",
    ),
}

"""Problem codes of the debtor page, its links and its one-time codes."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "code_expired": ("The code is too old", "A code lives for ten minutes; ask for another one."),
    "code_for_something_else": (
        "The code was sent for something else",
        "It fits one plan as it was shown; ask for another code.",
    ),
    "code_not_sent": ("The code could not be sent", "Ask for another one, or choose another address."),
    "code_replaced": (
        "This is not the code that was sent last",
        "Enter the newest code; it puts the ones before out of use.",
    ),
    "code_spent": ("Wrong digits were entered too often", "Five tries are all; ask for another code."),
    "code_used": ("The code was used already", "It works once; ask for another one."),
    "code_wrong": ("The digits are wrong", "The detail says how many tries are left."),
    "contact_unknown": ("No code goes to this address", "Choose one of the addresses that the page offers."),
    "debtor_page_not_published": (
        "Debtors have no page here",
        "This deployment publishes no page for debtors; its operator can, by setting the address of the page.",
    ),
    "too_many_codes": (
        "Too many codes were asked for",
        "Three in a quarter of an hour and ten in a day are all; wait.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "code_expired": ("Le code a expiré", "Un code est valable dix minutes ; demandez-en un autre."),
    "code_for_something_else": (
        "Le code a été envoyé pour autre chose",
        "Il vaut pour un échéancier tel qu'il était affiché ; demandez un autre code.",
    ),
    "code_not_sent": ("Le code n'a pas pu être envoyé", "Demandez-en un autre, ou choisissez une autre adresse."),
    "code_replaced": ("Ce n'est pas le dernier code envoyé", "Saisissez le plus récent ; il remplace les précédents."),
    "code_spent": ("Trop de saisies inexactes", "Cinq essais au plus ; demandez un autre code."),
    "code_used": ("Le code a déjà servi", "Il ne sert qu'une fois ; demandez-en un autre."),
    "code_wrong": ("Le code est inexact", "Le détail dit combien d'essais restent."),
    "contact_unknown": (
        "Aucun code n'est envoyé à cette adresse",
        "Choisissez l'une des adresses proposées par la page.",
    ),
    "debtor_page_not_published": (
        "Les débiteurs n'ont pas de page ici",
        "Ce déploiement ne publie pas de page pour les débiteurs ; son exploitant peut le faire en fixant son adresse.",
    ),
    "too_many_codes": (
        "Trop de codes ont été demandés",
        "Trois par quart d'heure et dix par jour au plus ; patientez.",
    ),
}

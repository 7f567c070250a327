"""Problem codes of call lists."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "call_forbidden": (
        "Nobody may call",
        "The detail names the rule: somebody stands for the debtor, or the number is closed. Write instead.",
    ),
    "call_held": ("The case waits", "The detail says why, and until when; read the case."),
    "call_not_now": (
        "Not at this hour",
        "The detail names each rule and the earliest instant; claim the call again from then on.",
    ),
    "call_task_claimed": ("Somebody else has this call", "Take another one, or wait until the claim is over."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "call_forbidden": (
        "Personne ne peut appeler",
        "Le détail nomme la règle : le débiteur est représenté, ou le numéro est fermé. Écrivez.",
    ),
    "call_held": ("Le dossier attend", "Le détail dit pourquoi et jusqu'à quand ; lisez le dossier."),
    "call_not_now": (
        "Pas à cette heure",
        "Le détail nomme chaque règle et le premier instant permis ; reprenez l'appel à partir de là.",
    ),
    "call_task_claimed": (
        "Cet appel est déjà pris",
        "Prenez-en un autre, ou attendez la fin de la réservation.",
    ),
}

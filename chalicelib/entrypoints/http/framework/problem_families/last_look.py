"""Problem codes of the last look before a contact, and deviations from a scenario."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "deviation_carried_out": (
        "The deviation was carried out",
        "The step has begun, or its day has passed. Decide about the next one.",
    ),
    "deviation_refused": (
        "The scenario cannot be followed that way",
        "Each of `errors` names the rule that would be broken, and where there is one the earliest day.",
    ),
    "last_look_not_set": (
        "The creditor asks for no last look",
        "`PUT /creditors/{creditor_id}/last-look` first; without it nobody waits for a confirmation.",
    ),
    "last_look_not_signed": (
        "Nothing is signed here",
        "Only the mode `callback` has a secret; `max_age` calls nobody.",
    ),
    "scenario_over": (
        "The scenario is over",
        "Decide by `POST /cases/{case_id}/decision`; `extend` gives the debtor more time.",
    ),
    "step_already_done": (
        "The step has begun, or was passed over",
        "Only what is still to come is skipped or moved. A step that waits for a person: `resolve-attention`.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "deviation_carried_out": (
        "L'écart a déjà eu lieu",
        "L'étape a commencé, ou son jour est passé. Décidez de la suivante.",
    ),
    "deviation_refused": (
        "Le scénario ne peut pas être suivi ainsi",
        "Chaque entrée d'`errors` nomme la règle enfreinte et, s'il y en a un, le premier jour possible.",
    ),
    "last_look_not_set": (
        "Le créancier ne demande pas de dernier regard",
        "`PUT /creditors/{creditor_id}/last-look` d'abord ; sans cela, rien n'attend de confirmation.",
    ),
    "last_look_not_signed": (
        "Rien n'est signé ici",
        "Seul le mode `callback` a un secret ; `max_age` n'appelle personne.",
    ),
    "scenario_over": (
        "Le scénario est terminé",
        "Décidez par `POST /cases/{case_id}/decision` ; `extend` laisse du temps au débiteur.",
    ),
    "step_already_done": (
        "L'étape a commencé, ou a été passée",
        "Seul ce qui reste à venir se saute ou se déplace. Une étape qui attend une personne : `resolve-attention`.",
    ),
}

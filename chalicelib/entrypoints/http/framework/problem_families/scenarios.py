"""Problem codes of scenarios, their rules and migrations."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "attention_needed": ("The case needs attention", "Settle it by `POST /cases/{case_id}/resolve-attention` first."),
    "scenario_archived": (
        "The scenario was archived",
        "It takes no new case and is not changed; those that are on it stay. Name another one.",
    ),
    "scenario_is_preset": (
        "A preset is not changed",
        "Send its `definition` to `POST /scenarios`, changed as you like: that one is yours.",
    ),
    "scenario_refused": (
        "The scenario breaks rules",
        "Each of `errors` names the fault, its place, the rule and the cure. `POST /scenarios/lint` tells beforehand.",
    ),
    "scenario_unchanged": ("The case is on it already", "Name another scenario, or another version."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "attention_needed": (
        "Le dossier demande une intervention",
        "Réglez-la d'abord par `POST /cases/{case_id}/resolve-attention`.",
    ),
    "scenario_archived": (
        "Le scénario est archivé",
        "Il ne reçoit plus de dossier et ne change plus ; ceux qui le suivent continuent. Nommez-en un autre.",
    ),
    "scenario_is_preset": (
        "Un scénario livré ne se modifie pas",
        "Envoyez sa `definition`, modifiée, à `POST /scenarios` : celui-là est le vôtre.",
    ),
    "scenario_refused": (
        "Le scénario enfreint des règles",
        "Chaque entrée d'`errors` nomme la faute, l'endroit, la règle et le remède.",
    ),
    "scenario_unchanged": ("Le dossier le suit déjà", "Nommez un autre scénario, ou une autre version."),
}

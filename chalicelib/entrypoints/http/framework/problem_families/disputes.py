"""Problem codes of disputes and settlements."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "dispute_open": ("A dispute is open", "Resolve the dispute; the case then goes on."),
    "no_open_dispute": ("No dispute is open", "Resume the case instead."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "dispute_open": ("Une contestation est ouverte", "Réglez la contestation ; le dossier reprend ensuite."),
    "no_open_dispute": ("Aucune contestation n'est ouverte", "Reprenez plutôt le dossier."),
}

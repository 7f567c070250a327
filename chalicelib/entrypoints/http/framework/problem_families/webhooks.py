"""Problem codes of webhook endpoints."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "webhook_endpoint_disabled": ("The endpoint is disabled", "Enable it again by PATCH."),
    "webhook_endpoint_limit": ("Too many webhook endpoints", "Delete one first."),
    "webhook_replay_running": ("A replay is running", "One replay at a time for an endpoint; wait until it is done."),
    "webhook_url_refused": ("URL refused", "https only, on a public address."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "webhook_endpoint_disabled": ("Le point de réception est désactivé", "Réactivez-le par PATCH."),
    "webhook_endpoint_limit": ("Trop de points de réception", "Commencez par en supprimer un."),
    "webhook_replay_running": (
        "Un renvoi est en cours",
        "Un seul renvoi à la fois pour un point de réception ; attendez qu'il soit terminé.",
    ),
    "webhook_url_refused": ("URL refusée", "https seulement, à une adresse publique."),
}

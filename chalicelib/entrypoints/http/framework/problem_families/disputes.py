"""Problem codes of disputes and settlements."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "agreement_stands": (
        "Something is agreed already",
        "Wait for the promise or the plan, or take it back; then make the offer.",
    ),
    "dispute_open": ("A dispute is open", "Resolve the dispute; the case then goes on."),
    "dispute_resolved": (
        "The dispute is resolved already",
        "Read the dispute: it says how. What is contested anew is another dispute.",
    ),
    "no_open_dispute": ("No dispute is open", "Resume the case instead."),
    "settlement_being_paid": (
        "The debtor has begun to pay the offer",
        "It stands until its last day; what was paid stays paid.",
    ),
    "settlement_over": (
        "The offer is over",
        "Read it: it was completed, expired or withdrawn. Another one may be made.",
    ),
    "settlement_stands": ("An offer stands already", "One at a time: withdraw it first, or wait for its last day."),
    "several_disputes_open": (
        "Several disputes are open",
        "Resolve each by its id: `POST /cases/{case_id}/disputes/{dispute_id}/resolve`.",
    ),
    "too_many_disputes": ("Too many disputes", "A case holds 20 disputes; resolve those that stand."),
    "too_many_settlements": ("Too many offers", "A case holds 10 offers of settlement."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "agreement_stands": (
        "Un accord existe déjà",
        "Attendez la promesse ou l'échéancier, ou retirez-le ; faites ensuite l'offre.",
    ),
    "dispute_open": ("Une contestation est ouverte", "Réglez la contestation ; le dossier reprend ensuite."),
    "dispute_resolved": (
        "La contestation est déjà réglée",
        "Lisez-la : elle dit comment. Une nouvelle contestation s'ouvre à part.",
    ),
    "no_open_dispute": ("Aucune contestation n'est ouverte", "Reprenez plutôt le dossier."),
    "settlement_being_paid": (
        "Le débiteur a commencé à payer l'offre",
        "Elle tient jusqu'à son dernier jour ; ce qui est payé le reste.",
    ),
    "settlement_over": (
        "L'offre est terminée",
        "Lisez-la : elle est réglée, expirée ou retirée. Une autre peut être faite.",
    ),
    "settlement_stands": (
        "Une offre est déjà en cours",
        "Une seule à la fois : retirez-la, ou attendez son dernier jour.",
    ),
    "several_disputes_open": (
        "Plusieurs contestations sont ouvertes",
        "Réglez chacune par son identifiant : `POST /cases/{case_id}/disputes/{dispute_id}/resolve`.",
    ),
    "too_many_disputes": (
        "Trop de contestations",
        "Un dossier compte 20 contestations au plus ; réglez celles qui restent.",
    ),
    "too_many_settlements": ("Trop d'offres", "Un dossier compte 10 offres de règlement au plus."),
}

"""Problem codes of payment plans and their signature."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "not_yours_to_answer": ("The other side answers", "A proposal is answered by whoever did not make it."),
    "not_yours_to_cancel": (
        "The debtor cannot take this plan back",
        "A debtor takes back their own proposal while nobody has accepted it.",
    ),
    "plan_already_signed": ("This side has signed already", "Read the plan: it names its signatures."),
    "plan_not_proposed": ("The plan waits for no answer", "Read the plan: it was answered, replaced or is over."),
    "plan_not_to_sign": ("The plan is not to be signed", "Only an agreed plan is; read the plan."),
    "plan_outdated": ("Less is owed than the plan says", "Counter it with a plan of what is owed today."),
    "plan_over": ("The plan is over", "Read the plan: it says how and when it ended."),
    "plan_too_late_to_sign": (
        "It is too late to sign this plan",
        "Its last day to sign is over, or its second instalment is due; propose another.",
    ),
    "plans_not_allowed": (
        "The creditor takes no proposals of plans",
        "Propose a plan as the creditor, or change its negotiation rules.",
    ),
    "too_many_plans": ("The case remembers too many plans", "Accept or sign the plan that stands."),
    "too_many_proposals": (
        "The debtor has proposed as often as allowed",
        "Propose a plan as the creditor, or raise `most_proposals` in its negotiation rules.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "not_yours_to_answer": (
        "C'est à l'autre partie de répondre",
        "Une proposition attend la réponse de l'autre partie.",
    ),
    "not_yours_to_cancel": (
        "Le débiteur ne peut pas retirer cet échéancier",
        "Le débiteur retire sa propre proposition tant que personne ne l'a acceptée.",
    ),
    "plan_already_signed": ("Cette partie a déjà signé", "Lisez l'échéancier : il nomme ses signatures."),
    "plan_not_proposed": (
        "L'échéancier n'attend aucune réponse",
        "Lisez l'échéancier : il a reçu une réponse, a été remplacé ou a pris fin.",
    ),
    "plan_not_to_sign": (
        "L'échéancier n'est pas à signer",
        "Seul un échéancier accepté se signe ; lisez l'échéancier.",
    ),
    "plan_outdated": (
        "Il est dû moins que ne le dit l'échéancier",
        "Faites une contre-proposition sur ce qui est dû aujourd'hui.",
    ),
    "plan_over": ("L'échéancier a pris fin", "Lisez l'échéancier : il dit comment et quand il a pris fin."),
    "plan_too_late_to_sign": (
        "Il est trop tard pour signer cet échéancier",
        "Le dernier jour pour signer est passé, ou la deuxième échéance est due ; proposez-en un autre.",
    ),
    "plans_not_allowed": (
        "Le créancier n'accepte pas de proposition d'échéancier",
        "Proposez un échéancier en tant que créancier, ou modifiez ses règles de négociation.",
    ),
    "too_many_plans": ("Le dossier garde trop d'échéanciers", "Acceptez ou signez l'échéancier proposé."),
    "too_many_proposals": (
        "Le débiteur a fait autant de propositions que permis",
        "Proposez un échéancier en tant que créancier, ou relevez `most_proposals` dans ses règles de négociation.",
    ),
}

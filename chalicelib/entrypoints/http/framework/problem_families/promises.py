"""Problem codes of promises to pay."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "agreement_not_possible": (
        "No agreement is possible with this debtor now",
        "A fact of the debtor rules it out while it stands. Withdraw it if it was recorded by mistake.",
    ),
    "nothing_owed": ("Nothing is owed", "Read the case: nothing is due that could be promised or spread."),
    "plan_in_force": (
        "A payment plan is in force",
        "The plan says what is paid, and when. Cancel it, or agree on another one.",
    ),
    "promise_limit_reached": (
        "The debtor has given as many promises as the creditor takes",
        "Agree on a payment plan, change the creditor's negotiation rules, or let the scenario go on.",
    ),
    "promise_not_open": ("The promise is over", "Read the promise: it was kept, broken or withdrawn already."),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "agreement_not_possible": (
        "Aucun accord n’est possible avec ce débiteur pour l’instant",
        "Un fait du débiteur s’y oppose tant qu’il subsiste. Retirez-le s’il a été enregistré par erreur.",
    ),
    "nothing_owed": ("Rien n’est dû", "Relisez le dossier\u00a0: rien n’est dû qui puisse être promis ou étalé."),
    "plan_in_force": (
        "Un échéancier est en vigueur",
        "L’échéancier dit ce qui est payé, et quand. Annulez-le, ou convenez d’un autre.",
    ),
    "promise_limit_reached": (
        "Le débiteur a fait autant de promesses que le créancier en accepte",
        "Convenez d’un échéancier, modifiez les règles du créancier, ou laissez le scénario se poursuivre.",
    ),
    "promise_not_open": (
        "La promesse n’est plus en cours",
        "Relisez la promesse\u00a0: elle a déjà été tenue, rompue ou retirée.",
    ),
}

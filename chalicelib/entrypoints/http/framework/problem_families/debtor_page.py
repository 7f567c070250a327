"""Problem codes of the debtor page and its links."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "debtor_page_not_published": (
        "Debtors have no page here",
        "This deployment publishes no page for debtors; its operator can, by setting the address of the page.",
    ),
}

PROBLEMS_FR: dict[str, tuple[str, str]] = {
    "debtor_page_not_published": (
        "Les débiteurs n'ont pas de page ici",
        "Ce déploiement ne publie pas de page pour les débiteurs ; son exploitant peut le faire en fixant son adresse.",
    ),
}

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domain.chronology import summary_of
from chalicelib.domain.chronology_mandate import MANDATE_TELLERS

NB = "\u00a0"
SENTENCES: list[tuple[str, dict[str, Any], str]] = [
    (
        "case.mandated",
        {"reference": "MDT-7", "signed_on": "2026-01-02"},
        f"Dossier confié au recouvrement sous le mandat MDT-7 signé le 2{NB}janvier 2026.",
    ),
    (
        "payment.remitted",
        {"amount": {"amount": 20_000, "currency": "EUR"}, "on": "2026-01-20", "due_on": "2026-02-07"},
        f"200,00{NB}€ reversés au créancier le 20{NB}janvier 2026, échéance du reversement le 7{NB}février 2026.",
    ),
    ("proposal.received", {"made_on": "2026-01-14"}, f"Proposition du débiteur du 14{NB}janvier 2026."),
    (
        "proposal.received",
        {"made_on": "2026-01-14", "pay_on": "2026-01-17"},
        f"Proposition du débiteur du 14{NB}janvier 2026{NB}: payer au plus tard le 17{NB}janvier 2026.",
    ),
    (
        "creditor.not_informed",
        {"reason": "no_creditor_email"},
        f"Le créancier n’a pas pu être informé par e-mail{NB}: aucune adresse e-mail du créancier.",
    ),
]


@pytest.mark.parametrize(("kind", "payload", "sentence"), SENTENCES)
def test_a_mandate_reads_as_a_sentence(kind: str, payload: dict[str, Any], sentence: str) -> None:
    """R-128."""
    assert summary_of(kind, payload) == sentence


def test_every_event_of_a_mandate_has_its_sentence() -> None:
    assert {kind for kind, _, _ in SENTENCES} == set(MANDATE_TELLERS)

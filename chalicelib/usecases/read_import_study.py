"""A portfolio study as it stands, with recovery odds from the creditor's own outcomes or none (R-106, R-114)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.domain.imports.case_import import CaseImport
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import ListFilter

from .import_ports import ImportStore
from .store_ports import Store

LEAST_OUTCOMES = 30
MOST_OUTCOMES = 500
RECOVERED = frozenset({"paid", "settled"})
"""Of what was closed. Cases withdrawn, or handed over to a court, were not recovered here."""


@dataclass(frozen=True)
class Odds:
    """``value`` is the share of the creditor's latest closed cases that was recovered, to two places, half-up.

    ``None`` where fewer than thirty were closed.
    """

    sample_size: int
    recovered: int

    @property
    def value(self) -> Decimal | None:
        if self.sample_size < LEAST_OUTCOMES:
            return None
        share = Decimal(self.recovered) / self.sample_size
        return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class StudyShown:
    """The sums are in the import."""

    found: CaseImport
    odds: Odds


def read_import_study(scope: Scope, import_id: str, *, imports: ImportStore, store: Store) -> StudyShown:
    """Up to 500 closed cases of the creditor are looked at, the newest. Errors: ``not_found``."""
    found = imports.case_import(scope, import_id)
    return StudyShown(found, _odds(scope, found.creditor_id, store))


def _odds(scope: Scope, creditor_id: str, store: Store) -> Odds:
    closed = ListFilter(creditor_id=creditor_id, status="closed")
    outcomes: list[str | None] = []
    position: str | None = None
    while len(outcomes) < MOST_OUTCOMES:
        page = store.cases(scope, closed, limit=100, position=position)
        outcomes += [summary.outcome for summary in page.items]
        position = page.position
        if position is None:
            break
    sample = outcomes[:MOST_OUTCOMES]
    return Odds(len(sample), sum(outcome in RECOVERED for outcome in sample))

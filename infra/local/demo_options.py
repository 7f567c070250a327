"""What the demo asks on its command line: the invoice, and what the invoice may not say (each with a default)."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """The values that complete an invoice file."""

    invoice: Path | None
    debtor_kind: str
    debtor_email: str
    debtor_phone: str
    due_date: date | None
    completed_on: date | None
    iban: str
    creditor_email: str
    creditor_phone: str
    case_manager: str
    out: Path


def parse(arguments: list[str] | None = None) -> Options:
    """`python -m infra.local.demo --help` shows them all."""
    parser = argparse.ArgumentParser(
        prog="make demo OPTIONS=…", description="Play the main job on a local cloud, day by day."
    )
    parser.add_argument("--invoice", type=Path, help="an e-invoice: Factur-X PDF, CII or UBL XML (default: our own)")
    parser.add_argument(
        "--debtor-kind",
        default="company",
        choices=["company", "sole_trader", "consumer", "non_professional", "public_body"],
    )
    parser.add_argument("--debtor-email", default="comptabilite@acheteur.example")
    parser.add_argument("--debtor-phone", default="+33 6 39 98 00 12")
    parser.add_argument("--due-date", type=date.fromisoformat, help="where the invoice states none")
    parser.add_argument("--completed-on", type=date.fromisoformat, help="delivery or completion (default: issue date)")
    parser.add_argument("--iban", default="FR7630006000011234567890189", help="where the invoice states none")
    parser.add_argument("--creditor-email", default="compta@vendeur.example")
    parser.add_argument("--creditor-phone", default="+33 1 99 00 12 34")
    parser.add_argument("--case-manager", default="Claire Martin")
    parser.add_argument("--out", type=Path, default=Path(".local/demo"))
    return Options(**vars(parser.parse_args(arguments)))

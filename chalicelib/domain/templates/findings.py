"""What speaks against a text: where, which rule, and what cures it."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.findings import Finding, Severity

CURES = {
    "COST_01": "Ask for what is owed and nothing else.",
    "COST_02": "Ask a consumer for the principal and legal interest, and nothing else.",
    "LTR_01": "Say in the first letter what this text says, or let it follow that letter.",
    "LTR_04": 'Recall the first letter, for instance with {% include "acting" %}.',
    "LTR_05": 'Name the creditor and, under a mandate, for whom you act: {% include "acting" %} does.',
    "LTR_06": "Say that you reserve a right; state no proceeding as under way or certain, and threaten with nothing.",
    "LTR_07": "Give a number at the usual rate.",
    "CON_07": "Leave out what tells third parties of a debt: a neutral subject, no amount.",
    "R-048": "Name each invoice and the exact amount: @invoices and {{ total }} do.",
    "R-049": "Name the parties, each invoice, the amount, the last day and what may follow.",
    "R-040": "Name the last day as a date: « au plus tard le {{ last_day }} ».",
}


@dataclass(frozen=True)
class TemplateFinding(Finding):
    """``rule`` is the id of a requirement or rule of law; ``sample`` the fictitious case on which it showed."""

    rule: str = ""
    sample: str = ""


def refused(
    code: str, pointer: str, detail: str, cure: str = "", *, rule: str = "", sample: str = ""
) -> TemplateFinding:
    """A fault that keeps a version from being made."""
    return TemplateFinding(code, Severity.BLOCKING, pointer, detail, cure or CURES.get(rule, ""), rule, sample)


def warned(
    code: str, pointer: str, detail: str, cure: str = "", *, rule: str = "", sample: str = ""
) -> TemplateFinding:
    """What deserves a look."""
    return TemplateFinding(code, Severity.WARNING, pointer, detail, cure or CURES.get(rule, ""), rule, sample)

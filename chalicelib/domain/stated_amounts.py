"""The moment an amount of a case is stated: from then on the case keeps the rates it rested on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .case import Case
from .case_payments import known_statement
from .rates import RateTable
from .stated_rates import stated_with


def stating(case: Case, rates: RateTable, day: date) -> Case:
    """The case once its account of that day was told to the debtor, on paper, by e-mail or by telephone."""
    account = known_statement(case, rates, day)
    if account is None:
        return case
    return replace(case, stated_rates=stated_with(case.stated_rates, account, rates))

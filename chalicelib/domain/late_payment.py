"""What one unpaid amount costs on a day: the stateless calculation, with the rules it applied and its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .errors import FieldProblem, InvalidInput, RateUnknown
from .interest import (
    FLOOR_FACTOR,
    ContractRate,
    InterestPeriod,
    InterestTerms,
    RateBasis,
    interest_terms,
    rounded_to_cent,
)
from .money import Money
from .parties import DebtorKind
from .rates import HalfYear, RateTable

RATE_BELOW_FLOOR = "rate_below_floor"
FLOOR_UNKNOWN = "floor_unknown"
CONTRACT_RATE_NOT_APPLIED = "contract_rate_not_applied"
RATE_PROVISIONAL = "rate_provisional"

ALWAYS = ("INT_09", "INT_10", "INT_11", "INT_12", "INT_13")


@dataclass(frozen=True)
class LatePayment:
    """The answer. ``days`` bear interest; ``total_due`` is principal, interest and indemnity, outside VAT (VAT_02)."""

    interest: Money
    fixed_indemnity: Money
    total_due: Money
    days: int
    periods: tuple[InterestPeriod, ...]
    warnings: tuple[str, ...]
    rules: tuple[str, ...]


def late_payment(
    *,
    debtor_kind: DebtorKind,
    principal: Money,
    due_date: date,
    as_of: date,
    rates: RateTable,
    formal_notice_date: date | None = None,
    contract_rate: ContractRate = None,
    creditor_is_private_individual: bool = False,
) -> LatePayment:
    """Interest and indemnity on ``principal`` (VAT included), unpaid from its due date to ``as_of`` inclusive (INT_09).

    Raises ``RateUnknown`` naming the half-year and the rate where one is missing (INT_15), and ``InvalidInput`` for an
    ``as_of`` before the due date.
    """
    if as_of < due_date:
        problem = FieldProblem("#/as_of", "as_of_before_due_date", "not earlier than due_date: nothing is late yet")
        raise InvalidInput("The days do not fit together.", errors=(problem,))
    terms = interest_terms(
        debtor_kind=debtor_kind,
        due_date=due_date,
        rates=rates,
        contract_rate=contract_rate,
        formal_notice_on=formal_notice_date,
        creditor_is_private_individual=creditor_is_private_individual,
    )
    owed = principal.amount > 0
    periods = terms.periods(principal, due_date, as_of) if owed else ()
    interest = Money(rounded_to_cent(sum([period.accrued for period in periods])))
    indemnity = terms.fixed_indemnity if as_of > due_date and owed else Money(0)
    warnings = warnings_of(terms, contract_rate, periods)
    return LatePayment(
        interest=interest,
        fixed_indemnity=indemnity,
        total_due=principal + interest + indemnity,
        days=sum([period.days for period in periods]),
        periods=periods,
        warnings=warnings,
        rules=_rules(terms, warnings),
    )


def below_floor(rate: Decimal, half: HalfYear, rates: RateTable) -> bool:
    """Whether a contract's rate is under three times the legal rate of that half-year (INT_02, C. com. L441-10 II)."""
    return rate < FLOOR_FACTOR * rates.legal_business_rate(half).value


def warnings_of(terms: InterestTerms, given: ContractRate, periods: Sequence[InterestPeriod]) -> tuple[str, ...]:
    """What a person should look at; none of it changes a sum (INT_03: a person decides on a rate below the floor)."""
    warnings: dict[str, None] = {}
    if given is not None and terms.contract_rate is None:
        warnings[CONTRACT_RATE_NOT_APPLIED] = None
    if isinstance(terms.contract_rate, Decimal):
        for half in _half_years(periods):
            # The interest does not depend on the floor: an unknown one is told, it does not stop the calculation.
            try:
                if below_floor(terms.contract_rate, half, terms.rates):
                    warnings[RATE_BELOW_FLOOR] = None
            except RateUnknown:
                warnings[FLOOR_UNKNOWN] = None
    if any(period.provisional for period in periods):
        warnings[RATE_PROVISIONAL] = None
    return tuple(warnings)


def _half_years(periods: Sequence[InterestPeriod]) -> list[HalfYear]:
    if not periods:
        return []
    first, last = HalfYear.of(periods[0].start), HalfYear.of(periods[-1].end)
    every = (HalfYear(year, half) for year in range(first.year, last.year + 1) for half in (1, 2))
    return [half for half in every if first <= half <= last]


def _rules(terms: InterestTerms, warnings: tuple[str, ...]) -> tuple[str, ...]:
    floor = ("INT_03",) if RATE_BELOW_FLOOR in warnings else ()
    if terms.basis in (RateBasis.LEGAL, RateBasis.LEGAL_INDIVIDUAL):
        return (terms.basis.value, "INT_08", *ALWAYS, "IND_02")
    alone = () if terms.basis is RateBasis.ECB_PLUS_8_FIXED else ("INT_14",)
    return (terms.basis.value, *floor, "INT_07", *ALWAYS, *alone, "IND_01", "IND_03")

"""What a creditor lets its debtors agree on by themselves (R-073..R-081)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.money import Money

from .payment_plan import PlanInterest

FIFTY_EUROS, TEN_EUROS = Money(5_000), Money(1_000)


@dataclass(frozen=True)
class PromiseRules:
    """``most`` promises in a case, each at most ``within_days`` away (calendar days)."""

    most: int = 2
    within_days: int = 30


@dataclass(frozen=True)
class PlanRules:
    """What a debtor may propose, and what is accepted without a person (``accepts_by_itself``).

    ``first_within_days``: the first instalment is due at once, even symbolic (R-075). ``answer_days`` are those of
    whoever has to answer, and then to sign. ``most_proposals`` of the debtor in a case.
    """

    allowed: bool = True
    most_instalments: int = 6
    longest_months: int = 6
    least_instalment: Money = FIFTY_EUROS
    least_first: Money = TEN_EUROS
    first_within_days: int = 7
    accepts_by_itself: bool = False
    answer_days: int = 7
    most_proposals: int = 3
    interest_during: PlanInterest = PlanInterest.WAIVED


@dataclass(frozen=True)
class DisputeRules:
    """``answer_days`` are the creditor's to answer (calendar days). ``undisputed_goes_on`` as in a dispute."""

    answer_days: int = 15
    undisputed_goes_on: bool = False


@dataclass(frozen=True)
class NegotiationRules:
    """A creditor's rules; those of a case are its creditor's of the day."""

    promises: PromiseRules = PromiseRules()
    plans: PlanRules = PlanRules()
    disputes: DisputeRules = DisputeRules()


DEFAULT_RULES = NegotiationRules()

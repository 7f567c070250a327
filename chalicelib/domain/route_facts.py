"""What a judicial route depends on, and the conditions that every route shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .money import ZERO, Money
from .parties import DebtorKind


@dataclass(frozen=True)
class RouteFacts:
    """A claim on a day; amounts in cents, VAT included. ``indemnities`` are the fixed and the complementary ones.

    ``interest`` is ``None`` while a rate is missing; ``principal`` is then what is left of it at least. ``barred`` is
    how many other invoices of the case are time-barred: they are not counted, and the days are those of the rest.
    """

    debtor_kind: DebtorKind
    as_of: date
    principal: Money
    interest: Money | None
    last_day: date
    safe_last_day: date
    dispute_open: bool = False
    insolvent: bool = False
    over_indebted: bool = False
    person_missing: bool = False
    indemnities: Money = ZERO
    barred: int = 0

    @property
    def is_due(self) -> bool | None:
        """Whether something is unpaid, accessories included; not known while a rate is missing and principal paid."""
        if self.principal.amount > 0 or self.indemnities.amount > 0:
            return True
        return None if self.interest is None else self.interest.amount > 0


@dataclass(frozen=True)
class Condition:
    """One condition with its rule and article. ``met`` is ``None`` where the case cannot know."""

    rule: str
    article: str
    met: bool | None
    text: str


@dataclass(frozen=True)
class Deadline:
    """A delay of the route: its length in months, its day where one can be told, or both."""

    code: str
    article: str
    text: str
    months: int | None = None
    on: date | None = None
    rule: str | None = None


def is_commercial(facts: RouteFacts) -> bool:
    """Whether the debtor can be a commerçant; whether it is one, the register says."""
    return facts.debtor_kind in (DebtorKind.COMPANY, DebtorKind.SOLE_TRADER)


def _not_counted(facts: RouteFacts) -> str:
    return f" Not counted: time-barred invoices ({facts.barred})." if facts.barred else ""


def common_conditions(facts: RouteFacts, *, stayed: bool = False) -> tuple[Condition, ...]:
    """What every route asks first. ``stayed``: one that ends in payment, which over-indebtedness forbids."""
    found = [
        Condition("INT_11", "C. civ. 1103", facts.is_due, "Something is due and unpaid on that day."),
        Condition(
            "PRE_15",
            "C. civ. 2219, 2247",
            facts.as_of <= facts.last_day,
            f"The claim is not time-barred: its last day is {facts.last_day}.{_not_counted(facts)}",
        ),
    ]
    if facts.insolvent:
        said = "No insolvency proceedings are open: they stop individual actions, and the claim is declared instead."
        found.append(Condition("STOP_02", "C. com. L622-21", met=False, text=said))
    if facts.over_indebted:
        said = "Over-indebtedness is admissible: enforcement is stayed, earlier debts may not be paid."
        found.append(Condition("STOP_03", "C. conso. L722-2, L722-5", False if stayed else None, said))
    if facts.person_missing:
        said = "The heirs or the guardian, against whom the claim goes on, are known."
        found.append(Condition("STOP_04", "C. civ. 475, 785", None, said))
    return tuple(found)

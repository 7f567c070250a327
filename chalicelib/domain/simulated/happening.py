"""What a simulated debtor can do, and what a row of the table is (R-132)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.case import Case
from chalicelib.domain.contact import DeliveryKind
from chalicelib.domain.debtor_fact import FactKind


@dataclass(frozen=True)
class Pays:
    """All that is owed that day, or half of it, rounded down to the cent. ``method`` as in ``POST …/payments``."""

    half: bool = False
    method: str = "bank_transfer"


@dataclass(frozen=True)
class PaysAgain:
    """The amount of an earlier payment once more, by mistake. ``first`` is the id of that happening."""

    first: str


@dataclass(frozen=True)
class TakesBack:
    """An earlier payment bounces. ``first`` is the id of that happening."""

    first: str


@dataclass(frozen=True)
class Reports:
    """What the provider or carrier says of a contact.

    ``told`` is the behaviour: an e-mail is reported on if the very address it went to tells it.
    """

    contact_id: str
    kind: DeliveryKind
    told: str


@dataclass(frozen=True)
class Discloses:
    """Something becomes known of the debtor: recorded as a fact, where it can be said of this kind of debtor."""

    fact: FactKind


@dataclass(frozen=True)
class AnswersCall:
    """What comes of the call of this contact. ``on`` is the promised day, or the day to call back."""

    contact_id: str
    outcome: CallOutcome
    on: date | None = None


@dataclass(frozen=True)
class Promises:
    """On their page, to pay all that is owed so many days later."""

    in_days: int


@dataclass(frozen=True)
class Disputes:
    """On their page: all that was invoiced, or half of it, rounded down to the cent."""

    half: bool = False


@dataclass(frozen=True)
class ProposesPlan:
    """On their page: so many monthly instalments, the first one ``first_in_days`` later."""

    count: int
    first_in_days: int


@dataclass(frozen=True)
class AcceptsPlan:
    """On their page: what the creditor proposed."""

    plan_id: str


@dataclass(frozen=True)
class SignsPlan:
    """On their page, as an acknowledgement of debt, with a one-time code that is really sent and read."""

    plan_id: str


@dataclass(frozen=True)
class PaysInstalment:
    """What is missing of the plan up to and with that instalment."""

    plan_id: str
    number: int


OnPage = Promises | Disputes | ProposesPlan | AcceptsPlan | SignsPlan
Doing = Pays | PaysAgain | TakesBack | Reports | Discloses | AnswersCall | OnPage | PaysInstalment


@dataclass(frozen=True)
class Happening:
    """One thing that a simulated debtor does, at an instant (UTC). ``id`` is always the same for the same thing."""

    id: str
    at: datetime
    doing: Doing


@dataclass(frozen=True)
class CallAnswer:
    """How a call is answered. A day that the answer names is ``in_days`` after the call, or D+N of the row's name.

    ``keeps_promise``: what is owed is paid on the promised day.
    """

    outcome: CallOutcome
    in_days: int | None = None
    keeps_promise: bool = False


Plan = Callable[[Case, str, int], Iterable[Happening]]


def nothing(_case: Case, _name: str, _days: int) -> Iterator[Happening]:
    """A debtor who does nothing on their own account."""
    yield from ()


@dataclass(frozen=True)
class Behaviour:
    """A row of the table. ``N`` in ``name`` stands for a number of days; ``example`` is documented and played.

    ``plays_the_carrier``: the usual carrier of test mode, who presents after three days, is silent about their letters.
    ``answer`` is what comes of a call to them.
    """

    name: str
    example: str
    says: str
    plan: Plan = nothing
    plays_the_carrier: bool = False
    answer: CallAnswer | None = None

    def days_in(self, told: str) -> int | None:
        """The number of days in ``told``, 0 where none is asked for; ``None`` when it names another behaviour."""
        found = re.fullmatch(self.name.replace("N", "([0-9]{1,3})"), told)
        return int(found[1]) if found and found.groups() else (0 if found else None)

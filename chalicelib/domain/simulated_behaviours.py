"""How simulated debtors behave: the one table to extend (R-132). Each plan is a pure function of the case.

A plan may name what has happened already or lies in the past: ``simulated_debtor`` leaves out the first and has the
second happen at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from .case import Case
from .contact import Channel, ContactRef, ContactState, DeliveryKind
from .debtor_fact import FactKind
from .decision_facts import start_of
from .plan import local_day

MORNING = time(10)
"""When simulated debtors and carriers act, where the debtor lives: before the noon at which presentations are seen."""

BOUNCE_AFTER = timedelta(minutes=1)
COMPLAINT_AFTER = timedelta(hours=2)
REACTION_DAYS = 2
BOUNCED_BACK_DAYS = 7


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


Doing = Pays | PaysAgain | TakesBack | Reports | Discloses


@dataclass(frozen=True)
class Happening:
    """One thing that a simulated debtor does, at an instant (UTC). ``id`` is always the same for the same thing."""

    id: str
    at: datetime
    doing: Doing


Plan = Callable[[Case, str, int], Iterable[Happening]]


@dataclass(frozen=True)
class Behaviour:
    """A row of the table. ``N`` in ``name`` stands for a number of days; ``example`` is documented and played.

    ``plays_the_carrier``: the usual carrier of test mode, who presents after three days, is silent about their letters.
    """

    name: str
    example: str
    says: str
    plan: Plan
    plays_the_carrier: bool = False

    def days_in(self, told: str) -> int | None:
        """The number of days in ``told``, 0 where none is asked for; ``None`` when it names another behaviour."""
        found = re.fullmatch(self.name.replace("N", "([0-9]{1,3})"), told)
        return int(found[1]) if found and found.groups() else (0 if found else None)


def _nothing(_case: Case, _name: str, _days: int) -> Iterator[Happening]:
    yield from ()


def _on_day(case: Case, days: int) -> datetime:
    """In the morning of D+``days``; at the opening of a case that opens later."""
    return max(start_of(case, case.day_zero + timedelta(days=days), MORNING), case.opened_at)


def _days_after(case: Case, at: datetime, days: int) -> datetime:
    return start_of(case, local_day(case, at) + timedelta(days=days), MORNING)


def _does(doing: Doing) -> Plan:
    def plan(case: Case, name: str, days: int) -> Iterator[Happening]:
        yield Happening(name, _on_day(case, days), doing)

    return plan


def _after_first_message(doing: Doing, days: int | None = None) -> Plan:
    """So many days after it; as many as the name tells where none are given."""

    def plan(case: Case, name: str, told: int) -> Iterator[Happening]:
        first = next(iter(_messages(case)), None)
        if first is not None:
            yield Happening(name, _days_after(case, first.at, told if days is None else days), doing)

    return plan


def _pays_after_formal_notice(case: Case, name: str, days: int) -> Iterator[Happening]:
    shown_on = case.notice.presented_on if case.notice else None
    if shown_on is not None:
        yield Happening(name, start_of(case, shown_on + timedelta(days=days), MORNING), Pays())


def _pays_twice(case: Case, name: str, days: int) -> Iterator[Happening]:
    paid_at = _on_day(case, days)
    yield Happening(name, paid_at, Pays())
    yield Happening(f"{name}/again", _days_after(case, paid_at, 1), PaysAgain(name))


def _cheque_bounces(case: Case, name: str, days: int) -> Iterator[Happening]:
    paid_at = _on_day(case, days)
    yield Happening(name, paid_at, Pays(method="cheque"))
    yield Happening(f"{name}/back", _days_after(case, paid_at, BOUNCED_BACK_DAYS), TakesBack(name))


def _reports_emails(kind: DeliveryKind, after: timedelta) -> Plan:
    def plan(case: Case, name: str, _days: int) -> Iterator[Happening]:
        for ref in _sent(case):
            if ref.channel is Channel.EMAIL and ref.state in (ContactState.SENT, ContactState.DELIVERED):
                yield Happening(f"{kind.value}/{ref.id}", ref.at + after, Reports(ref.id, kind, name))

    return plan


def _reports_letters(*reports: tuple[DeliveryKind, int], registered_only: bool = True) -> Plan:
    """Each report so many days after posting, as long as the carrier has not said its last word."""

    def plan(case: Case, name: str, _days: int) -> Iterator[Happening]:
        for ref in _sent(case):
            wanted = ref.channel is Channel.REGISTERED_LETTER or (ref.channel is Channel.LETTER and not registered_only)
            if not wanted or ref.state not in (ContactState.POSTED, ContactState.SENT, ContactState.PRESENTED):
                continue
            for kind, days in reports:
                at = _days_after(case, ref.at, days)
                yield Happening(f"{kind.value}/{ref.id}", at, Reports(ref.id, kind, name))

    return plan


def _sent(case: Case) -> Iterator[ContactRef]:
    """What was sent to the debtor: messages of the steps, then receipts."""
    for record in case.steps:
        yield from record.contacts
    for receipt in case.receipts:
        yield from receipt.contacts


def _messages(case: Case) -> list[ContactRef]:
    """What went out to the debtor in writing about the debt, the first first."""
    out = (ContactState.INTENDED, ContactState.FAILED, ContactState.UNKNOWN)
    refs = [ref for record in case.steps for ref in record.contacts if ref.channel is not Channel.CALL]
    return sorted((ref for ref in refs if ref.state not in out), key=lambda ref: ref.at)


BEHAVIOURS = (
    Behaviour("silent", "silent", "Never reacts: pays nothing, says nothing, takes no call.", _nothing),
    Behaviour("pays-on-day-N", "pays-on-day-20", "Pays on D+N what is owed that day, to the cent.", _does(Pays())),
    Behaviour(
        "pays-half-on-day-N",
        "pays-half-on-day-20",
        "Pays on D+N half of what is owed that day, rounded down to the cent; then is silent.",
        _does(Pays(half=True)),
    ),
    Behaviour(
        "pays-N-days-after-first-message",
        "pays-3-days-after-first-message",
        "Pays what is owed N days after the first message to them.",
        _after_first_message(Pays()),
    ),
    Behaviour(
        "pays-N-days-after-formal-notice",
        "pays-3-days-after-formal-notice",
        "Pays what is owed N days after the formal notice was presented.",
        _pays_after_formal_notice,
    ),
    Behaviour(
        "pays-twice-on-day-N",
        "pays-twice-on-day-20",
        "Pays what is owed on D+N, and by mistake the same amount again the day after.",
        _pays_twice,
    ),
    Behaviour(
        "cheque-bounces-on-day-N",
        "cheque-bounces-on-day-20",
        "Pays what is owed on D+N by a cheque, which bounces seven days later; then is silent.",
        _cheque_bounces,
    ),
    Behaviour(
        "bounces",
        "bounces",
        "Every e-mail to this address bounces for good within a minute; letters take its place.",
        _reports_emails(DeliveryKind.BOUNCED, BOUNCE_AFTER),
    ),
    Behaviour(
        "complains",
        "complains",
        "Marks the first e-mail as spam two hours later; no e-mail goes to them any more.",
        _reports_emails(DeliveryKind.COMPLAINED, COMPLAINT_AFTER),
    ),
    Behaviour(
        "letter-unclaimed",
        "letter-unclaimed",
        "Is not at home when a registered letter is presented (third day), and never fetches it (18th day).",
        _reports_letters((DeliveryKind.PRESENTED, 3), (DeliveryKind.UNCLAIMED, 18)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-refused",
        "letter-refused",
        "Refuses a registered letter on the third day after it was posted.",
        _reports_letters((DeliveryKind.REFUSED, 3)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-returned",
        "letter-returned",
        "Is unknown at the address: every letter, registered or not, comes back on the fifth day.",
        _reports_letters((DeliveryKind.RETURNED, 5), registered_only=False),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-late",
        "letter-late",
        "Receives registered letters on the tenth day only, after their presentation was presumed.",
        _reports_letters((DeliveryKind.PRESENTED, 10), (DeliveryKind.RECEIVED, 10)),
        plays_the_carrier=True,
    ),
    Behaviour(
        "letter-lost",
        "letter-lost",
        "Registered letters to them leave no trace: the carrier reports nothing.",
        _nothing,
        plays_the_carrier=True,
    ),
    Behaviour(
        "wrong-person",
        "wrong-person",
        "Turns out to be somebody else, two days after the first message.",
        _after_first_message(Discloses(FactKind.WRONG_PERSON), REACTION_DAYS),
    ),
    Behaviour(
        "insolvent-on-day-N",
        "insolvent-on-day-30",
        "Is in receivership by a judgment of D+N, published that day. Not for consumers and public bodies.",
        _does(Discloses(FactKind.INSOLVENCY)),
    ),
    Behaviour(
        "over-indebted-on-day-N",
        "over-indebted-on-day-30",
        "Is admitted on D+N to the procedure of over-indebtedness. Consumers and sole traders only.",
        _does(Discloses(FactKind.OVER_INDEBTEDNESS)),
    ),
    Behaviour(
        "dies-on-day-N",
        "dies-on-day-30",
        "Dies on D+N. Consumers and sole traders only.",
        _does(Discloses(FactKind.DEATH)),
    ),
)

"""A simulated debtor: an e-mail address on a domain that can never be a person's tells how they behave (R-132).

Test mode only: in live mode the address means nothing here, and is refused where a debtor is recorded.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.parties import Debtor, Scope

from .behaviours import BEHAVIOURS
from .calls import answers
from .happening import AnswersCall, Behaviour, Discloses, Happening, OnPage, Pays, PaysInstalment
from .simulation import Simulation

SIMULATOR_DOMAIN = "simulator.amiable.example"
"""Under ``.example``, which nobody can register (RFC 2606 §2)."""

JOINED_BY = "+"


def is_simulated(email: str | None) -> bool:
    """Whether the address lies on the simulator's domain."""
    return email is not None and email.lower().endswith(f"@{SIMULATOR_DOMAIN}")


def problem_of(email: str | None, scope: Scope) -> tuple[str, str] | None:
    """Code and detail of why a debtor cannot have this address: live mode, or a behaviour that nobody wrote."""
    if email is None or not is_simulated(email):
        return None
    if scope.livemode:
        return "simulator_address_in_live_mode", "Addresses of the simulator exist in test mode only."
    for told in _told(email):
        if _behaviour(told) is None:
            known = ", ".join(each.name for each in BEHAVIOURS)
            return "unknown_simulated_debtor", f"No simulated debtor is called {told!r}; they are {known}."
    return None


def behaviours(debtor: Debtor) -> tuple[tuple[str, Behaviour, int], ...]:
    """What the addresses tell: name as written, behaviour, days. Nothing in live mode, whatever is stored."""
    if debtor.scope.livemode:
        return ()
    told = [name for contact in debtor.contacts if is_simulated(contact.email) for name in _told(contact.email or "")]
    found = ((name, _behaviour(name)) for name in dict.fromkeys(told))
    return tuple((name, each[0], each[1]) for name, each in found if each is not None)


def tells(email: str, behaviour: str) -> bool:
    """Whether this very address names the behaviour."""
    return is_simulated(email) and behaviour in _told(email)


def plays_the_carrier(debtor: Debtor) -> bool:
    """Whether the address tells what becomes of letters, so that the usual carrier of test mode says nothing."""
    return any(behaviour.plays_the_carrier for _, behaviour, _ in behaviours(debtor))


def next_happening(case: Case, debtor: Debtor) -> Happening | None:
    """What the simulated debtor does next; of one instant, in the order of the address. ``None``: nothing any more."""
    done = case.simulation.done if case.simulation else ()
    told = behaviours(debtor)
    planned = [happening for name, behaviour, days in told for happening in behaviour.plan(case, name, days)]
    planned += answers(case, [(behaviour.answer, days) for _, behaviour, days in told if behaviour.answer])
    coming = [each for each in planned if each.id not in done and _still_makes_sense(case, each)]
    return min(coming, key=lambda happening: happening.at, default=None)


def simulated(case: Case, debtor: Debtor) -> Simulation | None:
    """The case's memory of its simulated debtor, with the next instant; ``None`` for every other case."""
    happening = next_happening(case, debtor)
    if happening is None:
        return replace(case.simulation, next_at=None, not_before=None) if case.simulation else None
    simulation = case.simulation or Simulation()
    not_before = simulation.not_before
    return replace(simulation, next_at=max(happening.at, not_before) if not_before else happening.at)


def _still_makes_sense(case: Case, happening: Happening) -> bool:
    """A closed case is not paid for what it is not owed, and nobody tells it anything of the debtor."""
    return not (
        case.is_closed and isinstance(happening.doing, Pays | PaysInstalment | Discloses | AnswersCall | OnPage)
    )


def _told(email: str) -> list[str]:
    return email.rsplit("@", 1)[0].lower().split(JOINED_BY)


def _behaviour(told: str) -> tuple[Behaviour, int] | None:
    for behaviour in BEHAVIOURS:
        days = behaviour.days_in(told)
        if days is not None:
            return behaviour, days
    return None

"""Erasure, with each outside call failing before and after it took effect: whoever repeats it finishes it (R-142)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.holds import Attention, Hold, Pause, PauseKind
from chalicelib.domain.parties import CaseManager, Scope
from chalicelib.domain.sealed_event import KeyErased, WrappedKey
from chalicelib.usecases.erase_debtor import erase_debtor
from tests.support import stored_things as things
from tests.support.stored_things import TEST, WRAPPED
from tests.support.worker_world import WorkerWorld

MOST_CALLS = 40


class Surroundings:
    """Plain copies and key memory, with the same faults as the store."""

    def __init__(self, world: WorkerWorld) -> None:
        self.world = world
        self.forgotten: set[str] = set()

    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        del scope
        self._call("forget_debtor", lambda: self.forgotten.add(debtor_id))

    def forget_contact(self, scope: Scope, contact_id: str) -> None:
        del scope
        self._call("forget_contact", lambda: self.forgotten.add(contact_id))

    def forget(self, wrapped_key: WrappedKey) -> None:
        assert wrapped_key == WRAPPED
        self.forgotten.add("the key")

    def _call(self, name: str, effect: Callable[[], None]) -> None:
        self.world.store.before(name)
        effect()
        self.world.store.after(name)


def closed() -> tuple[WorkerWorld, Surroundings]:
    world = WorkerWorld()
    world.emailed_case(
        status=CaseStatus.CLOSED, outcome=Outcome.PAID, payments=(things.payment(1, reference="VIR ZEPHYRINE"),)
    )
    return world, Surroundings(world)


def erase(world: WorkerWorld, around: Surroundings) -> None:
    erase_debtor(TEST, "deb_1", store=world.store, vault=around, files=around)


def failing_at(number: int) -> Callable[[str], None]:
    left = [number]

    def hook(name: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise ProviderUnavailable(f"{name} does not answer")

    return hook


def quiet(_: str) -> None:
    """No fault."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_interrupted_erasure_is_finished_by_repeating_it(moment: str) -> None:
    faults = 0
    for number in range(1, MOST_CALLS):
        world, around = closed()
        setattr(world.store, moment, failing_at(number))
        try:
            erase(world, around)
        except ProviderUnavailable:
            faults += 1
        world.store.before, world.store.after = quiet, quiet
        erase(world, around)
        assert {"deb_1", "ctc_1", "the key"} <= around.forgotten
        assert world.store.debtor_key(TEST, "deb_1") is None
        with pytest.raises(KeyErased):
            world.store.contact(TEST, "ctc_1")
        case = world.store.case(TEST, "case_1")
        assert case.postal_code is None
        assert [payment.reference for payment in case.payments] == [None]
        if faults < number:
            break
    assert faults >= 7


def test_the_key_goes_last() -> None:
    """Before it is gone, the contacts can still be read whose plain copies have to go."""
    world, around = closed()
    order: list[str] = []
    world.store.before = order.append
    erase(world, around)
    assert order[-2:] == ["forget_debtor", "erase_debtor_key"]
    assert order.index("forget_contact") < order.index("erase_debtor_key")


def test_a_case_does_not_tell_any_more_what_stopped_it() -> None:
    """A death or a guardianship says more of a person than their address does (R-142, GDPR 17)."""
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    world = WorkerWorld()
    world.emailed_case(
        status=CaseStatus.CLOSED,
        outcome=Outcome.WRITTEN_OFF,
        case_manager=CaseManager("Zephyrine Marqueur"),
        pause=Pause(PauseKind.DEATH, at, fact_id="fact_1"),
        other_pauses=(Pause(PauseKind.GUARDIANSHIP, at, fact_id="fact_2"),),
        attention=Attention("debtor_deceased", "Zephyrine Marqueur", at),
        hold=Hold(date(2026, 4, 2), "Zephyrine Marqueur"),
        refused_on=date(2026, 3, 1),
    )
    erase(world, Surroundings(world))
    case = world.store.case(TEST, "case_1")
    kept = repr(case).lower()
    told = ("zephyrine", "marqueur", "death", "deceased", "guardianship", "fact_1", "fact_2")
    assert [word for word in told if word in kept] == []
    assert (case.case_manager, case.pause, case.other_pauses) == (None, None, ())
    assert (case.attention, case.hold, case.refused_on, case.insolvency) == (None, None, None, None)

"""The pauses of a case: several reasons may hold it at once, and the strongest one shows.

What the debtor's facts say (insolvency, over-indebtedness, a wrong person, a death, a guardianship, a representative)
and a dispute forbid contacting the debtor until they are lifted by name (STOP_01..STOP_04): a later holiday pause, or
another call, never takes their place. Only an ordinary pause replaces an ordinary one.
"""

from __future__ import annotations

from dataclasses import replace

from .case import Case
from .holds import Pause, PauseKind
from .last_look import without_doubt

LASTING = (
    PauseKind.INSOLVENCY,
    PauseKind.OVER_INDEBTEDNESS,
    PauseKind.WRONG_PERSON,
    PauseKind.DEATH,
    PauseKind.GUARDIANSHIP,
    PauseKind.REPRESENTED,
    PauseKind.DISPUTE,
)
"""Strongest first. None of these ends by itself, nor with the closing of the case."""


def pauses_of(case: Case) -> tuple[Pause, ...]:
    """Every pause that holds the case, the one that shows first."""
    return (case.pause, *case.other_pauses) if case.pause else ()


def with_pause(case: Case, pause: Pause) -> Case:
    """The case held by this reason too. One that stands as a fact of the debtor stays what it is.

    A doubt about the balance is over: once the case goes on, it is looked at anew.
    """
    if any(each.kind is pause.kind and each.fact_id is not None for each in pauses_of(case)):
        return case
    case = replace(case, look=without_doubt(case.look))
    return _held_by(case, [each for each in pauses_of(case) if _place(each) != _place(pause)] + [pause])


def without_pause(case: Case, kind: PauseKind) -> Case:
    """The case after one reason is lifted; the others still hold it."""
    return _held_by(case, [each for each in pauses_of(case) if each.kind is not kind])


def without_fact(case: Case, fact_id: str) -> Case:
    """The case after a fact is withdrawn: what it held is free of it."""
    return _held_by(case, [each for each in pauses_of(case) if each.fact_id != fact_id])


def only_lasting(case: Case) -> Case:
    """What remains when the case closes: should it be opened again, the debtor still may not be contacted."""
    return _held_by(case, [each for each in pauses_of(case) if each.kind in LASTING])


def _held_by(case: Case, pauses: list[Pause]) -> Case:
    strongest_first = sorted(pauses, key=_place)
    top = strongest_first[0] if strongest_first else None
    return replace(case, pause=top, other_pauses=tuple(strongest_first[1:]))


def _place(pause: Pause) -> int:
    return LASTING.index(pause.kind) if pause.kind in LASTING else len(LASTING)

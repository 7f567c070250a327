"""What an event says about limitation: whether the act it tells of moved the last day, and by which rule (PRE_07..10).

One place for every event, so that the trail never says two things about one act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from .case import Case
from .case_limitation import CaseLimitation, JudgedCaseAct, limitation_of
from .contact import POSTAL
from .events import CaseEvent, EventType
from .ledger import Statement


def told(drafts: Iterable[CaseEvent], case: Case, account: Callable[[], Statement | None]) -> tuple[CaseEvent, ...]:
    """The events, each act among them with ``limitation {effect, rule, last_day}`` as ``case`` stands after them.

    ``account`` gives the décompte; it is asked for only where there is an act.
    """
    every = tuple(drafts)
    subjects = [_subjects(draft) for draft in every]
    if not any(subjects):
        return every
    found = limitation_of(case, account())
    return tuple(_with(draft, ids, found) for draft, ids in zip(every, subjects, strict=True))


def _subjects(draft: CaseEvent) -> tuple[str, ...]:
    """What the act is known by, the most telling first; nothing for an event that is no act.

    A letter is an act once it is posted, a call once it was made; a promise made on it says more than the call.
    """
    payload = draft.payload
    if draft.type is EventType.CONTACT_SENT:
        return () if payload.get("channel") in POSTAL else (str(payload.get("contact_id")),)
    if draft.type is EventType.LETTER_POSTED:
        return (str(payload.get("contact_id")),)
    if draft.type is EventType.CALL_TASK_DONE:
        return act_of_promise(str(payload.get("call_task_id"))), str(payload.get("contact_id"))
    if draft.type is EventType.PROMISE_CREATED:
        return (act_of_promise(str(payload.get("promise_id"))),)
    if draft.type in (EventType.PAYMENT_RECORDED, EventType.PAYMENT_REVERSED):
        return (str(payload.get("payment_id")),)
    act_id = payload.get("act_id")
    return (str(act_id),) if act_id else ()


def act_of_promise(subject_id: str) -> str:
    """The id of the act that a promise is, or the promise given on a call: a task has one outcome."""
    return f"act_{subject_id.partition('_')[2]}"


def _with(draft: CaseEvent, subjects: tuple[str, ...], found: CaseLimitation) -> CaseEvent:
    by_subject = {judged.act.subject_id: judged for judged in found.acts}
    judged = next((by_subject[subject] for subject in subjects if subject in by_subject), None)
    if judged is None:
        return draft
    said = {"limitation": effect(judged, found)}
    return replace(draft, payload={**draft.payload, **said}, public={**draft.public, **said})


def effect(judged: JudgedCaseAct, found: CaseLimitation) -> dict[str, str]:
    """``effect`` and ``rule`` of an act, and the last day as it stands with it."""
    return {"effect": judged.effect.value, "rule": judged.rule, "last_day": found.last_day.isoformat()}

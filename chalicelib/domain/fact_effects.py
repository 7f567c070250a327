"""What the debtor's facts do to a case that has not seen them yet (STOP_02..STOP_04, INT_16, INT_17).

A case compares the revision it has seen with the debtor's: whoever loads the case first applies what is new, once, and
it is written in the case's own trail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from .address import Address
from .case import Case
from .case_commands import needs_attention, resting_status
from .debtor_fact import DebtorFact, FactKind
from .declared_insolvency import declared_insolvency
from .errors import Conflict
from .events import CaseEvent, EventType, event
from .holds import Attention, Pause, PauseKind
from .instants import instant
from .negotiation.agreement import NOBODY_TO_AGREE_WITH
from .negotiation.plan_overtaken import proposal_overtaken
from .parties import Debtor
from .pauses import pauses_of, with_pause, without_fact

PAUSE_OF = {
    FactKind.INSOLVENCY: PauseKind.INSOLVENCY,
    FactKind.OVER_INDEBTEDNESS: PauseKind.OVER_INDEBTEDNESS,
    FactKind.DEATH: PauseKind.DEATH,
    FactKind.GUARDIANSHIP: PauseKind.GUARDIANSHIP,
    FactKind.LAWYER: PauseKind.REPRESENTED,
    FactKind.WRONG_PERSON: PauseKind.WRONG_PERSON,
}
FACT_OF = {kind: fact for fact, kind in PAUSE_OF.items()}
FREEZES_INTEREST = (FactKind.INSOLVENCY, FactKind.OVER_INDEBTEDNESS)
ASKS_A_PERSON = {FactKind.DEATH: "debtor_deceased", FactKind.GUARDIANSHIP: "debtor_under_guardianship"}
MAY_BE_RESUMED = frozenset({PauseKind.DEATH, PauseKind.GUARDIANSHIP, PauseKind.REPRESENTED})


@dataclass(frozen=True)
class Absorbed:
    """The case with the facts in effect, and their events. ``documents`` are facts whose proof it has no copy of."""

    case: Case
    events: tuple[CaseEvent, ...]
    documents: tuple[DebtorFact, ...]


def absorb(case: Case, debtor: Debtor, creditor: Address, now: datetime) -> Absorbed | None:
    """Applies what the case has not seen, in the order it was recorded; ``None`` when nothing is new.

    A closed case changes no more; one that is opened again catches up.
    """
    news = sorted((fact for fact in debtor.facts if fact.revision > case.facts_seen), key=lambda fact: fact.revision)
    if case.is_closed or not news:
        return None
    seen = case.facts_seen
    drafts: list[CaseEvent] = []
    case = replace(case, facts_seen=debtor.facts_revision)
    for fact in news:
        known = fact.recorded_in <= seen
        if not fact.stands and not known:
            continue
        case, more = _apply(case, debtor, creditor, fact, now, known=known)
        drafts.extend(more)
    documents = tuple(fact for fact in news if fact.stands and fact.document)
    return Absorbed(replace(case, frozen_on=frozen_on(debtor)), tuple(drafts), documents)


def frozen_on(debtor: Debtor) -> date | None:
    """From when no interest runs: the earliest judgment or admissibility that stands (C. com. L622-28, L722-14)."""
    return min((fact.on for kind in FREEZES_INTEREST for fact in debtor.standing(kind)), default=None)


def refuse_resume(debtor: Debtor, kind: PauseKind) -> None:
    """409 ``debtor_fact_stands``: what the law stops goes on once the fact is withdrawn, or somebody may be written to.

    After a death, under guardianship or with a lawyer, a person may go on once the addressee is known (STOP_04).
    """
    fact_kind = FACT_OF.get(kind)
    standing = [fact for fact in debtor.standing(fact_kind) if stops(fact)] if fact_kind else []
    if not standing or (kind in MAY_BE_RESUMED and debtor.representative is not None):
        return
    cure = "record the fact again with its addressee, or withdraw it" if kind in MAY_BE_RESUMED else "withdraw the fact"
    link = f"/v1/debtors/{debtor.id}/facts"
    raise Conflict(f"The debtor's {fact_kind} stands; {cure}.", code="debtor_fact_stands", link=link)


def is_stopped(debtor: Debtor) -> bool:
    """Whether a fact of the debtor forbids to contact them, in whatever case."""
    return any(fact.stands and stops(fact) for fact in debtor.facts)


def may_be_written_to(debtor: Debtor) -> bool:
    """Whether a service message (a receipt) may go out: to whoever stands for the debtor, or when nothing stops it.

    By the facts themselves: a closed case takes none in any more, and may still owe a receipt.
    """
    held = [PAUSE_OF[fact.kind] for fact in debtor.facts if fact.stands and stops(fact)]
    if any(kind not in MAY_BE_RESUMED for kind in held):
        return False
    return not held or debtor.representative is not None


def stops(fact: DebtorFact) -> bool:
    """Whether the fact forbids all contacts; the others change an address or a channel."""
    return fact.kind in PAUSE_OF and (fact.kind is not FactKind.WRONG_PERSON or fact.is_about_everything)


def _apply(
    case: Case, debtor: Debtor, creditor: Address, fact: DebtorFact, now: datetime, *, known: bool
) -> tuple[Case, tuple[CaseEvent, ...]]:
    if not fact.stands:
        return _lifted(case, debtor, fact, now)
    told: tuple[CaseEvent, ...] = (_recorded(fact),)
    if fact.kind is FactKind.INSOLVENCY:
        case, told = _insolvent(case, debtor, creditor, fact)
    if known or not stops(fact):
        return case, told
    case, stopped = _stopped(case, fact, now)
    return case, (*told, *stopped)


def _insolvent(case: Case, debtor: Debtor, creditor: Address, fact: DebtorFact) -> tuple[Case, tuple[CaseEvent, ...]]:
    """What was declared before is kept: only another content makes another edition."""
    found = declared_insolvency(fact, creditor, debtor.address)
    before = case.insolvency
    if found is not None and before is not None and before.fact_id == fact.id:
        found = replace(
            found,
            edition=before.edition,
            declared=before.declared,
            document_id=before.document_id,
            issued_at=before.issued_at,
        )
    if found is None:
        return case, ()
    draft = event(
        EventType.INSOLVENCY_DETECTED,
        {"detail": fact.detail, "recorded_by": fact.recorded_by},
        fact_id=fact.id,
        procedure=found.procedure.value,
        judgment_on=found.judgment_on.isoformat(),
        bodacc_published_on=_text(found.published_on),
        months_to_declare=found.months_to_declare,
        declaration_deadline=_text(found.declaration_deadline),
    )
    return replace(case, insolvency=found), (draft,)


def _stopped(case: Case, fact: DebtorFact, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    kind = PAUSE_OF[fact.kind]
    if all(each.kind is not kind for each in pauses_of(case)):
        case = with_pause(case, Pause(kind, now, fact_id=fact.id))
    case = replace(case, status=resting_status(case))
    drafts = [event(EventType.CASE_PAUSED, kind=kind.value, until=None)]
    if kind in NOBODY_TO_AGREE_WITH:
        case, overtaken = proposal_overtaken(case, kind.value, now)
        drafts.extend(overtaken)
    code = ASKS_A_PERSON.get(fact.kind)
    if code is not None and case.attention is None:
        case, asked = needs_attention(case, Attention(code, "a person decides how to go on", now))
        drafts.extend(asked)
    return case, tuple(drafts)


def _lifted(case: Case, debtor: Debtor, fact: DebtorFact, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """What the fact caused ends with it; another reason still holds the case."""
    drafts = [
        event(
            EventType.DEBTOR_FACT_WITHDRAWN,
            {"reason": fact.withdrawn_because, "withdrawn_by": fact.withdrawn_by, "on": fact.on.isoformat()},
            fact_id=fact.id,
            kind=fact.kind.value,
        )
    ]
    paused = case.pause
    case = without_fact(case, fact.id)
    if case.insolvency is not None and case.insolvency.fact_id == fact.id:
        case = replace(case, insolvency=None)
    if case.attention is not None and case.attention.code == ASKS_A_PERSON.get(fact.kind):
        drafts.append(
            event(
                EventType.CASE_ATTENTION_RESOLVED,
                {"reason": "the fact was withdrawn"},
                code=case.attention.code,
                action="withdraw",
                step_id=None,
            )
        )
        case, asked = _still_asked(replace(case, attention=None), debtor, now)
        drafts.extend(asked)
    if paused is not None and case.pause is None:
        reason = {"reason": "the fact was withdrawn"}
        drafts.append(event(EventType.CASE_RESUMED, reason, paused_since=instant(paused.since)))
    return replace(case, status=resting_status(case)), tuple(drafts)


def _still_asked(case: Case, debtor: Debtor, now: datetime) -> tuple[Case, tuple[CaseEvent, ...]]:
    """Another fact that stands and still holds the case asks the person in its turn (STOP_04)."""
    for kind, code in ASKS_A_PERSON.items():
        held = any(pause.kind is PAUSE_OF[kind] for pause in pauses_of(case))
        if held and debtor.standing(kind):
            return needs_attention(case, Attention(code, "a person decides how to go on", now))
    return case, ()


def _recorded(fact: DebtorFact) -> CaseEvent:
    private = {
        "on": fact.on.isoformat(),
        "recorded_by": fact.recorded_by,
        "detail": fact.detail,
        "channel": fact.channel,
        "contact": fact.contact,
        "addressee": fact.addressee.name if fact.addressee else None,
    }
    return event(EventType.DEBTOR_FACT_RECORDED, private, fact_id=fact.id, kind=fact.kind.value)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None

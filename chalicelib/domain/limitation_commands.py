"""What people record about limitation, and take back: acts, suspensions, the answer to a time-barred claim.

Each returns the new case and its events; texts go into the sealed payload alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from .case import Case, Outcome
from .case_commands import TIME_BARRED, Change, close, needs_attention, require_live
from .case_limitation import CaseLimitation, limitation_of
from .decide_limitation import is_barred, is_lost, is_warned, target_of, threshold_on
from .errors import Conflict, FieldProblem, InvalidInput, NotFound
from .events import CaseEvent, EventType, event
from .holds import Attention
from .ledger import Statement
from .limitation import ACKNOWLEDGEMENT_AFTER_EXPIRY, ACKNOWLEDGING, ActEffect, ActKind
from .limitation_record import MOST_ACTS, MOST_SUSPENSIONS, RecordedAct, RecordedSuspension, Undone
from .parties import DebtorKind
from .plan import local_day

LONGEST_SUSPENSION = timedelta(days=3653)


def record_act(
    case: Case,
    act: RecordedAct,
    account: Statement | None,
    now: datetime,
    *,
    private: Mapping[str, Any],
    documents: list[dict[str, Any]],
) -> Change:
    """Adds an act. An acknowledgement that came after the last day changes nothing and asks for a person (PRE_10)."""
    require_live(case)
    _check_act(case, act, local_day(case, now))
    recorded = replace(case, limitation=case.limitation.with_act(act))
    draft = act_recorded(act, private, documents)
    asked, attention = after_last_day(recorded, act, account, now)
    return asked, (draft, *attention)


def after_last_day(recorded: Case, act: RecordedAct, account: Statement | None, now: datetime) -> Change:
    """Asks for a person where the act that was just recorded is an acknowledgement that came too late (PRE_10)."""
    judged = next(each for each in limitation_of(recorded, account).acts if each.act.subject_id == act.id)
    late = judged.effect is ActEffect.AFTER_EXPIRY and act.kind in ACKNOWLEDGING
    if not late or recorded.attention is not None:
        return recorded, ()
    detail = f"acknowledged on {act.on}, after the last day: whether that waives limitation is for a person to say"
    return needs_attention(recorded, Attention(ACKNOWLEDGEMENT_AFTER_EXPIRY, detail, now))


def act_recorded(
    act: RecordedAct, private: Mapping[str, Any] | None = None, documents: Sequence[Mapping[str, Any]] = ()
) -> CaseEvent:
    """The event of an act that a person stated."""
    return event(
        EventType.LIMITATION_ACT_RECORDED,
        private,
        act_id=act.id,
        kind=act.kind.value,
        on=act.on.isoformat(),
        invoice_id=act.invoice_id,
        documents=list(documents),
    )


def _check_act(case: Case, act: RecordedAct, today: date) -> None:
    problems = []
    if act.on > today:
        problems.append(FieldProblem("#/on", "in_the_future", f"the case stands at {today}"))
    if act.invoice_id is not None and all(invoice.id != act.invoice_id for invoice in case.invoices):
        problems.append(FieldProblem("#/invoice_id", "unknown_invoice", "not an invoice of this case"))
    if len(case.limitation.acts) >= MOST_ACTS:
        problems.append(FieldProblem("#", "too_many_acts", f"a case holds {MOST_ACTS} recorded acts at most"))
    if problems:
        raise InvalidInput("The act cannot be recorded.", errors=tuple(problems))


def withdraw_act(case: Case, act_id: str, undone: Undone, now: datetime, *, reason: str) -> Change:
    """The act counts as if it had never happened: recorded by mistake, or undone by the law (C. civ. 2243)."""
    act = next((each for each in case.limitation.acts if each.id == act_id), None)
    if act is None:
        raise NotFound("No such act in this case.")
    require_live(case)
    if act.undone is not None:
        raise Conflict("The act was withdrawn already.", code="already_withdrawn")
    if undone in (Undone.CLAIM_WITHDRAWN, Undone.CLAIM_REJECTED) and act.kind is not ActKind.COURT_CLAIM:
        problem = FieldProblem("#/cause", "wrong_cause", f"{undone.value} undoes a court_claim, not {act.kind.value}")
        raise InvalidInput("The cause does not fit the act.", errors=(problem,))
    gone = replace(act, undone=undone, undone_on=local_day(case, now))
    draft = event(
        EventType.LIMITATION_ACT_WITHDRAWN,
        {"reason": reason},
        act_id=act_id,
        kind=act.kind.value,
        on=act.on.isoformat(),
        cause=undone.value,
    )
    return replace(case, limitation=case.limitation.with_act(gone)), (draft,)


def record_suspension(case: Case, suspension: RecordedSuspension, now: datetime, *, reason: str | None) -> Change:
    """Adds days on which limitation stands still (PRE_12). They may reach into the future: an agreed mediation."""
    require_live(case)
    today, problems = local_day(case, now), []
    if suspension.start > today:
        problems.append(FieldProblem("#/from", "in_the_future", f"the case stands at {today}"))
    if suspension.end < suspension.start:
        problems.append(FieldProblem("#/to", "period_reversed", "not before from"))
    elif suspension.end - suspension.start > LONGEST_SUSPENSION:
        problems.append(FieldProblem("#/to", "outside_range", "ten years after from at most"))
    if len(case.limitation.suspensions) >= MOST_SUSPENSIONS:
        detail = f"a case holds {MOST_SUSPENSIONS} suspensions at most"
        problems.append(FieldProblem("#", "too_many_suspensions", detail))
    if problems:
        raise InvalidInput("The suspension cannot be recorded.", errors=tuple(problems))
    draft = event(EventType.LIMITATION_SUSPENSION_RECORDED, {"reason": reason}, **_span(suspension))
    return replace(case, limitation=case.limitation.with_suspension(suspension)), (draft,)


def withdraw_suspension(case: Case, suspension_id: str, now: datetime, *, reason: str) -> Change:
    """The days count again."""
    known = next((each for each in case.limitation.suspensions if each.id == suspension_id), None)
    if known is None:
        raise NotFound("No such suspension in this case.")
    require_live(case)
    if known.withdrawn_on is not None:
        raise Conflict("The suspension was withdrawn already.", code="already_withdrawn")
    gone = replace(known, withdrawn_on=local_day(case, now))
    draft = event(EventType.LIMITATION_SUSPENSION_WITHDRAWN, {"reason": reason}, **_span(known))
    return replace(case, limitation=case.limitation.with_suspension(gone)), (draft,)


def _span(suspension: RecordedSuspension) -> dict[str, Any]:
    return {
        "suspension_id": suspension.id,
        "kind": suspension.kind.value,
        "from": suspension.start.isoformat(),
        "to": suspension.end.isoformat(),
    }


def warn(case: Case, account: Statement | None, now: datetime) -> Change:
    """What is due about limitation: a warning (PRE_14), or past the last day the end of the case or a question."""
    found, today = limitation_of(case, account), local_day(case, now)
    if is_barred(case, found, today):
        return _barred(case, found, now)
    running = found.still_running(today)
    if running is None:
        return case, ()
    target = target_of(running, today)
    threshold = threshold_on(target, today)
    if threshold is None or is_warned(case, target, threshold):
        return case, ()
    warned = replace(case, limitation=case.limitation.with_warning(target, threshold))
    draft = event(
        EventType.LIMITATION_WARNING,
        **_days(running),
        warned_day=target.isoformat(),
        threshold_days=threshold,
        days_left=(target - today).days,
        review=list(running.review),
    )
    return warned, (draft,)


def _barred(case: Case, found: CaseLimitation, now: datetime) -> Change:
    """A consumer's case ends where nothing is left to sue for; any other waits for a person (PRE_15)."""
    if is_lost(case, found, local_day(case, now)):
        closed, closing = close(case, Outcome.TIME_BARRED, now, reason=f"time-barred since the end of {found.last_day}")
        said = {"limitation": {**_days(found), "rule": "PRE_15"}}
        return closed, tuple(
            replace(draft, payload={**draft.payload, **said}, public={**draft.public, **said}) for draft in closing
        )
    asked = replace(case, limitation=replace(case.limitation, barred_asked=found.last_day))
    return needs_attention(asked, Attention(TIME_BARRED, _question(case, found), now))


def _question(case: Case, found: CaseLimitation) -> str:
    said = f"the claim of invoice {found.first_invoice().number} is time-barred since the end of {found.last_day}"
    if case.debtor_kind is not DebtorKind.CONSUMER:
        return said
    return (
        f"{said}: a consumer is not asked for it; credit what is left of it, or close this case and open one for the "
        "other invoices"
    )


def _days(found: CaseLimitation) -> dict[str, Any]:
    return {
        "last_day": found.last_day.isoformat(),
        "safe_last_day": found.safe_last_day.isoformat(),
        "invoice_id": found.first_invoice().id,
    }

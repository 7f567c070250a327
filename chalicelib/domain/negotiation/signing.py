"""How a plan is signed: the amount in the debtor's own words, each side once, then it is in force (R-078, PLAN_01..03).

The words prevail over the figures (C. civ. 1376). On the page nothing ambiguous is signed: both must say the total. On
paper, where nothing can be corrected any more, figures that say something else are kept as they are and do not count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent, EventType, event
from chalicelib.domain.ledger_lines import Statement
from chalicelib.domain.limitation import ActKind
from chalicelib.domain.limitation_commands import after_last_day
from chalicelib.domain.limitation_record import MOST_ACTS, RecordedAct
from chalicelib.domain.local_time import local_day
from chalicelib.domain.money import Money
from chalicelib.domain.rates import RateTable
from chalicelib.domain.territory import territory_of

from .agreement import require_may_agree
from .instalments import due_on_signature
from .payment_plan import PaymentPlan, PlanState, Side, Signature
from .plan_basis import owed_then
from .plan_life import activated
from .plan_proposals import plan_of
from .typed_amount import amount_of_figures, amount_of_words

Change = tuple[Case, tuple[CaseEvent, ...]]


@dataclass(frozen=True)
class Signing:
    """What a signature leaves. ``documents`` are those of its event; ``act_id`` the debtor's acknowledgement."""

    signature: Signature
    act_id: str
    private: dict[str, Any]
    documents: tuple[dict[str, str], ...] = ()
    acknowledgement_id: str | None = None


def check_written(total: Money, figures: str, words: str, language: str, *, on_paper: bool) -> bool:
    """Whether the words prevail: figures that say something else, which is possible on paper alone.

    Errors (422): ``words_not_the_amount`` and ``figures_not_the_amount``, each at its field.
    """
    said = {amount_of_words(words, read_in) for read_in in ((language, "fr", "en") if on_paper else (language,))}
    counted = amount_of_figures(figures)
    problems = []
    if total not in said:
        detail = "the amount in words is not the total of the plan, which the words alone decide (C. civ. 1376)"
        problems.append(FieldProblem("#/words", "words_not_the_amount", detail))
    if counted != total and not on_paper:
        detail = "the amount in figures is not the total of the plan; write both as they are shown"
        problems.append(FieldProblem("#/figures", "figures_not_the_amount", detail))
    if problems:
        raise InvalidInput("The amount is not written as it is owed; nothing was signed.", errors=tuple(problems))
    return counted != total


def to_sign(case: Case, plan_id: str, side: Side, rates: RateTable, now: datetime) -> PaymentPlan:
    """The plan, while this side can sign it.

    Errors: ``not_found``; ``case_closed``; ``agreement_not_possible``; ``plan_not_to_sign`` for one that is not agreed
    or is over, ``plan_already_signed``, ``plan_too_late_to_sign``, and ``plan_outdated`` where less is owed than it
    says for another reason than a payment, which counts for its instalments (all 409); ``rate_unknown``.
    """
    plan = plan_of(case, plan_id)
    if plan.signed_by(side) is not None and plan.lives:
        raise Conflict(f"The {side} has signed this plan.", code="plan_already_signed")
    require_may_agree(case)
    if plan.state is not PlanState.AGREED:
        raise Conflict(f"The payment plan is not one to sign ({plan.state}).", code="plan_not_to_sign")
    today = local_day(case, now)
    if plan.answer_by is not None and today > plan.answer_by:
        raise Conflict(f"It was to be signed by {plan.answer_by}.", code="plan_too_late_to_sign")
    if owed_then(case, plan, rates) < plan.total:
        raise Conflict("Less is owed than this plan says; agree on another one.", code="plan_outdated")
    return plan


def completes(plan: PaymentPlan, side: Side) -> bool:
    """Whether the other side has signed already."""
    return any(signature.side is not side for signature in plan.signatures)


def with_signature(plan: PaymentPlan, signature: Signature, today: date, postal_code: str | None) -> PaymentPlan:
    """The plan as it stands once this side has signed; the first instalment is never due before the last signature.

    Errors: ``plan_too_late_to_sign`` (409) where the second would be due by then.
    """
    signed = replace(plan, signatures=(*plan.signatures, signature))
    if not completes(plan, signature.side):
        return signed
    moved = due_on_signature(plan.instalments, today, territory_of(postal_code))
    if moved is None:
        raise Conflict("Its second instalment is due already; agree on another one.", code="plan_too_late_to_sign")
    return replace(signed, instalments=moved)


def signed(case: Case, plan: PaymentPlan, signing: Signing, account: Statement | None, now: datetime) -> Change:
    """``plan`` carries the signature. The debtor's acknowledges the whole debt (PLAN_01, C. civ. 2240).

    One that comes after the last day changes nothing about limitation and asks for a person (PRE_10).
    """
    signature = signing.signature
    complete = any(each.side is not signature.side for each in plan.signatures)
    plan = replace(plan, document_id=signing.acknowledgement_id) if complete else plan
    case = replace(case, negotiation=case.negotiation.with_plan(plan))
    private = dict(signing.private)
    asked: tuple[CaseEvent, ...] = ()
    if signature.side is Side.DEBTOR:
        case = case.answered(now)
        case, asked = _acknowledged(case, signing, account, now)
        private["act_id"] = signing.act_id
    draft = event(
        EventType.PLAN_SIGNED,
        private,
        plan_id=plan.id,
        side=signature.side.value,
        complete=complete,
        **({"documents": [dict(each) for each in signing.documents]} if signing.documents else {}),
    )
    if not complete:
        return case, (draft, *asked)
    case, followed = activated(case, plan, now)
    return case, (draft, *followed, *asked)


def _acknowledged(
    case: Case, signing: Signing, account: Statement | None, now: datetime
) -> tuple[Case, tuple[CaseEvent, ...]]:
    signature = signing.signature
    if len(case.limitation.acts) >= MOST_ACTS:
        return case, ()
    on = signature.signed_on or local_day(case, now)
    act = RecordedAct(signing.act_id, ActKind.PAYMENT_PLAN, on, document_id=signature.document_id)
    case = replace(case, limitation=case.limitation.with_act(act))
    return after_last_day(case, act, account, now)

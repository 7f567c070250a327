"""Sign a payment plan as an acknowledgement of debt: on the debtor's page, by a key, or on paper (R-078, PLAN_03).

The last signature puts the plan in force and keeps the paper that tells of both, in the same transaction: it is written
once, however often the request is tried.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.document import Document
from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.events import CaseEvent
from chalicelib.domain.negotiation.one_time_code import Purpose, text_digest
from chalicelib.domain.negotiation.page_act import PageAct, words_first
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, Side, Signature, SignedBy
from chalicelib.domain.negotiation.plan_proposals import plan_of
from chalicelib.domain.negotiation.signing import Signing, check_written, signed, to_sign, with_signature
from chalicelib.domain.plan import local_day

from .acknowledgement import Papers, acknowledgement, text_to_sign
from .change_case import Changing, Outcome, Transition, change_case
from .code_hash import entered, used_at
from .confirm_code import code_confirmed
from .ports import Reply
from .recording import CaseFile
from .sending import Content, keep
from .writes import Create, Update, Write


@dataclass(frozen=True)
class SignPlan:
    """The debtor on their page: what they typed, the one-time code, and the page's act. ``language`` is the page's."""

    changing: Changing
    plan_id: str
    figures: str
    words: str
    code_id: str
    digits: str
    act: PageAct | None = None
    language: str | None = None


@dataclass(frozen=True)
class SignForCreditor:
    """The creditor by a key; ``signatory`` is the person who signs for it."""

    changing: Changing
    plan_id: str
    signatory: str | None = None


@dataclass(frozen=True)
class RecordPaperSignature:
    """The debtor's signature by hand: the scanned paper, and the amount as it is written on it."""

    changing: Changing
    plan_id: str
    figures: str
    words: str
    paper: Content
    signed_on: date | None = None


@dataclass(frozen=True)
class _Signed:
    """What a door found out: the signature, what the event keeps, and what is saved with it."""

    signature: Signature
    private: dict[str, object]
    before: tuple[CaseEvent, ...] = ()
    writes: tuple[Write, ...] = ()
    papers: tuple[Document, ...] = ()


def sign_plan(command: SignPlan, *, ports: Papers, reply: Reply) -> Outcome:
    """``result`` is the PaymentPlan.

    Errors: ``words_not_the_amount``, ``figures_not_the_amount`` at their field (422); those of ``to_sign`` (409); those
    of the code, which fits the plan and the text as they were shown when it was asked for, and no other.
    """
    return change_case(command.changing, signing(command, ports), recording=ports.recording, reply=reply)


def signing(command: SignPlan, ports: Papers) -> Callable[[CaseFile], Transition]:
    """What the debtor's signature changes; for whoever has loaded the case already. Errors: as for ``sign_plan``."""

    def door(file: CaseFile, plan: PaymentPlan) -> _Signed:
        language = command.language or (command.act.language if command.act else None) or file.debtor.language
        text = text_to_sign(file, plan.id, language, ports.renderer)
        check_written(plan.total, command.figures, command.words, language, on_paper=False)
        digest = text_digest(text)
        code, codes = entered(
            file,
            command.code_id,
            command.digits,
            Purpose.SIGN,
            ports.recording,
            subject_id=plan.id,
            text_sha256=digest,
        )
        signature = Signature(
            Side.DEBTOR,
            file.now,
            SignedBy.PAGE,
            code_id=code.id,
            figures=command.figures,
            words=command.words,
            language=language,
            text_sha256=digest,
            contact_id=code.contact_id,
            code_sent_at=code.sent_at,
            code_confirmed_at=used_at(codes),
        )
        private: dict[str, object] = {"text": text, "masked": code.masked}
        if command.act is not None:
            private["form_id"] = command.act.form_id
        before = (*words_first(command.act), code_confirmed(code))
        return _Signed(signature, private, before, (Update(codes, file.key),))

    return _signing(command.plan_id, Side.DEBTOR, door, ports)


def sign_for_creditor(command: SignForCreditor, *, ports: Papers, reply: Reply) -> Outcome:
    """``result`` is the PaymentPlan. Errors: those of ``to_sign`` (409)."""

    def door(file: CaseFile, _plan: PaymentPlan) -> _Signed:
        signature = Signature(Side.CREDITOR, file.now, SignedBy.API, signatory=command.signatory)
        return _Signed(signature, {"key_id": command.changing.actor})

    transition = _signing(command.plan_id, Side.CREDITOR, door, ports)
    return change_case(command.changing, transition, recording=ports.recording, reply=reply)


def record_paper_signature(command: RecordPaperSignature, *, ports: Papers, reply: Reply) -> Outcome:
    """``result`` is the PaymentPlan; the event tells whether the words prevailed over other figures (C. civ. 1376).

    Errors: ``words_not_the_amount``, ``in_the_future``, ``before_the_agreement`` at their field (422); those of
    ``to_sign`` (409).
    """
    kept: list[Document] = []  # once, however often the change is tried: the archive forgets nothing

    def door(file: CaseFile, plan: PaymentPlan) -> _Signed:
        day = command.signed_on or local_day(file.case, file.now)
        _check_day(file, plan, day)
        language = file.debtor.language
        prevail = check_written(plan.total, command.figures, command.words, language, on_paper=True)
        if not kept:
            kept.append(_kept(file, command.paper, ports))
        signature = Signature(
            Side.DEBTOR,
            file.now,
            SignedBy.PAPER,
            document_id=kept[0].id,
            figures=command.figures,
            words=command.words,
            language=language,
            signed_on=day,
        )
        private = {"words_prevail": prevail, "key_id": command.changing.actor}
        return _Signed(signature, private, writes=(Create(kept[0], file.key),), papers=(kept[0],))

    transition = _signing(command.plan_id, Side.DEBTOR, door, ports)
    return change_case(command.changing, transition, recording=ports.recording, reply=reply)


def _check_day(file: CaseFile, plan: PaymentPlan, day: date) -> None:
    today = local_day(file.case, file.now)
    agreed_on = local_day(file.case, plan.agreed_at or plan.proposed_at)
    if day > today:
        problem = FieldProblem("#/signed_on", "in_the_future", f"the case stands at {today}")
        raise InvalidInput("A signature is about the past.", errors=(problem,))
    if day < agreed_on:
        problem = FieldProblem("#/signed_on", "before_the_agreement", f"the plan was agreed on {agreed_on}")
        raise InvalidInput("Nobody signs a plan before it is agreed.", errors=(problem,))


def _signing(
    plan_id: str, side: Side, door: Callable[[CaseFile, PaymentPlan], _Signed], ports: Papers
) -> Callable[[CaseFile], Transition]:
    act_id = ports.recording.ids.new("act")
    made: dict[bytes, Document] = {}  # the paper of a lost race is kept again only where it says something else

    def transition(file: CaseFile) -> Transition:
        plan = to_sign(file.case, plan_id, side, file.rates, file.now)
        found = door(file, plan)
        today = local_day(file.case, file.now)
        plan = with_signature(plan, found.signature, today, file.case.postal_code)
        papers = (*found.papers, *_acknowledgement(file, plan, made, ports))
        signing = Signing(
            found.signature,
            act_id,
            {**_written(found.signature), **found.private},
            tuple({"document_id": paper.id, "sha256": paper.sha256} for paper in papers),
            papers[-1].id if len(papers) > len(found.papers) else None,
        )
        account = known_statement(file.case, file.rates, today)
        case, drafts = signed(file.case, plan, signing, account, file.now)
        writes = (*found.writes, *(Create(paper, file.key) for paper in papers if paper not in found.papers))
        result = plan_of(case, plan_id)
        return Transition(case, (*found.before, *drafts), writes=writes, result=result)

    return transition


def _acknowledgement(
    file: CaseFile, plan: PaymentPlan, made: dict[bytes, Document], ports: Papers
) -> tuple[Document, ...]:
    """The paper, once both have signed."""
    if len({signature.side for signature in plan.signatures}) < len(Side):
        return ()
    content = acknowledgement(file, plan, file.now, ports)
    if content.body not in made:
        made[content.body] = _kept(file, content, ports)
    return (made[content.body],)


def _kept(file: CaseFile, content: Content, ports: Papers) -> Document:
    return keep(file.case, file.key, content, recording=ports.recording, archive=ports.archive)


def _written(signature: Signature) -> dict[str, object]:
    """How it was signed, for the trail alone: sealed with the case's events."""
    found: dict[str, object] = {"by": signature.by.value}
    for name in ("figures", "words", "language", "text_sha256", "code_id", "contact_id", "signatory"):
        value = getattr(signature, name)
        if value is not None:
            found[name] = value
    for name in ("code_sent_at", "code_confirmed_at", "signed_on"):
        value = getattr(signature, name)
        if value is not None:
            found[name] = value.isoformat()
    return found

"""What must hold of every case, whatever went wrong on the way."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from chalicelib.domain.archive_layout import event_context, event_key
from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.contact import Channel, Contact, ContactState, Purpose
from chalicelib.domain.evidence import verify_chain
from chalicelib.domain.fact_effects import may_be_written_to
from chalicelib.domain.pauses import LASTING, pauses_of
from chalicelib.domain.plan import local_day
from chalicelib.domain.receipt import ReceiptState
from chalicelib.domain.scenarios.model import FIRST_LETTER
from chalicelib.domain.sealed_event import parse_payload

from .compliance_invariant import CODES, check_guarded, check_log
from .story import Story

FINISHED = frozenset({CaseStatus.CLOSED, CaseStatus.AWAITING_DECISION, CaseStatus.NEEDS_ATTENTION, CaseStatus.PAUSED})


def check(story: Story) -> None:
    """Every invariant, for every case of the world."""
    assert not story.memory._outbox, "work is left in the outbox"
    _check_sends(story)
    check_log(story)
    check_guarded(story)
    left = {each.contact_id for each in story.sent}
    contacts: dict[str, list[Contact]] = {}
    for contact in sorted(story.memory._all(Contact), key=lambda contact: contact.id):
        contacts.setdefault(contact.case_id, []).append(contact)
    for case_id in story.case_ids():
        _check_chain(story, case_id)
        _check_money(story, case_id)
        events = _corrections(story, case_id), _retries(story, case_id), _anew(story, case_id)
        _check_contacts(contacts.get(case_id, []), left, *events)
        _check_silence(story, case_id)
        _check_last_day(story, case_id)
        _check_lasting_pauses(story, case_id)
        _check_plans(story, case_id)
        _check_nothing_lost(story, case_id)


def _check_sends(story: Story) -> None:
    """Nothing leaves twice under one id, and nothing leaves without its intent (design: ambiguous failure)."""
    times = Counter(each.contact_id for each in story.sent)
    assert max(times.values(), default=1) == 1, times
    known = {contact.id for contact in story.memory._all(Contact)}
    assert {each.contact_id for each in story.sent} <= known


def _check_chain(story: Story, case_id: str) -> None:
    case = story.case(case_id)
    stored = story.memory._events[story.scope, case_id]
    key = story.memory._key(story.scope, case.debtor_id)
    headers = [stored[sequence].header for sequence in sorted(stored)]
    payloads = {s: parse_payload(story.vault.open(key, e.sealed, event_context(case_id, s))) for s, e in stored.items()}
    assert verify_chain(case_id, headers, payloads, case.chain) == []
    for sequence in stored:
        place = event_key(story.scope.tenant_id, story.scope.livemode, case_id, sequence)
        assert place in story.kept.bodies, f"event {sequence} is not archived"


def _check_money(story: Story, case_id: str) -> None:
    case = story.case(case_id)
    account = statement_of(case, story.recording.rates, story.today(case_id))
    received = sum(p.amount.amount for p in case.payments if p.reversed_on is None)
    allocated = sum(a.interest.amount + a.fixed_indemnity.amount + a.principal.amount for a in account.allocations)
    assert allocated + account.overpaid.amount == received


def _corrections(story: Story, case_id: str) -> list[tuple[str, datetime]]:
    """Which payment's receipt was corrected by another, and when."""
    issued = [event for event in story.told(case_id) if event.type == "receipt.issued"]
    return [(str(event.payload["payment_id"]), event.at) for event in issued if event.payload.get("corrects")]


def _retries(story: Story, case_id: str) -> list[datetime]:
    """When a person had a letter sent again that the carrier had not posted: their answer, by no rule of ours."""
    resolved = [event for event in story.told(case_id) if event.type == "case.attention_resolved"]
    return [event.at for event in resolved if event.payload.get("action") == "retry"]


def _anew(story: Story, case_id: str) -> dict[str, list[datetime]]:
    """What bounced is missing again, and put on notice again; each answer to a dispute is told."""
    cause = {"acceleration_notice": "payment.reversed", "dispute_answer": "dispute.answered"}
    told = story.told(case_id)
    return {template: [event.at for event in told if event.type == kind] for template, kind in cause.items()}


def _check_contacts(
    contacts_of_case: list[Contact],
    left: set[str],
    corrections: list[tuple[str, datetime]],
    retries: list[datetime],
    anew: dict[str, list[datetime]],
) -> None:
    """One message at most for each step, template and subject, except as the rule of doubt, bounce or return allows.

    A corrected receipt is a message of its own, and a person may have a letter sent again that was never posted.
    ``anew`` is when something made a message necessary once more, by its template.
    """
    groups: dict[tuple[str, str, str | None, int], list[Contact]] = {}
    for contact in contacts_of_case:
        if contact.channel is not Channel.CALL and contact.template not in CODES and contact.id in left:
            about = contact.payment_id or contact.note_id
            times = sum(at <= contact.intended_at for at in anew.get(contact.template, ()))
            groups.setdefault((contact.step_id, contact.template, about, times), []).append(contact)
    for contacts in groups.values():
        for earlier, later in pairwise(contacts):
            if earlier.state in (ContactState.BOUNCED, ContactState.RETURNED):
                continue
            asked = any(earlier.intended_at < at <= later.intended_at for at in retries)
            if earlier.channel.is_postal and earlier.state is ContactState.SENT and asked:
                continue
            if any(
                payment == later.payment_id and earlier.intended_at <= at <= later.intended_at
                for payment, at in corrections
            ):
                continue
            assert earlier.channel is Channel.EMAIL, f"{earlier.channel} {earlier.template} left twice"
            assert later.channel is Channel.EMAIL, f"{later.channel} after an e-mail in doubt"
            assert later.duplicate_possible, f"{later.template} left twice without the mark"


def _check_silence(story: Story, case_id: str) -> None:
    """While nothing is owed, or the case is paused or over, only service messages begin (R-036..R-042)."""
    quiet = False
    for event in story.told(case_id):
        if event.type in ("case.closed", "case.paused", "case.decision_required"):
            quiet = True
        if event.type in ("case.reopened", "case.resumed"):
            quiet = False
        if event.type == "contact.sent" and quiet:
            contact = story.memory._get(Contact, story.scope, str(event.payload["contact_id"]))
            service = contact.purpose in (Purpose.SERVICE, Purpose.ADVICE)
            assert service or story.recorded_before(contact, case_id), f"{contact.template} after {case_id} fell silent"


def _states_of(story: Story, case_id: str) -> list[Case]:
    """Every state the case was ever committed in."""
    written = [getattr(write, "entity", None) for writes in story.memory.commits for write in writes]
    return [entity for entity in written if isinstance(entity, Case) and entity.id == case_id]


def _check_last_day(story: Story, case_id: str) -> None:
    """Nobody decides before the last day of the formal notice is over (R-040, R-042, R-098)."""
    for before, after in pairwise(_states_of(story, case_id)):
        asked = len(after.decision_asked) > len(before.decision_asked)
        handed_over = after.outcome is Outcome.HANDED_OVER and before.outcome is None
        if after.notice is not None and (asked or handed_over):
            last_day = after.notice.deadline or after.notice.named_last_day
            assert local_day(after, after.last_instant) > last_day, (
                f"decided on {after.last_instant}, before {last_day}"
            )


def _check_lasting_pauses(story: Story, case_id: str) -> None:
    """No solicitation begins under a dispute, a representative or a death, whatever else pauses or resumes the case."""
    for before, after in pairwise(_states_of(story, case_id)):
        kinds = {pause.kind for pause in pauses_of(before)} & set(LASTING)
        begun = {ref.id for record in after.steps for ref in record.contacts if ref.state is ContactState.INTENDED}
        known = {ref.id for record in before.steps for ref in record.contacts}
        assert not kinds or begun <= known, f"{begun - known} under {kinds}"


def _check_plans(story: Story, case_id: str) -> None:
    """While a plan lives no step of the scenario begins; instalments add up to its total, and are told once each.

    A mandate's letter has to precede what reminds of the plan itself (LTR_01).
    """
    for before, after in pairwise(_states_of(story, case_id)):
        begun = {ref.id for record in after.steps for ref in record.contacts if record.step_id != FIRST_LETTER}
        known = {ref.id for record in before.steps for ref in record.contacts}
        lives = before.negotiation.active_plan is not None and after.negotiation.active_plan is not None
        assert not lives or begun <= known, f"{begun - known} ignores the plan"
        for plan in after.negotiation.plans:
            assert sum(each.amount.amount for each in plan.instalments) == plan.total.amount
    told = Counter(
        (event.type, event.payload["plan_id"], event.payload["number"])
        for event in story.told(case_id)
        if event.type.startswith("plan.instalment_")
    )
    assert max(told.values(), default=1) == 1, told


def _check_nothing_lost(story: Story, case_id: str) -> None:
    """The case stands where only a person, or a later day, brings it on; no message is left half done."""
    case = story.case(case_id)
    assert not case.contacts_in_doubt(), "a contact is still in doubt"
    due = case.next_step.due_at if case.next_step else None
    late = timedelta(minutes=30)
    assert due is None or due > story.time_of(case_id) - late, f"overdue: {case.next_step}"
    assert due is not None or case.status in FINISHED, f"nobody brings it on: {case.status} {case.next_step}"
    if case.attention is None:
        owing = {ReceiptState.DUE, ReceiptState.ISSUED, ReceiptState.WITHDRAWAL_DUE}
        waits = not may_be_written_to(story.memory.debtor(story.scope, case.debtor_id)[0])
        assert due is not None or waits or not [r for r in case.receipts if r.state in owing], "a receipt is lost"

"""What comes next for a case: a pure function of the facts, the scenario and the instant.

Every wake-up and every command asks again; a payment that came meanwhile simply changes the facts. Doing nothing
carries a reason too (R-124).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from .calendar import add_working_days
from .case import Case, CaseStatus
from .case_contacts import ATTEMPTS, WITHDRAWAL, failures, of_this_edition, reached
from .contact import Channel, ContactRef, ContactState, Purpose
from .contact_guard import HOURS, Decision, GuardDecision, GuardPolicy, evaluate
from .contact_log import ContactLog
from .money import Money
from .next_step import Action, NextStep
from .notice import FormalNotice
from .parties import Debtor
from .plan import NOTICE_PRESUMED_AFTER_DAYS, local_day, plan, zone_of
from .receipt import Receipt, ReceiptState
from .returned_letters import is_back
from .scenario import Message, Scenario, Step
from .territory import territory_of

ANSWER_WAIT = timedelta(minutes=15)
POSTING_WORKING_DAYS = 3
CALL_ATTEMPTS = 2
SPREAD_SECONDS = 8 * 3600
STANDARD_POLICY = GuardPolicy()

ACTION_OF_CHANNEL = {
    Channel.EMAIL: Action.SEND_EMAIL,
    Channel.SMS: Action.SEND_SMS,
    Channel.CALL: Action.ASK_FOR_CALL,
    Channel.LETTER: Action.SEND_LETTER,
    Channel.REGISTERED_LETTER: Action.SEND_FORMAL_NOTICE,
}


@dataclass(frozen=True)
class Facts:
    """All that a decision depends on. ``owed`` is what is due and unpaid on the day of the decision."""

    case: Case
    debtor: Debtor
    log: ContactLog | None
    owed: Money
    policy: GuardPolicy = STANDARD_POLICY


def decide(facts: Facts, scenario: Scenario, now: datetime) -> NextStep:
    """The next step, when it is due (UTC), and why."""
    return (
        _resolve_doubt(facts.case)
        or _receipts(facts, now)
        or _standing_still(facts, now)
        or _ask_again(facts.case, scenario)
        or _follow_notice(facts.case)
        or _scenario_step(facts, scenario, now)
        or _ask_for_decision(facts.case, scenario)
    )


def still(reason: str, until: datetime | None = None) -> NextStep:
    """Nothing to do, with the reason; ``until`` is when to look again."""
    return NextStep(Action.STAND_STILL, until, reason)


def _resolve_doubt(case: Case) -> NextStep | None:
    """An intent without receipt: wait for the provider's event, then resolve it by rule, never send blindly."""
    for owner, ref in case.contacts_in_doubt():
        if _is_with_a_person(case, owner):
            continue
        reason = "the provider has not confirmed the contact"
        return NextStep(Action.CHECK_DELIVERY, ref.at + ANSWER_WAIT, reason, step_id=owner, subject_id=ref.id)
    return None


def _receipts(facts: Facts, now: datetime) -> NextStep | None:
    """Receipts come before anything else, and before any reminder a letter that withdraws one (PAY_03, R-092)."""
    for receipt in facts.case.receipts:
        subject = receipt.payment_id
        if _is_with_a_person(facts.case, subject):
            continue
        if receipt.state is ReceiptState.DUE:
            reason = "a payment was recorded" if receipt.edition == 1 else "what the payment paid has changed"
            return NextStep(Action.ISSUE_RECEIPT, now, reason, subject_id=subject)
        template = "final_receipt" if receipt.is_final else "receipt"
        if receipt.state is ReceiptState.ISSUED and _may_go_out(receipt, template):
            action = Action.SEND_EMAIL if facts.debtor.usable_emails() else Action.SEND_LETTER
            return _service(facts, now, action, template, receipt, "the receipt goes to the debtor")
        if receipt.state is ReceiptState.WITHDRAWAL_DUE and _may_go_out(receipt, WITHDRAWAL):
            reason = "the payment was reversed: its receipt is withdrawn"
            return _service(facts, now, Action.SEND_LETTER, WITHDRAWAL, receipt, reason)
    return None


def _is_with_a_person(case: Case, owner: str) -> bool:
    """What a person was asked about waits for the answer: a step that keeps failing, a receipt that came back."""
    return case.attention is not None and case.attention.step_id == owner


def _may_go_out(receipt: Receipt, template: str) -> bool:
    """Not when it came back or may have gone out already, nor after too many failures: then a person decides."""
    refs = of_this_edition(receipt)
    in_doubt = any(ref.template == template and ref.state is ContactState.UNKNOWN and reached(ref) for ref in refs)
    return not in_doubt and not is_back(refs, template) and len(failures(refs, template)) < ATTEMPTS


def _service(facts: Facts, now: datetime, action: Action, template: str, receipt: Receipt, reason: str) -> NextStep:
    channel = Channel.EMAIL if action is Action.SEND_EMAIL else Channel.LETTER
    failed = failures(of_this_edition(receipt), template)
    wanted = max(now, failed[-1].at + _patience(channel, len(failed))) if failed else now
    verdict = _guard(facts, channel, wanted, step_id=receipt.payment_id, counts=False)
    due = now if verdict.allowed_at is None else verdict.allowed_at.astimezone(UTC)
    return NextStep(
        action,
        due,
        reason,
        template=template,
        subject_id=receipt.payment_id,
        moves=verdict.reasons,
        refused=verdict.decision is Decision.REFUSED,
    )


def _standing_still(facts: Facts, now: datetime) -> NextStep | None:
    case = facts.case
    if case.is_closed:
        return still(f"the case is closed: {case.outcome}")
    if case.attention is not None:
        return still(f"needs attention: {case.attention.code}")
    if case.pause is not None:
        until = _start_of(case, case.pause.until) if case.pause.until else None
        if until is None or until > now:
            return still(f"paused: {case.pause.kind}", until)
    if facts.owed.amount <= 0:
        return still("nothing is due today", _next_due_date(case, now))
    return None


def _next_due_date(case: Case, now: datetime) -> datetime | None:
    today = local_day(case, now)
    later = [invoice.due_date for invoice in case.invoices if invoice.due_date >= today]
    return _start_of(case, min(later) + timedelta(days=1)) if later else None


def _ask_again(case: Case, scenario: Scenario) -> NextStep | None:
    """The creditor decides; asked again on the scenario's days, and the debtor hears nothing meanwhile (R-098)."""
    if case.status is not CaseStatus.AWAITING_DECISION or not case.decision_asked:
        return None
    asked = len(case.decision_asked)
    if asked > len(scenario.decision_reminder_days):
        return still("awaiting the creditor's decision")
    due = case.decision_asked[0] + timedelta(days=scenario.decision_reminder_days[asked - 1])
    return NextStep(Action.ASK_FOR_DECISION, due, "the creditor has not decided yet")


def _follow_notice(case: Case) -> NextStep | None:
    """Until the formal notice is presented or presumed so, nothing else happens."""
    notice = case.notice
    if notice is None or notice.presentation is not None:
        return None
    due, reason = _notice_check(case, notice)
    return NextStep(
        Action.CHECK_DELIVERY,
        max(due, case.last_instant),
        reason,
        step_id="formal_notice",
        subject_id=notice.contact_id,
    )


def _notice_check(case: Case, notice: FormalNotice) -> tuple[datetime, str]:
    if notice.posted_on is None:
        day = _working_days_later(case, notice.handed_over_on, POSTING_WORKING_DAYS)
        return _start_of(case, day + timedelta(days=1)), "the carrier has not posted the formal notice yet"
    expected = _expected_event(case, notice.contact_id)
    if expected is not None:
        return _start_of(case, expected) + timedelta(hours=12), "the carrier presents the formal notice"
    presumed = notice.posted_on + timedelta(days=NOTICE_PRESUMED_AFTER_DAYS)
    return _start_of(case, presumed) + timedelta(hours=12), "waiting for the presentation of the formal notice"


def _working_days_later(case: Case, day: date, count: int) -> date:
    territory = territory_of(case.postal_code)
    return add_working_days(day, count, territory) if territory else day + timedelta(days=count + 2)


def _expected_event(case: Case, contact_id: str) -> date | None:
    refs = [ref for record in case.steps for ref in record.contacts if ref.id == contact_id]
    return refs[0].expected_event_on if refs else None


def _scenario_step(facts: Facts, scenario: Scenario, now: datetime) -> NextStep | None:
    for planned in plan(facts.case, scenario).steps:
        record = facts.case.record_of(planned.step.id)
        if planned.skipped or (record is not None and record.state != "started"):
            continue
        for message in planned.step.messages:
            refs = [ref for ref in record.contacts if _carries(ref, message)] if record else []
            if not _is_handled(facts.case, planned.step, message, refs):
                return _message(facts, planned.step, message, planned.on, refs, now)
    return None


def _carries(ref: ContactRef, message: Message) -> bool:
    return ref.template == message.template


def _is_handled(case: Case, step: Step, message: Message, refs: list[ContactRef]) -> bool:
    record = case.record_of(step.id)
    if record is not None and message.template in record.skipped_channels:
        return True
    if message.channel is Channel.CALL and len(refs) >= CALL_ATTEMPTS:
        return True
    return any(reached(ref) for ref in refs)


def _message(facts: Facts, step: Step, message: Message, on: date, refs: list[ContactRef], now: datetime) -> NextStep:
    channel = usable_channel(facts.debtor, message)
    wanted = _start_of(facts.case, on, HOURS[facts.policy.profile].opening)
    failed = [ref for ref in refs if ref.state is ContactState.FAILED]
    if failed:
        wanted = max(wanted, failed[-1].at + _patience(channel, len(failed)))
    counts = step.purpose is Purpose.SOLICITATION
    verdict = _guard(facts, channel, wanted, step_id=step.id, counts=counts, spread=not failed)
    if verdict.allowed_at is not None and verdict.allowed_at <= now:
        verdict = _guard(facts, channel, now, step_id=step.id, counts=counts)
    due = verdict.allowed_at.astimezone(UTC) if verdict.allowed_at else max(now, wanted)
    reason = f"{step.id}: day {(on - facts.case.day_zero).days} of the scenario"
    return NextStep(
        ACTION_OF_CHANNEL[channel],
        due,
        reason,
        step_id=step.id,
        template=message.template,
        moves=verdict.reasons,
        refused=verdict.decision is Decision.REFUSED,
    )


def _patience(channel: Channel, failures: int) -> timedelta:
    if channel is Channel.CALL:
        return timedelta(days=1)
    return ANSWER_WAIT * (1 << 2 * (failures - 1))


def usable_channel(debtor: Debtor, message: Message) -> Channel:
    """The message's own channel; a letter in place of an e-mail that cannot reach the debtor (CON_09, bounces)."""
    if message.channel is Channel.EMAIL and not debtor.usable_emails() and debtor.address is not None:
        return Channel.LETTER
    return message.channel


def _guard(
    facts: Facts, channel: Channel, wanted: datetime, *, step_id: str, counts: bool, spread: bool = False
) -> GuardDecision:
    case = facts.case
    past = facts.log.past_contacts(case_id=case.id, step_id=step_id, now=wanted) if facts.log and counts else ()
    verdict = evaluate(
        wanted,
        channel=channel.value,
        debtor_kind=case.debtor_kind,
        postal_code=case.postal_code,
        policy=facts.policy,
        past_contacts=past,
        blocked_channels=frozenset(b.channel for b in facts.debtor.blocks if b.address is None),
        counts=counts,
    )
    if not spread or case.test_clock_id is not None:
        return verdict
    spread_out = _spread(case, step_id, verdict)
    if spread_out.allowed_at is None:
        return verdict
    again = _guard(facts, channel, spread_out.allowed_at, step_id=step_id, counts=counts)
    return spread_out if again.decision is Decision.NOW else verdict


def _spread(case: Case, step_id: str, verdict: GuardDecision) -> GuardDecision:
    """Live wake-ups are spread inside the allowed hours by a hash, so that thousands do not wake at 8 o'clock."""
    if verdict.allowed_at is None:
        return verdict
    digest = hashlib.sha256(f"{case.id}/{step_id}".encode()).digest()
    offset = timedelta(seconds=int.from_bytes(digest[:4], "big") % SPREAD_SECONDS)
    return GuardDecision(verdict.decision, verdict.allowed_at + offset, verdict.reasons)


def _start_of(case: Case, day: date, hour: time = time.min) -> datetime:
    return datetime.combine(day, hour, zone_of(case)).astimezone(UTC)


def _ask_for_decision(case: Case, scenario: Scenario) -> NextStep:
    due = max(_start_of(case, plan(case, scenario).decision_on) + timedelta(hours=9), case.last_instant)
    return NextStep(Action.ASK_FOR_DECISION, due, "the amicable scenario is over: the creditor decides")

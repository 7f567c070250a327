"""The scenario in a decision: its next message, by a channel that reaches the debtor, when the guard allows it."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from .case import Case
from .case_contacts import reached
from .contact import Channel, ContactRef, ContactState, Purpose
from .contact_guard import HOURS, Decision, GuardDecision, GuardReason, PastContact, evaluate
from .contact_policy import GuardPolicy
from .decision_facts import Facts, patience, start_of
from .next_step import Action, NextStep
from .parties import Debtor
from .plan import plan
from .scenarios.model import Message, Scenario, Step

CALL_ATTEMPTS = 2
SPREAD_SECONDS = 8 * 3600

SPOKEN = (Channel.CALL, Channel.SMS)

ACTION_OF_CHANNEL = {
    Channel.EMAIL: Action.SEND_EMAIL,
    Channel.SMS: Action.SEND_SMS,
    Channel.CALL: Action.ASK_FOR_CALL,
    Channel.LETTER: Action.SEND_LETTER,
    Channel.REGISTERED_LETTER: Action.SEND_FORMAL_NOTICE,
}


def scenario_step(facts: Facts, scenario: Scenario, now: datetime) -> NextStep | None:
    """The first message of the plan that is still to come."""
    for planned in plan(facts.case, scenario, facts.debtor).steps:
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
    wanted = start_of(facts.case, on, HOURS[facts.policy.profile].opening)
    if facts.debtor.representative is not None and channel in SPOKEN:
        return _only_in_writing(step, message, channel, max(wanted, now))
    failed = [ref for ref in refs if ref.state is ContactState.FAILED]
    if failed:
        wanted = max(wanted, failed[-1].at + patience(channel, len(failed)))
    counts = step.purpose is Purpose.SOLICITATION
    verdict = guarded(facts, channel, wanted, step_id=step.id, counts=counts, spread=not failed)
    moves = verdict.reasons
    if verdict.allowed_at is not None and verdict.allowed_at <= now:
        verdict = guarded(facts, channel, now, step_id=step.id, counts=counts)
        moves, wanted = _moves_until_now(facts.case, step, message, verdict, wanted, now)
    due = verdict.allowed_at.astimezone(UTC) if verdict.allowed_at else max(now, wanted)
    reason = f"{step.id}: day {(on - facts.case.day_zero).days} of the scenario"
    return NextStep(
        ACTION_OF_CHANNEL[channel],
        due,
        reason,
        step_id=step.id,
        template=message.template,
        moves=moves,
        refused=verdict.decision is Decision.REFUSED,
        wanted_at=wanted if moves else None,
    )


def _only_in_writing(step: Step, message: Message, channel: Channel, due: datetime) -> NextStep:
    """Nobody calls or texts a debtor for whom somebody stands (STOP_04); told when its day comes, not before."""
    refusal = GuardReason("STOP_04", "the debtor's representative is the only addressee, in writing")
    return NextStep(
        ACTION_OF_CHANNEL[channel],
        due,
        f"{step.id}: refused",
        step_id=step.id,
        template=message.template,
        moves=(refusal,),
        refused=True,
        wanted_at=due,
    )


def _moves_until_now(
    case: Case, step: Step, message: Message, verdict: GuardDecision, wanted: datetime, now: datetime
) -> tuple[tuple[GuardReason, ...], datetime]:
    """What moved a contact that may leave now is what had been told when it was scheduled (R-066)."""
    told = case.next_step
    if verdict.decision is not Decision.NOW:
        return verdict.reasons, now
    if told is None or (told.step_id, told.template) != (step.id, message.template):
        return (), wanted
    return told.moves, told.wanted_at or wanted


def usable_channel(debtor: Debtor, message: Message) -> Channel:
    """The message's own channel; a letter in place of an e-mail that cannot reach the debtor (CON_09, bounces)."""
    if message.channel is Channel.EMAIL and not debtor.usable_emails() and debtor.postal_address is not None:
        return Channel.LETTER
    return message.channel


def guarded(
    facts: Facts, channel: Channel, wanted: datetime, *, step_id: str, counts: bool, spread: bool = False
) -> GuardDecision:
    """What the contact guard says of this instant; ``spread`` moves a live case inside the allowed hours."""
    case = facts.case
    verdict = _within_rules(facts, channel, wanted, step_id, counts=counts)
    if not spread or case.test_clock_id is not None:
        return verdict
    spread_out = _spread(facts, step_id, verdict)
    if spread_out.allowed_at is None:
        return verdict
    again = guarded(facts, channel, spread_out.allowed_at, step_id=step_id, counts=counts)
    return spread_out if again.decision is Decision.NOW else verdict


def when_open(facts: Facts, channel: Channel, wanted: datetime, *, step_id: str, counts: bool = False) -> GuardDecision:
    """For what is due at once (a receipt, the first letter): within the hours now, else spread over the next ones."""
    verdict = guarded(facts, channel, wanted, step_id=step_id, counts=counts)
    if verdict.decision is not Decision.DEFERRED:
        return verdict
    return guarded(facts, channel, wanted, step_id=step_id, counts=counts, spread=True)


def _within_rules(facts: Facts, channel: Channel, wanted: datetime, step_id: str, *, counts: bool) -> GuardDecision:
    """A step's channels are one solicitation within two hours; one that is moved beyond them counts by itself."""
    coupled = _counted(facts, step_id, wanted) if counts else ()
    verdict = _evaluated(facts, channel, wanted, coupled, counts=counts)
    if verdict.allowed_at is None or not counts:
        return verdict
    by_then = _counted(facts, step_id, verdict.allowed_at)
    return verdict if by_then == coupled else _evaluated(facts, channel, wanted, by_then, counts=counts)


def _counted(facts: Facts, step_id: str, at: datetime) -> tuple[PastContact, ...]:
    return facts.log.past_contacts(case_id=facts.case.id, step_id=step_id, now=at) if facts.log else ()


def _evaluated(
    facts: Facts, channel: Channel, wanted: datetime, past: tuple[PastContact, ...], *, counts: bool
) -> GuardDecision:
    return evaluate(
        wanted,
        channel=channel.value,
        debtor_kind=facts.case.debtor_kind,
        postal_code=facts.case.postal_code,
        policy=facts.policy,
        past_contacts=past,
        blocked_channels=facts.debtor.closed_channels,
        counts=counts,
    )


def _spread(facts: Facts, step_id: str, verdict: GuardDecision) -> GuardDecision:
    """Live wake-ups are spread inside the allowed hours by a hash, so that thousands do not wake at 8 o'clock.

    Over what is left of that day's open hours, eight of them at most: a midday break is stepped over.
    """
    if verdict.allowed_at is None:
        return verdict
    spans = _still_open(verdict.allowed_at, facts.policy)
    room = min(SPREAD_SECONDS, sum(int((end - start).total_seconds()) for start, end in spans))
    digest = hashlib.sha256(f"{facts.case.id}/{step_id}".encode()).digest()
    offset = timedelta(seconds=int.from_bytes(digest[:4], "big") % max(room, 1))
    for start, end in spans:
        if start + offset < end:
            return GuardDecision(verdict.decision, start + offset, verdict.reasons)
        offset -= end - start
    return verdict


def _still_open(since: datetime, policy: GuardPolicy) -> list[tuple[datetime, datetime]]:
    """The open hours of a day from an instant on, which has the debtor's own offset."""
    day, zone = since.date(), since.tzinfo
    spans = [(datetime.combine(day, a, zone), datetime.combine(day, b, zone)) for a, b in HOURS[policy.profile].spans]
    return [(max(start, since), end) for start, end in spans if end > since]

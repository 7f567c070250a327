"""Valid scenarios with one fault put in, by the name under which the linter refuses it (R-122)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import Channel, ContactState, Purpose
from chalicelib.domain.parties import CollectorMode, DebtorKind
from chalicelib.domain.scenarios.conditions import ALWAYS, CallOutcomeIs, Conditions, DeliveryIs, Range
from chalicelib.domain.scenarios.model import (
    DECISION,
    FIRST_LETTER,
    FORMAL_NOTICE,
    Anchor,
    Branch,
    Message,
    Phase,
    Scenario,
    Step,
)

Fault = Callable[[Scenario, Random], Scenario]
CALL = (Message(Channel.CALL, "call_firm"),)
LETTER = (Message(Channel.LETTER, "reminder_2"),)
LAST = (Message(Channel.LETTER, "last_notice"),)


def with_step(scenario: Scenario, place: int, **fields: Any) -> Scenario:
    """The scenario with one step changed."""
    steps = list(scenario.steps)
    steps[place] = replace(steps[place], **fields)
    return replace(scenario, steps=tuple(steps))


def notice_place(scenario: Scenario) -> int:
    return next(place for place, step in enumerate(scenario.steps) if step.id == FORMAL_NOTICE)


def simple(chance: Random) -> Scenario:
    """A valid scenario of few words: reminder, call, reminder, notice, call, with days and texts by chance."""
    days = [day + chance.randint(0, 2) for day in (8, 15, 23, 31)]
    first, second = chance.choice(("reminder_1", "reminder_2")), chance.choice(("reminder_2", "last_notice"))
    return Scenario(
        id="scn_broken",
        version=1,
        notice_days=chance.randint(8, 15),
        minimum_gap_days=5,
        decision_after_days=chance.randint(3, 10),
        ends_within_days=90,
        decision_reminder_days=(15, 30),
        steps=(
            Step("first_reminder", 1, Anchor.DUE_DATE, days[0], (Message(Channel.EMAIL, first),)),
            Step("first_call", chance.choice((1, 2)), Anchor.DUE_DATE, days[1], CALL),
            Step("second_reminder", 2, Anchor.DUE_DATE, days[2], (Message(Channel.EMAIL, second),)),
            Step(
                FORMAL_NOTICE,
                4,
                Anchor.DUE_DATE,
                days[3],
                (Message(Channel.REGISTERED_LETTER, FORMAL_NOTICE),),
                purpose=Purpose.LEGAL,
                essential=True,
            ),
            Step("last_call", 4, Anchor.NOTICE_DEADLINE, chance.randint(2, 5), CALL),
        ),
    )


def _any_step(scenario: Scenario, chance: Random) -> int:
    return chance.randrange(len(scenario.steps) - 2)


def _too_long(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.3:
        return replace(scenario, ends_within_days=chance.randint(91, 365))
    return with_step(scenario, len(scenario.steps) - 1, offset=chance.randint(60, 200))


def _tone_goes_down(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(with_step(scenario, 1, tone=3), 2, tone=chance.choice((1, 2)))


def _notice_delay(scenario: Scenario, chance: Random) -> Scenario:
    return replace(scenario, notice_days=chance.choice((0, 3, 7, 16, 20, 30)))


def _several_notices(scenario: Scenario, chance: Random) -> Scenario:
    notice = scenario.steps[notice_place(scenario)]
    again = replace(notice, id=f"second_notice_{chance.randint(1, 9)}", offset=notice.offset + 6)
    place = notice_place(scenario) + 1
    return replace(scenario, steps=(*scenario.steps[:place], again, *scenario.steps[place:]))


def _notice_missing(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        return with_step(scenario, 1, branches=(Branch(Conditions(new_customer=True), "last_call"),))
    return replace(scenario, steps=tuple(step for step in scenario.steps if step.id != FORMAL_NOTICE))


def _written_after_notice(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, len(scenario.steps) - 1, messages=chance.choice((LETTER, (*CALL, *LETTER))))


def _no_reminder(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        return with_step(with_step(scenario, 0, messages=CALL), 2, messages=CALL)
    return replace(scenario, steps=tuple(s for s in scenario.steps if not s.is_written_reminder))


def _notice_by_another_way(scenario: Scenario, chance: Random) -> Scenario:
    channel = chance.choice((Channel.LETTER, Channel.EMAIL))
    return with_step(scenario, notice_place(scenario), messages=(Message(channel, "last_notice"),))


def _registered_elsewhere(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, chance.choice((0, 2)), messages=(Message(Channel.REGISTERED_LETTER, FORMAL_NOTICE),))


def _branch(go_to: str, place: int) -> Fault:
    return lambda scenario, chance: with_step(
        scenario,
        place,
        branches=(Branch(Conditions(new_customer=chance.random() < 0.5), go_to),),
    )


def _branch_backward(scenario: Scenario, chance: Random) -> Scenario:
    target = scenario.steps[chance.randint(0, 2)].id
    return with_step(scenario, 2, branches=(Branch(chance.choice((ALWAYS, Conditions(new_customer=True))), target),))


def _branch_never_taken(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        return with_step(
            scenario, 2, branches=(Branch(ALWAYS, FORMAL_NOTICE), Branch(Conditions(new_customer=True), DECISION))
        )
    only = Conditions(debtor_kind=(DebtorKind.COMPANY,))
    other = Branch(Conditions(debtor_kind=(DebtorKind.CONSUMER,)), FORMAL_NOTICE)
    return with_step(scenario, 1, conditions=only, branches=(other,))


def _unreachable(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, 0, branches=(Branch(ALWAYS, chance.choice(("second_reminder", FORMAL_NOTICE))),))


def _contradictory(scenario: Scenario, chance: Random) -> Scenario:
    low = chance.randint(1, 1_000_00)
    empty = Range(low, low)
    conditions = chance.choice(
        (Conditions(amount=empty), Conditions(days_overdue=empty), Conditions(unanswered_contacts=empty))
    )
    return with_step(scenario, _any_step(scenario, chance), conditions=conditions)


def _too_many_bands(scenario: Scenario, chance: Random) -> Scenario:
    cuts = sorted(chance.sample(range(1, 1_000_000), 6))
    for place, (low, high) in enumerate(zip(cuts[::2], cuts[1::2], strict=True)):
        scenario = with_step(scenario, place, conditions=Conditions(amount=Range(low, high)))
    return scenario


def _duplicate(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, chance.choice((1, 2)), id=scenario.steps[0].id)


def _reserved(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, _any_step(scenario, chance), id=chance.choice((FIRST_LETTER, DECISION, "added_1")))


def _looks_ahead(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        asked = Conditions(delivery=DeliveryIs("second_reminder", (ContactState.BOUNCED,)))
        return with_step(scenario, 2, conditions=asked)
    return with_step(
        scenario, 0, conditions=Conditions(call_outcome=CallOutcomeIs((CallOutcome.VOICEMAIL,), "last_call"))
    )


def _unknown_step(scenario: Scenario, chance: Random) -> Scenario:
    asked = Conditions(delivery=DeliveryIs(f"nowhere_{chance.randint(1, 99)}", (ContactState.BOUNCED,)))
    return with_step(scenario, 2, conditions=asked)


def _never_holds(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        asked = Conditions(call_outcome=CallOutcomeIs((CallOutcome.NO_ANSWER,), "first_reminder"))
    else:
        asked = Conditions(delivery=DeliveryIs("first_call", (ContactState.DELIVERED,)))
    return with_step(scenario, 2, conditions=asked)


def _not_rising(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, 2, offset=scenario.steps[1].offset - chance.randint(0, 5))


def _gap(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.3:
        return replace(scenario, minimum_gap_days=chance.randint(0, 4))
    return with_step(scenario, 2, offset=scenario.steps[1].offset + chance.randint(1, 4))


def _not_yet_due(scenario: Scenario, chance: Random) -> Scenario:
    if chance.random() < 0.5:
        return with_step(scenario, 0, offset=chance.randint(-30, 0))
    return with_step(scenario, len(scenario.steps) - 1, offset=chance.randint(-5, 0))


def _phase_back(scenario: Scenario, chance: Random) -> Scenario:
    own = Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,))
    return with_step(scenario, chance.choice((1, 2)), phase=Phase.PRE_COLLECTION, conditions=own)


def _judicial(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, _any_step(scenario, chance), phase=Phase.JUDICIAL)


def _before_the_first_letter(scenario: Scenario, chance: Random) -> Scenario:
    friendly = Step(
        "word_before",
        1,
        Anchor.DUE_DATE,
        -chance.randint(1, 20),
        (Message(Channel.EMAIL, "reminder_preventive"),),
        phase=Phase.PRE_COLLECTION,
        conditions=chance.choice((ALWAYS, Conditions(collector_mode=(CollectorMode.THIRD_PARTY_MANDATE,)))),
    )
    return replace(scenario, steps=(friendly, *scenario.steps))


def _reminders_fall(scenario: Scenario, chance: Random) -> Scenario:
    return replace(scenario, decision_reminder_days=chance.choice(((30, 15), (15, 15), (10, 20, 5))))


def _channel_twice(scenario: Scenario, chance: Random) -> Scenario:
    messages = (Message(Channel.EMAIL, "reminder_1"), Message(Channel.EMAIL, "reminder_2"))
    return with_step(scenario, chance.choice((0, 2)), messages=messages)


def _text_twice(scenario: Scenario, chance: Random) -> Scenario:
    text = chance.choice(("reminder_1", "reminder_2"))
    return with_step(scenario, 0, messages=(Message(Channel.EMAIL, text), Message(Channel.LETTER, text)))


def _sms_to_a_public_body(scenario: Scenario, chance: Random) -> Scenario:
    only = Conditions(debtor_kind=(DebtorKind.PUBLIC_BODY,), new_customer=chance.choice((None, True, False)))
    messages = (Message(Channel.EMAIL, "reminder_1"), Message(Channel.SMS, "reminder_2_sms"))
    return with_step(scenario, 0, conditions=only, messages=messages)


def _unknown_text(scenario: Scenario, chance: Random) -> Scenario:
    return with_step(scenario, 0, messages=(Message(Channel.EMAIL, f"no_such_text_{chance.randint(1, 99)}"),))


def _other_channel(scenario: Scenario, chance: Random) -> Scenario:
    wrong = chance.choice(
        (
            Message(Channel.SMS, "reminder_1"),
            Message(Channel.EMAIL, "reminder_2_sms"),
            Message(Channel.CALL, "reminder_1"),
            Message(Channel.LETTER, "call_firm"),
        )
    )
    return with_step(scenario, 0, messages=(wrong,))


FAULTS: dict[str, Fault] = {
    "too_long": _too_long,
    "tone_goes_down": _tone_goes_down,
    "notice_delay": _notice_delay,
    "several_formal_notices": _several_notices,
    "notice_missing": _notice_missing,
    "announced_notice_missing": lambda whole, _: replace(whole, steps=(replace(whole.steps[0], messages=LAST),)),
    "notice_not_last_written": _written_after_notice,
    "notice_without_reminder": _no_reminder,
    "notice_not_registered": _notice_by_another_way,
    "notice_not_essential": lambda scenario, _: with_step(scenario, notice_place(scenario), essential=False),
    "registered_letter_elsewhere": _registered_elsewhere,
    "branch_unknown_target": _branch("nowhere", 1),
    "branch_backward": _branch_backward,
    "branch_never_taken": _branch_never_taken,
    "unreachable_step": _unreachable,
    "contradictory_conditions": _contradictory,
    "too_many_bands": _too_many_bands,
    "duplicate_step_id": _duplicate,
    "reserved_step_id": _reserved,
    "condition_looks_ahead": _looks_ahead,
    "condition_unknown_step": _unknown_step,
    "condition_never_holds": _never_holds,
    "offsets_not_rising": _not_rising,
    "gap_too_short": _gap,
    "not_yet_due": _not_yet_due,
    "phase_goes_back": _phase_back,
    "judicial_step": _judicial,
    "pre_collection_under_mandate": _before_the_first_letter,
    "reminders_not_rising": _reminders_fall,
    "channel_twice": _channel_twice,
    "template_twice": _text_twice,
    "channel_forbidden": _sms_to_a_public_body,
    "template_unknown": _unknown_text,
    "template_other_channel": _other_channel,
}
"""By the code of the finding that refuses it."""

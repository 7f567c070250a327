"""What the debtor says of themselves on the page: « wrong person », or which channels may be used (R-127, CON_09).

It is a fact of the debtor as any other; the case of the page knows it in the same transaction, the others by the queue.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.debtor_facts import NewFact, record_fact, withdraw_fact
from chalicelib.domain.fact_effects import absorb
from chalicelib.domain.local_time import local_day
from chalicelib.domain.negotiation.page_act import PageAct, confirmed
from chalicelib.domain.parties import Debtor

from .catch_up import spread
from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording

PAGE = "debtor"
"""Who stands in the facts that the page records."""


@dataclass(frozen=True)
class SayWrongPerson:
    """Whoever holds the link is not the debtor. ``detail`` is what they added."""

    changing: Changing
    detail: str | None
    act: PageAct


@dataclass(frozen=True)
class ChooseChannels:
    """The channels to stop, and those that may be used again; the others stay as they are."""

    changing: Changing
    stop: Collection[str]
    allow: Collection[str]
    act: PageAct


def say_wrong_person(command: SayWrongPerson, *, recording: Recording, reply: Reply) -> Outcome:
    """All contacts stop, in every case of this debtor. Errors: ``too_many_facts``."""
    fact_id = recording.ids.new("fact")

    def transition(file: CaseFile) -> Transition:
        new = NewFact(FactKind.WRONG_PERSON, local_day(file.case, file.now), command.detail, recorded_by=PAGE)
        learnt = record_fact(file.debtor, new, fact_id, new.on, recording.wall.now())
        return _told(file, learnt.debtor, command.act, recording)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def choose_channels(command: ChooseChannels, *, recording: Recording, reply: Reply) -> Outcome:
    """Letters stay possible whatever is chosen. Errors: ``too_many_facts``."""
    ids = {channel: recording.ids.new("fact") for channel in command.stop}

    def transition(file: CaseFile) -> Transition:
        debtor, today, now = file.debtor, local_day(file.case, file.now), recording.wall.now()
        for channel, fact_id in sorted(ids.items()):
            debtor = _stopped(debtor, channel, fact_id, today, now)
        for channel in command.allow:
            debtor = _allowed(debtor, channel, now)
        return _told(file, debtor, command.act, recording)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def stopped_channels(debtor: Debtor) -> frozenset[str]:
    """The channels that an opt-out of the debtor closed; a number that is out of order is none."""
    return frozenset(fact.channel for fact in debtor.standing(FactKind.OPT_OUT) if fact.channel)


def _stopped(debtor: Debtor, channel: str, fact_id: str, today: date, now: datetime) -> Debtor:
    if channel in stopped_channels(debtor):
        return debtor
    new = NewFact(FactKind.OPT_OUT, today, channel=channel, recorded_by=PAGE)
    return record_fact(_without_taken_back(debtor, channel), new, fact_id, today, now).debtor


def _without_taken_back(debtor: Debtor, channel: str) -> Debtor:
    """One opt-out of a channel is remembered here, the trail of the cases keeps them all.

    Else a channel that is stopped and allowed again and again would leave no room for the facts that the law knows.
    """
    gone = [
        fact
        for fact in debtor.facts
        if (fact.kind, fact.channel, fact.withdrawn_by) == (FactKind.OPT_OUT, channel, PAGE) and not fact.stands
    ]
    return replace(debtor, facts=tuple(fact for fact in debtor.facts if fact not in gone)) if gone else debtor


def _allowed(debtor: Debtor, channel: str, now: datetime) -> Debtor:
    for fact in debtor.standing(FactKind.OPT_OUT):
        if fact.channel == channel:
            debtor = withdraw_fact(debtor, fact.id, now, reason="allowed again on the page", actor=PAGE).debtor
    return debtor


def _told(file: CaseFile, debtor: Debtor, act: PageAct, recording: Recording) -> Transition:
    """The words first, then what they change; a debtor that stays as they were only leaves the words."""
    if debtor == file.debtor:
        return Transition(file.case, (confirmed(act),))
    found = absorb(file.case, debtor, file.creditor.address, file.now)
    case, drafts = (found.case, found.events) if found else (file.case, ())
    debtor = _saved_once(file.debtor, debtor)
    return Transition(case, (confirmed(act), *drafts), debtor=debtor, writes=(spread(debtor, recording),))


def _saved_once(before: Debtor, after: Debtor) -> Debtor:
    """Several facts are one change of the debtor."""
    return replace(after, version=before.version + 1)

"""Facts, pauses, payments and mandates by chance: what the facts forbid is never intended (STOP_01..STOP_04)."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Contact, Purpose
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import DomainError
from chalicelib.domain.parties import Address, Debtor, DebtorKind
from chalicelib.usecases.writes import Create, Update
from tests.support.fact_story import AGENT, GUARDIAN
from tests.support.invariants import check
from tests.support.story import d
from tests.support.whole_story import WholeStory

EMAIL, PHONE = "dettes@debiteur.example", "+33611223344"
PLACES = (Address("8 quai de la Pêcherie", "69001", "Lyon"), Address("5 rue Pasteur", "97400", "Saint-Denis"))
REPRESENTED = (FactKind.DEATH, FactKind.GUARDIANSHIP, FactKind.LAWYER)
FORBIDDEN = (FactKind.INSOLVENCY, FactKind.OVER_INDEBTEDNESS)


def something(story: WholeStory, cases: list[str], chance: random.Random) -> None:
    """One thing that happens; what the case or the debtor refuses changes nothing."""
    case = chance.choice(cases)
    acts = (learn, learn, take_back, pay, reverse, pause, resume, resolve, switch)
    chance.choice(acts)(story, case, chance)


def take_back(story: WholeStory, _case: str, chance: random.Random) -> None:
    standing = [fact for fact in story.debtor_now().facts if fact.stands]
    if standing:
        story.withdraw(chance.choice(standing).id)


def pay(story: WholeStory, case: str, chance: random.Random) -> None:
    story.pay(case, chance.choice([None, 1_000, 50_000]))


def reverse(story: WholeStory, case: str, _chance: random.Random) -> None:
    for payment in [each for each in story.case(case).payments if each.reversed_on is None][:1]:
        story.reverse(case, payment.id)


def pause(story: WholeStory, case: str, chance: random.Random) -> None:
    story.pause(case, chance.choice([None, story.now().date() + timedelta(days=9)]))


def resume(story: WholeStory, case: str, _chance: random.Random) -> None:
    story.resume_case(case)


def resolve(story: WholeStory, case: str, chance: random.Random) -> None:
    story.resolve(case, chance.choice([AttentionAction.RETRY, AttentionAction.SKIP]))


def switch(story: WholeStory, case: str, _chance: random.Random) -> None:
    story.switch(case)


def learn(story: WholeStory, _case: str, chance: random.Random) -> None:
    kind, day = chance.choice(list(FactKind)), story.now().date() - timedelta(days=chance.choice([0, 1, 30]))
    parts: dict[str, Any] = {}
    if kind is FactKind.INSOLVENCY:
        story.insolvent(day, chance.choice([None, day]))
        return
    if kind in REPRESENTED:
        parts["addressee"] = chance.choice([None, GUARDIAN, AGENT])
    if kind is FactKind.MOVED:
        parts["address"] = chance.choice([None, *PLACES])
    if kind is FactKind.OPT_OUT:
        parts["channel"] = chance.choice(["email", "sms", "call"])
    if kind is FactKind.WRONG_PERSON:
        parts["contact"] = chance.choice([None, EMAIL, PHONE])
    story.learn(kind, day, **parts)


def allowed(contact: Contact, debtor: Debtor) -> bool:
    """The rules once more, on the facts alone, at the instant of the intent."""
    standing = [fact for fact in debtor.facts if fact.stands]
    someone = debtor.representative
    if any(fact.kind in FORBIDDEN or (fact.kind is FactKind.WRONG_PERSON and not fact.contact) for fact in standing):
        return False
    if any(fact.kind in REPRESENTED for fact in standing) and someone is None:
        return False
    if any(fact.contact == contact.recipient or fact.channel == contact.channel.value for fact in standing):
        return False
    if someone is None:
        nowhere = any(b.reason == "moved" for b in debtor.blocks)
        return not (nowhere and contact.channel.is_postal)
    written = contact.recipient == someone.email or contact.recipient.startswith(f"{someone.name}\n")
    return written and contact.channel.value not in ("call", "sms")


def judge(story: WholeStory) -> None:
    """Every contact of the story, against the debtor as it was stored when the contact was intended."""
    known: Debtor | None = None
    for writes in story.memory.commits:
        for write in writes:
            entity = write.entity if isinstance(write, Create) else None
            if isinstance(entity, Contact) and entity.purpose is not Purpose.ADVICE:
                assert known is not None
                assert allowed(entity, known), (entity.template, entity.recipient, known.facts)
        known = next(
            (w.entity for w in writes if isinstance(w, Create | Update) and isinstance(w.entity, Debtor)), known
        )


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_learnt_and_in_whatever_order_nobody_is_contacted_who_must_not_be(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # a story by chance, no secret
    story = WholeStory(d(2))
    story.debtor(kind=chance.choice(list(DebtorKind)), email=chance.choice([None, EMAIL]))
    begin = [chance.choice([story.open, story.mandated]) for _ in range(chance.choice([1, 1, 2]))]
    cases = [opens(number=f"FA-{number}") for number, opens in enumerate(begin)]
    day = 2
    for _ in range(chance.randrange(4, 12)):
        day += chance.randrange(1, 12)
        story.play(d(day, chance.choice([6, 9, 15, 21])))
        with suppress(DomainError):
            something(story, cases, chance)
    story.play(d(day + 60))
    check(story)
    judge(story)
    assert sum(run.transitions for run in story.executions.values()) <= 3 * sum(story.invocations.values()) + 3 * len(
        story.executions
    )

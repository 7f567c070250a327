"""A dialogue by chance: promises, plans on the table and signed, disputes, offers, money, facts, other scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from chalicelib.domain.case import CaseStatus
from chalicelib.domain.case_commands import AttentionAction, Choice
from chalicelib.domain.contact import Channel, ContactState, DeliveryKind
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.errors import DomainError
from chalicelib.domain.negotiation.dispute import Resolution
from chalicelib.domain.negotiation.payment_plan import PlanInterest, PlanState, Side
from chalicelib.domain.negotiation.terms import Every
from chalicelib.domain.party_kinds import DebtorKind
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.usecases.move_case_to_scenario import MoveCaseToScenario, move_case_to_scenario

from .contesting import answer, contest, decide_dispute, offer, take_back
from .mandate_story import MandateStory
from .promising import promise, withdraw
from .proposal_story import ProposalStory
from .signing_story import SigningStory
from .story import d

EMAIL = "dettes@debiteur.example"
DUE = date(2024, 1, 8)
"""Long enough ago that every rate of the dialogue is known."""


class Dialogue(MandateStory, ProposalStory, SigningStory):
    """Both sides of one case; ``after`` looks at the case after every act."""

    case_id = ""
    number = 0
    papers = SigningStory.papers  # type: ignore[assignment]  # those of a signature, not those of a fact

    def happen(self, chance: Random) -> str:
        """The first thing by chance that changes the case; what is refused changes nothing."""
        for act in chance.sample(ACTS, len(ACTS)):
            self.number += 1
            before = self.case(self.case_id)
            try:
                act(self, chance)
            except DomainError as refused:
                refusal = f"{act.__name__} was refused ({refused.code})"
                assert act in SEVERAL or self.case(self.case_id) == before, f"{refusal} and changed the case"
            if self.case(self.case_id) != before:
                return act.__name__
        return "nothing"


def give_promise(story: Dialogue, chance: Random) -> None:
    on = story.today(story.case_id) + timedelta(days=chance.choice((0, 3, 10, 20)))
    promise(story, story.case_id, on, chance.choice((None, 5_000, 60_000)), channel=chance.choice(("email", "page")))


def take_promise_back(story: Dialogue, _chance: Random) -> None:
    for each in story.case(story.case_id).negotiation.promises:
        if each.is_open:
            withdraw(story, story.case_id, each.id)


def propose(story: Dialogue, chance: Random) -> None:
    side, every = chance.choice(list(Side)), chance.choice(list(Every))
    consumer = story.case(story.case_id).debtor_kind is DebtorKind.CONSUMER
    interest = None if consumer else chance.choice((None, *PlanInterest))
    count = chance.choice((2, 3, 4, 6))
    story.propose(story.case_id, side, count, chance.choice((None, 2_000)), every=every, interest_during=interest)


def accept(story: Dialogue, _chance: Random) -> None:
    if story.states(story.case_id)[-1:] == [PlanState.PROPOSED]:
        story.accept(story.case_id)


def refuse(story: Dialogue, _chance: Random) -> None:
    if story.states(story.case_id)[-1:] == [PlanState.PROPOSED]:
        story.refuse(story.case_id)


def cancel(story: Dialogue, chance: Random) -> None:
    if story.states(story.case_id):
        ProposalStory.take_back(story, story.case_id, chance.choice(list(Side)))


def sign(story: Dialogue, chance: Random) -> None:
    """Whoever signs first; half of the time the other one too."""
    if story.states(story.case_id)[-1:] != [PlanState.AGREED]:
        return
    both: list[Callable[[], Any]] = [lambda: sign_as_debtor(story), lambda: story.creditor_signs(story.case_id)]
    chance.shuffle(both)
    for each in both[: chance.choice((1, 2, 2))]:
        each()


def sign_as_debtor(story: Dialogue) -> None:
    story.sign(story.signature(story.case_id, story.ask(story.case_id)))


def agree_and_sign(story: Dialogue, chance: Random) -> None:
    """The whole way in one go, since by chance alone few dialogues go it to the end."""
    if story.states(story.case_id)[-1:] not in ([PlanState.PROPOSED], [PlanState.AGREED]):
        propose(story, chance)
    accept(story, chance)
    sign(story, chance)


def contested(story: Dialogue, chance: Random) -> None:
    goes_on = chance.choice((None, True, False))
    contest(story, story.case_id, chance.choice((None, 10_000, 60_000)), undisputed_goes_on=goes_on)


def answered(story: Dialogue, chance: Random) -> None:
    for each in story.case(story.case_id).negotiation.standing_disputes[:1]:
        answer(story, story.case_id, each.id, goes_on=chance.choice((None, True, False)))


def decided(story: Dialogue, chance: Random) -> None:
    for each in story.case(story.case_id).negotiation.standing_disputes[:1]:
        how = chance.choice(list(Resolution))
        credited = 0 if how is Resolution.REJECTED else chance.choice((0, 3_000))
        given_up = chance.choice((None, 1_000)) if how is Resolution.PARTLY else None
        number = f"AV-D{story.number}"
        decide_dispute(story, story.case_id, each.id, how, credited=credited, given_up=given_up, number=number)


def offered(story: Dialogue, chance: Random) -> None:
    until = story.today(story.case_id) + timedelta(days=chance.choice((2, 10, 30)))
    offer(story, story.case_id, max(1, story.owed(story.case_id) * 3 // 5), until)


def offer_taken(story: Dialogue, _chance: Random) -> None:
    standing = story.case(story.case_id).negotiation.open_settlement
    if standing:
        story.pay(story.case_id, standing.amount.amount)


def offer_off(story: Dialogue, _chance: Random) -> None:
    standing = story.case(story.case_id).negotiation.open_settlement
    if standing:
        take_back(story, story.case_id, standing.id)


def pay(story: Dialogue, chance: Random) -> None:
    """A part, an instalment, two, all, too much."""
    plan = story.case(story.case_id).negotiation.active_plan
    each = plan.instalments[0].amount.amount if plan and plan.instalments else 20_000
    owed = story.owed(story.case_id)
    amount = chance.choice((each, each, 2 * each, 1_234, owed, owed + 500))
    on = story.today(story.case_id) - timedelta(days=chance.choice((0, 0, 2, 9)))
    story.pay(story.case_id, max(1, amount), on=on)


def bounce(story: Dialogue, chance: Random) -> None:
    standing = [each for each in story.case(story.case_id).payments if each.reversed_on is None]
    if standing:
        story.reverse(story.case_id, chance.choice(standing).id)


def credit(story: Dialogue, chance: Random) -> None:
    story.credit(story.case_id, chance.choice((1_111, 40_000)), number=f"AV-{story.number}")


def learn(story: Dialogue, chance: Random) -> None:
    kind = chance.choice((FactKind.MOVED, FactKind.OPT_OUT, FactKind.OVER_INDEBTEDNESS, FactKind.WRONG_PERSON))
    parts: dict[str, Any] = {}
    if kind is FactKind.OPT_OUT:
        parts["channel"] = chance.choice(("email", "sms", "call"))
    if kind is FactKind.WRONG_PERSON:
        parts["contact"] = EMAIL
    story.learn(kind, story.today(story.case_id), **parts)


def forget(story: Dialogue, chance: Random) -> None:
    standing = [fact for fact in story.debtor_now().facts if fact.stands]
    if standing:
        story.withdraw(chance.choice(standing).id)


def pause(story: Dialogue, chance: Random) -> None:
    story.pause(story.case_id, chance.choice((None, story.today(story.case_id) + timedelta(days=9))))


def resume(story: Dialogue, chance: Random) -> None:
    story.resume_case(story.case_id, dispute=chance.choice((True, False)))


def mandate(story: Dialogue, _chance: Random) -> None:
    story.switch(story.case_id)


def move(story: Dialogue, chance: Random) -> None:
    command = MoveCaseToScenario(story._changing(story.case_id), chance.choice(sorted(LATEST)), None, "by chance")
    story._change(move_case_to_scenario, command)


def letter(story: Dialogue, chance: Random) -> None:
    """What the carrier says of the last registered letter."""
    sent = [each for each in story.contacts(story.case_id) if each.channel is Channel.REGISTERED_LETTER]
    if sent and sent[-1].state is ContactState.SENT:
        kind = chance.choice((DeliveryKind.PRESENTED, DeliveryKind.UNCLAIMED, DeliveryKind.RETURNED))
        story.report(sent[-1].id, kind, story.today(story.case_id))


def person(story: Dialogue, chance: Random) -> None:
    """Whatever waits for a person, or for the creditor."""
    if story.case(story.case_id).attention is not None:
        story.resolve(story.case_id, chance.choice((AttentionAction.RETRY, AttentionAction.SKIP)))
    elif story.case(story.case_id).status is CaseStatus.AWAITING_DECISION:
        story.decide(story.case_id, chance.choice((Choice.EXTEND, Choice.HANDOVER)))


ACTS: tuple[Callable[[Dialogue, Random], None], ...] = (
    give_promise, give_promise, take_promise_back, propose, accept, refuse, cancel, sign, agree_and_sign,
    agree_and_sign, agree_and_sign, contested, answered, decided, decided, offered, offer_taken, offer_off, pay, pay,
    pay, bounce, credit, learn, forget, pause, resume, mandate, move, letter, letter, person, person,
)  # fmt: skip
"""What happens by chance, the more often it stands here."""
SEVERAL = (sign, agree_and_sign, mandate, person, learn)
"""Acts of several commands, of which the first may have changed something."""


def begun(chance: Random) -> Dialogue:
    """A case between two days and a month after its due date, of any kind of debtor, under a mandate or not."""
    story = Dialogue(d(chance.choice((2, 9, 20, 33)), due=DUE))
    stored = story.memory.creditor(story.scope, story.creditor_id)
    story.creditor(mandates=tuple(replace(each, signed_on=DUE) for each in stored.mandates))
    story.debtor(kind=chance.choice(list(DebtorKind)), email=chance.choice((EMAIL, EMAIL, EMAIL, None)))
    opens = chance.choice((story.open, story.open, story.mandated))
    story.case_id = opens(due=DUE)
    story.rules(accepts_by_itself=chance.choice((True, False)))
    return story


def acts(story: Dialogue, chance: Random, number: int) -> Iterator[str]:
    """So many acts, each on a day and an hour of its own; the world runs meanwhile."""
    for _ in range(number):
        ahead = timedelta(days=chance.choice((0, 1, 2, 5, 12, 30)), hours=chance.choice((0, 3, 8)))
        story.play(story.now() + ahead)
        yield story.happen(chance)


def left_alone(story: Dialogue) -> None:
    """Whatever waits for a person is answered, and time passes until nothing else is to come."""
    for _ in range(6):
        if story.case(story.case_id).attention is not None:
            with suppress(DomainError):
                story.resolve(story.case_id, AttentionAction.SKIP)
        story.play(story.now() + timedelta(days=60))

"""Faults around what the law changes in a case: an insolvency, a guardian, a rate that is missing, a last day.

Whatever call fails: each case is told once, each paper and each warning is there once, and nothing leaves meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.case import CaseStatus, Outcome
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.contact import Channel
from chalicelib.domain.debtor_fact import FactKind
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.limitation import ClaimKind
from chalicelib.domain.money import Money
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.rate_series import RateSeries
from chalicelib.usecases.case_request import NewInvoice
from tests.support.fact_story import GUARDIAN, JUDGMENT, FactStory
from tests.support.faults import Crash, Fault, Faults, faults_of
from tests.support.invariants import check
from tests.support.rates import operator_puts
from tests.support.story import DUE, d

IN_PART = 17
ECB = RateSeries.ECB_REFINANCING
AUTUMN = date(2026, 11, 2)
START = d(2)


def resolved(story: FactStory, case_id: str) -> None:
    """A person answers what only a person knows."""
    attention = story.case(case_id).attention
    if attention is not None:
        in_doubt = attention.code == "delivery_unknown"
        story.resolve(case_id, AttentionAction.MARK_SENT if in_doubt else AttentionAction.RETRY)


def put(story: FactStory, half_year: str, value: str) -> None:
    """The operator tries until there is an answer."""
    for _ in range(3):
        try:
            operator_puts(story, ECB, half_year, value)
        except Crash:
            continue
        return


def insolvent_meanwhile(story: FactStory) -> None:
    story.debtor()
    for number in ("FA-1", "FA-2"):
        story.open(number=number)
    story.play(d(16))
    story.insolvent(d(16).date(), document=JUDGMENT)
    story.play(d(20))
    story.insolvent(d(16).date(), d(19).date())
    story.play(d(40))
    story.withdraw(story.debtor_now().facts[0].id)
    story.play(d(90))
    for case_id in story.case_ids():
        resolved(story, case_id)
    story.play(d(125))


def declared_once(story: FactStory) -> None:
    for case_id in story.case_ids():
        types = story.types(case_id)
        assert types.count("insolvency.detected") == 2  # the judgment, then its publication
        assert types.count("declaration.issued") == 2
        assert types.count("debtor.fact_withdrawn") == 1
        assert len(story.papers(case_id, DocumentKind.CLAIM_DECLARATION)) == 2
        assert len(story.papers(case_id, DocumentKind.CORRESPONDENCE)) == 1
        quiet = [c for c in story.contacts(case_id) if d(16, 12) < c.intended_at < d(40)]
        assert quiet == []
        assert story.case(case_id).frozen_on is None


def stopped_then_guarded(story: FactStory) -> None:
    story.debtor(kind=DebtorKind.CONSUMER)
    case = story.open()
    story.play(d(20))
    story.learn(FactKind.OPT_OUT, d(19).date(), channel="email")
    story.play(d(33))
    story.learn(FactKind.GUARDIANSHIP, d(32).date(), addressee=GUARDIAN)
    for _ in range(3):  # the guardianship, and before it perhaps a letter that nobody knows about
        resolved(story, case)
    story.play(d(34))
    story.resume_case(case)
    story.pay(case, 20_000)
    story.play(d(90))
    resolved(story, case)
    story.play(d(125))


def only_the_guardian(story: FactStory) -> None:
    (case,) = story.case_ids()
    since = [contact for contact in story.contacts(case) if contact.intended_at > d(33, 12)]
    assert since
    assert all(each.channel.is_postal for each in since)
    assert all(each.recipient.splitlines()[0] == GUARDIAN.name for each in since)
    emails = [each for each in story.contacts(case) if each.channel is Channel.EMAIL]
    assert all(each.intended_at < d(20, 12) for each in emails)


def without_a_rate(story: FactStory) -> None:
    story.debtor()
    put(story, "2026H2", "2.40")
    case = story.open(due=AUTUMN)
    story.play(datetime.fromisoformat("2026-12-30T09:00:00Z"))
    story.pay(case, 30_000)
    story.play(datetime.fromisoformat("2027-01-05T09:00:00Z"))
    story.pay(case, 10_000)
    story.play(datetime.fromisoformat("2027-01-12T09:00:00Z"))
    put(story, "2027H1", "2.65")
    story.play(datetime.fromisoformat("2027-02-20T09:00:00Z"))
    resolved(story, case)
    story.play(datetime.fromisoformat("2027-03-20T09:00:00Z"))


def no_guess(story: FactStory) -> None:
    (case,) = story.case_ids()
    new_year, put_on = (datetime.fromisoformat(f"2027-01-{day}T00:00:00Z") for day in ("01", "12"))
    assert [c.template for c in story.contacts(case) if new_year < c.intended_at < put_on] == []
    assert [receipt.edition for receipt in story.case(case).receipts] == [1, 1]
    assert len(story.papers(case, DocumentKind.RECEIPT)) == 2


def to_the_last_day(story: FactStory) -> None:
    story.debtor(kind=DebtorKind.CONSUMER)
    carried = NewInvoice(
        "FA-1",
        DUE - timedelta(days=30),
        DUE,
        Money(120_000),
        completed_on=date(2026, 1, 10),
        claim_kind=ClaimKind.CARRIAGE,
    )
    case = story.open(invoices=(carried,))
    story.play(d(20))
    resolved(story, case)
    story.pause(case)
    story.play(d(400))


def warned_once(story: FactStory) -> None:
    (case,) = story.case_ids()
    told = [event.payload["threshold_days"] for event in story.told(case) if event.type == "limitation.warning"]
    assert told == [180, 90, 30]
    found = story.case(case)
    assert (found.status, found.outcome) == (CaseStatus.CLOSED, Outcome.TIME_BARRED)


@dataclass(frozen=True)
class Journey:
    """What is played from a day on, and what must be there afterwards, whatever failed."""

    play: Callable[[FactStory], None]
    proves: Callable[[FactStory], None]
    start: datetime = START


JOURNEYS = (
    Journey(insolvent_meanwhile, declared_once),
    Journey(stopped_then_guarded, only_the_guardian),
    Journey(without_a_rate, no_guess, d(2, due=AUTUMN)),
    Journey(to_the_last_day, warned_once, d(6)),
)


def told(journey: Journey, faults: Faults | None = None) -> FactStory:
    story = FactStory(journey.start, faults=faults, watchful=True)
    journey.play(story)
    return story


def play_with_each_fault(journey: Journey, every: int) -> None:
    names = told(journey).faults.names
    occasions = [(number, fault) for number, name in enumerate(names) for fault in faults_of(name)]
    for number, fault in occasions[::every]:
        _judge(journey, names, number, fault)


def _judge(journey: Journey, names: list[str], number: int, fault: Fault) -> None:
    try:
        story = told(journey, Faults(at=number, kind=fault))
        check(story)
        journey.proves(story)
    except Exception as error:
        raise AssertionError(f"{journey.play.__name__}: {names[number]} (call {number}) {fault}") from error


each_journey = pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.play.__name__)


@each_journey
def test_what_the_law_changes_happens_once_when_nothing_fails(journey: Journey) -> None:
    story = told(journey)
    check(story)
    journey.proves(story)


@each_journey
def test_what_the_law_changes_happens_once_whatever_fails(journey: Journey) -> None:
    play_with_each_fault(journey, IN_PART)


@pytest.mark.campaign
@each_journey
def test_it_happens_once_whatever_call_fails(journey: Journey) -> None:
    play_with_each_fault(journey, 1)

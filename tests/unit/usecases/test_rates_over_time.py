"""Rates change while cases run: what was said stays, what was not follows the table (INT_15, design: rates)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.errors import PreconditionFailed, ProviderUnavailable, VersionConflict
from chalicelib.domain.next_step import Action
from chalicelib.domain.parties import Scope
from chalicelib.domain.rate_series import DatedRate, RateSeries
from chalicelib.domain.rates import HalfYear, Rate
from chalicelib.domain.receipt import ReceiptState
from chalicelib.usecases.put_rates import PutRates, put_rates
from tests.support.faults import Crash
from tests.support.rates import operator_puts, without
from tests.support.story import DUE, Story, d
from tests.support.world import LIVE, TEST

ECB = RateSeries.ECB_REFINANCING
NEXT = "2027H1"
LATE_DUE = date(2026, 11, 2)


def interest(story: Story, case: str, day: date) -> int:
    return statement_of(story.case(case), story.recording.rates, day).interest.amount


def before_the_year(story: Story) -> str:
    """A case of November 2026 that was played to the end of the year; the rate of 2027 is not known."""
    story.debtor()
    operator_puts(story, ECB, "2026H2", "2.40")
    case = story.open(due=LATE_DUE)
    story.play(datetime(2026, 12, 30, 9, tzinfo=UTC))
    return case


def test_a_case_holds_on_a_missing_rate_says_which_and_goes_on_by_itself_once_it_is_put() -> None:
    story = Story(d(2, due=LATE_DUE), scope=LIVE)
    case = before_the_year(story)
    said = len(story.happened(case))
    story.play(datetime(2027, 1, 12, 9, tzinfo=UTC))
    step = story.case(case).next_step
    assert step is not None
    assert step.action is Action.STAND_STILL
    assert step.reason == f"rate unknown: the ECB rate (series ecb_refinancing) of {NEXT} is not loaded"
    assert step.due_at is not None
    assert step.due_at <= story.now() + timedelta(days=1)
    assert len(story.happened(case)) == said
    operator_puts(story, ECB, NEXT, "2.65")
    story.play(datetime(2027, 1, 20, 9, tzinfo=UTC))
    assert len(story.happened(case)) > said
    (pin,) = [pin for pin in story.case(case).stated_rates if pin.half_year == NEXT]
    assert pin.value == Decimal("2.65")


def test_what_was_sent_keeps_its_rates_and_what_was_not_follows_the_table() -> None:
    """Never retroactive: two cases on one table, one of which has stated its interest."""
    story = Story(d(2), scope=LIVE)
    told = story.open(story.debtor("deb_1"), number="FA-1")
    story.play(d(20))
    assert [pin.half_year for pin in story.case(told).stated_rates] == ["2026H1"]
    untold = story.open(story.debtor("deb_2"), number="FA-2")
    day = DUE + timedelta(days=30)
    before = interest(story, told, day)
    assert interest(story, untold, day) == before
    operator_puts(story, ECB, "2026H1", "3.15", reason="corrected")
    story.play(d(20) + timedelta(minutes=2))
    assert interest(story, told, day) == before
    assert interest(story, untold, day) > before


def test_a_rate_that_changes_corrects_no_receipt_that_was_issued() -> None:
    story = Story(d(2), scope=LIVE)
    story.debtor()
    case = story.open()
    story.play(d(20))
    paid = story.pay(case, 40_000)
    story.play(d(22))
    issued = story.case(case).receipt_of(str(paid))
    assert issued is not None
    assert issued.state is ReceiptState.SENT
    operator_puts(story, ECB, "2026H1", "9.00", reason="corrected")
    story.play(d(60))
    assert story.case(case).receipt_of(str(paid)) == issued


def test_a_receipt_alone_states_its_rates() -> None:
    story = Story(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.pay(case, 40_000)
    story.advance(clock, d(3))
    assert [(pin.series, pin.half_year) for pin in story.case(case).stated_rates] == [(ECB, "2026H1")]


@pytest.mark.parametrize("scope", [LIVE, TEST])
def test_both_modes_share_the_rates(scope: Scope) -> None:
    story = Story(d(2), scope=scope)
    story.shipped = without(ECB, "2026H1")
    story.debtor()
    clock = story.clock(d(2)) if scope is TEST else None
    case = story.open(clock_id=clock)
    step = story.case(case).next_step
    assert step is not None
    assert "rate unknown" in step.reason
    operator_puts(story, ECB, "2026H1", "2.15")
    story.play(story.now() + timedelta(minutes=1))
    if clock:
        story.advance(clock, d(20))
    else:
        story.play(d(20))
    assert any(line.endswith("email reminder_1") for line in story.happened(case))


def test_a_test_clock_that_runs_on_at_once_misses_no_rate_that_was_put_a_moment_ago() -> None:
    """The functions of the steps keep the table of before for a minute; a test clock plays months in less (INT_15)."""
    story = Story(d(2), scope=TEST)
    story.shipped = without(ECB, "2026H1")
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.advance(clock, d(12))
    operator_puts(story, ECB, "2026H1", "2.15")
    story.advance(clock, d(15))
    assert any(line.endswith("call call_verification") for line in story.happened(case))


def test_a_provisional_rate_confirmed_with_another_value_is_the_one_claimed() -> None:
    due = date(2026, 6, 22)
    story = Story(d(2, due=due), scope=LIVE)
    story.debtor()
    case = story.open(due=due)
    story.play(d(17, due=due))
    operator_puts(story, ECB, "2026H2", "2.65", reason="read at ecb.europa.eu")
    story.play(d(20, due=due))
    assert any(line.endswith("email reminder_1") for line in story.happened(case))
    assert {pin.half_year: str(pin.value) for pin in story.case(case).stated_rates}["2026H2"] == "2.65"


def change(value: str, expected: set[int] | None, reason: str = "published") -> PutRates:
    half = HalfYear(2026, 2)
    dated = DatedRate(half, Rate(Decimal(value), "ecb.europa.eu", half.first_day))
    return PutRates(ECB, (dated,), reason, "operator", expected)


def act(story: Story, command: PutRates) -> int:
    return put_rates(command, store=story.put_rates, shipped=story.shipped, wall=story.wall).version


def test_a_change_whose_answer_was_lost_is_sent_again_and_made_once() -> None:
    story = Story(datetime(2026, 11, 23, 9, tzinfo=UTC))
    kept = story.kept_rates.keep

    def keeps_and_dies(version: object) -> None:
        kept(version)  # type: ignore[arg-type]  # what the use case gives
        story.kept_rates.keep = kept  # type: ignore[method-assign]  # once
        raise Crash("no answer")

    story.kept_rates.keep = keeps_and_dies  # type: ignore[method-assign]  # once
    with pytest.raises(Crash):
        act(story, change("2.40", {0}))
    assert act(story, change("2.40", {0})) == 1
    assert act(story, change("2.4", {0})) == 1
    assert len(story.kept_rates.rate_versions(ECB, limit=10, position=None).items) == 1


def test_another_change_from_a_version_that_is_gone_is_refused() -> None:
    story = Story(datetime(2026, 11, 23, 9, tzinfo=UTC))
    act(story, change("2.40", {0}))
    for other in (change("2.65", {0}), change("2.40", {0}, "for another reason"), change("2.40", {7})):
        with pytest.raises(PreconditionFailed):
            act(story, other)
    assert act(story, change("2.65", {1})) == 2


def test_of_two_operators_at_once_one_is_told_to_look_again() -> None:
    story = Story(datetime(2026, 11, 23, 9, tzinfo=UTC))
    read = story.kept_rates.current_versions

    def somebody_is_faster() -> object:
        seen = read()
        story.kept_rates.current_versions = read  # type: ignore[method-assign]  # once
        act(story, change("2.65", {0}))
        return seen

    story.kept_rates.current_versions = somebody_is_faster  # type: ignore[method-assign,assignment]  # once
    with pytest.raises(VersionConflict):
        act(story, change("2.40", {0}))
    (version,) = read()
    assert str(version.rates[0].rate.value) == "2.65"


def test_a_table_that_cannot_be_read_stops_the_command_before_it_writes() -> None:
    story = Story(d(2))
    story.debtor()
    case = story.open()
    before = story.case(case)
    story.wall.instant += timedelta(minutes=5)
    story.faults.refusing = frozenset({"rates.current_versions"})
    with pytest.raises(ProviderUnavailable):
        story.pay(case, 40_000)
    assert story.case(case) == before
    story.faults.refusing = frozenset()
    assert story.pay(case, 40_000)


def test_a_test_clock_that_is_advanced_right_after_a_change_plays_the_new_rate() -> None:
    """What a debtor is told in that story rests on what the operator had put, though a process kept an older table."""
    story = Story(d(2), scope=TEST)
    story.debtor()
    clock = story.clock(d(2))
    case = story.open(clock_id=clock)
    story.rates_as_read.current()
    operator_puts(story, ECB, "2026H1", "3.15", reason="corrected")
    story.wall.instant += timedelta(seconds=1)
    story.advance(clock, d(20))
    assert {(pin.half_year, pin.value) for pin in story.case(case).stated_rates} == {("2026H1", Decimal("3.15"))}

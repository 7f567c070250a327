"""The linter of scenarios: every fault by its name, and nothing against what is shipped (R-122)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from chalicelib.adapters.rates_file import ShippedRates
from chalicelib.adapters.rendering.own_texts import OwnTexts
from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.contact import Channel
from chalicelib.domain.findings import Severity
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.scenarios.conditions import Conditions
from chalicelib.domain.scenarios.lint import lint
from chalicelib.domain.scenarios.lint_findings import CATALOGUE, LintFinding
from chalicelib.domain.scenarios.lint_texts import TextFault, TextReport
from chalicelib.domain.scenarios.model import Anchor, Message, Phase, Scenario, Step
from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.usecases.check_template import Checking, KeptTemplates
from chalicelib.usecases.lint_scenario import lint_scenario
from chalicelib.usecases.scenario_texts import ScenarioTexts
from tests.support.broken_scenarios import CALL, FAULTS, LETTER, simple, with_step
from tests.support.no_templates import NoTemplates
from tests.support.random_scenarios import valid_scenarios

SCOPE = Scope("ten_1", livemode=False)
SEEDS = range(8)
PRESETS = list(SCENARIOS.values())


@cache
def texts() -> ScenarioTexts:
    return ScenarioTexts(KeptTemplates(NoTemplates(), Checking(OwnTexts(), Renderer(), ShippedRates().table())))


def findings(scenario: Scenario) -> tuple[LintFinding, ...]:
    return lint_scenario(SCOPE, scenario, texts())


def refusals(scenario: Scenario) -> set[str]:
    return {finding.code for finding in findings(scenario) if finding.refuses}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("code", FAULTS)
def test_a_broken_scenario_is_refused_by_the_name_of_its_fault(code: str, seed: int) -> None:
    """R-122: 32 kinds of fault, eight scenarios each; without the fault the same scenario is accepted."""
    whole = simple(Random(f"{code}{seed}"))  # noqa: S311 - nothing secret
    assert refusals(whole) == set()
    broken = FAULTS[code](whole, Random(seed))  # noqa: S311
    assert code in refusals(broken), findings(broken)


@pytest.mark.parametrize("code", sorted(set(FAULTS) - {"too_many_bands", "template_unknown"}))
def test_a_fault_has_a_place_a_rule_and_a_cure(code: str) -> None:
    whole = simple(Random(code))  # noqa: S311
    found = next(each for each in findings(FAULTS[code](whole, Random(1))) if each.code == code)  # noqa: S311
    assert found.pointer.startswith("#/")
    assert found.rule
    assert found.cure == CATALOGUE[code].cure
    assert found.detail


def test_more_than_two_hundred_broken_scenarios_are_generated() -> None:
    assert len(FAULTS) * len(SEEDS) >= 200
    assert set(FAULTS) <= set(CATALOGUE)
    untried = {code for code, told in CATALOGUE.items() if told.severity is Severity.BLOCKING} - set(FAULTS)
    assert untried == {"template_refused", "sms_too_long"}, "faults of texts have tests of their own"


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: f"{preset.id}-{preset.version}")
def test_a_preset_is_clean(preset: Scenario) -> None:
    """R-043, R-122: nothing is refused, and nothing deserves a look."""
    assert findings(preset) == ()


def test_scenarios_made_by_chance_and_accepted_are_accepted_with_their_texts_too() -> None:
    for scenario in valid_scenarios(20):
        assert not {code for code in refusals(scenario) if not code.startswith("template")}


class TestTexts:
    """Faults that a text has by itself come through the port (R-125)."""

    def test_a_text_that_misses_a_mention_or_is_too_long_for_an_sms_refuses_the_scenario(self) -> None:
        whole = simple(Random(1))  # noqa: S311
        faults = (TextFault("template_refused", "LTR_05", "the creditor is not named"),)
        long = (TextFault("sms_too_long", "R-072", "two segments"),)
        messages = [message for step in whole.steps for message in step.messages]
        known = {message: TextReport(offers_arrangement=True) for message in messages}
        found = lint(whole, known | {messages[0]: TextReport(faults), messages[2]: TextReport(long)})
        told = {each.code: (each.rule, each.pointer) for each in found}
        assert told["template_refused"] == ("LTR_05", "#/steps/0/messages/0/template")
        assert told["sms_too_long"] == ("R-072", "#/steps/2/messages/0/template")

    def test_where_no_text_offers_an_arrangement_it_is_told(self) -> None:
        """R-051."""
        whole = simple(Random(1))  # noqa: S311
        known = {message: TextReport() for step in whole.steps for message in step.messages}
        assert [each.code for each in lint(whole, known)] == ["no_arrangement"]

    def test_a_text_that_claims_is_refused_before_the_due_date_and_a_word_before_it_after(self) -> None:
        """R-046: « les factures arrivées à échéance » is not said of what falls due next week, nor the reverse."""
        own = Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,))

        def told(template: str, phase: Phase, offset: int) -> dict[str, str]:
            word = Step("word", 1, Anchor.DUE_DATE, offset, (Message(Channel.EMAIL, template),), phase=phase)
            word = replace(word, conditions=own if phase is Phase.PRE_COLLECTION else word.conditions)
            whole = simple(Random(1))  # noqa: S311
            found = findings(replace(whole, steps=(word, *whole.steps)))
            return {each.code: each.pointer for each in found}

        early, late = Phase.PRE_COLLECTION, Phase.AMICABLE
        assert told("reminder_2", early, -5)["not_yet_due"] == "#/steps/0/messages/0/template"
        assert told("reminder_preventive", late, 1)["template_refused"] == "#/steps/0/messages/0/template"
        assert "not_yet_due" not in told("reminder_preventive", early, -5)


class TestCaps:
    """The guard itself says when a step would leave (CON_05, CON_06)."""

    def test_a_fifth_call_to_a_consumer_in_thirty_days_would_come_later(self) -> None:
        calls = tuple(Step(f"call_{n}", 1, Anchor.DUE_DATE, 5 + 5 * n, CALL) for n in range(5))
        whole = simple(Random(1))  # noqa: S311
        steps = (*calls, *(replace(step, offset=step.offset + 30) for step in whole.steps[1:-1]))
        found = [each for each in findings(replace(whole, steps=steps)) if each.code == "caps_push_later"]
        assert [each.pointer for each in found] == ["#/steps/4"]
        assert "towards a consumer" in found[0].detail or "towards a non_professional" in found[0].detail
        assert found[0].rule == "CON_05"

    def test_the_same_calls_to_companies_alone_are_within_their_caps(self) -> None:
        only = Conditions(debtor_kind=(DebtorKind.COMPANY,))
        calls = tuple(Step(f"call_{n}", 1, Anchor.DUE_DATE, 5 + 5 * n, CALL, conditions=only) for n in range(5))
        whole = simple(Random(1))  # noqa: S311
        steps = (*calls, *(replace(step, offset=step.offset + 30) for step in whole.steps[1:-1]))
        assert "caps_push_later" not in {each.code for each in findings(replace(whole, steps=steps))}

    def test_nobody_called_and_no_notice_are_warned_of(self) -> None:
        """R-035, R-039."""
        whole = simple(Random(1))  # noqa: S311
        written = replace(whole, steps=(whole.steps[0], replace(whole.steps[2], messages=LETTER)))
        assert {each.code for each in findings(written)} == {"no_call", "no_formal_notice"}


class TestWays:
    """What holds is looked at way by way, not step by step."""

    def test_two_variants_of_a_step_may_fall_on_the_same_day_where_no_case_meets_both(self) -> None:
        whole = simple(Random(1))  # noqa: S311
        first = whole.steps[0]
        companies = Conditions(debtor_kind=(DebtorKind.COMPANY, DebtorKind.SOLE_TRADER))
        others = tuple(kind for kind in DebtorKind if kind not in companies.debtor_kind)
        variants = (
            replace(first, conditions=companies),
            replace(first, id="first_letter_home", tone=1, conditions=Conditions(debtor_kind=others)),
        )
        assert refusals(replace(whole, steps=(*variants, *whole.steps[1:]))) == set()
        met = replace(variants[1], conditions=Conditions(debtor_kind=tuple(DebtorKind)))
        assert "offsets_not_rising" in refusals(replace(whole, steps=(variants[0], met, *whole.steps[1:])))

    def test_a_word_before_the_due_date_is_the_creditors_own(self) -> None:
        """R-046, LTR_01: under a mandate nothing precedes the first letter."""
        whole = simple(Random(1))  # noqa: S311
        word = Step(
            "word_before",
            1,
            Anchor.DUE_DATE,
            -5,
            (Message(Channel.EMAIL, "reminder_preventive"),),
            phase=Phase.PRE_COLLECTION,
            conditions=Conditions(collector_mode=(CollectorMode.CREDITOR_OWN,)),
        )
        assert refusals(replace(whole, steps=(word, *whole.steps))) == set()

    def test_a_notice_may_come_first_where_the_creditor_wrote_before(self) -> None:
        whole = simple(Random(1))  # noqa: S311
        asked = Conditions(reminded_before=True)
        notice = replace(whole.steps[3], conditions=asked, offset=20)
        assert refusals(replace(whole, steps=(notice,))) == set()

    def test_waiting_for_an_answer_counts_towards_the_length(self) -> None:
        """R-026."""
        whole = with_step(simple(Random(1)), 2, answer_days=60)  # noqa: S311
        assert "too_long" in refusals(whole)

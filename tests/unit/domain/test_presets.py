"""What every shipped scenario keeps to (R-021..R-026, R-032..R-035, R-039..R-043), and what each is there for."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from chalicelib.domain.case import PriorReminder
from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import DebtorKind, Solvency
from chalicelib.domain.plan import Plan, plan
from chalicelib.domain.scenarios.lint import lint
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.presets import (
    COLLECTIVITE,
    COURT,
    FERME,
    LATEST,
    PETITE_CREANCE,
    PRESETS,
    PROGRESSIF,
    RISQUE,
    SCENARIOS,
)

from .cases import DUE, case, day, debtor, done, invoice, ref

EVERY = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)
OPENED = (1, 8, 20, 45, 60, 120)


def days(found: Plan) -> dict[str, int]:
    return {each.step.id: (each.on - DUE).days for each in found.steps if not each.skipped}


def test_the_six_presets_of_the_method_are_there_and_one_that_speaks_before_the_due_date() -> None:
    """R-043, R-046."""
    assert set(LATEST) == {"progressif", "ferme", "court", "collectivite", "petite_creance", "risque", "preventif"}
    assert all(SCENARIOS[preset.id, preset.version] is preset for preset in PRESETS)


@EVERY
def test_a_preset_explains_itself_in_one_french_sentence_and_names_its_steps(preset: Scenario) -> None:
    assert preset.name
    assert preset.description.endswith(".")
    assert preset.description.count(". ") == 0
    assert all(step.title for step in preset.steps)


@EVERY
def test_the_linter_finds_nothing_in_a_preset_not_even_to_warn_of(preset: Scenario) -> None:
    """R-122: its texts apart, which are judged where they are written."""
    assert [each.code for each in lint(preset, {}) if each.code != "template_unknown"] == []


@EVERY
def test_tones_rise_the_notice_leaves_8_to_15_days_and_nothing_is_written_after_it(preset: Scenario) -> None:
    """R-022, R-040, R-041."""
    tones = [step.tone for step in preset.steps]
    assert tones == sorted(tones)
    assert 8 <= preset.notice_days <= 15
    written = [step for step in preset.steps if step.messages[0].channel is not Channel.CALL]
    assert written[-1].is_formal_notice
    assert preset.ends_within_days <= 90


@EVERY
@pytest.mark.parametrize("opened", OPENED)
def test_every_case_is_called_reminded_in_writing_then_put_on_notice_and_decided_in_90_days(
    preset: Scenario, opened: int
) -> None:
    """R-026, R-035, R-037, R-042, however late it is opened; the notice of a small claim is the exception below."""
    found = plan(case(opened), preset, debtor())
    going = [each for each in found.steps if not each.skipped]
    assert any(message.channel is Channel.CALL for each in going for message in each.step.messages)
    notice = next(n for n, each in enumerate(going) if each.step.is_formal_notice)
    assert any(each.step.is_written_reminder for each in going[:notice])
    assert (found.decision_on - day(opened)).days <= preset.ends_within_days
    assert all(later.on > earlier.on for earlier, later in pairwise(going))


def test_ferme_puts_who_was_reminded_on_notice_at_once_and_calls_afterwards() -> None:
    reminded = case(40, prior_reminders=(PriorReminder("letter", day(20)),))
    assert list(days(plan(reminded, FERME, debtor()))) == ["formal_notice", "firm_call", "last_call"]
    assert days(plan(reminded, FERME, debtor()))["formal_notice"] == 40
    never = days(plan(case(40), FERME, debtor()))
    assert (never["last_notice"], never["formal_notice"]) == (40, 48)


def test_court_spares_a_silent_new_customer_the_second_reminder_and_calls() -> None:
    """R-032: one who answers is reminded once more, and so is an old customer."""
    wrote = done("first_reminder", 5, ref("reminder_1", 5))
    silent = plan(case(1, steps=(wrote,)), COURT, debtor(new_customer=True))
    assert days(silent)["firm_call"] == 12
    assert silent.of("second_reminder").skipped == "branch_taken"
    answered = replace(case(1, steps=(wrote,)), answered_at=wrote.at)
    assert days(plan(answered, COURT, debtor(new_customer=True)))["second_reminder"] == 15
    assert days(plan(case(1, steps=(wrote,)), COURT, debtor()))["second_reminder"] == 15


def test_collectivite_is_phoned_and_written_to_with_texts_of_its_own() -> None:
    """R-034, PRE_09: a written demand interrupts the limitation of four years; the notice leaves the longest delay."""
    texts = [message.template for step in COLLECTIVITE.steps for message in step.messages]
    assert texts[:3] == ["call_public_body", "public_body_letter", "call_public_body"]
    assert not any(message.channel is Channel.SMS for step in COLLECTIVITE.steps for message in step.messages)
    usual, patient = (
        days(plan(case(1), each, debtor(kind=DebtorKind.PUBLIC_BODY))) for each in (PROGRESSIF, COLLECTIVITE)
    )
    assert patient["formal_notice"] > usual["formal_notice"]
    assert COLLECTIVITE.notice_days > PROGRESSIF.notice_days


@pytest.mark.parametrize(("cents", "notice"), [(9_999, False), (10_000, True)])
def test_petite_creance_sends_no_registered_letter_that_costs_a_tenth_of_the_claim(cents: int, *, notice: bool) -> None:
    """R-064, R-019: below 100 EUR the creditor decides after the call."""
    of = case(1, invoices=(invoice(cents=cents),))
    found = plan(of, PETITE_CREANCE, debtor())
    assert ("formal_notice" in days(found)) is notice
    assert (found.decision_on - DUE).days == (58 if notice else 40)


def test_risque_is_called_first_and_poor_solvency_leaves_out_the_courteous_reminder() -> None:
    """R-033, R-013."""
    fragile = days(plan(case(1), RISQUE, debtor(solvency=Solvency.FRAGILE)))
    poor = days(plan(case(1), RISQUE, debtor(solvency=Solvency.POOR)))
    assert next(iter(fragile)) == next(iter(poor)) == "verification_call"
    assert "first_reminder" not in poor
    assert poor["formal_notice"] < fragile["formal_notice"] < days(plan(case(1), PROGRESSIF, debtor()))["formal_notice"]

"""Nobody is visited (CON_08, C. conso L121-7 2°): no channel leads there, and no text says that somebody will come."""

from __future__ import annotations

import pytest

from chalicelib.domain.call_outcomes import EFFECTS
from chalicelib.domain.call_task import CallOutcome
from chalicelib.domain.contact import Channel
from chalicelib.domain.contact_guard import CHANNELS
from chalicelib.domain.decide_messages import ACTION_OF_CHANNEL
from chalicelib.domain.scenarios.presets import SCENARIOS
from chalicelib.domain.wording_lint import lint


def test_no_channel_no_action_and_no_step_of_a_scenario_is_a_visit() -> None:
    """CON_08: what the guard lets through is exactly what can be sent, and none of it is a visit."""
    used = {m.channel for scenario in SCENARIOS.values() for step in scenario.steps for m in step.messages}
    assert {channel.value for channel in Channel} == CHANNELS
    assert set(ACTION_OF_CHANNEL) == set(Channel) >= used
    assert not any("visit" in name for name in CHANNELS)


@pytest.mark.parametrize(
    "text",
    [
        "Un agent passera à votre domicile jeudi.",
        "Nous nous présenterons chez vous la semaine prochaine.",
        "Notre représentant viendra vous voir à votre travail.",
        "Une visite domiciliaire est prévue le 3 mars.",
        "Vous recevrez prochainement la visite d’un enquêteur.",
        "Je viendrai chez vous lundi.",
        "On passe vous voir demain.",
        "Notre chargé de recouvrement se déplacera à votre bureau.",
    ],
)
def test_a_free_text_that_announces_a_visit_is_refused(text: str) -> None:
    """CON_08, LTR_06: whoever is to come, and to wherever the debtor is."""
    assert {problem.rule for problem in lint(text)} & {"visit_stated", "proceeding_stated"}


@pytest.mark.parametrize(
    "text",
    [
        "Personne ne viendra chez vous.",
        "Aucun agent ne viendra chez vous.",
        "Nous ne viendrons pas chez vous.",
        "Nous passerons votre paiement en comptabilité demain.",
        "Le courrier est parti à votre adresse.",
        "Vous pouvez venir nous voir à nos bureaux.",
        "Notre conseiller passera vous appeler à l’heure qui vous convient.",
    ],
)
def test_what_only_sounds_like_it_is_accepted(text: str) -> None:
    """CON_08."""
    assert lint(text) == ()


def test_a_third_party_on_the_phone_is_told_nothing_and_changes_nothing_but_the_attempt() -> None:
    """CON_07: somebody else answered; the debtor is called again, nobody is paused, blocked or written to."""
    effect = EFFECTS[CallOutcome.REACHED_THIRD_PARTY]
    assert effect.attempt_failed
    assert (effect.pause, effect.hold_days, effect.phone_unusable, effect.attention) == (None, None, None, None)
    assert not effect.straight_to_notice

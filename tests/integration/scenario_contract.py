"""What holds of stored scenarios, in memory and on the table (R-122)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import NotFound, VersionConflict
from chalicelib.domain.parties import DebtorKind, Scope
from chalicelib.domain.scenarios.conditions import Conditions, DeliveryIs, Range
from chalicelib.domain.scenarios.model import Anchor, Branch, Message, Scenario, Step
from chalicelib.domain.scenarios.own import OwnScenario
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.writes import Create, Update, Write
from tests.support import stored_things as things
from tests.support.stored_things import LIVE, NOW, OTHER_TENANT, TEST

from .list_contract import all_pages


def definition(scenario_id: str = "scn_1", version: int = 1, **fields: Any) -> Scenario:
    """One with everything in it that JSON could lose."""
    asked = Conditions(
        amount=Range(50_000), debtor_kind=(DebtorKind.COMPANY,), delivery=DeliveryIs("first", ()), new_customer=False
    )
    first = Step("first", 1, Anchor.OPENING, 3, (Message(Channel.EMAIL, "tpl_1", 4),), title="Premier rappel")
    later = Step("later", 2, Anchor.PREVIOUS_STEP, 7, (Message(Channel.CALL, "call_firm"),), conditions=asked)
    steps = (replace(first, branches=(Branch(asked, "later"),)), later)
    return replace(LATEST["progressif"], id=scenario_id, version=version, steps=steps, **fields)


def own(scenario_id: str = "scn_1", scope: Scope = TEST, **fields: Any) -> OwnScenario:
    made = OwnScenario(scenario_id, scope, 1, definition(scenario_id), NOW, NOW, "key_1")
    return replace(made, **fields)


def saved(scenario: OwnScenario) -> list[Write]:
    new = scenario.version == 1
    return [Create(scenario) if new else Update(scenario), Create(scenario.latest)]


def next_version(before: OwnScenario, **fields: Any) -> OwnScenario:
    number = before.definition.version + 1
    changed = replace(before.definition, version=number, **fields)
    return replace(before, version=before.version + 1, definition=changed, updated_at=NOW + timedelta(days=number))


class ScenarioContract:
    def test_a_scenario_comes_back_whole(self, store: Any) -> None:
        store.commit(saved(own(creditor_id="cred_1")))
        assert store.scenario(TEST, "scn_1") == own(creditor_id="cred_1")
        assert store.scenario_version(TEST, "scn_1", 1) == own().latest

    @pytest.mark.parametrize("world", [LIVE, OTHER_TENANT])
    def test_nothing_of_it_is_seen_from_another_world(self, store: Any, world: Scope) -> None:
        store.commit(saved(own()))
        with pytest.raises(NotFound):
            store.scenario(world, "scn_1")
        with pytest.raises(NotFound):
            store.scenario_version(world, "scn_1", 1)
        assert store.scenarios(world, limit=10, position=None).items == ()
        assert store.scenario_versions(world, "scn_1", limit=10, position=None).items == ()
        assert store.parties(world, scenario=("scn_1", 1), own_scenario_id="scn_1").scenario is None

    def test_a_version_is_made_once_and_kept(self, store: Any) -> None:
        first = own()
        store.commit(saved(first))
        second = next_version(first, notice_days=12)
        store.commit(saved(second))
        assert store.scenario_version(TEST, "scn_1", 1).definition == first.definition
        assert store.scenario(TEST, "scn_1").definition.notice_days == 12
        with pytest.raises(VersionConflict):
            store.commit([Create(replace(first.latest, actor="key_2"))])
        with pytest.raises(VersionConflict):
            store.commit(saved(next_version(first, notice_days=9)))
        assert store.scenario_version(TEST, "scn_1", 2).definition == second.definition

    def test_versions_are_listed_newest_first(self, store: Any) -> None:
        scenario = own()
        store.commit(saved(scenario))
        for _ in range(4):
            scenario = next_version(scenario)
            store.commit(saved(scenario))
        listed = all_pages(lambda at: store.scenario_versions(TEST, "scn_1", limit=2, position=at))
        assert [each.definition.version for each in listed] == [5, 4, 3, 2, 1]

    def test_scenarios_are_listed_newest_first(self, store: Any) -> None:
        store.commit([Create(things.tenant())])
        for number in range(5):
            at = NOW - timedelta(days=5 - number)
            store.commit(saved(own(f"scn_{number}", created_at=at)))
        listed = all_pages(lambda position: store.scenarios(TEST, limit=2, position=position))
        assert [each.id for each in listed] == [f"scn_{n}" for n in (4, 3, 2, 1, 0)]

    def test_a_version_and_the_present_one_come_with_the_parties(self, store: Any) -> None:
        first = own()
        store.commit([Create(things.creditor()), *saved(first)])
        store.commit(saved(next_version(first)))
        found = store.parties(TEST, creditor_id="cred_1", scenario=("scn_1", 1), own_scenario_id="scn_1")
        assert (found.creditor, found.scenario) == (things.creditor(), first.definition)
        assert found.own_scenario.definition.version == 2
        missing = store.parties(TEST, creditor_id="cred_1", scenario=("scn_1", 9), own_scenario_id="scn_404")
        assert (missing.scenario, missing.own_scenario) == (None, None)

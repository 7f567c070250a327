"""Choose the scenario of a case to be opened: what the request names, else the creditor's first rule, else the default.

A preset is code. An own scenario that the request names came with the parties; one that a rule chose is read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.parties import CollectorMode, Creditor, Debtor
from chalicelib.domain.reads import Parties
from chalicelib.domain.scenario_rule import BY_DEFAULT, DEFAULT_SCENARIO, ChosenBy, ScenarioChoice, ScenarioRule
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.scenarios.own import OwnScenario, is_own
from chalicelib.domain.scenarios.presets import LATEST
from chalicelib.domain.scenarios.selection import opening_situation, rule_for

from .case_request import OpenCase
from .store_ports import Store

POINTER = "#/scenario"


@dataclass(frozen=True)
class Chosen:
    """The scenario, in its latest version, and who chose it (R-029)."""

    scenario: Scenario
    choice: ScenarioChoice


@dataclass(frozen=True)
class Claimed:
    """What the rules ask about: the invoices, who owes them, how they are collected, the day where the debtor is."""

    invoices: Sequence[Invoice]
    debtor: Debtor | None
    mode: CollectorMode
    today: date


def choose_scenario(command: OpenCase, creditor: Creditor, claimed: Claimed, parties: Parties, store: Store) -> Chosen:
    """Errors: ``unknown_scenario``, ``scenario_archived``, of the request or of the rule that holds."""
    if command.scenario_id is not None:
        scenario = _latest(command.scenario_id, parties.own_scenario, creditor.id, "")
        return Chosen(scenario, ScenarioChoice(ChosenBy.REQUEST))
    rule = _rule(command, creditor, claimed)
    if rule is None:
        return Chosen(LATEST[DEFAULT_SCENARIO], BY_DEFAULT)
    own = store.parties(command.scope, own_scenario_id=rule.scenario).own_scenario if is_own(rule.scenario) else None
    told = f"The creditor's rule {rule.name!r} chooses it: change the rule, or name a scenario. "
    return Chosen(_latest(rule.scenario, own, creditor.id, told), ScenarioChoice(ChosenBy.RULE, rule.name))


def refuse_unknown_preset(scenario_id: str | None) -> None:
    """Before anything is read. Errors: ``unknown_scenario``."""
    if scenario_id is not None and not is_own(scenario_id) and scenario_id not in LATEST:
        raise unknown(scenario_id)


def unknown(scenario_id: str, told: str = "") -> InvalidInput:
    """The refusal of a scenario that is not there for this creditor."""
    detail = f"{told}{scenario_id}: one of {', '.join(sorted(LATEST))}, or one of your own for this creditor"
    problem = FieldProblem(POINTER, "unknown_scenario", detail)
    return InvalidInput("The scenario does not exist.", code="unknown_scenario", errors=(problem,))


def archived(scenario_id: str, told: str = "") -> InvalidInput:
    """The refusal of a scenario that takes no case any more."""
    detail = f"{told}{scenario_id} was archived: it takes no new case"
    problem = FieldProblem(POINTER, "scenario_archived", detail)
    return InvalidInput("The scenario takes no new case.", code="scenario_archived", errors=(problem,))


def _rule(command: OpenCase, creditor: Creditor, claimed: Claimed) -> ScenarioRule | None:
    """None either where the claim is not complete enough to be opened at all."""
    if claimed.debtor is None or not claimed.invoices or not creditor.scenario_rules:
        return None
    reminded = any(reminder.is_written for reminder in command.prior_reminders)
    situation = opening_situation(
        claimed.invoices, claimed.debtor, claimed.mode, claimed.today, reminded_before=reminded
    )
    return rule_for(creditor.scenario_rules, situation)


def _latest(scenario_id: str, own: OwnScenario | None, creditor_id: str, told: str) -> Scenario:
    if not is_own(scenario_id):
        if scenario_id not in LATEST:
            raise unknown(scenario_id, told)
        return LATEST[scenario_id]
    if own is None or own.creditor_id not in (None, creditor_id):
        raise unknown(scenario_id, told)
    if own.archived_at is not None:
        raise archived(scenario_id, told)
    return own.definition

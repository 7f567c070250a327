"""Judicial routes as JSON: conditions with rule and article, deadlines, costs, durations."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.judicial_routes import Route
from chalicelib.domain.route_costs import Cost, Duration, total
from chalicelib.domain.route_facts import Condition, Deadline
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.view_judicial_routes import RoutesView

from .values import day, money


def routes_answer(value: RoutesView, call: Call[Any, Any]) -> Answer:
    """The routes on a day, and the amounts they were judged on."""
    del call
    facts, case = value.facts, value.view.case
    body = {
        "object": "judicial_routes",
        "case_id": case.id,
        "as_of": day(facts.as_of),
        "debtor_kind": facts.debtor_kind.value,
        "principal": money(facts.principal),
        "interest": money(facts.interest) if facts.interest is not None else None,
        "missing_rate": value.view.missing_rate,
        "routes": [_route(route) for route in value.routes],
    }
    return Answer(body, headers={"ETag": etag(case.version, facts.as_of)})


def _route(route: Route) -> dict[str, Any]:
    low, high = total(route.costs)
    return {
        "code": route.name,
        "title": route.title,
        "article": route.article,
        "open": route.open,
        "verify": route.verify,
        "conditions": [_condition(each) for each in route.conditions],
        "deadlines": [_deadline(each) for each in route.deadlines],
        "costs": [_cost(each) for each in route.costs],
        "cost_low": money(low),
        "cost_high": money(high),
        "duration": _duration(route.duration),
        "court": route.court,
    }


def _condition(value: Condition) -> dict[str, Any]:
    return {"rule": value.rule, "article": value.article, "met": value.met, "text": value.text}


def _deadline(value: Deadline) -> dict[str, Any]:
    return {
        "code": value.code,
        "rule": value.rule,
        "article": value.article,
        "months": value.months,
        "on": day(value.on),
        "text": value.text,
    }


def _cost(value: Cost) -> dict[str, Any]:
    return {
        "item": value.item,
        "low": money(value.low),
        "high": money(value.high),
        "assumption": value.assumption,
        "source": value.source,
    }


def _duration(value: Duration) -> dict[str, Any]:
    return {
        "low_months": value.low_months,
        "high_months": value.high_months,
        "assumption": value.assumption,
        "source": value.source,
    }

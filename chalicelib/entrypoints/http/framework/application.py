"""The Chalice application: every answer carries a Request-Id, and Chalice's own refusals are problems too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from chalice.app import Chalice

from chalicelib.bootstrap import deps
from chalicelib.entrypoints.page.framework.routes import PATHS as PAGE_PATHS
from chalicelib.entrypoints.page.framework.routes import page_response, register_page
from chalicelib.observability import logger

from .api_blueprint import ApiBlueprint
from .exchange import CURRENT, Exchange
from .negotiation import PDF
from .problem_page import PATH, problem_page
from .problems import INTERNAL_ERROR, Problem, render
from .published import register_publications


class AmiableApp(Chalice):
    """Answers one proxy event per call; safe to call from several threads."""

    def register(self, blueprints: Iterable[ApiBlueprint]) -> None:
        self.api.binary_types = [*self.api.binary_types, *({PDF} - set(self.api.binary_types))]
        for blueprint in blueprints:
            self.register_blueprint(blueprint)
        self.route(PATH, methods=["GET"], name="problem_page")(problem_page)
        register_publications(self)
        register_page(self)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        exchange = _exchange(event)
        token = CURRENT.set(exchange)
        logger.append_keys(request_id=exchange.request_id)
        try:
            response = self._respond(event, context, exchange)
        finally:
            CURRENT.reset(token)
        response["headers"].update({**exchange.answered_headers, "Request-Id": exchange.request_id})
        notes = {"method": exchange.method, "route": exchange.resource, "status": response["statusCode"]}
        logger.info("answered", **notes, **exchange.notes)
        logger.remove_keys(["request_id"])
        return response

    def _respond(self, event: Any, context: Any, exchange: Exchange) -> dict[str, Any]:
        if exchange.resource not in self.routes:
            return _as_dict(Problem(404, "not_found", "There is nothing at this path."), exchange)
        if exchange.resource in PAGE_PATHS:
            return page_response(event, exchange)
        response: dict[str, Any] = super().__call__(event, context)
        if response["statusCode"] >= 400 and not _is_problem(response):
            return _as_dict(_translated(response), exchange)
        return response


def _is_problem(response: Mapping[str, Any]) -> bool:
    return any(
        name.lower() == "content-type" and str(value).startswith("application/problem+json")
        for name, value in response["headers"].items()
    )


def _translated(response: Mapping[str, Any]) -> Problem:
    """Chalice's own answers by their status; its message stays inside."""
    status = int(response["statusCode"])
    if status == 405:
        allow = {"Allow": str(response["headers"]["Allow"])}
        return Problem(405, "method_not_allowed", f"This path takes {allow['Allow']}.", headers=allow)
    if status == 415:
        return Problem(415, "unsupported_media_type", "The body must be application/json in UTF-8.")
    if status == 400:
        return Problem(400, "malformed_json", "The request could not be read.")
    return INTERNAL_ERROR


def _as_dict(problem: Problem, exchange: Exchange) -> dict[str, Any]:
    answer: dict[str, Any] = render(problem, exchange).to_dict()
    return answer


def _exchange(event: Mapping[str, Any]) -> Exchange:
    """The request with its id and the address of the problems' pages."""
    ports = deps()
    return Exchange.of_event(event, request_id=ports.ids.new("req"), base_url=ports.settings.base_url)

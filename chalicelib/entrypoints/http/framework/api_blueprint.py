"""How an operation of the API is declared: what it needs and answers; everything around it happens here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Blueprint, Chalice, Response
from pydantic import BaseModel

from chalicelib.bootstrap import Deps, deps
from chalicelib.domain.errors import DomainError, PreconditionFailed, VersionConflict
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.ports import no_reply

from .admission import admit
from .answers import Answer
from .authentication import Access
from .call import Call
from .deprecation import Deprecation
from .etags import expected_versions, known_tags, not_modified
from .exchange import CURRENT, Exchange
from .failure_log import log_failure
from .idempotency import KeptReply, fingerprint, idempotency_key, replay
from .ids import check_ids
from .json_body import read_json
from .problems import INTERNAL_ERROR, HttpRefusal, problem_of, render
from .validation import read_model, read_query

Handler = Callable[[Call[Any, Any]], Any]
Present = Callable[[Any, Call[Any, Any]], Answer]


@dataclass(frozen=True)
class Operation:
    """One method of one path. ``present`` turns the handler's result into the answer, also the one that is kept."""

    method: str
    path: str
    scope: KeyScope | Access
    handler: Handler
    present: Present
    request: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    idempotent: bool = False
    if_match: bool = False
    deprecated: Deprecation | None = None


class ApiBlueprint(Blueprint):
    """A Chalice blueprint whose routes are operations."""

    def __init__(self, import_name: str) -> None:
        super().__init__(import_name)
        self.operations: list[Operation] = []

    def operation(
        self,
        method: str,
        path: str,
        *,
        scope: KeyScope | Access,
        present: Present,
        request: type[BaseModel] | None = None,
        query: type[BaseModel] | None = None,
        status: int = 200,
        idempotent: bool = False,
        if_match: bool = False,
        deprecated: Deprecation | None = None,
    ) -> Callable[[Handler], Handler]:
        """Declares the handler of ``method path``: it takes a ``Call`` and returns what ``present`` presents."""

        def declare(handler: Handler) -> Handler:
            told = (request, query, status, idempotent, if_match, deprecated)
            operation = Operation(method, path, scope, handler, present, *told)
            self.operations.append(operation)
            return handler

        return declare

    def register(self, app: Chalice, options: dict[str, Any]) -> None:
        """Routes are made anew for each application: Chalice uses up what it defers."""
        self._deferred_registrations = []
        for operation in self.operations:
            content_types = [] if operation.request is None else ["application/json"]
            name = operation.handler.__name__
            self.route(operation.path, methods=[operation.method], name=name, content_types=content_types)(
                _view(operation)
            )
        super().register(app, options)


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path_ids: str) -> Response:
        return _answer(operation, path_ids)

    return view


def _answer(operation: Operation, path_ids: Mapping[str, str]) -> Response:
    """Runs the operation; every refusal becomes a problem, and what nobody foresaw a 500 without internals."""
    exchange = CURRENT.get()
    if operation.deprecated is not None:
        exchange.answered_headers.update(operation.deprecated.headers(exchange))
    try:
        return _run(operation, path_ids, exchange, deps()).to_response()
    except HttpRefusal as refusal:
        return render(refusal.problem, exchange)
    except DomainError as error:
        problem = problem_of(error)
        if problem is INTERNAL_ERROR:
            log_failure(error)
        return render(problem, exchange)
    except Exception as error:  # noqa: BLE001  an entry point: nobody above could answer
        log_failure(error)
        return render(INTERNAL_ERROR, exchange)


def _run(operation: Operation, path_ids: Mapping[str, str], exchange: Exchange, ports: Deps) -> Answer:
    caller = admit(operation.scope, exchange, ports)
    if operation.deprecated and (ended := operation.deprecated.refusal(ports.wall_clock.now())):
        raise ended
    check_ids(path_ids)
    exchange.notes.update(path_ids)  # ids alone, now that their form was checked
    if_match = exchange.headers.get("if-match")
    expected = expected_versions(if_match) if operation.if_match or if_match is not None else None
    known_tags(exchange.headers.get("if-none-match"))
    raw = read_json(exchange) if operation.request or exchange.body else {}
    call: Call[Any, Any] = Call(
        deps=ports,
        caller=caller,
        exchange=exchange,
        path=path_ids,
        body=read_model(operation.request or _Nothing, exchange.body),
        query=read_query(operation.query, exchange.query),
        reply=no_reply,
        expected=expected,
    )
    key = idempotency_key(exchange) if operation.idempotent else None
    if key is not None:
        return _once(operation, call, key, fingerprint(exchange, raw))
    return _conditional(exchange, _perform(operation, call))


def _perform(operation: Operation, call: Call[Any, Any]) -> Answer:
    try:
        result = operation.handler(call)
    except VersionConflict as error:
        if operation.if_match:
            raise PreconditionFailed("The object changed meanwhile; read it again.") from error
        raise
    return _present(operation, result, call)


def _present(operation: Operation, result: Any, call: Call[Any, Any]) -> Answer:
    answer = operation.present(result, call)
    return Answer(answer.body, operation.status, answer.headers, answer.kept)


def _conditional(exchange: Exchange, answer: Answer) -> Answer:
    """304 when the caller has this representation already."""
    if exchange.method == "GET" and not_modified(exchange.headers.get("if-none-match"), answer.etag):
        return Answer(None, 304, answer.headers)
    return answer


def _once(operation: Operation, call: Call[Any, Any], key: str, request_fingerprint: str) -> Answer:
    """The effect at most once: a kept answer is replayed, also when another request was faster by a moment."""
    stored = call.deps.store.answer(call.scope, key)
    if stored is not None:
        return _replayed(call, replay(stored, request_fingerprint))

    def rendered(result: Any) -> Answer:
        return _present(operation, result, call)

    reply = KeptReply(call.scope, key, request_fingerprint, render=rendered, wall_now=call.deps.wall_clock.now)
    try:
        return _perform(operation, _with_reply(call, reply))
    except (DomainError, HttpRefusal):
        # the loser of a race may also be refused by what the winner just did: the winner's answer is the truth
        stored = call.deps.store.answer(call.scope, key)
        if stored is None:
            raise
        return _replayed(call, replay(stored, request_fingerprint))


def _with_reply(call: Call[Any, Any], reply: KeptReply) -> Call[Any, Any]:
    return Call(call.deps, call.caller, call.exchange, call.path, call.body, call.query, reply, call.expected)


def _replayed(call: Call[Any, Any], answer: Answer) -> Answer:
    call.exchange.notes["replayed"] = True
    return answer


class _Nothing(BaseModel, extra="forbid", defer_build=True):
    """The body of an operation that takes none."""

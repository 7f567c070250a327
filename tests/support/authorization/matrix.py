"""Asks, before each request of the journey succeeds, what everybody else would be answered to the very same one.

The ``journey`` gets a success out of every operation. Here each of its requests is sent first by all
who must not: keys that lack the scope, keys that no longer count, the operator, other tenants, the other mode. Then
every id in it is replaced, one at a time, by that of another's object and by one that never existed: both answers
have to be the same. Nothing may have changed in between; only then the request is sent by a key that has exactly the
scopes it needs, and succeeds: what was refused before was a good request for an object that is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import KeyScope
from chalicelib.entrypoints.http.framework.api_blueprint import Operation
from chalicelib.entrypoints.http.framework.authentication import Access
from chalicelib.entrypoints.http.framework.cursors import Cursors, list_purpose
from chalicelib.entrypoints.http.routes import BLUEPRINTS
from chalicelib.usecases.update_creditor import PAYEE_FIELDS
from tests.support.http_client import HttpAnswer, HttpClient
from tests.support.http_world import HttpWorld
from tests.support.journey.every_operation import travel
from tests.support.journey.voice import Journey

from .keys import Keys
from .positions import Position, Request, positions
from .worlds import ID, Planting, code_of, everything, said, spoilt

OPERATIONS = {(o.method, o.path): o for blueprint in BLUEPRINTS for o in blueprint.operations}
_NO_STRONGER_THAN_THE_CALLER = {"/v1/keys", "/v1/keys/{key_id}/rotate"}
Expected = set[tuple[int, str]]
NOT_FOUND: Expected = {(404, "not_found")}
TEST_ONLY = (422, "test_mode_only")
_MANDATES_UNKNOWN: Mapping[str, Expected] = {
    "/v1/cases/preview": {(200, "")},  # a finding
    "/v1/cases": {(422, "not_eligible")},
    "/v1/cases/{case_id}/mandate": {(422, "mandate_unknown")},
}
_ITS_OWN: Mapping[str | int, str] = {"case_ids": "not_of_this_call", "upload_ids": "required"}
"""Any id but those that the thing is about is refused so: a call's cases; no uploads beside a file."""


@dataclass
class Findings:
    """``cells`` by kind; ``covered`` names each operation and each position that was asked about."""

    cells: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)


@dataclass
class Interrogation(Journey):
    """The journey of one tenant in one mode, every request of it asked about first."""

    scope: Scope = field(kw_only=True)
    tenant: Any = field(kw_only=True)
    strangers: Mapping[str, Keys] = field(kw_only=True)
    foreign: Mapping[str, dict[str, str]] = field(kw_only=True)
    findings: Findings = field(default_factory=Findings)
    _asked: set[Any] = field(default_factory=set)
    _heard: list[str] = field(default_factory=list)
    _kept: Any = None

    def __post_init__(self) -> None:
        self.keys = Keys.minted(self.world, self.scope)

    def say(self, client: HttpClient, method: str, path: str, body: Any = None, **headers: str) -> Any:
        template, _ = client._match(path.partition("?")[0])
        operation = OPERATIONS[method, str(template)]
        request = Request(method, path, body, headers)
        needed = _needed(operation, body)
        shape = (method, template, needed, frozenset(body or ()))
        if shape not in self._asked:
            self._asked.add(shape)
            self._ask(operation, request, needed)
        if isinstance(operation.scope, Access):
            speaker = client
        elif template in _NO_STRONGER_THAN_THE_CALLER:
            speaker = self.keys.whole
        else:
            speaker = self.keys.exactly(self.world, self.scope, needed)
        if operation.idempotent:
            headers["Idempotency_Key"] = f"matrix-{len(self._heard)}-{path.count('/')}"
        answer = speaker.send(method, path, body, **headers)
        self._cell("exactly the scopes it needs", operation, answer, {(s, "") for s in (200, 201, 202, 204)})
        assert answer.status < 300, f"{method} {path}: {answer.text}; {self.findings.failures}"
        if operation.idempotent and not isinstance(operation.scope, Access):
            self._kept_answer(operation, Request(method, path, body, headers))
        if client is not self.world.operator:
            self._heard.append(answer.text)
        if path == "/v1/tenants":
            return self.tenant
        return answer.json if answer.text else None

    # --- what is asked ----------------------------------------------------------------------------------------------

    def _ask(self, operation: Operation, request: Request, needed: frozenset[KeyScope]) -> None:
        self.findings.covered.add(f"{operation.method} {operation.path}")
        self._kept = everything(self.world)
        self._who_calls(operation, request, needed)
        for position in positions(operation):
            self._another_object(operation, request, position)
        if operation.query is not None and "cursor" in operation.query.model_fields:
            self._another_cursor(operation, request)

    def _who_calls(self, operation: Operation, request: Request, needed: frozenset[KeyScope]) -> None:
        for name, (client, code) in self.keys.unauthorized.items():
            self._refused(name, operation, client, request, {(401, code)}, whatever_it_says=True)
        if operation.scope is Access.ANY_KEY:
            for client in (*self.keys.only.values(), self.world.operator):
                self._cell("any key", operation, self._sent(client, request), {(200, "")})
            return
        if operation.scope is Access.OPERATOR:
            expected: Expected = {(403, "operator_key_required")}
            for client in (self.keys.whole, *self.keys.only.values(), *self.keys.lacking.values()):
                self._refused("not the operator", operation, client, request, expected, whatever_it_says=True)
            return
        self._with_which_scopes(operation, request, needed)
        for name, stranger in self.strangers.items():
            self._stranger(name, stranger, operation, request, needed)

    def _with_which_scopes(self, operation: Operation, request: Request, needed: frozenset[KeyScope]) -> None:
        lacks: Expected = {(403, "insufficient_scope")}
        self._refused("operator", operation, self.world.operator, request, lacks, whatever_it_says=True)
        for scope in needed:
            first = scope is operation.scope
            self._refused(f"all but {scope}", operation, self.keys.lacking[scope], request, lacks, first)
        for scope in set(KeyScope) - (needed if len(needed) == 1 else set()):
            self._refused(f"only {scope}", operation, self.keys.only[scope], request, lacks)

    def _stranger(
        self, name: str, stranger: Keys, operation: Operation, request: Request, needed: frozenset[KeyScope]
    ) -> None:
        """The same request from another world: what it names is not there, and what it lists is not shown."""
        lacks: Expected = {(403, "insufficient_scope")}
        for scope in needed:
            self._refused(f"{name}, all but {scope}", operation, stranger.lacking[scope], request, lacks)
        if any(position.place == "path" for position in positions(operation)):
            expected = set(NOT_FOUND)
            if operation.path.startswith("/v1/test-clocks") and operation.method == "POST":
                expected.add(TEST_ONLY)
            self._refused(name, operation, stranger.whole, request, expected)
        elif operation.method == "GET" and not isinstance(operation.scope, Access):
            answer = self._sent(stranger.whole, request)
            self._cell(f"{name}: list", operation, answer, {(200, "")})
            mine = {found.group(0) for found in ID.finditer(" ".join(self._heard))}
            shown = {found.group(0) for found in ID.finditer(answer.text)} & mine
            if shown:
                self.findings.failures.append(f"{operation.method} {operation.path}: {name} is shown {sorted(shown)}")

    def _kept_answer(self, operation: Operation, request: Request) -> None:
        """What was answered to a key of idempotency is given back to nobody who could not have asked."""
        assert isinstance(operation.scope, KeyScope)
        self._kept = everything(self.world)
        lacks = self.keys.lacking[operation.scope]
        self._refused("kept answer, lacking scope", operation, lacks, request, {(403, "insufficient_scope")})
        if any(position.place == "path" for position in positions(operation)):
            for name, stranger in self.strangers.items():
                expected = {*NOT_FOUND, TEST_ONLY} if "test-clocks" in operation.path else NOT_FOUND
                self._refused(f"kept answer, {name}", operation, stranger.whole, request, expected)

    def _another_object(self, operation: Operation, request: Request, position: Position) -> None:
        """R-134: who asks for another's object is told the same as who asks for one that never was."""
        speaker = self.world.operator if operation.scope is Access.OPERATOR else self.keys.whole
        for name, ids in self.foreign.items():
            if position.prefix not in ids:
                continue
            theirs = ids[position.prefix]
            never = theirs[:-4] + "ZZZZ"
            told = []
            for id_ in (theirs, never):
                named = position.naming(request, operation.path, id_)
                calls = Counter(self.world.store.calls)
                answer = self._unchanged(f"{position.name} of {name}", operation, speaker, named)
                told.append((said(answer, id_), self.world.store.calls - calls))
                self._cell(f"{position.place} of {name}", operation, answer, self._absent(operation, position))
            if operation.scope is not Access.OPERATOR and told[0] != told[1]:
                self.findings.failures.append(f"{operation.method} {operation.path} tells {position.name}: {told}")
            self.findings.covered.add(f"{operation.method} {operation.path} {position.name}")

    def _absent(self, operation: Operation, position: Position) -> Expected:
        if operation.scope is Access.OPERATOR:
            return {*NOT_FOUND, (200, ""), (201, "")}  # the operator is of no tenant: every tenant is there
        match position.place:
            case "query":
                return {(200, "")}
            case "body" if position.at == ("mandate_id",):
                return _MANDATES_UNKNOWN[operation.path]
            case "body" if position.at[-1] == "test_clock_id" and self.scope.livemode:
                return {(422, "invalid_request/test_clock_in_live_mode")}
            case "body" if position.prefix == "inv" or position.at[0] in _ITS_OWN:
                return {(422, f"invalid_request/{_ITS_OWN.get(position.at[0], 'unknown_invoice')}")}
            case _:
                return set(NOT_FOUND)

    def _another_cursor(self, operation: Operation, request: Request) -> None:
        """A cursor is worth nothing to anybody but who it was given to, and says nothing."""
        path, _, _ = request.path.partition("?")
        cursors = Cursors(self.world.deps.cursor_secret)
        speaker = self.world.operator if operation.scope is Access.OPERATOR else self.keys.whole
        others = [Scope("tnt_" + "0" * 26, self.scope.livemode), Scope(self.scope.tenant_id, not self.scope.livemode)]
        told = []
        for scope in (*others, None):
            sealed = cursors.seal("x", scope or self.scope, list_purpose(path if scope else "/v1/other", {}))
            named = Request("GET", f"{path}?cursor={sealed}", None, request.headers)
            answer = self._unchanged("cursor", operation, speaker, named)
            self._cell("another's cursor", operation, answer, {(422, "invalid_cursor")})
            told.append(said(answer, sealed))
        if told[0] != told[1] or told[1] != told[2]:
            self.findings.failures.append(f"{operation.path} tells cursors: {told}")

    # --- asking -----------------------------------------------------------------------------------------------------

    def _refused(
        self,
        name: str,
        operation: Operation,
        client: HttpClient,
        request: Request,
        expected: Expected,
        whatever_it_says: bool = False,
    ) -> None:
        """``whatever_it_says``: the refusal comes before anything in the request is looked at."""
        answer = self._unchanged(name, operation, client, request)
        self._cell(name, operation, answer, expected)
        for other in spoilt(operation, request) if whatever_it_says else ():
            again = self._unchanged(name, operation, client, other)
            self._cell(f"{name}, spoilt request", operation, again, expected)
            if said(again, "") != said(answer, ""):
                self.findings.failures.append(f"{operation.method} {operation.path}: {name}: {again.text}")

    def _unchanged(self, name: str, operation: Operation, client: HttpClient, request: Request) -> HttpAnswer:
        answer = self._sent(client, request)
        kept = everything(self.world)
        if operation.scope is not Access.OPERATOR and kept != self._kept:
            self.findings.failures.append(f"{operation.method} {operation.path}: {name}: something was changed")
        self._kept = kept
        return answer

    def _sent(self, client: HttpClient, request: Request) -> HttpAnswer:
        return client.send(request.method, request.path, request.body, **request.headers)

    def _cell(self, name: str, operation: Operation, answer: HttpAnswer, expected: Expected) -> None:
        self.findings.cells[name.partition(":")[0].partition(" ")[0]] += 1
        if (answer.status, code_of(answer)) not in expected:
            self.findings.failures.append(
                f"{operation.method} {operation.path}: {name}: {answer.status} {answer.text[:400]}"
            )


def interrogate(world: HttpWorld, *, livemode: bool) -> Findings:
    """The whole matrix for a tenant in this mode, with another tenant and its own other mode as strangers."""
    first, other = Planting(world), Planting(world)
    travel(world, first, livemode=livemode)
    beyond = Planting(world, tenant=first.tenant)
    travel(world, beyond, livemode=not livemode)
    travel(world, other, livemode=not livemode)
    mine, theirs = other.tenant, first.tenant["id"]
    strangers = {
        "another tenant": Keys.minted(world, Scope(theirs, livemode)),
        "another tenant's other mode": Keys.minted(world, Scope(theirs, not livemode)),
        "its own other mode": Keys.minted(world, Scope(mine["id"], not livemode)),
    }
    foreign = dict(zip(strangers, (first.ids, beyond.ids, other.ids), strict=True))
    for name, ids in foreign.items():
        ids["upl"] = _uploaded(world, theirs if name != "its own other mode" else mine["id"], name)
    journey = Interrogation(world, scope=Scope(mine["id"], livemode), tenant=mine, strangers=strangers, foreign=foreign)
    travel(world, journey, livemode=livemode)
    return journey.findings


def _uploaded(world: HttpWorld, tenant_id: str, name: str) -> str:
    upload_id = world.deps.ids.new("upl")
    for livemode in (True, False):
        if name != "its own other mode":
            world.files.uploads[Scope(tenant_id, livemode), upload_id] = b"%PDF-1.4\n"
    return upload_id


def _needed(operation: Operation, body: Any) -> frozenset[KeyScope]:
    """The scopes the contract names for this request: that of the operation, and ``payees:write`` for an account."""
    if isinstance(operation.scope, Access):
        return frozenset()
    needed = {operation.scope}
    names = set(body or ())
    changes_payee = operation.method == "PATCH" and "{creditor_id}" in operation.path
    if changes_payee and names & {*PAYEE_FIELDS, "collector"}:
        needed.add(KeyScope.PAYEES_WRITE)
    if operation.path.endswith("/mandates") and body and body.get("payee") == "collector":
        needed.add(KeyScope.PAYEES_WRITE)
    return frozenset(needed)

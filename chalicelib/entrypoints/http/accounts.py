"""``/tenants`` and ``/keys``."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.tenant import ALL_SCOPES, KeyScope
from chalicelib.usecases.create_key import CreateKey, IssuedKey, create_key
from chalicelib.usecases.create_tenant import CreateTenant, NewTenant, create_tenant
from chalicelib.usecases.find_tenant_key import find_tenant_key
from chalicelib.usecases.list_key_uses import list_key_uses
from chalicelib.usecases.list_keys import list_keys
from chalicelib.usecases.list_tenant_keys import list_tenant_keys
from chalicelib.usecases.read_key import read_key
from chalicelib.usecases.revoke_key import revoke_key
from chalicelib.usecases.rotate_key import RotateKey, rotate_key
from chalicelib.usecases.used_keys import UsedKey, used_keys

from .framework.api_blueprint import ApiBlueprint
from .framework.authentication import Access
from .framework.call import Call
from .presenters.accounts import day_of_use, issued_key_answer, tenant_answer, used_key, used_key_answer
from .presenters.lists import paged
from .schemas.accounts import KeyRequest, KeyRotation, TenantKeyRequest, TenantRequest
from .schemas.values import ListQuery

blueprint = ApiBlueprint(__name__)


@blueprint.operation(
    "POST",
    "/v1/tenants",
    scope=Access.OPERATOR,
    request=TenantRequest,
    status=201,
    idempotent=True,
    present=tenant_answer,
)
def post_tenant(call: Call[TenantRequest, None]) -> NewTenant:
    """Open an account; the answer shows its first keys, once."""
    d = call.deps
    command = CreateTenant(call.body.name, call.actor)
    return create_tenant(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation(
    "POST",
    "/v1/tenants/{tenant_id}/keys",
    scope=Access.OPERATOR,
    request=TenantKeyRequest,
    status=201,
    idempotent=True,
    present=issued_key_answer,
)
def post_tenant_key(call: Call[TenantKeyRequest, None]) -> IssuedKey:
    """Another key for a tenant, by the operator."""
    return _create(call, Scope(call.id("tenant_id"), call.body.livemode), ALL_SCOPES)


@blueprint.operation(
    "POST",
    "/v1/keys",
    scope=KeyScope.KEYS_WRITE,
    request=KeyRequest,
    status=201,
    idempotent=True,
    present=issued_key_answer,
)
def post_key(call: Call[KeyRequest, None]) -> IssuedKey:
    """Another key, no stronger than the calling one."""
    return _create(call, call.scope, call.caller.scopes)


@blueprint.operation(
    "GET", "/v1/tenants/{tenant_id}/keys", scope=Access.OPERATOR, query=ListQuery, present=paged(used_key)
)
def get_tenant_keys(call: Call[None, ListQuery]) -> Page:
    """Every key of a tenant in both modes, by the operator."""
    d, query = call.deps, call.query
    position = call.position(query.cursor)
    return list_tenant_keys(
        call.id("tenant_id"), limit=query.limit, position=position, store=d.store, key_uses=d.key_uses
    )


@blueprint.operation(
    "DELETE", "/v1/tenants/{tenant_id}/keys/{key_id}", scope=Access.OPERATOR, if_match=True, present=used_key_answer
)
def delete_tenant_key(call: Call[None, None]) -> UsedKey:
    """Revoke a tenant's key, by the operator: a leaked key is stopped whoever may be reached."""
    key = find_tenant_key(call.id("tenant_id"), call.id("key_id"), store=call.deps.store)
    return _revoke(call, key.scope)


@blueprint.operation("GET", "/v1/keys", scope=KeyScope.KEYS_READ, query=ListQuery, present=paged(used_key))
def get_keys(call: Call[None, ListQuery]) -> Page:
    """Every key of the tenant and mode, without secrets."""
    d, query = call.deps, call.query
    position = call.position(query.cursor)
    return list_keys(call.scope, limit=query.limit, position=position, store=d.store, key_uses=d.key_uses)


@blueprint.operation("GET", "/v1/keys/{key_id}", scope=KeyScope.KEYS_READ, present=used_key_answer)
def get_key(call: Call[None, None]) -> UsedKey:
    """One key, without its secret."""
    return read_key(call.scope, call.id("key_id"), store=call.deps.store, key_uses=call.deps.key_uses)


@blueprint.operation(
    "GET", "/v1/keys/{key_id}/uses", scope=KeyScope.KEYS_READ, query=ListQuery, present=paged(day_of_use)
)
def get_key_uses(call: Call[None, ListQuery]) -> Page:
    """What a key did, by day, newest first."""
    d, query = call.deps, call.query
    position = call.position(query.cursor)
    return list_key_uses(
        call.scope, call.id("key_id"), limit=query.limit, position=position, store=d.store, key_uses=d.key_uses
    )


@blueprint.operation(
    "POST",
    "/v1/keys/{key_id}/rotate",
    scope=KeyScope.KEYS_WRITE,
    request=KeyRotation,
    status=201,
    idempotent=True,
    present=issued_key_answer,
)
def post_key_rotate(call: Call[KeyRotation, None]) -> IssuedKey:
    """A new key with the same scopes; the old one ends after the overlap."""
    d = call.deps
    overlap = timedelta(hours=call.body.overlap_hours)
    caller = call.caller
    command = RotateKey(call.scope, call.actor, call.id("key_id"), caller.scopes, overlap, caller.expires_at)
    return rotate_key(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation("DELETE", "/v1/keys/{key_id}", scope=KeyScope.KEYS_WRITE, if_match=True, present=used_key_answer)
def delete_key(call: Call[None, None]) -> UsedKey:
    """Revoke a key."""
    return _revoke(call, call.scope)


def _revoke(call: Call[None, None], scope: Scope) -> UsedKey:
    d, key_id = call.deps, call.id("key_id")
    revoked = revoke_key(scope, key_id, actor=call.actor, expected=call.expected, store=d.store, wall=d.wall_clock)
    d.api_keys.forget(revoked.secret_hash)
    (used,) = used_keys([revoked], key_uses=d.key_uses)
    return used


def _create(
    call: Call[KeyRequest, None] | Call[TenantKeyRequest, None], scope: Scope, held: frozenset[KeyScope]
) -> IssuedKey:
    d, body, caller = call.deps, call.body, call.caller
    command = CreateKey(
        scope,
        call.actor,
        body.name,
        held,
        None if body.scopes is None else frozenset(body.scopes),
        body.expires_at,
        held_until=caller.expires_at,
        by_operator=caller.key is None,
    )
    return create_key(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)

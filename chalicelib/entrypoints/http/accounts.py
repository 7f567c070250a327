"""``/tenants`` and ``/keys``."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.parties import Scope
from chalicelib.domain.tenant import ALL_SCOPES, ApiKey, KeyScope
from chalicelib.usecases.create_key import CreateKey, IssuedKey, create_key
from chalicelib.usecases.create_tenant import CreateTenant, NewTenant, create_tenant
from chalicelib.usecases.revoke_key import revoke_key
from chalicelib.usecases.rotate_key import RotateKey, rotate_key

from .framework.api_blueprint import ApiBlueprint
from .framework.authentication import Access
from .framework.call import Call
from .presenters.accounts import api_key, issued_key_answer, key_answer, key_version, tenant_answer
from .presenters.lists import whole
from .schemas.accounts import KeyRequest, KeyRotation, TenantKeyRequest, TenantRequest

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
    return create_tenant(CreateTenant(call.body.name), store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


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


@blueprint.operation("GET", "/v1/keys", scope=KeyScope.KEYS_READ, present=whole(api_key))
def get_keys(call: Call[None, None]) -> tuple[ApiKey, ...]:
    """Every key of the tenant and mode, without secrets."""
    return call.deps.store.api_keys(call.scope)


@blueprint.operation("GET", "/v1/keys/{key_id}", scope=KeyScope.KEYS_READ, present=key_answer)
def get_key(call: Call[None, None]) -> ApiKey:
    """One key, without its secret."""
    return call.deps.store.api_key(call.scope, call.id("key_id"))


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
    command = RotateKey(call.scope, call.id("key_id"), call.caller.scopes, timedelta(hours=call.body.overlap_hours))
    return rotate_key(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)


@blueprint.operation("DELETE", "/v1/keys/{key_id}", scope=KeyScope.KEYS_WRITE, if_match=True, present=key_answer)
def delete_key(call: Call[None, None]) -> ApiKey:
    """Revoke a key."""
    d = call.deps
    revoked = revoke_key(
        call.scope,
        call.id("key_id"),
        expected=call.expected,
        version_of=key_version,
        store=d.store,
        wall=d.wall_clock,
    )
    d.api_keys.forget(revoked.secret_hash)
    return revoked


def _create(
    call: Call[KeyRequest, None] | Call[TenantKeyRequest, None], scope: Scope, held: frozenset[KeyScope]
) -> IssuedKey:
    d, body = call.deps, call.body
    scopes = None if body.scopes is None else frozenset(body.scopes)
    command = CreateKey(scope, body.name, held, scopes, body.expires_at)
    return create_key(command, store=d.store, ids=d.ids, wall=d.wall_clock, reply=call.reply)

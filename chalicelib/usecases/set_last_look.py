"""Choose how a creditor's books are looked at before each contact; a new signing secret is handed out once (R-133)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.errors import Conflict, FieldProblem, InvalidInput, NotFound, PreconditionFailed
from chalicelib.domain.last_look import PATIENCE_DAYS, LastLook, LookMode, LookSecret
from chalicelib.domain.parties import Creditor, Scope
from chalicelib.domain.webhook_signature import SECRET_BYTES, secret_from

from .ports import Ids, Reply, WallClock, no_reply
from .store_ports import Store
from .webhook_ports import SecretBox, WebhookUrls
from .writes import Update

OLD_SECRET_COUNTS = timedelta(hours=24)
MOST_SECRETS = 5


@dataclass(frozen=True)
class SetLastLook:
    """``url`` with ``callback``, ``max_age_days`` with ``max_age``. ``expected``: the creditor's versions allowed."""

    scope: Scope
    creditor_id: str
    mode: LookMode
    url: str | None = None
    max_age_days: int | None = None
    patience_days: int = PATIENCE_DAYS
    expected: Collection[int] | None = None


@dataclass(frozen=True)
class ShownLook:
    """The creditor with its last look. ``secret`` is in clear here and nowhere else; show it once."""

    creditor: Creditor
    secret: str | None = field(default=None, repr=False)

    @property
    def look(self) -> LastLook:
        """What was chosen; ``NotFound`` when nothing was."""
        return look_of(self.creditor)


@dataclass(frozen=True)
class LookPorts:
    """What the choice of a last look needs."""

    store: Store
    urls: WebhookUrls
    box: SecretBox
    wall: WallClock
    ids: Ids


def set_last_look(command: SetLastLook, *, ports: LookPorts) -> ShownLook:
    """The secret is made with the first callback, and stays when the URL changes.

    Errors: ``invalid_request`` for a field that the mode needs or does not know, or a URL that is not allowed.
    """
    creditor = creditor_at(command.scope, command.creditor_id, command.expected, ports.store)
    _check(command)
    before = creditor.last_look
    look = LastLook(command.mode, command.patience_days, max_age_days=command.max_age_days)
    secret = None
    if command.mode is LookMode.CALLBACK:
        kept = before.secrets if before is not None else ()
        if not kept:
            secret, sealed = _new_secret(creditor, ports)
            kept = (sealed,)
        look = replace(look, url=ports.urls.check(command.url or ""), secrets=kept)
    return ShownLook(_saved(creditor, look, ports.store), secret)


def rotate_look_secret(scope: Scope, creditor_id: str, *, ports: LookPorts, reply: Reply = no_reply) -> ShownLook:
    """A new secret, in clear in this answer alone; the old one signs too for 24 hours.

    Errors: ``not_found`` without a last look; ``last_look_not_signed`` where nothing is called.
    """
    creditor = ports.store.creditor(scope, creditor_id)
    look = look_of(creditor)
    if look.mode is not LookMode.CALLBACK:
        raise Conflict("Only a callback is signed.", code="last_look_not_signed")
    now = ports.wall.now()
    secret, sealed = _new_secret(creditor, ports)
    old = [_ending(each, now + OLD_SECRET_COUNTS) for each in look.secrets_at(now)]
    changed = replace(look, secrets=(sealed, *old[: MOST_SECRETS - 1]))
    rotated = replace(creditor, last_look=changed, version=creditor.version + 1)
    shown = ShownLook(rotated, secret)
    ports.store.commit([Update(rotated), *reply(shown)])
    return shown


def delete_last_look(scope: Scope, creditor_id: str, *, expected: Collection[int] | None, store: Store) -> None:
    """Contacts leave without a look from now on; those that are held leave at their next wake-up."""
    creditor = creditor_at(scope, creditor_id, expected, store)
    look_of(creditor)
    _saved(creditor, None, store)


def look_of(creditor: Creditor) -> LastLook:
    """The last look of a creditor; ``NotFound`` without one."""
    if creditor.last_look is None:
        raise NotFound("The creditor asks for no last look.")
    return creditor.last_look


def creditor_at(scope: Scope, creditor_id: str, expected: Collection[int] | None, store: Store) -> Creditor:
    """The creditor, at a version that the caller accepts."""
    creditor = store.creditor(scope, creditor_id)
    if expected is not None and creditor.version not in expected:
        raise PreconditionFailed("The creditor changed; read it again.")
    return creditor


def _check(command: SetLastLook) -> None:
    needed, other = ("url", "max_age_days") if command.mode is LookMode.CALLBACK else ("max_age_days", "url")
    problems = []
    if getattr(command, needed) is None:
        problems.append(FieldProblem(f"#/{needed}", "required", f"with the mode {command.mode.value}"))
    if getattr(command, other) is not None:
        problems.append(FieldProblem(f"#/{other}", "not_applicable", f"not with the mode {command.mode.value}"))
    if problems:
        raise InvalidInput("The last look is not complete.", errors=tuple(problems))


def _new_secret(creditor: Creditor, ports: LookPorts) -> tuple[str, LookSecret]:
    secret = secret_from(ports.ids.random_bytes(SECRET_BYTES))
    sealed = b64encode(ports.box.seal(secret.encode(), creditor.id)).decode()
    return secret, LookSecret(sealed, ports.wall.now())


def _ending(secret: LookSecret, at: datetime) -> LookSecret:
    return replace(secret, expires_at=min(secret.expires_at or at, at))


def _saved(creditor: Creditor, look: LastLook | None, store: Store) -> Creditor:
    if look == creditor.last_look:
        return creditor
    changed = replace(creditor, last_look=look, version=creditor.version + 1)
    store.commit([Update(changed)])
    return changed

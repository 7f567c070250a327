"""``amiable init``: which account to speak for, checked by one call."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from .help_texts import helped
from .problems import CliError
from .profiles import (
    DEFAULT_BASE_URL,
    LOCAL_FILE,
    LocalTenant,
    Profile,
    ProfileFile,
    checked_url,
    local_tenants,
)
from .session import Session, connect, session_of

HELP = helped(
    "Say which account to speak for. The key is checked by one call and kept in a file that only you can read; "
    "it is never shown again.",
    "amiable init                          # asks for the key",
    "amiable init --local                  # the local cloud of `make up`",
    "amiable init --local --tenant Bertin  # its other tenant",
    "amiable init --profile production     # one more account, by its name",
)


@dataclass(frozen=True)
class Source:
    """Where the key comes from, and the name to keep it under."""

    base_url: str
    api_key: str = field(repr=False)
    name: str
    told: str


def init(
    context: typer.Context,
    local: Annotated[bool, typer.Option("--local", help="Take address and test key from .local/amiable.json.")] = False,
    tenant: Annotated[
        str | None, typer.Option("--tenant", metavar="NAME", help="Which tenant of the local cloud (a part will do).")
    ] = None,
) -> None:
    """Find the key, try it, keep it."""
    session = session_of(context)
    source = _source(session, local=local or tenant is not None, tenant=tenant)
    profile = Profile(session.given.get("profile") or source.name, source.base_url, source.api_key)
    remark = _tried(profile)
    file = ProfileFile()
    file.put(profile)
    kept = {
        "profile": profile.name,
        "base_url": profile.base_url,
        "key": profile.masked_key,
        "mode": "test" if profile.is_test else "live",
        "file": str(file.path),
    }
    if session.is_json:
        session.document(kept)
    else:
        session.say(f"{source.told}\n{profile.masked_key} works at {profile.base_url}", style="green")
        session.say(f"kept as profile {profile.name} in {file.path}")
    if remark:
        session.note(remark)
    if not profile.is_test:
        session.note("This key is LIVE: what you do with it is real, and debtors are contacted.", style="bold red")
    session.note("Next: amiable trigger paid" if profile.is_test else "Next: amiable cases list")
    if shutil.which("amiable") is None:
        folder = Path(sys.executable).parent
        session.note(f"      (type {folder / 'amiable'}, or first: . {folder / 'activate'})")


def _source(session: Session, *, local: bool, tenant: str | None) -> Source:
    key = session.given.get("api_key") or (None if local else os.environ.get("AMIABLE_API_KEY"))
    url = session.given.get("base_url") or (None if local else os.environ.get("AMIABLE_BASE_URL"))
    if key is None and url is None:
        found = local_tenants(Path.cwd())
        if local and found is None:
            raise CliError(f"There is no {LOCAL_FILE} here or above.", "Start the local cloud: make up")
        if found is not None and (local or session.given.get("profile") in (None, "local")):
            chosen = _chosen(found[1], tenant)
            others = ", ".join(each.name for each in found[1] if each != chosen)
            also = f" (also there: {others}; --tenant NAME)" if others else ""
            return Source(
                checked_url(chosen.base_url), chosen.test_key, "local", f"local cloud, tenant {chosen.name}{also}"
            )
    return _asked(key, url)


def _chosen(tenants: list[LocalTenant], wanted: str | None) -> LocalTenant:
    """The tenant whose name has this part; the first when none is named."""
    matching = [each for each in tenants if wanted is None or wanted.casefold() in each.name.casefold()]
    if not matching:
        known = ", ".join(each.name for each in tenants)
        raise CliError(f"The local cloud has no tenant {wanted}.", f"It has: {known}")
    return matching[0]


def _asked(key: str | None, url: str | None) -> Source:
    if key is None:
        if not _somebody_is_there():
            raise CliError("There is nobody to ask for the key.", "Give it by AMIABLE_API_KEY or --api-key.")
        key = typer.prompt("API key (sk_test_… or sk_live_…, not shown)", hide_input=True, err=True).strip()
        url = url or typer.prompt("Base URL", default=DEFAULT_BASE_URL, err=True)
    if not key or not key.isascii() or not key.isprintable() or " " in key:
        raise CliError("That is not an API key.", "A key begins with sk_test_ or sk_live_.")
    return Source(checked_url(url or DEFAULT_BASE_URL), key, "default", "key given")


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _tried(profile: Profile) -> str | None:
    """One call with the key; a remark when the key works and may not read cases."""
    from amiable.errors import PermissionDenied

    client = connect(profile)
    try:
        client.cases.list_cases(limit=1)
    except PermissionDenied:
        return "The key works; it may not read cases (scope cases:read)."
    finally:
        client.close()
    return None

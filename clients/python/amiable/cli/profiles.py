"""Where keys and addresses are kept: profiles in one file that only its owner can read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .local_urls import is_on_this_machine
from .problems import CliError

DEFAULT_BASE_URL = "https://api.amiable.example/v1"
TEST_PREFIX = "sk_test_"
LOCAL_FILE = Path(".local") / "amiable.json"


@dataclass(frozen=True)
class Profile:
    """One account in one mode. ``listen_secret`` signs what ``listen`` forwards; it never reaches the API."""

    name: str
    base_url: str
    api_key: str = field(repr=False)
    listen_secret: str | None = field(default=None, repr=False)

    @property
    def is_test(self) -> bool:
        """Whether the key belongs to test mode; a key of an unknown form counts as live."""
        return self.api_key.startswith(TEST_PREFIX)

    @property
    def masked_key(self) -> str:
        """The mode and four letters: enough to tell keys apart."""
        mode = "sk_test_" if self.is_test else "sk_live_"
        return f"{mode}…{self.api_key[-4:]}"


@dataclass(frozen=True)
class LocalTenant:
    """A tenant of the local cloud."""

    name: str
    base_url: str
    test_key: str = field(repr=False)


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """``$XDG_CONFIG_HOME/amiable/config.json``, by default below ``~/.config``."""
    stated = environment.get("XDG_CONFIG_HOME", "")
    root = Path(stated) if stated.startswith("/") else Path.home() / ".config"
    return root / "amiable" / "config.json"


class ProfileFile:
    """The configuration file; absent, it holds nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_path()

    def names(self) -> list[str]:
        return sorted(self._read()["profiles"])

    def current(self) -> str | None:
        """The profile that commands use when none is named."""
        name = self._read().get("current")
        return name if isinstance(name, str) else None

    def get(self, name: str) -> Profile | None:
        kept = self._read()["profiles"].get(name)
        if not isinstance(kept, dict):
            return None
        values = [kept.get(part) for part in ("base_url", "api_key")]
        if not all(isinstance(value, str) and value for value in values):
            raise self._unreadable(f"its profile {name} lacks an address or a key")
        secret = kept.get("listen_secret")
        return Profile(name, str(values[0]), str(values[1]), secret if isinstance(secret, str) else None)

    def put(self, profile: Profile, *, make_current: bool = True) -> None:
        """Keep a profile, replacing one of the same name; a listening secret that it had stays."""
        content = self._read()
        before = content["profiles"].get(profile.name)
        if profile.listen_secret is None and isinstance(before, dict):
            profile = replace(profile, listen_secret=before.get("listen_secret"))
        kept = {"base_url": profile.base_url, "api_key": profile.api_key, "listen_secret": profile.listen_secret}
        content["profiles"][profile.name] = {name: value for name, value in kept.items() if value is not None}
        if make_current or content.get("current") is None:
            content["current"] = profile.name
        self._write(content)

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"profiles": {}}
        except (OSError, ValueError) as error:
            raise self._unreadable("it is not the JSON that `amiable init` writes") from error
        if not isinstance(content, dict) or not isinstance(content.setdefault("profiles", {}), dict):
            raise self._unreadable("it is not the JSON that `amiable init` writes")
        return content

    def _write(self, content: dict[str, Any]) -> None:
        """As a whole or not at all; nobody else can read the file, not even while it is written."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=".config-")  # made with mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(content, file, indent=2, ensure_ascii=False)
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _unreadable(self, why: str) -> CliError:
        return CliError(f"{self.path} cannot be used: {why}.", "Remove it, then run: amiable init")


def chosen_profile(
    given: Mapping[str, str | None], file: ProfileFile, environment: Mapping[str, str] = os.environ
) -> Profile:
    """The account to speak for: options first, then the environment, then the configuration file.

    ``given`` holds the options ``profile``, ``api_key`` and ``base_url``.
    """
    named = given.get("profile") or environment.get("AMIABLE_PROFILE")
    name = named or file.current() or "default"
    kept = file.get(name)
    key = given.get("api_key") or environment.get("AMIABLE_API_KEY")
    base_url = given.get("base_url") or environment.get("AMIABLE_BASE_URL")
    if named and kept is None and key is None:
        known = ", ".join(file.names()) or "none"
        raise CliError(f"There is no profile {name} (known: {known}).", f"amiable init --profile {name}")
    if kept is None and key is None:
        raise CliError("No API key is known yet.", "amiable init     (or set AMIABLE_API_KEY)")
    if kept is None:
        return Profile(name, checked_url(base_url or DEFAULT_BASE_URL), str(key))
    return replace(kept, api_key=key or kept.api_key, base_url=checked_url(base_url or kept.base_url))


def checked_url(text: str) -> str:
    """A base address without its last slash; a key travels in clear text on this machine only."""
    url = text.strip().rstrip("/")
    if url.startswith("https://") or (url.startswith("http://") and is_on_this_machine(url)):
        return url
    raise CliError(
        f"{url or 'The base URL'} is not an address to send a key to.", "Give https://… (http for this machine only)."
    )


def local_tenants(start: Path) -> tuple[Path, list[LocalTenant]] | None:
    """The tenants of the local cloud whose file lies in ``start`` or above it."""
    for folder in (start, *start.parents):
        path = folder / LOCAL_FILE
        if path.is_file():
            return path, _tenants(path)
    return None


def _tenants(path: Path) -> list[LocalTenant]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return [LocalTenant(each["name"], told["base_url"], each["test_key"]) for each in told["tenants"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CliError(f"{path} cannot be read.", "Run: make up") from error

"""Give a creditor its face: logo, colour, signature (R-056). What was sent keeps how it looked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.domain.brand import Brand, Logo, brand_problems
from chalicelib.domain.errors import FieldProblem, InvalidInput, PreconditionFailed
from chalicelib.domain.parties import Creditor, Scope

from .store_ports import Store
from .writes import KeepLogo, Update, Write


class LogoReader(Protocol):
    """Reads a picture and writes it anew as PNG; ValueError says why it is no logo."""

    def read(self, content: bytes) -> tuple[Logo, bytes]: ...


@dataclass(frozen=True)
class ChangeBrand:
    """The brand as a whole; ``keep_logo`` leaves the present picture. ``expected`` are the versions allowed."""

    scope: Scope
    creditor_id: str
    accent: str | None
    signature: tuple[str, ...]
    logo: bytes | None
    keep_logo: bool
    expected: Collection[int] | None


def change_brand(command: ChangeBrand, *, store: Store, logos: LogoReader) -> Creditor:
    """The creditor with it. Errors: ``precondition_failed``; ``brand_refused`` names each field."""
    creditor = store.creditor(command.scope, command.creditor_id)
    if command.expected is not None and creditor.version not in command.expected:
        raise PreconditionFailed("The creditor changed; read it again.")
    problems = list(brand_problems(command.accent, command.signature))
    kept = creditor.brand.logo if creditor.brand and command.keep_logo else None
    writes: list[Write] = []
    if command.logo is not None:
        try:
            kept, png = logos.read(command.logo)
            writes.append(KeepLogo(command.scope, creditor.id, kept.sha256, png))
        except ValueError as fault:
            problems.append(FieldProblem("#/logo_base64", "logo_unusable", str(fault)))
    if problems:
        raise InvalidInput("The brand cannot be used as it is.", code="brand_refused", errors=tuple(problems))
    brand = Brand(command.accent.lower() if command.accent else None, command.signature, kept)
    changed = replace(creditor, brand=None if brand == Brand() else brand)
    if changed == creditor:
        return creditor
    changed = replace(changed, version=creditor.version + 1)
    store.commit([Update(changed), *writes])
    return changed

"""What a creditor may choose about when its debtors are contacted: stricter hours, silence on bridge days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Which hours apply. The strict ones were made for consumers; whoever chooses them keeps them for everybody."""

    STANDARD = "standard"
    STRICT = "strict"


@dataclass(frozen=True)
class GuardPolicy:
    """Stricter hours (CON_02) and silence on bridge days (CON_04). It only ever narrows what is allowed anyway."""

    profile: Profile = Profile.STANDARD
    block_bridge_days: bool = False


DEFAULT_POLICY = GuardPolicy()

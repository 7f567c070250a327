"""Findings: what stands in the way of a case, or deserves a look, each with its field and its cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .errors import FieldProblem


class Severity(StrEnum):
    """``blocking`` refuses the case; ``review`` opens it and asks a person to look; ``warning`` only informs."""

    BLOCKING = "blocking"
    REVIEW = "review"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One point that fails: a stable code, the field (JSON pointer into the request), why, and what cures it."""

    code: str
    severity: Severity
    pointer: str
    detail: str
    cure: str

    @property
    def is_blocking(self) -> bool:
        """Whether it refuses the case."""
        return self.severity is Severity.BLOCKING

    def as_problem(self) -> FieldProblem:
        """As one of the ``errors`` of a refusal: why, then the cure."""
        return FieldProblem(self.pointer, self.code, f"{self.detail} {self.cure}")


def is_eligible(findings: Sequence[Finding]) -> bool:
    """Whether no finding refuses the case."""
    return not any(finding.is_blocking for finding in findings)

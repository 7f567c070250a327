"""What every agreement with the debtor has in common: when one is possible, and what it answers (R-098, STOP_02)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import require_live, resting_status
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holds import PauseKind
from chalicelib.domain.pauses import pauses_of

NOBODY_TO_AGREE_WITH = frozenset(
    {
        PauseKind.DEATH,
        PauseKind.INSOLVENCY,
        PauseKind.OVER_INDEBTEDNESS,
        PauseKind.GUARDIANSHIP,
        PauseKind.WRONG_PERSON,
    }
)
"""From the opening of proceedings nothing earlier may be paid (C. com. L622-7); the others cannot bind themselves."""


def may_agree(case: Case) -> bool:
    """Whether the debtor may give their word in this case."""
    return not case.is_closed and not any(pause.kind in NOBODY_TO_AGREE_WITH for pause in pauses_of(case))


def require_may_agree(case: Case) -> None:
    """Errors: ``case_closed``; ``agreement_not_possible``."""
    require_live(case)
    if not may_agree(case):
        raise Conflict("A fact of the debtor rules out any agreement with them now.", code="agreement_not_possible")


def no_longer_asked(case: Case) -> Case:
    """An agreement made while the creditor was asked to decide takes the question back."""
    if not case.decision_asked:
        return case
    freed = replace(case, decision_asked=())
    return replace(freed, status=resting_status(freed))

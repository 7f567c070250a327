"""A creditor's last look, and what a case remembers of its own (R-133)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.last_look import Doubt
from chalicelib.domain.look_decision import balance_as_of
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.set_last_look import ShownLook

from .values import day, instant


def last_look(shown: ShownLook, secret: str | None = None) -> dict[str, Any]:
    """What a creditor chose; ``secret`` only in the answer that made it."""
    creditor, look = shown.creditor, shown.look
    return {
        "object": "last_look",
        "livemode": creditor.scope.livemode,
        "creditor_id": creditor.id,
        "version": creditor.version,
        "mode": look.mode.value,
        "url": look.url,
        "max_age_days": look.max_age_days,
        "patience_days": look.patience_days,
        "old_secret_expires_at": instant(max((s.expires_at for s in look.secrets if s.expires_at), default=None)),
        "secret": secret,
    }


def last_look_answer(shown: ShownLook, call: Call[Any, Any]) -> Answer:
    """The last look with the creditor's ETag; a new secret is shown once."""
    del call
    headers = {"ETag": etag(shown.creditor.version)}
    return Answer(last_look(shown, shown.secret), headers=headers, kept=last_look(shown))


def case_look(case: Case) -> dict[str, Any] | None:
    """What the case remembers; nothing where nobody looked, and nobody said how the balance stands."""
    if case.look is None:
        return None
    return {"balance_as_of": day(balance_as_of(case)), "doubt": _doubt(case.look.doubt)}


def _doubt(doubt: Doubt | None) -> dict[str, Any] | None:
    if doubt is None:
        return None
    return {
        "reason": doubt.reason,
        "step_id": doubt.step_id,
        "since": instant(doubt.since),
        "asked": doubt.asked,
        "asks_again_at": instant(doubt.again_at),
        "gives_up_at": instant(doubt.gives_up_at),
    }

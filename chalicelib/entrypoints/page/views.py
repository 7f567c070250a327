"""From a call to what is shown around it."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.debtor_page.facts import PageFacts
from chalicelib.domain.debtor_page.frame import Frame, frame_of
from chalicelib.domain.debtor_page.possible import Possible
from chalicelib.domain.debtor_page.screens import Result, Said, Screen, said
from chalicelib.domain.debtor_page.together import Beside
from chalicelib.usecases.cases_beside import NONE_BESIDE, cases_beside

from .framework.answers import PageAnswer
from .framework.call import PageCall

LARGEST_LOGO = 100_000
"""Bytes: a greater picture would make every page of a phone heavy; the name then stands alone."""


def facts_of(call: PageCall) -> PageFacts:
    """The case as the page sees it."""
    file = call.file
    return PageFacts(file.case, file.creditor, file.debtor, file.rates, file.now, call.session.verified)


def beside_of(call: PageCall) -> Beside:
    """The other cases that messages of this one spoke for: a wrong person reads of none (R-123, STOP_04)."""
    own = facts_of(call)
    found = NONE_BESIDE if own.is_wrong_person else cases_beside(call.file, call.deps.store)
    others = tuple(replace(own, case=each, now=max(own.now, each.last_instant)) for each in found.cases)
    return Beside(others, found.lead_id, call.page_of)


def frame_around(call: PageCall, *, logo: bytes | None = None) -> Frame:
    """What stands around the action's screens."""
    return frame_of(facts_of(call), call.language, call.base, call.action, call.form_token, logo=logo)


def shown(call: PageCall, screen: Screen, status: int = 200) -> PageAnswer:
    """A screen as a whole page."""
    return PageAnswer.html(call.deps.pages.screen(screen, frame_around(call)), status)


def refusal(call: PageCall, reason: Said, status: int = 409) -> PageAnswer:
    """Why something is not possible, and who can be asked; nothing was changed."""
    return shown(call, Result(said("refused.title"), (reason,), is_refusal=True, show_manager=True), status)


def not_possible(no: Possible) -> Said:
    """Why an action cannot be begun."""
    key = f"why.{no.reason}"
    if no.on is not None:
        return said(f"{key}_on", on=no.on)
    return said(key, limit=no.limit or 0)


def logo_of(call: PageCall) -> bytes | None:
    """The picture of the creditor's brand, in its own name alone: one read where there is one (R-056)."""
    file = call.file
    logo = file.creditor.brand.logo if file.creditor.brand and file.case.mandate is None else None
    if logo is None:
        return None
    png = call.deps.store.logo(call.scope, file.creditor.id, logo.sha256)
    return png if len(png) <= LARGEST_LOGO else None

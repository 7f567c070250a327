"""A link to a debtor's page for an integrator's own message (R-127); nothing is stored, a link says all by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Conflict
from chalicelib.domain.parties import Scope

from .page_links import VaultPageLinks
from .recording import Recording, load_case_file


@dataclass(frozen=True)
class MadeLink:
    """``expires_at`` is wall time."""

    scope: Scope
    case_id: str
    url: str
    expires_at: datetime


def make_page_link(scope: Scope, case_id: str, *, links: VaultPageLinks, recording: Recording) -> MadeLink:
    """Errors: ``debtor_page_not_published``, ``debtor_erased``, ``clock_advancing``."""
    if not links.address:
        raise Conflict("This deployment publishes no page for debtors.", code="debtor_page_not_published")
    file = load_case_file(scope, case_id, recording)
    url, link = links.made_for(file.case.id, file.debtor, file.key)
    return MadeLink(scope, file.case.id, url, link.expires_at)

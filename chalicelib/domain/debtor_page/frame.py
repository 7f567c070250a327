"""What stands around every screen of the page: whose it is, in which language, and where its forms go."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.parties import CaseManager

from .facts import PageFacts


@dataclass(frozen=True)
class Frame:
    """``base`` is the first page's address, relative to this one; ``here`` the action, empty for the first page.

    ``form_token`` goes along with each form. ``accent`` is ``#rrggbb``, ``logo`` a PNG. ``sender`` is who speaks.
    """

    language: str
    base: str
    here: str
    form_token: str
    reference: str
    creditor: str
    sender: str
    manager: CaseManager
    is_test: bool = False
    accent: str | None = None
    logo: bytes | None = None


def frame_of(
    facts: PageFacts, language: str, base: str, here: str, form_token: str, *, logo: bytes | None = None
) -> Frame:
    """Under a mandate the collector speaks, and the creditor's colours are not shown (R-057)."""
    creditor, collector = facts.creditor, facts.collector
    brand = creditor.brand if collector is None else None
    return Frame(
        language=language,
        base=base,
        here=here,
        form_token=form_token,
        reference=facts.case.reference,
        creditor=creditor.name,
        sender=collector.name if collector else creditor.sender_name,
        manager=facts.case_manager,
        is_test=not facts.case.scope.livemode,
        accent=brand.accent if brand else None,
        logo=logo if brand else None,
    )

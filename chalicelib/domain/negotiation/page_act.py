"""What a person confirmed on the debtor's page, as evidence: the words they had before their eyes (R-127)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.events import CaseEvent, EventType, event


@dataclass(frozen=True)
class PageAct:
    """``text`` is what the page said when it was confirmed, with what the person had entered; ``form_id`` is used once.

    ``language`` is that of the text. ``verified`` tells whether a one-time code had been confirmed in that browser.
    """

    action: str
    text: str
    language: str
    form_id: str
    verified: bool = False


def confirmed(act: PageAct) -> CaseEvent:
    """The first event of whatever the confirmation changes. The words are personal: sealed, never in a webhook."""
    return event(
        EventType.DEBTOR_PAGE_ACTION_CONFIRMED,
        {"text": act.text, "form_id": act.form_id},
        action=act.action,
        language=act.language,
        verified=act.verified,
    )


def words_first(act: PageAct | None) -> tuple[CaseEvent, ...]:
    """What the debtor had before their eyes comes first; nothing where it did not happen on their page."""
    return (confirmed(act),) if act is not None else ()

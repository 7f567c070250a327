"""Links to debtors' pages as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.parties import Debtor
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.usecases.make_page_link import MadeLink

from .values import instant


def link_answer(made: MadeLink, call: Call[Any, Any]) -> Answer:
    """A link, which nothing keeps."""
    del call
    return Answer(
        {
            "object": "debtor_page_link",
            "livemode": made.scope.livemode,
            "case_id": made.case_id,
            "url": made.url,
            "expires_at": instant(made.expires_at),
        }
    )


def revoked_answer(debtor: Debtor, call: Call[Any, Any]) -> Answer:
    """How often the debtor's links were revoked, this time included."""
    del call
    return Answer(
        {
            "object": "debtor_page_links",
            "livemode": debtor.scope.livemode,
            "debtor_id": debtor.id,
            "revocations": debtor.page_links_revoked,
        }
    )

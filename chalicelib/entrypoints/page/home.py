"""The first page of a link: who claims, how much, where it stands, how to pay, and what can be done."""

from __future__ import annotations

from chalicelib.domain.debtor_page.overview import overview_of

from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .views import beside_of, facts_of, frame_around, logo_of


@page.action("")
def home(call: PageCall) -> PageAnswer:
    """Everything about the case; of a natural person neither name nor address before a one-time code."""
    overview = overview_of(facts_of(call), call.deps.payment_links.link, beside_of(call))
    return PageAnswer.html(call.deps.pages.overview(overview, frame_around(call, logo=logo_of(call))))

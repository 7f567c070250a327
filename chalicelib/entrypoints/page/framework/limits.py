"""The link, opened within its limits: of its own visitors, and of addresses that follow links which open nothing."""

from __future__ import annotations

from chalicelib.bootstrap import Deps
from chalicelib.domain.page_link import PageLink, read_token
from chalicelib.domain.visits import OF_A_LINK, OF_AN_ADDRESS, VisitQuota, network_of
from chalicelib.usecases.page_links import LinkRefused, LinkState
from chalicelib.usecases.recording import CaseFile

from .refusals import ENDED_LINK, TOO_MANY, UNKNOWN_LINK, PageRefusal


def open_link(token: str, came_from: str, ports: Deps) -> tuple[PageLink, CaseFile]:
    """404 or 410 for a link that opens nothing, 429 beyond a limit; for what is no token nothing is read or written.

    What this process knows to be over its limit is refused before anything is read.
    """
    if read_token(token) is None:
        raise PageRefusal(UNKNOWN_LINK)
    network, visits = network_of(came_from), ports.visits
    _refuse_while(max(visits.wait_for(OF_AN_ADDRESS, network), visits.wait_for(OF_A_LINK, token)))
    try:
        opened = ports.page_links.open(token, ports.recording)
    except LinkRefused as refused:
        _take(OF_AN_ADDRESS, network, ports)
        raise PageRefusal(ENDED_LINK if refused.state is LinkState.ENDED else UNKNOWN_LINK) from None
    _take(OF_A_LINK, token, ports)
    return opened


def _take(quota: VisitQuota, who: str, ports: Deps) -> None:
    _refuse_while(ports.visits.take(quota, who))


def _refuse_while(seconds: int) -> None:
    if seconds:
        raise PageRefusal(TOO_MANY, Retry_After=str(seconds))

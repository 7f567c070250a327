"""Published rates as the use cases see them: the table in use, and the versions the operator put."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.domain.rate_series import RateSeries, RateVersion
from chalicelib.domain.rates import RateTable
from chalicelib.domain.reads import Page


class Rates(Protocol):
    """The rates in use. Both modes share them: they are public facts."""

    def current(self, since: datetime | None = None) -> RateTable:
        """What is shipped, under what was put up to a minute ago, and by ``since`` (wall time) at the least.

        An error of the read flies: no rate is made up.
        """

    def afresh(self) -> RateTable:
        """The same, under what was put up to now. One Query: for whoever cannot go on by what was kept."""


class RateStore(Protocol):
    """Every version of every series that the operator put."""

    def current_versions(self) -> tuple[RateVersion, ...]:
        """The last version of each series that has one. One Query."""

    def rate_versions(self, series: RateSeries, *, limit: int, position: str | None) -> Page:
        """``RateVersion`` items, newest first."""

    def keep(self, version: RateVersion) -> None:
        """The version and its record, in one transaction. ``VersionConflict`` unless it follows the present one."""

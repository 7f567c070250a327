"""Versions of the rate series in the one table: the last one of each in one partition, every one in its series'."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.domain.errors import DomainError, VersionConflict
from chalicelib.domain.rate_series import RateSeries, RateVersion
from chalicelib.domain.reads import Page

from . import codec, keys
from .actions import ABSENT, ActionMaker, first_failure
from .table import TRIES, Item, Range, Table

_PASSING = "TransactionConflict"


class RateVersions:
    """A change is one transaction: the new last version, which names the one before, and its record for good."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._make = ActionMaker(table.name)

    def current_versions(self) -> tuple[RateVersion, ...]:
        """One Query, strongly consistent."""
        items, _ = self._table.query(Range(keys.RATES, keys.CURRENT, f"{keys.CURRENT}~"))
        return tuple(_version(item) for item in items)

    def rate_versions(self, series: RateSeries, *, limit: int, position: str | None) -> Page:
        """Newest first; ``position`` is the version before which the page begins."""
        latest = keys.rate_version(series.value, int(position) - 1).sk if position else f"{keys.VERSIONS}~"
        where = Range(keys.rate_series(series.value), keys.VERSIONS, latest, descending=True)
        items, more = self._table.query(where, limit=limit)
        versions = tuple(_version(item) for item in items)
        return Page(versions, str(versions[-1].version) if more and versions else None)

    def keep(self, version: RateVersion) -> None:
        """``VersionConflict`` where another change was faster; tried three times against one that is under way."""
        for tried in range(TRIES):
            failure = self._try(version)
            if failure is None:
                return
            if tried == TRIES - 1:
                raise failure
            self._table.pause(tried)

    def _try(self, version: RateVersion) -> DomainError | None:
        name, data = version.series.value, codec.dump(version)
        current: Item = {**keys.current_rates(name)._asdict(), "data": data, "v": version.version}
        record: Item = {**keys.rate_version(name, version.version)._asdict(), "data": data}
        actions = (self._make.versioned(current, is_new=version.version == 1), self._make.put(record, ABSENT))
        try:
            self._table.transact([action.request for action in actions])
        except ClientError as error:
            reasons = error.response.get("CancellationReasons") or ()
            lost = first_failure(actions, reasons) if reasons else None
            if lost is not None:
                raise lost from error
            if not any(reason.get("Code") == _PASSING for reason in reasons):
                raise
            return VersionConflict("The series is being changed by somebody else; read it again.")
        return None


def _version(item: Item) -> RateVersion:
    return codec.load(RateVersion, str(item["data"]))

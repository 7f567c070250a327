"""Versions of the rate series in the one table: the last one of each in one partition, every one in its series'."""

from __future__ import annotations

from botocore.exceptions import ClientError

from chalicelib.domain.errors import DomainError, VersionConflict
from chalicelib.domain.rate_series import RateSeries, RateVersion
from chalicelib.domain.reads import Page

from . import codec
from .actions import ABSENT, ActionMaker, first_failure
from .keys import Key
from .table import TRIES, Item, Range, Table

_PASSING = "TransactionConflict"
RATES, CURRENT, VERSIONS = "RATES", "CURRENT#", "V#"


def current_rates(series: RateSeries) -> Key:
    """The series' last version, beside those of the others: all are read together."""
    return Key(RATES, f"{CURRENT}{series.value}")


def rate_version(series: RateSeries, version: int) -> Key:
    """One version, for good."""
    return Key(f"{RATES}#{series.value}", f"{VERSIONS}{version:06d}")


class RateVersions:
    """A change is one transaction: the new last version, which names the one before, and its record for good."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._make = ActionMaker(table.name)

    def current_versions(self) -> tuple[RateVersion, ...]:
        """One Query, strongly consistent."""
        items, _ = self._table.query(Range(RATES, CURRENT, f"{CURRENT}~"))
        return tuple(_version(item) for item in items)

    def rate_versions(self, series: RateSeries, *, limit: int, position: str | None) -> Page:
        """Newest first; ``position`` is the version before which the page begins."""
        partition, latest = rate_version(series, int(position) - 1 if position else 0)
        where = Range(partition, VERSIONS, latest if position else f"{VERSIONS}~", descending=True)
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
        data = codec.dump(version)
        current: Item = {**current_rates(version.series)._asdict(), "data": data, "v": version.version}
        record: Item = {**rate_version(version.series, version.version)._asdict(), "data": data}
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

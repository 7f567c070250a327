"""The one table as the use cases see it: one transaction per commit, typed errors, reads within a scope."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.domain.case import Case
from chalicelib.domain.errors import Conflict, DomainError, VersionConflict
from chalicelib.domain.writes import Create, StoreAnswer, Update, Write

from . import codec, keys
from .actions import Action, first_failure
from .case_items import RememberedParts
from .erasing import Erasing
from .import_reads import ImportReads
from .sealing import Vault
from .table import TRIES, OnCall, Table
from .templates import TemplateReads
from .transaction import TransactionWriter
from .work_rows import WorkRows

_PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


class DynamoStore(TemplateReads, Erasing, ImportReads, WorkRows):
    """Store, outbox, schedule and clock room on one DynamoDB table.

    ``now`` is the wall clock: a list of the whole tenant starts in the present month. ``on_call`` hears every call.
    """

    def __init__(
        self,
        client: Any,  # boto3's DynamoDB client, which has no static type
        table_name: str,
        vault: Vault,
        *,
        now: Callable[[], datetime],
        on_call: OnCall | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = RememberedParts()
        super().__init__(Table(client, table_name, on_call=on_call, sleep=sleep), vault, parts, now)
        self._writer = TransactionWriter(table_name, vault, parts)

    def commit(self, writes: Sequence[Write]) -> None:
        """One transaction, tried three times against other transactions on the same items.

        Errors, the first that holds: ``AnswerAlreadyStored``, ``InvoiceAlreadyInCase``, ``clock_advancing``,
        ``VersionConflict``; after three conflicts ``idempotency_in_progress`` or ``VersionConflict``.
        """
        actions = self._writer.actions(writes)
        if not actions:
            return
        for tried in range(TRIES):
            failure = self._try(actions)
            if failure is None:
                self._remember(writes)
                return
            if not isinstance(failure, _Busy):
                raise failure
            if tried < TRIES - 1:
                self._table.pause(tried)
        raise _still_busy(writes)

    def _try(self, actions: Sequence[Action]) -> DomainError | None:
        try:
            self._table.transact([action.request for action in actions])
        except ClientError as error:
            reasons = error.response.get("CancellationReasons")
            if not reasons:
                raise
            failure = first_failure(actions, reasons)
            if failure is not None:
                return failure
            if any(reason.get("Code") in _PASSING for reason in reasons):
                return _Busy("Other transactions hold the same items.")
            raise
        return None

    def _remember(self, writes: Sequence[Write]) -> None:
        for write in writes:
            if isinstance(write, (Create, Update)) and isinstance(write.entity, Case):
                case = write.entity
                self._parts.remember(keys.case_partition(case.scope, case.id), case.version, codec.case_parts(case))


class _Busy(DomainError):
    """Stays inside this file: try again."""


def _still_busy(writes: Sequence[Write]) -> Conflict:
    if any(isinstance(write, StoreAnswer) for write in writes):
        busy = Conflict("A request with this idempotency key is at work; try again.", code="idempotency_in_progress")
        busy.retryable = True
        return busy
    return VersionConflict("The object is being changed by somebody else; try again.")

"""Requests to debtors' pages, counted by the minute in items that the table forgets; names are hashes.

| what                  | pk               | sk              |
|-----------------------|------------------|-----------------|
| requests of a minute  | VISITS#<hash>    | W#<minutes>     |
"""

from __future__ import annotations

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.visits import VisitQuota, forgotten_at

from .definition import TTL_ATTRIBUTE
from .keys import Key
from .table import Table, marshal


class DynamoPageVisits:
    """Takes requests of a window from its quota."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def lease(self, name: str, window: int, quota: VisitQuota) -> bool:
        """One conditional update; False when the window has no whole lease left. ``ProviderUnavailable``."""
        values = {
            ":lease": quota.lease,
            ":last": quota.most - quota.lease,
            ":gone": int(forgotten_at(window).timestamp()),
        }
        try:
            self._table.update(
                Key(f"VISITS#{name}", f"W#{window}"),
                {
                    "UpdateExpression": "ADD #taken :lease SET #gone = :gone",
                    "ConditionExpression": "attribute_not_exists(#taken) OR #taken <= :last",
                    "ExpressionAttributeNames": {"#taken": "n", "#gone": TTL_ATTRIBUTE},
                    "ExpressionAttributeValues": marshal(values),
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise ProviderUnavailable("The table does not answer at the moment.") from error
        except BotoCoreError as error:
            raise ProviderUnavailable("The table does not answer at the moment.") from error
        return True

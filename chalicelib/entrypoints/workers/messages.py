"""What travels on the queues, checked: rows of the outbox, and single webhook deliveries."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow
from chalicelib.domain.webhooks import DeliveryRef
from chalicelib.domain.writes import Consumer

LogKeys = dict[str, str | int | None]


class RowMessage(BaseModel):
    """An outbox row. ``key`` is where it lies, for ``finish``."""

    model_config = ConfigDict(frozen=True)

    key: tuple[str, str]
    tenant_id: str
    mode: Literal["live", "test"]
    consumer: Consumer
    case_id: str
    run: int
    first: int
    last: int

    def row(self) -> OutboxRow:
        return OutboxRow(
            key=self.key,
            scope=Scope(self.tenant_id, livemode=self.mode == "live"),
            consumer=self.consumer.value,
            case_id=self.case_id,
            run=self.run,
            first=self.first,
            last=self.last,
        )

    def log_keys(self) -> LogKeys:
        return {"tenant_id": self.tenant_id, "case_id": self.case_id, "run": self.run or None, "last": self.last}


class DeliveryMessage(BaseModel):
    """One attempt to deliver one event to one endpoint."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["deliver"]
    tenant_id: str
    livemode: bool
    endpoint_id: str
    delivery_id: str

    def ref(self) -> DeliveryRef:
        return DeliveryRef(Scope(self.tenant_id, self.livemode), self.endpoint_id, self.delivery_id)

    def log_keys(self) -> LogKeys:
        return {"tenant_id": self.tenant_id, "endpoint_id": self.endpoint_id, "delivery_id": self.delivery_id}

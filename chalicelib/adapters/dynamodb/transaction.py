"""The writes of a use case as the actions of one transaction, and what each failed condition means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.imports.case_import import CaseImport, ImportedDebtor, ImportLine
from chalicelib.domain.invoice import normalised_number
from chalicelib.domain.kept_logo import KeepLogo
from chalicelib.domain.parties import Creditor
from chalicelib.domain.scenarios.own import OwnScenario, ScenarioVersion
from chalicelib.domain.templates.model import Template, TemplateVersion
from chalicelib.domain.tenant import ApiKey, Tenant
from chalicelib.domain.test_clock import TestClock
from chalicelib.domain.test_data_erasure import TestDataErasure
from chalicelib.domain.webhook_replay import WebhookReplay
from chalicelib.domain.webhooks import WebhookDelivery, WebhookEndpoint
from chalicelib.domain.writes import (
    AnnounceKey,
    AppendEvents,
    ClaimInvoice,
    Create,
    Enqueue,
    KeepClockEvent,
    KeepComplianceEntry,
    KeepDebtorKey,
    KeepEndpointEvent,
    KeepImportEvent,
    MarkRunning,
    NoteCase,
    ReleaseInvoice,
    RequireClockReady,
    RequireDebtor,
    SaveContactLog,
    Sealable,
    StoreAnswer,
    Update,
    Write,
)

from . import codec, contact_logs, keys, sealing, webhook_items
from .actions import (
    ABSENT,
    SAME_VERSION,
    Action,
    ActionMaker,
    Rank,
    answer_exists,
    clock_has_moved,
    exists,
    invoice_is_held,
    version_conflict,
)
from .case_items import RememberedParts, case_index
from .import_items import import_event_item, import_item
from .items import (
    answer_item,
    api_key_items,
    clock_event_item,
    endpoint_event_item,
    event_item,
    mark_item,
    outbox_item,
    plain_item,
)
from .key_use_update import announcements
from .keys import Key
from .scenario_items import scenario_item
from .table import Item, Value
from .templates import logo_key, template_item
from .webhook_replays import replay_item

MOST_ACTIONS = 100


class TransactionWriter:
    """Turns writes into actions. Keeps to a hundred, the most that DynamoDB takes at once."""

    def __init__(self, table_name: str, vault: sealing.Vault, parts: RememberedParts) -> None:
        self._table_name = table_name
        self._vault = vault
        self._parts = parts
        self._make = ActionMaker(table_name)

    def actions(self, writes: Sequence[Write]) -> list[Action]:
        actions = [action for write in writes for action in self._of(write)]
        if len(actions) > MOST_ACTIONS:
            raise InvalidInput(
                f"This would change {len(actions)} things at once; {MOST_ACTIONS} is the most.", code="too_many_changes"
            )
        return actions

    def _of(self, write: Write) -> Iterator[Action]:
        match write:
            case Create() | Update():
                yield from self._entity(write)
            case AppendEvents():
                for event in write.events:
                    key = keys.event(write.scope, write.case_id, event.header.sequence)
                    yield self._make.put(event_item(key, write.scope, event), ABSENT)
            case RequireClockReady() | RequireDebtor():
                yield self._require(write)
            case (
                Enqueue() | MarkRunning() | KeepClockEvent() | KeepEndpointEvent() | KeepComplianceEntry() | KeepLogo()
            ):
                yield self._make.put(_kept(write))
            case KeepImportEvent():
                yield self._make.put(import_event_item(write))
            case AnnounceKey():
                yield from (self._make.update(key, update) for key, update in announcements(write))
            case _:
                yield self._conditional(write)

    def _conditional(
        self, write: KeepDebtorKey | ClaimInvoice | ReleaseInvoice | SaveContactLog | NoteCase | StoreAnswer
    ) -> Action:
        match write:
            case KeepDebtorKey():
                key = keys.debtor_key(write.scope, write.debtor_id)
                return self._make.put(sealing.key_item(key, write.wrapped), ABSENT)
            case ClaimInvoice():
                return self._claim(write)
            case ReleaseInvoice():
                key = keys.held_invoice(write.scope, write.creditor_id, normalised_number(write.number))
                return self._make.delete(key, f"{ABSENT} OR case_id = :case", {":case": write.case_id})
            case SaveContactLog():
                return self._make.update(*contact_logs.saved(write))
            case NoteCase():
                return self._make.update(*contact_logs.noted(write))
            case StoreAnswer():
                item = answer_item(write, self._vault)
                return self._make.put(item, ABSENT, rank=Rank.ANSWER, failure=answer_exists)

    def _entity(self, write: Create | Update) -> Iterator[Action]:
        entity, is_new = write.entity, isinstance(write, Create)
        if isinstance(entity, Sealable):
            item = sealing.sealed_item(entity, write.key, self._vault)
            yield self._make.versioned(item, is_new=is_new) if "v" in item else self._make.put(item, exists(not is_new))
        elif isinstance(entity, Case):
            yield from self._case(entity, is_new)
        elif isinstance(entity, ApiKey):
            for item in api_key_items(entity):
                yield self._make.versioned(item, is_new=is_new)
        elif isinstance(entity, (CaseImport, ImportLine, ImportedDebtor)):
            yield self._make.versioned(import_item(entity), is_new=is_new)
        elif isinstance(entity, (WebhookEndpoint, WebhookDelivery, WebhookReplay)):
            yield from self._webhook(entity, is_new)
        else:
            item = _item_of(entity)
            yield self._make.versioned(item, is_new=is_new) if "v" in item else self._make.put(item, exists(not is_new))

    def _webhook(self, entity: WebhookEndpoint | WebhookDelivery | WebhookReplay, is_new: bool) -> Iterator[Action]:
        """An endpoint, a replay or a delivery, which takes or leaves its place in the case's order with it."""
        if isinstance(entity, WebhookEndpoint):
            item, change = webhook_items.endpoint_item(entity), None
        elif isinstance(entity, WebhookReplay):
            item, change = replay_item(entity), None
        else:
            item, change = webhook_items.delivery_item(entity), webhook_items.place_change(self._table_name, entity)
        put: dict[str, Any] = {"TableName": self._table_name, "Item": item, "ConditionExpression": ABSENT}
        if not is_new:
            put["ConditionExpression"] = webhook_items.SAME_VERSION
            put["ExpressionAttributeValues"] = webhook_items.expected_version(entity.version - 1)
        yield Action({"Put": put})
        if change is not None:
            yield Action(change)

    def _case(self, case: Case, is_new: bool) -> Iterator[Action]:
        """The head always; of the rest what differs from the version before, when this process read it."""
        pk = keys.case_partition(case.scope, case.id)
        parts = codec.case_parts(case)
        head = {"pk": pk, "sk": keys.HEAD, "data": parts[keys.HEAD], "v": case.version, **case_index(case)}
        yield self._make.versioned(head, is_new=is_new)
        changed, gone = self._parts.difference(pk, case.version - 1, parts)
        for sk in changed:
            yield self._make.put({"pk": pk, "sk": sk, "data": parts[sk]})
        for sk in gone:
            yield self._make.delete(Key(pk, sk))

    def _claim(self, write: ClaimInvoice) -> Action:
        key = keys.held_invoice(write.scope, write.creditor_id, normalised_number(write.number))
        return self._make.put(
            {**key._asdict(), "case_id": write.case_id},
            f"{ABSENT} OR case_id = :case",
            {":case": write.case_id},
            rank=Rank.INVOICE,
            failure=lambda held: invoice_is_held(write.number, str(held["case_id"]) if held else None),
        )

    def _require(self, write: RequireClockReady | RequireDebtor) -> Action:
        """A condition on what the transaction itself leaves as it is."""
        values: dict[str, Value] = {":v": write.version}
        if isinstance(write, RequireDebtor):
            key = keys.debtor(write.scope, write.debtor_id)
            return self._make.check(key, SAME_VERSION, values, Rank.VERSION, version_conflict)
        condition = f"{SAME_VERSION} AND clock_status <> :advancing"
        key = keys.test_clock(write.scope, write.clock_id)
        return self._make.check(key, condition, values | {":advancing": "advancing"}, Rank.CLOCK, clock_has_moved)


def _item_of(
    entity: Tenant
    | Creditor
    | TestClock
    | TestDataErasure
    | OwnScenario
    | ScenarioVersion
    | Template
    | TemplateVersion,
) -> Item:
    if isinstance(entity, (OwnScenario, ScenarioVersion)):
        return scenario_item(entity)
    return template_item(entity) if isinstance(entity, (Template, TemplateVersion)) else plain_item(entity)


def _kept(
    write: Enqueue | MarkRunning | KeepClockEvent | KeepEndpointEvent | KeepComplianceEntry | KeepLogo,
) -> Item:
    """What is written once, under a key that nothing else has."""
    match write:
        case Enqueue():
            return outbox_item(write)
        case MarkRunning():
            return mark_item(write)
        case KeepLogo():
            return {**logo_key(write.scope, write.creditor_id, write.sha256)._asdict(), "png": write.png}
        case KeepComplianceEntry():
            return {**keys.compliance_entry(write.entry)._asdict(), "data": codec.dump(write.entry)}
        case KeepClockEvent():
            return clock_event_item(write)
        case KeepEndpointEvent():
            return endpoint_event_item(write)

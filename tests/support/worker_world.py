"""What the workers work on, in memory: store, outbox, queues, executions, archive, webhooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.adapters.case_snapshots import CaseSnapshots
from chalicelib.bootstrap import Deps
from chalicelib.domain.case import Case
from chalicelib.domain.contact import Contact, ContactState, reference_to
from chalicelib.domain.errors import ProviderUnavailable
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import OutboxRow
from chalicelib.domain.step_record import StepRecord, StepState
from chalicelib.domain.writes import Consumer, Create, Enqueue
from chalicelib.usecases.recording import Recording
from chalicelib.usecases.stored_webhook_events import StoredWebhookEvents

from . import stored_things as things
from .fake_webhooks import FixedJitter, RecordingQueue, ReversingBox
from .http_world import SETTINGS, CountingIds, KeptArchive, StandingClock
from .memory.store import MemoryStore
from .memory.vault import MemoryVault
from .rates import StandingRates
from .stored_things import NOW, TEST, WRAPPED
from .webhook_world import WebhookWorld


class RecordedQueue:
    """Rows as they were handed over; ``down`` refuses them."""

    def __init__(self) -> None:
        self.rows: list[OutboxRow] = []
        self.down = False

    def send(self, row: OutboxRow) -> None:
        if self.down:
            raise ProviderUnavailable("the queue does not answer")
        self.rows.append(row)


class StartedRuns:
    """Executions as they were started; ``down`` names the cases whose start fails."""

    def __init__(self) -> None:
        self.started: list[tuple[str, int]] = []
        self.down: set[str] = set()

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        del scope, clock_id, due_at
        if case_id in self.down:
            raise ProviderUnavailable("no answer")
        self.started.append((case_id, run))


class WorkerWorld:
    """One tenant's world in test mode. ``naps`` are the seconds a worker would have slept."""

    def __init__(self) -> None:
        self.store, self.clock, self.archive = MemoryStore(), StandingClock(NOW), KeptArchive()
        self.queue, self.runs, self.webhooks = RecordedQueue(), StartedRuns(), WebhookWorld()
        self.attempts = RecordingQueue()
        self.naps: list[float] = []
        self.vault = MemoryVault()
        self.recording = Recording(
            store=self.store,
            vault=self.vault,
            ids=CountingIds(),
            wall=self.clock,
            published=StandingRates(),
            snapshots=CaseSnapshots(),
        )
        self.deps = Deps(SETTINGS).replaced(
            store=self.store,
            wall_clock=self.clock,
            queue=self.queue,
            runs=self.runs,
            archive=self.archive,
            recording=self.recording,
            sleep=self.naps.append,
            webhook_store=self.webhooks.memory,
            webhook_events=StoredWebhookEvents(self.store),
            webhook_queue=self.attempts,
            webhook_sender=self.webhooks.receiver,
            secret_box=ReversingBox(),
            jitter=FixedJitter(),
        )

    def row(self, consumer: Consumer, case_id: str = "case_1", **numbers: int) -> OutboxRow:
        """A row that was committed."""
        self.store.commit([Enqueue(TEST, consumer, case_id, NOW, **numbers)])
        rows = self.store.older_than(NOW + timedelta(hours=1), limit=100)
        return next(row for row in rows if row.case_id == case_id and row.consumer == consumer)

    def emailed_case(self, *, in_doubt: bool = False, **changes: Any) -> tuple[Case, Contact]:
        """A case whose first reminder left by e-mail, or is in doubt."""
        contact = replace(
            things.contact(),
            state=ContactState.INTENDED if in_doubt else ContactState.SENT,
            sent_at=None if in_doubt else NOW,
            provider_message_id=None if in_doubt else "m-1",
        )
        state = StepState.STARTED if in_doubt else StepState.DONE
        step = StepRecord("first_reminder", state, NOW, contacts=(reference_to(contact),))
        case = things.case(steps=(step,), **changes)
        writes = [Create(things.creditor()), *things.new_debtor(), Create(case), Create(contact, WRAPPED)]
        self.store.commit(writes)
        return case, contact

"""Ten cases in one message through the real adapters: calls, writes, papers, and the trail of each (R-123, R-128)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.adapters.dynamodb.transaction import MOST_ACTIONS
from chalicelib.domain.contact import Contact
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.money import Money
from chalicelib.domain.next_step import Action
from chalicelib.usecases.build_evidence_pack import build_evidence_pack
from chalicelib.usecases.case_request import NewInvoice, OpenCase
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.ports import no_reply
from chalicelib.verifier import verify
from tests.support.case_on_aws import TENANT, CaseOnAws, case_on_aws
from tests.support.http_world import SETTINGS
from tests.support.sample_pack import public_key

TEN = 10


@dataclass
class Heard:
    """Every call to the table."""

    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    @contextmanager
    def only(self) -> Iterator[Counter[str]]:
        """The calls of this stretch alone, counted once it is over."""
        counted: Counter[str] = Counter()
        self.calls.clear()
        yield counted
        counted.update(name for name, _ in self.calls)

    @property
    def largest(self) -> int:
        """The actions of the greatest transaction."""
        return max(len(p["TransactItems"]) for name, p in self.calls if name == "transact_write_items")


@dataclass
class World:
    one: CaseOnAws
    heard: Heard
    cases: list[str]


@pytest.fixture
def world() -> Iterator[World]:
    with case_on_aws() as one:
        one.open()
        heard = Heard()
        one.deps.store._table._on_call = lambda name, asked: heard.calls.append((name, asked))
        yield World(one, heard, [one.case_id])


def open_more(world: World, count: int = TEN - 1) -> None:
    first: Invoice = world.one.case.invoices[0]
    for number in range(count):
        due = first.due_date - timedelta(days=number % 6)
        invoice = NewInvoice(
            f"F-2026-{number + 100}", first.issue_date, due, Money(50_000 + number), completed_on=first.issue_date
        )
        command = OpenCase(world.one.scope, "cred_1", world.one.case.debtor_id, None, (invoice,), ())
        deps = world.one.deps
        opened = open_case(command, actor="key_1", intake=deps.intake, archive=deps.archive, reply=no_reply)
        world.cases.append(opened.view.case.id)


def contacts(world: World, case_id: str) -> list[Contact]:
    page = world.one.deps.store.contacts(world.one.scope, case_id, limit=50, position=None)
    return sorted(page.items, key=lambda contact: contact.id)


def test_a_debtor_with_one_case_is_read_as_ever(world: World) -> None:
    """One Query, one batch read, two transactions for an e-mail: nothing more than before cases were grouped."""
    with world.heard.only() as calls:
        world.one.until(Action.SEND_EMAIL)
    assert calls["transact_write_items"] == 2
    by_index = [asked for name, asked in world.heard.calls if name == "query" and "IndexName" in asked]
    assert by_index == []


def test_ten_cases_take_one_look_into_the_index_and_two_transactions(world: World) -> None:
    open_more(world)
    with world.heard.only() as calls:
        world.one.until(Action.SEND_EMAIL)
    assert calls["transact_write_items"] == 2
    by_index = [asked for name, asked in world.heard.calls if name == "query" and "IndexName" in asked]
    assert len(by_index) == 1
    assert calls["query"] <= 1 + TEN + 1
    assert world.heard.largest <= MOST_ACTIONS


@pytest.mark.campaign
def test_the_formal_notice_of_ten_cases_fits_into_its_transactions(world: World) -> None:
    open_more(world)
    world.heard.calls.clear()
    world.one.until(Action.SEND_FORMAL_NOTICE)
    world.one.until(Action.CHECK_DELIVERY)
    assert world.heard.largest <= MOST_ACTIONS
    notices = [world.one.deps.store.case(world.one.scope, case_id).notice for case_id in world.cases]
    assert len({notice.named_last_day for notice in notices if notice}) == 1
    assert all(notices)


def test_what_the_provider_reports_finds_the_contact_that_went_out(world: World) -> None:
    open_more(world, 2)
    world.one.until(Action.SEND_EMAIL)
    (lead,) = [c for c in contacts(world, world.cases[0]) if c.template == "reminder_1"]
    assert lead.provider_message_id is not None
    assert world.one.deps.store.contact_of_message(lead.provider_message_id) == (world.one.scope, lead.id)
    for case_id in world.cases[1:]:
        (own,) = [c for c in contacts(world, case_id) if c.template == "reminder_1"]
        assert own.led_by == lead.id
        assert own.provider_message_id == lead.provider_message_id


def test_each_case_proves_the_one_message_by_itself(world: World) -> None:
    """R-128: the pack of a case that was spoken for holds the message, and a stranger verifies it."""
    open_more(world, 2)
    world.one.until(Action.SEND_EMAIL)
    for case_id in world.cases:
        one = replace(world.one, case_id=case_id)
        built = build_evidence_pack(Changing(one.scope, case_id, "key_1"), ports=one.packing, reply=no_reply)
        key = f"downloads/test/{TENANT}/{one.case.debtor_id}/{built.sha256}"
        content = one.deps.client("s3").get_object(Bucket=SETTINGS.files_bucket, Key=key)["Body"].read()
        numbers = public_key()
        head = (built.head.sequence, built.head.hash)
        report = verify.verify(io.BytesIO(content), head, (numbers.n, numbers.e))
        assert report.faults == []
        (own,) = [c for c in contacts(world, case_id) if c.template == "reminder_1"]
        assert own.document_ids[0].encode() in content

"""One case through the real adapters on moto: opened, driven as its state machine drives it, archived, paid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
from moto import mock_aws

from chalicelib.adapters.dynamodb.definition import table_definition
from chalicelib.bootstrap import Deps
from chalicelib.domain.case import Case
from chalicelib.domain.document import DocumentKind
from chalicelib.domain.evidence_pack import RsaPublicKey
from chalicelib.domain.money import Money
from chalicelib.domain.next_step import Action
from chalicelib.domain.parties import Address, ContactPerson, Creditor, DebtorKind, Scope
from chalicelib.domain.writes import Consumer, Create
from chalicelib.usecases.archive_events import archive_events
from chalicelib.usecases.ask_for_call import ask_for_call
from chalicelib.usecases.build_evidence_pack import Packing
from chalicelib.usecases.case_request import NewInvoice, OpenCase
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.check_delivery import check_delivery
from chalicelib.usecases.issue_declaration import issue_declaration
from chalicelib.usecases.issue_receipt import issue_receipt
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.record_payment import RecordPayment, record_payment
from chalicelib.usecases.send_message import CHANNEL_OF_ACTION, send_message
from chalicelib.usecases.sending import Content
from chalicelib.usecases.wake_up import WakeUp

from .http_world import SETTINGS, StandingClock
from .sample_pack import public_key, signer

REGION = "eu-west-3"
TENANT = "tnt_00000000000000000000000001"
OPENED = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
NAME, EMAIL, PHONE, STREET = (
    "Boulangerie Zéphyrine Lampion",
    "zephyrine@example.org",
    "+33611223344",
    "12 rue des Lilas",
)
PERSON, BANK_WORDS = "Zéphyrine Lampion", "VIR ZEPHYRINE LAMPION"
POSTAL_CODE = "69417"
PERSONAL = (NAME, PERSON, EMAIL, PHONE, "0611223344", "06 11 22 33 44", STREET, BANK_WORDS, "Zéphyrine", "Lampion")
SUPPORT = b"%PDF-1.7 bon de livraison pour Boulangerie Z\xc3\xa9phyrine Lampion"


class OwnSigner:
    """In place of KMS: moto hashes a digest once more before it signs."""

    def sign(self, digest: bytes) -> bytes:
        return signer()(digest)

    def public_key(self) -> RsaPublicKey:
        return public_key()


@dataclass
class CaseOnAws:
    """The ports of production on an emulated account, a clock that stands, and one case."""

    deps: Deps
    clock: StandingClock
    scope: Scope
    case_id: str = ""

    @property
    def case(self) -> Case:
        return self.deps.store.case(self.scope, self.case_id)

    @property
    def packing(self) -> Packing:
        return replace(self.deps.packing, signer=OwnSigner())

    def changing(self) -> Changing:
        return Changing(self.scope, self.case_id, "key_1")

    def open(self) -> None:
        creditor = Creditor(
            "cred_1",
            self.scope,
            1,
            OPENED,
            "Fournil SARL",
            Address("1 place de la Bourse", "33000", "Bordeaux"),
            siren="732829320",
            email="compta@fournil.example",
            phone="+33556000000",
            iban="FR1420041010050500013M02606",
        )
        self.deps.store.commit([Create(creditor)])
        invoice = NewInvoice(
            number="F-2026-7",
            issue_date=date(2026, 8, 31),
            due_date=date(2026, 9, 30),
            amount_incl_tax=Money(120_000),
            completed_on=date(2026, 8, 31),
            documents=(Content(DocumentKind.DELIVERY_NOTE, "livraison Lampion.pdf", "application/pdf", SUPPORT),),
        )
        debtor = {
            "kind": DebtorKind.COMPANY,
            "name": NAME,
            "siren": "552100554",
            "address": Address(STREET, POSTAL_CODE, "Lyon"),
            "contacts": (ContactPerson(PERSON, email=EMAIL, phone=PHONE),),
        }
        command = OpenCase(self.scope, "cred_1", None, debtor, (invoice,), ())
        opened = open_case(command, actor="key_1", intake=self.deps.intake, archive=self.deps.archive, reply=no_reply)
        self.case_id = opened.view.case.id

    def step(self) -> Action | None:
        """One wake-up at the instant the case waits for; ``None`` when nothing is planned."""
        case = self.case
        planned = case.next_step
        if planned is None or planned.due_at is None:
            return None
        self.clock.instant = max(self.clock.instant, planned.due_at)
        wake_up, sending = WakeUp(self.scope, case.id, case.run, planned.due_at), self.deps.sending
        if planned.action in CHANNEL_OF_ACTION:
            send_message(wake_up, planned.action, ports=sending)
        else:
            {
                Action.ASK_FOR_CALL: ask_for_call,
                Action.ISSUE_RECEIPT: issue_receipt,
                Action.ISSUE_DECLARATION: issue_declaration,
                Action.CHECK_DELIVERY: check_delivery,
            }[planned.action](wake_up, ports=sending)
        return planned.action

    def until(self, action: Action) -> None:
        """Steps up to and including the first of this kind."""
        for _ in range(20):
            if self.step() is action:
                return
        raise AssertionError(f"never came to {action}")

    def pay(self, cents: int) -> None:
        payment = RecordPayment(
            self.changing(), Money(cents), self.clock.instant.date(), "bank_transfer", reference=BANK_WORDS
        )
        record_payment(payment, recording=self.deps.recording, reply=no_reply)

    def settle(self) -> None:
        """Pays more than enough, and lets the receipt go out."""
        self.pay(150_000)
        for _ in range(5):
            if self.step() is None:
                break
        assert self.case.is_closed

    def carry(self) -> None:
        """Works on what the outbox holds for the archive."""
        store = self.deps.store
        for row in store.older_than(self.clock.instant + timedelta(days=1), limit=500):
            if row.consumer == Consumer.ARCHIVE:
                archive_events(row, store=store, outbox=store, archive=self.deps.archive)

    def everything_in(self, *buckets: str) -> bytes:
        """Every byte of every item of the table and of every version of every object in these buckets."""
        found = b""
        for page in self.deps.client("dynamodb").get_paginator("scan").paginate(TableName=SETTINGS.table_name):
            found += repr(page["Items"]).encode() + b"".join(_texts(page["Items"]))
        s3 = self.deps.client("s3")
        for bucket in buckets:
            for version in s3.list_object_versions(Bucket=bucket).get("Versions", ()):
                where = {"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}
                found += version["Key"].encode() + s3.get_object(**where)["Body"].read()
        return found


def _texts(items: list[dict[str, Any]]) -> Iterator[bytes]:
    for item in items:
        for value in item.values():
            yield value["B"] if "B" in value else str(next(iter(value.values()))).encode()


@contextmanager
def case_on_aws(*, livemode: bool = False) -> Iterator[CaseOnAws]:
    """A fresh account; nothing is opened yet."""
    access = {"region_name": REGION, "aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
    with mock_aws():
        boto3.client("dynamodb", **access).create_table(**table_definition(SETTINGS.table_name))
        place = {"CreateBucketConfiguration": {"LocationConstraint": REGION}}
        s3, kms = boto3.client("s3", **access), boto3.client("kms", **access)
        s3.create_bucket(Bucket=SETTINGS.archive_bucket, ObjectLockEnabledForBucket=True, **place)
        s3.create_bucket(Bucket=SETTINGS.files_bucket, **place)
        data_key = kms.create_key()["KeyMetadata"]["KeyId"]
        signing_key = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
        clock = StandingClock(OPENED)
        deps = Deps(replace(SETTINGS, data_key_id=data_key, signing_key_id=signing_key)).replaced(
            wall_clock=clock, client=lambda service: boto3.client(service, **access)
        )
        yield CaseOnAws(deps, clock, Scope(TENANT, livemode))

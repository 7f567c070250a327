"""What the use cases need from the outside, as plain nouns. Adapters satisfy these without importing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from chalicelib.domain.archive_layout import ArchivedBody
from chalicelib.domain.call_task import CallTask
from chalicelib.domain.case import Case
from chalicelib.domain.claim_declaration import DeclarationFacts
from chalicelib.domain.contact import Channel, Contact, DeliveryEvent
from chalicelib.domain.invoice import ReadInvoice
from chalicelib.domain.messages import CallScript, EmailContent, MessageFacts, Printed
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.acknowledgement import AcknowledgementFacts
from chalicelib.domain.outgoing import Attachment as Attachment
from chalicelib.domain.outgoing import OutgoingEmail as OutgoingEmail
from chalicelib.domain.outgoing import OutgoingLetter as OutgoingLetter
from chalicelib.domain.outgoing import OutgoingSms as OutgoingSms
from chalicelib.domain.outgoing import ProviderReceipt as ProviderReceipt
from chalicelib.domain.parties import Scope
from chalicelib.domain.reads import CaseSummary as CaseSummary
from chalicelib.domain.reads import ListFilter as ListFilter
from chalicelib.domain.reads import OutboxRow as OutboxRow
from chalicelib.domain.reads import Page as Page
from chalicelib.domain.reads import ParkedCase as ParkedCase
from chalicelib.domain.reads import Parties as Parties
from chalicelib.domain.reads import RunningMark as RunningMark
from chalicelib.domain.sealed_event import WrappedKey
from chalicelib.domain.templates.model import Template

from .writes import Write


class WallClock(Protocol):
    """Real time: signatures, ``recorded_at``, TTL, keys, links, retries."""

    def now(self) -> datetime: ...


class Ids(Protocol):
    """New sortable ids (``case_01J…``) and random bytes."""

    def new(self, prefix: str) -> str: ...

    def random_bytes(self, count: int) -> bytes: ...


class Queue(Protocol):
    """Hands an outbox row to its consumer's queue."""

    def send(self, row: OutboxRow) -> None: ...


class Runs(Protocol):
    """The executions of the state machines."""

    def start_case(self, scope: Scope, case_id: str, run: int, clock_id: str | None, due_at: datetime) -> None:
        """Starts execution ``<case>-<run>``; a name that exists already is success."""

    def start_clock(self, scope: Scope, clock_id: str, advance: int) -> None: ...
    def resume(self, token: str, due_at: datetime) -> bool:
        """Wakes a held execution. False when the token is gone."""

    def is_alive(self, case_id: str, run: int) -> bool: ...


class Vault(Protocol):
    """Data keys per debtor, sealing, and the signature of manifests."""

    def new_key(self, context: Mapping[str, str]) -> WrappedKey: ...
    def seal(self, wrapped_key: WrappedKey | None, plaintext: bytes, context: str) -> bytes: ...
    def open(self, wrapped_key: WrappedKey | None, sealed: bytes, context: str) -> bytes: ...
    def authenticate(self, wrapped_key: WrappedKey | None, message: bytes, purpose: str) -> bytes:
        """32 bytes: an HMAC-SHA256 under a key that dies with the debtor's data key."""


class Archive(Protocol):
    """Write-once evidence objects."""

    def put_once(
        self, key: str, body: bytes, *, livemode: bool, content_type: str, retain_until: datetime | None = None
    ) -> bool: ...
    def read_oldest_version(self, key: str) -> ArchivedBody: ...


class Files(Protocol):
    """Short-lived plain copies and uploads."""

    def upload_link(self, scope: Scope, upload_id: str, *, size: int, media_type: str) -> Mapping[str, Any]: ...
    def uploaded(self, scope: Scope, upload_id: str) -> bytes: ...
    def download_link(self, scope: Scope, debtor_id: str, name: str, media_type: str, content: bytes) -> str: ...
    def forget_debtor(self, scope: Scope, debtor_id: str) -> None:
        """Deletes the plain copies of a debtor's documents, when its key is erased (R-142)."""


class Mailer(Protocol):
    """``ProviderUnavailable``: surely not sent. ``AmbiguousFailure``: nobody knows."""

    def send(self, email: OutgoingEmail) -> ProviderReceipt: ...
    def lookup(self, contact_id: str) -> ProviderReceipt | None:
        """The receipt of an earlier send, where the provider can tell; ``None`` when it cannot or there is none."""


class Texter(Protocol):
    """As ``Mailer``, for short messages."""

    def send(self, sms: OutgoingSms) -> ProviderReceipt: ...
    def lookup(self, contact_id: str) -> ProviderReceipt | None: ...


class Postal(Protocol):
    """A carrier of letters and registered letters."""

    def send(self, letter: OutgoingLetter) -> ProviderReceipt: ...
    def lookup(self, contact_id: str) -> ProviderReceipt | None: ...
    def track(self, contact: Contact, today: date, recorded_at: datetime) -> tuple[DeliveryEvent, ...]:
        """What the carrier reports by itself up to this day; reports may also arrive through the API."""


class Tariff(Protocol):
    """What a contact costs (R-072), from a dated tariff."""

    def cost(self, channel: Channel, on: date, livemode: bool, segments: int = 1) -> Money:
        """``segments`` are those of an SMS: each of them is paid for."""


class Renderer(Protocol):
    """Texts and documents; the same call serves preview and sending (R-125)."""

    def email(self, template: str, facts: MessageFacts) -> EmailContent: ...
    def sms(self, template: str, facts: MessageFacts) -> str: ...
    def letter(self, template: str, facts: MessageFacts) -> Printed: ...
    def letter_words(self, template: str, facts: MessageFacts) -> Printed:
        """The same letter without its PDF."""

    def knowing(self, template: Template) -> Renderer:
        """A renderer of a tenant's own text, by its id."""

    def receipt(self, facts: MessageFacts) -> Printed: ...
    def declaration(self, facts: DeclarationFacts) -> bytes: ...
    def acknowledgement(self, facts: AcknowledgementFacts) -> bytes: ...
    def acknowledgement_text(self, facts: AcknowledgementFacts) -> str:
        """The words of the paper before anybody signed it."""

    def mandate_annex(self, facts: MessageFacts) -> bytes: ...
    def call_script(self, template: str, facts: MessageFacts) -> CallScript: ...
    def call_sheet(self, template: str, facts: MessageFacts) -> bytes: ...
    def call_list(self, tasks: Sequence[CallTask], printed_at: datetime, *, has_more: bool) -> bytes: ...


class InvoiceReader(Protocol):
    """Reads an e-invoice file; ``InvalidInput`` says why one cannot be read."""

    def read(self, content: bytes, name: str) -> ReadInvoice: ...


class IdentityChecks(Protocol):
    """Form checks by libraries; each returns the normalised value or raises ``ValueError`` with the reason (R-003)."""

    def siren(self, value: str) -> str: ...
    def siret(self, value: str) -> str: ...
    def vat_number(self, value: str) -> str: ...
    def iban(self, value: str) -> str: ...
    def bic(self, value: str) -> str: ...
    def email(self, value: str) -> str: ...
    def phone(self, value: str) -> str: ...
    def postal_code(self, value: str, country: str) -> str: ...


class Reply(Protocol):
    """The idempotent answer to a command: given the result, the write that keeps it with the effect."""

    def __call__(
        self, result: Any, *, debtor_id: str | None = None, key: WrappedKey | None = None
    ) -> Sequence[Write]: ...


def no_reply(result: Any, *, debtor_id: str | None = None, key: WrappedKey | None = None) -> Sequence[Write]:
    """For commands that do not come from an idempotent request."""
    del result, debtor_id, key
    return ()


class Snapshots(Protocol):
    """A case as plain JSON values and back: what its last event carries, so that the archive alone can rebuild it."""

    def encode(self, case: Case) -> Mapping[str, Any]: ...
    def decode(self, value: Mapping[str, Any]) -> Case: ...


class MimeWriter(Protocol):
    """The exact bytes of an e-mail, as they are sent and kept (R-125)."""

    def __call__(
        self,
        *,
        sender_name: str,
        to: str,
        reply_to: str | None,
        subject: str,
        text: str,
        html: str,
        attachments: Sequence[Attachment],
        contact_id: str,
        date: datetime,
        logo: bytes | None = None,
    ) -> bytes: ...


@dataclass(frozen=True)
class Channels:
    """The effects of one mode. Test mode's never reach a person."""

    mailer: Mailer
    texter: Texter
    postal: Postal

"""What the request claims, and against whom: typed invoices, e-invoice files, the debtor (R-001..R-014, R-120)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.document import DocumentKind
from chalicelib.domain.intake import Draft, draft_from_file
from chalicelib.domain.intake_parties import DebtorParts
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.parties import Creditor, Debtor

from .case_request import Intake, InvoiceFile, OpenCase
from .create_debtor import CreateDebtor, NewDebtor, prepare_debtor
from .identity_problems import Identifiers
from .sending import Content


def read_files(
    command: OpenCase, creditor: Creditor, debtor: Debtor | None, ports: Intake
) -> tuple[tuple[Content, ...], tuple[Draft, ...]]:
    """The e-invoice files of the request: their bytes, and what each says (R-120)."""
    contents, drafts = [], []
    known: Debtor | DebtorParts | None = debtor or _typed_parts(command)
    for index, file in enumerate(command.invoice_files):
        pointer = f"#/invoice_files/{index}"
        body = file.content if file.content is not None else _uploaded(command, file, ports)
        draft = draft_from_file(
            ports.read(body, file.name, pointer),
            invoice_id=ports.recording.ids.new("inv"),
            checks=ports.checks,
            supplied=file.supplied,
            debtor=known,
            creditor=creditor,
            pointer=pointer,
        )
        media_type = "application/pdf" if body[:5] == b"%PDF-" else "application/xml"
        contents.append(Content(DocumentKind.INVOICE, file.name, media_type, body))
        drafts.append(draft)
        known = debtor or draft.debtor
    return tuple(contents), tuple(drafts)


def _uploaded(command: OpenCase, file: InvoiceFile, ports: Intake) -> bytes:
    return ports.files.uploaded(command.scope, file.upload_id or "")


def _typed_parts(command: OpenCase) -> DebtorParts | None:
    if command.debtor is None:
        return None
    names = ("kind", "name", "siren", "siret", "vat_number", "address", "contacts")
    return DebtorParts(**{name: command.debtor[name] for name in names if command.debtor.get(name) is not None})


def debtor_of(
    command: OpenCase, known: Debtor | None, drafts: tuple[Draft, ...], ports: Intake, *, store_debtor: bool
) -> tuple[Debtor | None, NewDebtor | None]:
    """The known debtor, or a new one from typed values completed by the files."""
    if known is not None:
        return known, None
    parts = drafts[-1].debtor if drafts else _typed_parts(command) or DebtorParts()
    fields: dict[str, Any] = dict(command.debtor or {})
    for name in ("kind", "name", "siren", "siret", "vat_number", "address"):
        fields[name] = getattr(parts, name)
    fields["contacts"] = parts.contacts
    if fields["kind"] is None or not fields["name"]:
        return None, None
    creation = CreateDebtor(command.scope, fields)
    recording = ports.recording
    if store_debtor:
        new = prepare_debtor(
            creation,
            vault=recording.vault,
            checks=ports.checks,
            ids=recording.ids,
            wall=recording.wall,
            pointer="#/debtor",
        )
        return new.debtor, new
    given = Debtor(
        id=recording.ids.new("deb"), scope=command.scope, version=1, created_at=recording.wall.now(), **fields
    )
    identifiers = Identifiers(ports.checks, "#/debtor")
    debtor = identifiers.debtor(given)
    identifiers.refuse_if_any()
    return debtor, None


def invoices_of(
    command: OpenCase, drafts: tuple[Draft, ...], ports: Intake
) -> tuple[tuple[Invoice, ...], dict[str, str]]:
    """Typed invoices, then those of the files; and where in the request each stands."""
    invoices: list[Invoice] = []
    pointers: dict[str, str] = {}
    for index, new in enumerate(command.invoices):
        invoice = Invoice(
            id=ports.recording.ids.new("inv"),
            number=new.number,
            issue_date=new.issue_date,
            due_date=new.due_date,
            amount_incl_tax=new.amount_incl_tax,
            already_paid=new.already_paid,
            completed_on=new.completed_on,
            claim_kind=new.claim_kind,
            contract_rate=new.contract_rate,
            payment_terms=new.payment_terms,
        )
        invoices.append(invoice)
        pointers[invoice.id] = f"#/invoices/{index}"
    for index, draft in enumerate(drafts):
        if draft.invoice is not None:
            invoices.append(draft.invoice)
            pointers[draft.invoice.id] = f"#/invoice_files/{index}"
    return tuple(invoices), pointers

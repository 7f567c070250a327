"""From invoice files to the request that opens a case: what they state, what options say, what test mode supplies."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from . import sample
from .einvoice import Stated, stated_in
from .problems import CliError
from .session import Json, Session, json_of

LARGEST_FILE = 4 * 1024 * 1024
SUPPLIED = {
    "creditor_email": "compta@vendeur.example",
    "creditor_phone": "+33 1 99 00 12 34",
    "iban": "FR7630006000011234567890189",
    "debtor_email": "comptabilite@acheteur.example",
    "debtor_phone": "+33 6 39 98 00 12",
}
ADDRESS = {"line1": "1 place de la Fiction", "postal_code": "69001", "city": "Lyon"}
"""What test mode puts where neither file nor options say anything: fiction, and told each time."""


@dataclass
class Intake:
    """One opening. ``options`` are the command's values by name, ``None`` where they were not given."""

    session: Session
    files: list[Path]
    options: dict[str, str | None]
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_test = self.session.profile.is_test
        self.contents = [_content(path) for path in self.files]
        self.stated = next((stated for each in self.contents if (stated := stated_in(each))), Stated())

    @property
    def due_date(self) -> date | None:
        """The day the first invoice was due, where it is known before the API is asked."""
        if not self.files:
            return sample.DUE
        said = self.options["due_date"] or self.stated.due_date
        try:
            return date.fromisoformat(said) if said else None
        except ValueError as error:
            raise CliError(f"{said} is not a day.", "For example: --due-date 2026-01-15") from error

    def body(self, creditor_id: str) -> Json:
        """The request, without a clock."""
        body: Json = {"creditor_id": creditor_id}
        if self.files:
            body["invoice_files"] = [
                self._file(path, each) for path, each in zip(self.files, self.contents, strict=True)
            ]
        else:
            body |= sample.case()
            body["debtor"] = self._sample_debtor()
        body |= self._debtor(body)
        if self.options["reference"]:
            body["external_reference"] = self.options["reference"]
        return body

    def _file(self, path: Path, content: bytes) -> Json:
        made: Json = {"name": path.name[-200:], "content_base64": base64.b64encode(content).decode()}
        stated = stated_in(content) or Stated()
        if self.options["due_date"]:
            made["due_date"] = self.options["due_date"]
        if self.options["completed_on"]:
            made["completed_on"] = self.options["completed_on"]
        elif self.is_test and stated.issue_date and not stated.delivered_on:
            made["completed_on"] = stated.issue_date
            self._supplied("completion date", stated.issue_date, "--completed-on")
        return made

    def _debtor(self, body: Json) -> Json:
        if self.options["debtor"]:
            body.pop("debtor", None)
            return {"debtor_id": self.options["debtor"]}
        if "debtor" in body:
            return {}
        kind = self.options["debtor_kind"]
        if kind is None:
            kind = "company"
            self.notes.append("debtor kind: an invoice never states it; taken for a company (--debtor-kind)")
        contact = {"role": "accounting", "name": self.stated.buyer.get("contact_name")}
        contact |= {name: self._value(f"debtor_{name}", self.stated.buyer.get(name)) for name in ("email", "phone")}
        given = {name: value for name, value in contact.items() if value}
        reachable = "email" in given or "phone" in given
        return {"debtor": {"kind": kind, **({"contacts": [given]} if reachable else {})}}

    def _sample_debtor(self) -> Json:
        given = {name: self.options[f"debtor_{name}"] for name in ("email", "phone")}
        contact = {**sample.DEBTOR["contacts"][0], **{name: value for name, value in given.items() if value}}
        kind = self.options["debtor_kind"] or sample.DEBTOR["kind"]
        return {**sample.DEBTOR, "kind": kind, "contacts": [contact]}

    def new_creditor(self) -> Json:
        """The creditor that the file proposes.

        Raises:
            CliError: it states no seller.
        """
        if not self.files:
            return sample.CREDITOR
        seller = self.stated.seller
        if not seller.get("name"):
            raise CliError(
                f"{self.files[0].name} states no seller that can be read here.",
                "Name the creditor: --creditor cred_… (amiable cases open --sample makes one)",
            )
        address = seller.get("address") or self._supplied_address()
        if address is None:
            raise CliError("The file states no complete address of the seller.", "Name the creditor: --creditor cred_…")
        phone = self._value("creditor_phone", seller.get("phone"))
        made: Json = {
            "name": seller["name"],
            "address": address,
            "email": self._value("creditor_email", seller.get("email")),
            "phone": phone,
            "iban": self._value("iban", self.stated.iban),
            "bic": self.stated.bic,
            "siren": seller.get("siren"),
            "siret": seller.get("siret"),
            "vat_number": seller.get("vat_number"),
        }
        manager = self.options["case_manager"] or seller.get("contact_name") or seller["name"]
        if phone:
            made["case_manager"] = {"name": manager, "phone": phone}
        return {name: value for name, value in made.items() if value}

    @property
    def seller_siren(self) -> str | None:
        """By which the creditor is found."""
        return self.stated.seller.get("siren") if self.files else sample.SIREN

    def _value(self, option: str, stated: str | None) -> str | None:
        """What the option says, else the file, else (in test mode) fiction."""
        said = self.options[option] or stated
        if said or not self.is_test:
            return said
        self._supplied(option.replace("_", " "), SUPPLIED[option], f"--{option.replace('_', '-')}")
        return SUPPLIED[option]

    def _supplied_address(self) -> Json | None:
        if not self.is_test:
            return None
        self._supplied("creditor address", ", ".join(ADDRESS.values()), "--creditor names one that has its own")
        return ADDRESS

    def _supplied(self, what: str, value: str, how: str) -> None:
        self.notes.append(f"{what}: not stated; using {value} ({how})")


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise CliError(f"There is no file {path}.")
    if not 0 < path.stat().st_size <= LARGEST_FILE:
        raise CliError(f"{path.name} is empty or larger than 4 MB.", "An e-invoice is a Factur-X PDF, CII or UBL XML.")
    return path.read_bytes()


def creditor_with(session: Session, siren: str | None) -> Json | None:
    """The account's creditor with this SIREN, if there is one."""
    if siren is None:
        return None
    return next((each for each in _creditors(session) if siren in (each["siren"], (each["siret"] or "")[:9])), None)


def _creditors(session: Session) -> Iterator[Json]:
    return (json_of(each) for each in session.client.pages(session.client.creditors.list_creditors, limit=100))


def clock_after(session: Session, due: date) -> Json:
    """A test clock that stands on the morning after that day."""
    now = f"{due + timedelta(days=1)}T09:00:00Z"
    return json_of(session.client.test_clocks.create_test_clock({"now": now}))

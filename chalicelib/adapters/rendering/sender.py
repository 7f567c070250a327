"""Under whose name a text goes out: the creditor's, or the collector's who acts for it (R-056, R-057)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain import french
from chalicelib.domain.collector import Payee
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.parties import Address

from .addresses import address_lines, full_address
from .marks import clean_value
from .wording import Labels, written


@dataclass(frozen=True)
class SenderIdentity:
    """The letterhead. ``legal_name`` is the name in law where ``name`` is a trade name; ``acts_for`` the creditor's."""

    name: str
    legal_name: str
    address: Address
    phone: str | None = None
    email: str | None = None
    siren: str | None = None
    vat_number: str | None = None
    acts_for: str = ""


def sender_of(facts: MessageFacts) -> SenderIdentity:
    """The collector under a mandate, else the creditor."""
    creditor, collector = facts.creditor, facts.collector
    if collector is not None:
        return SenderIdentity(
            name=collector.name,
            legal_name=collector.name,
            address=collector.address,
            phone=collector.phone,
            email=collector.email,
            siren=collector.siren,
            acts_for=creditor.name,
        )
    return SenderIdentity(
        name=creditor.sender_name,
        legal_name=creditor.name,
        address=creditor.address,
        phone=creditor.phone,
        email=creditor.email,
        siren=creditor.siren,
        vat_number=creditor.vat_number,
    )


def letterhead_lines(sender: SenderIdentity, labels: Labels) -> tuple[str, ...]:
    """Under the name: the name in law, the address, how to reach it."""
    own_name = (sender.legal_name,) if sender.legal_name != sender.name else ()
    phone = (f"{labels['phone']} {written(labels).format_phone(sender.phone)}",) if sender.phone else ()
    return (*own_name, *address_lines(sender.address), *phone, *((sender.email,) if sender.email else ()))


def identity_line(facts: MessageFacts, labels: Labels) -> str:
    """The sender's legal identity on one line, for the foot of the page; the creditor's name stays with it (LTR_05)."""
    sender = sender_of(facts)
    numbers = [
        f"{labels[key]}{french.NO_BREAK}{value}"
        for key, value in (("siren", sender.siren), ("vat_number", sender.vat_number))
        if value
    ]
    acting = [f"{labels['acts_for']} {sender.acts_for}"] if sender.acts_for else []
    parts = (sender.legal_name, full_address(sender.address), *numbers, *acting)
    return clean_value(f"{french.NO_BREAK}– ".join(parts))


@dataclass(frozen=True)
class Account:
    """Where the debtor pays: to the creditor, or to the collector's account that holds nothing else (PAY_06)."""

    holder: str
    iban: str
    bic: str


def account_of(facts: MessageFacts) -> Account:
    """The payee of the mandate; the creditor's account in its own name. ``iban`` is empty where there is none."""
    creditor, collector = facts.creditor, facts.collector
    if collector is not None and facts.payee is Payee.COLLECTOR:
        return Account(collector.name, collector.dedicated_iban, collector.dedicated_bic or "")
    return Account(creditor.name, creditor.iban or "", creditor.bic or "")

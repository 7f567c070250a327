"""Where a one-time code may go: what the creditor supplied and nobody stopped, masked (R-127, STOP_04, CON_09)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.domain.contact import Channel
from chalicelib.domain.debtor_fact import DebtorFact, FactKind, Representative
from chalicelib.domain.negotiation.known_contacts import address_of, known_contacts, mask
from chalicelib.domain.parties import ChannelBlock, ContactPerson, Debtor, DebtorKind, Scope

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PEOPLE = (
    ContactPerson("Léa Martin", email="lea.martin@boulangerie-zephyrine.fr", phone="+33611223312"),
    ContactPerson("Paul", email="paul@x.example", phone="+33145678900"),
)


def debtor(**changes: Any) -> Debtor:
    some = Debtor("deb_1", Scope("ten_1", livemode=True), 1, NOW, DebtorKind.COMPANY, "Zéphyrine", contacts=PEOPLE)
    return replace(some, **changes)


def shown(some: Debtor) -> list[str]:
    return [each.masked.replace("\u00a0", " ") for each in known_contacts(some)]


def test_emails_come_first_then_mobiles_and_no_landline() -> None:
    assert shown(debtor()) == ["l…@b….fr", "p…@x….example", "06 •• •• •• 12"]


def test_nothing_but_the_first_and_the_last_can_be_read() -> None:
    assert mask(Channel.EMAIL, "a@b.co.uk") == "a…@b….uk"
    assert mask(Channel.EMAIL, "chef@intranet") == "c…@i…"
    assert mask(Channel.SMS, "+262692123456").replace("\u00a0", " ") == "06 •• •• •• 56"


def test_an_address_that_bounced_or_a_channel_that_was_stopped_is_not_offered() -> None:
    bounced = ChannelBlock("email", "bounced", date(2026, 11, 1), address="paul@x.example")
    assert shown(debtor(blocks=(bounced,))) == ["l…@b….fr", "06 •• •• •• 12"]
    assert shown(debtor(blocks=(ChannelBlock("email", "opted_out", date(2026, 11, 1)),))) == ["06 •• •• •• 12"]


def test_who_stands_for_the_debtor_is_the_only_one() -> None:
    """STOP_04: the lawyer's e-mail, and no telephone of the debtor."""
    lawyer = Representative("Maître Aubrac", email="aubrac@barreau.example")
    fact = DebtorFact("fact_1", FactKind.LAWYER, date(2026, 11, 1), NOW, 1, 1, addressee=lawyer)
    assert shown(debtor(facts=(fact,))) == ["a…@b….example"]


def test_nobody_can_be_offered_where_nothing_is_known() -> None:
    assert known_contacts(debtor(contacts=())) == ()


def test_an_address_that_moved_to_the_place_meanwhile_is_not_written_to() -> None:
    some = debtor()
    assert address_of(some, 0) == (Channel.EMAIL, "lea.martin@boulangerie-zephyrine.fr")
    assert address_of(some, 0, "l…@b….fr") is not None
    assert address_of(some, 0, "p…@x….example") is None
    assert address_of(some, 9) is None
    assert address_of(some, -1) is None

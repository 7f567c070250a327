"""What cannot be opened is refused before anything is kept: mandates, and more things than one transaction holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.document import DocumentKind
from chalicelib.domain.errors import InvalidInput
from chalicelib.domain.money import Money
from chalicelib.domain.parties import CollectorMode, ContactPerson, ContactRole
from chalicelib.usecases.case_request import NewInvoice
from chalicelib.usecases.sending import Content
from chalicelib.usecases.writes import Update
from tests.support.story import DUE, Story, d


@pytest.fixture
def story() -> Story:
    told = Story(d(2))
    told.debtor()
    return told


def invoice(number: int, documents: int) -> NewInvoice:
    content = Content(DocumentKind.INVOICE, f"F-{number}.pdf", "application/pdf", b"%PDF-")
    return NewInvoice(f"F-{number}", DUE - timedelta(days=30), DUE, Money(1000), documents=(content,) * documents)


def test_nothing_is_opened_under_a_mandate_that_is_not_there(story: Story) -> None:
    """MAND_01, MAND_03 (CPCE R124-2, R124-3): neither collector nor mandate is on file."""
    with pytest.raises(InvalidInput) as refusal:
        story.open(collector_mode=CollectorMode.THIRD_PARTY_MANDATE)
    found = [(problem.pointer, problem.code) for problem in refusal.value.errors]
    assert found == [("#/collector_mode", "collector_incomplete"), ("#/mandate_id", "mandate_required")]
    assert story.case_ids() == []


def test_more_invoices_and_documents_than_one_transaction_holds_are_refused_before_they_are_kept(story: Story) -> None:
    with pytest.raises(InvalidInput) as refusal:
        story.open(invoices=tuple(invoice(number, 1) for number in range(60)))
    assert refusal.value.errors[0].code == "too_many_documents"
    assert story.kept.bodies == {}


def test_sixty_invoices_with_a_few_documents_open(story: Story) -> None:
    invoices = (*(invoice(number, 0) for number in range(55)), *(invoice(number, 1) for number in range(55, 60)))
    assert len(story.case(story.open(invoices=invoices)).invoices) == 60


def test_a_step_speaks_to_the_person_it_is_for_and_names_that_person() -> None:
    """R-011: accounts first, the management in the last call."""
    story = Story(d(2))
    story.debtor()
    debtor, key = story.memory.debtor(story.scope, "deb_1")
    people = (
        ContactPerson("Paul Chef", ContactRole.MANAGEMENT, "chef@debiteur.example", "+33611000001"),
        ContactPerson("Léa Compta", ContactRole.ACCOUNTING, "compta@debiteur.example", "+33611000002"),
    )
    story.memory.commit([Update(replace(debtor, contacts=people, version=debtor.version + 1), key)])
    case = story.open()
    story.play(d(75))
    found = {contact.template: contact for contact in story.contacts(case)}
    assert (found["reminder_1"].recipient, found["reminder_1"].recipient_name) == (
        "compta@debiteur.example",
        "Léa Compta",
    )
    assert (found["last_call"].recipient, found["last_call"].recipient_name) == ("+33611000001", "Paul Chef")

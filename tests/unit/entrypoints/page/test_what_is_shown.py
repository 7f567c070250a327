"""What the page shows, to whom, and what only after a one-time code (R-127, R-053, R-092)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.negotiation.payment_plan import PlanState, Side
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from chalicelib.usecases.writes import Update
from tests.support.page_visitor import PageVisitor, words_of
from tests.support.page_world import PageWorld, page_world
from tests.support.sample_requests import INVOICE

CONSUMER: dict[str, Any] = {"kind": "consumer", "name": "Camille Petit", "siren": None}
PERSONAL = ("Camille Petit", "Paul Durand", "rue Garibaldi", "69003", "paul@debiteur.fr", "0612345678", "12345678")
ACTIONS = ("promise", "plan", "dispute", "paid", "wrong-person", "channels", "code")


@pytest.fixture
def world() -> Iterator[PageWorld]:
    with page_world() as made:
        yield made


@pytest.fixture
def consumer() -> Iterator[PageWorld]:
    with page_world(**CONSUMER) as made:
        yield made


def pay(world: PageWorld, cents: int) -> None:
    body = {"amount": {"amount": cents, "currency": "EUR"}, "received_on": "2026-11-23", "method": "bank_transfer"}
    answer = world.client.post(f"/v1/cases/{world.case_id}/payments", body)
    assert answer.status == 201, answer.text


def proposed(world: PageWorld) -> None:
    """The creditor proposes three instalments."""
    changing = Changing(world.scope, world.case_id, "key_1")
    first_on = world.case_file.now.date() + timedelta(days=2)
    command = ProposePlan(changing, Side.CREDITOR, PlanTerms(3, first_on))
    propose_plan(command, recording=world.world.deps.recording, reply=no_reply)


def test_the_first_page_says_who_claims_how_much_for_what_and_how_to_pay(world: PageWorld) -> None:
    page = words_of(PageVisitor.of(world).home())
    for told in (
        "Votre dossier auprès de ACME SARL",
        "1 rue de la Paix, 75002 Paris",
        "SIREN 732829320",
        "Reste à payer 1 262,01 €",
        "Montant calculé au 23 novembre 2026",
        "Facture F-2026-001",
        "Retard 54 jours",
        "Montant toutes taxes comprises 1 200,00 €",
        "Pénalités de retard 22,01 €",
        "Indemnité forfaitaire pour frais de recouvrement 40,00 €",
        "IBAN FR14 2004 1010 0505 0001 3M02 606",
        "Référence à indiquer AM-0000000C",
        "Claire Martin est en charge de votre dossier",
        "compta@acme.fr",
    ):
        assert told in page, told


def test_the_parts_shown_add_up_to_the_total(world: PageWorld) -> None:
    pay(world, 30_000)
    page = words_of(PageVisitor.of(world).home())
    assert "Versements reçus depuis −300,00 €" in page
    assert "Reste à payer 962,01 €" in page
    assert "300,00 € reçus le 23 novembre 2026" in page


def test_the_code_of_the_transfer_is_drawn_in_the_page_and_named_for_who_does_not_see_it(world: PageWorld) -> None:
    page = PageVisitor.of(world).home().text
    assert '<svg role="img" aria-label="Code QR d’un virement SEPA de 1\u202f262,01\u00a0€ à ACME SARL' in page
    assert "<script" not in page
    assert "src=" not in page
    assert ' style="' not in page


def test_a_consumer_reads_of_mediator_and_over_indebtedness_and_owes_no_indemnity(consumer: PageWorld) -> None:
    """R-053; the 40 EUR and late-payment interest are a professional's."""
    page = words_of(PageVisitor.of(consumer).home())
    assert "Médiation de la consommation" in page
    assert "commission de surendettement" in page
    assert "Indemnité forfaitaire" not in page
    assert "Reste à payer 1 200,00 €" in page


def test_a_company_reads_of_neither(world: PageWorld) -> None:
    page = words_of(PageVisitor.of(world).home())
    assert "Médiation" not in page
    assert "surendettement" not in page


@pytest.mark.parametrize("action", ["", *ACTIONS])
def test_no_page_of_the_bare_link_names_a_natural_person_or_where_they_are(consumer: PageWorld, action: str) -> None:
    """R-127: who holds the link alone learns neither name nor address, in whichever language."""
    visitor = PageVisitor.of(consumer)
    for language in ("fr", "en"):
        page = visitor.browser.get(f"{visitor.path}/{action}?lang={language}" if action else visitor.path)
        assert page.status == 200
        for personal in PERSONAL:
            assert personal not in page.text


def test_a_paid_case_asks_for_nothing_and_takes_no_new_agreement(world: PageWorld) -> None:
    """R-092: « rien à payer », and the way to the receipts."""
    pay(world, 126_201)
    visitor = PageVisitor.of(world)
    page = words_of(visitor.home())
    assert "Rien à payer" in page
    assert "réglé et clos depuis le 23 novembre 2026" in page
    assert "IBAN" not in page
    assert "Consulter mes documents" in page
    for action in ("promise", "plan", "dispute", "paid", "wrong-person"):
        assert "Le dossier est clos." in words_of(visitor.open(action))


def test_an_action_begun_before_the_case_closed_is_refused_with_the_reason(world: PageWorld) -> None:
    visitor = PageVisitor.of(world)
    review = visitor.fill("promise", {"how_much": "all", "pay_on": "2026-12-01"})
    pay(world, 126_201)
    answer = visitor.confirm("promise", review)
    assert answer.status == 409
    assert "Le dossier est clos." in words_of(answer)
    assert world.case_file.case.negotiation.promises == ()


def test_rules_of_the_creditor_close_what_it_does_not_offer(world: PageWorld) -> None:
    creditor = world.case_file.creditor
    rules = replace(creditor.negotiation_rules, plans=replace(creditor.negotiation_rules.plans, allowed=False))
    closed = replace(creditor, negotiation_rules=rules, version=creditor.version + 1)
    world.world.store.commit([Update(closed)])
    visitor = PageVisitor.of(world)
    assert "ne propose pas d’échéancier" in words_of(visitor.open("plan"))
    assert f'href="./{world.path.rpartition("/")[2]}/plan"' not in visitor.home().text


def test_promises_that_are_spent_are_refused_with_the_creditors_number(world: PageWorld) -> None:
    visitor = PageVisitor.of(world)
    for day in ("2026-12-01", "2026-12-02"):
        visitor.do("promise", {"how_much": "all", "pay_on": day})
    assert "ont toutes été faites (maximum : 2)" in words_of(visitor.open("promise"))


def test_what_is_contested_is_asked_for_by_no_word_and_told_with_its_interest(world: PageWorld) -> None:
    """R-048: the dispute names 300 euros, what is set aside is more by the interest on them, and the page says why."""
    visitor = PageVisitor.of(world)
    visitor.do("dispute", {"reason": "not_as_agreed", "detail": "Il en manque.", "amount": "300,00"})
    page = words_of(visitor.home())
    assert "Elle porte sur 300,00 €" in page
    assert "305,50 € que vous contestez, intérêts compris, mis à part" in page
    assert "Payer un autre montant : Toute la somme, y compris ce que vous contestez" in page
    assert "Toute la somme due aujourd’hui" not in page


@pytest.mark.parametrize(("answer", "state"), [("accept", PlanState.AGREED), ("refuse", PlanState.REFUSED)])
def test_the_creditors_proposal_is_accepted_or_refused(world: PageWorld, answer: str, state: PlanState) -> None:
    proposed(world)
    visitor = PageVisitor.of(world)
    assert "L’échéancier qui vous est proposé" in words_of(visitor.home())
    visitor.do("answer", {"answer": answer, "reason": "Trop court."})
    assert world.case_file.case.negotiation.plans[-1].state is state


def test_a_counter_proposal_takes_the_place_of_the_creditors(world: PageWorld) -> None:
    proposed(world)
    visitor = PageVisitor.of(world)
    led = visitor.fill("answer", {"answer": "counter"})
    assert led.headers["location"].endswith("/plan")
    visitor.do("plan", {"count": "4", "every": "weekly", "first_on": "2026-11-25"})
    first, second = world.case_file.case.negotiation.plans
    assert (first.state, second.state) == (PlanState.REPLACED, PlanState.PROPOSED)


def test_a_payment_link_is_shown_for_the_creditors_account_alone(world: PageWorld) -> None:
    creditor = world.case_file.creditor
    changed = world.client.patch(
        f"/v1/creditors/{creditor.id}",
        {"payment_link_template": "https://pay.example.com/?a={amount}&r={reference}"},
        If_Match="*",
    )
    assert changed.status == 200, changed.text
    page = PageVisitor.of(world).home().text
    assert 'href="https://pay.example.com/?a=1262.01&amp;r=AM-0000000C"' in page
    refused = world.client.patch(
        f"/v1/creditors/{creditor.id}", {"payment_link_template": "http://pay.example.com"}, If_Match="*"
    )
    assert (refused.status, refused.code) == (422, "invalid_payment_link")


def calls_of(world: PageWorld, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> Counter[str]:
    """How often the store is asked and written to."""
    seen: Counter[str] = Counter()
    store = world.world.store
    for name in ("case", "parties", "commit", "documents", "contacts", "document", "answer", "logo"):
        real = getattr(store, name)

        def counted(*args: Any, real: Any = real, name: str = name, **more: Any) -> Any:
            seen[name] += 1
            return real(*args, **more)

        monkeypatch.setattr(store, name, counted)
    act()
    return seen


def test_a_page_costs_one_case_file_and_writes_nothing(world: PageWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is read far more often than anything is done on it."""
    visitor = PageVisitor.of(world)
    assert calls_of(world, monkeypatch, visitor.home) == {"case": 1, "parties": 1}


def test_a_confirmation_costs_one_transaction(world: PageWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link's case file, whether the form was used, the file the change is made on, the change."""
    visitor = PageVisitor.of(world)
    review = visitor.fill("promise", {"how_much": "all", "pay_on": "2026-12-01"})
    cost = calls_of(world, monkeypatch, lambda: visitor.confirm("promise", review))
    assert cost == {"case": 2, "parties": 2, "answer": 1, "commit": 1}


def test_two_invoices_are_each_shown_to_the_cent() -> None:
    with page_world() as world:
        case = world.case_file.case
        invoices = [{**INVOICE, "number": "G-1"}, {**INVOICE, "number": "G-2", "due_date": "2027-01-31"}]
        body = {"creditor_id": case.creditor_id, "debtor_id": case.debtor_id, "invoices": invoices}
        opened = world.client.post("/v1/cases", body)
        assert opened.status == 201, opened.text
        two = PageWorld(world.world, world.tenant_id, world.client, opened.json["id"], world.link_of(opened.json["id"]))
        page = words_of(PageVisitor.of(two).home())
        assert "Facture G-1" in page
        assert "Facture G-2 : 1 200,00 €, à payer avant la fin du 31 janvier 2027" in page
        assert "Total à payer aujourd’hui 1 262,01 €" in page

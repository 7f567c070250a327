"""What a one-time code opens on the page: names, documents, a signature (R-127, R-078)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.amount_in_words import in_french
from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.propose_plan import ProposePlan, propose_plan
from tests.support.page_visitor import PageVisitor, words_of
from tests.support.page_world import PageWorld, opened_case, page_world

CONSUMER: dict[str, Any] = {"kind": "consumer", "name": "Camille Petit", "siren": None}


@pytest.fixture
def world() -> Iterator[PageWorld]:
    with page_world() as made:
        yield made


@pytest.fixture
def consumer() -> Iterator[PageWorld]:
    with page_world(**CONSUMER) as made:
        yield made


def proposed(world: PageWorld) -> None:
    """The creditor proposes three instalments."""
    changing = Changing(world.scope, world.case_id, "key_1")
    first_on = world.case_file.now.date() + timedelta(days=2)
    command = ProposePlan(changing, Side.CREDITOR, PlanTerms(3, first_on))
    propose_plan(command, recording=world.world.deps.recording, reply=no_reply)


def test_after_a_code_the_person_is_greeted_by_name(consumer: PageWorld) -> None:
    visitor = PageVisitor.of(consumer)
    visitor.verify()
    assert "Bonjour Camille Petit" in words_of(visitor.home())
    assert "Camille Petit" not in PageVisitor.of(consumer).home().text, "another browser starts anew"


@pytest.mark.parametrize("action", ["documents", "sign"])
def test_documents_and_signature_ask_for_a_code_first(world: PageWorld, action: str) -> None:
    visitor = PageVisitor.of(world)
    answer = visitor.open(action)
    assert answer.status == 303
    assert answer.headers["location"].endswith(f"/code?next={action}")


def test_a_wrong_code_is_told_at_its_field_and_opens_nothing(world: PageWorld) -> None:
    visitor = PageVisitor.of(world)
    digits = visitor.fill("code", {"contact": "0"})
    assert "p…@d….fr. Il est valable jusqu’à 10\u00a0h\u00a010." in digits.text, "a time as French writes it"
    wrong = "000000" if visitor.code() != "000000" else "111111"
    answer = visitor.fill("code", {"digits": wrong}, digits)
    assert answer.status == 422
    assert 'id="f-digits-error"' in answer.text
    assert visitor.open("documents").status == 303
    assert visitor.fill("code", {"digits": visitor.code()}, answer).status == 303


def test_a_code_goes_to_no_address_that_was_not_offered(world: PageWorld) -> None:
    visitor = PageVisitor.of(world)
    for contact in ("7", "-1", "moi@ailleurs.example"):
        assert visitor.fill("code", {"contact": contact}).status == 422
    assert world.world.sent == []


def test_who_has_no_usable_address_reads_whom_to_ask() -> None:
    with page_world(contacts=[]) as world:
        page = words_of(PageVisitor.of(world).open("code"))
        assert "Claire Martin est en charge de votre dossier" in page
        assert "ne peut pas être envoyé" in page


def test_documents_are_the_cases_own_and_what_the_creditor_keeps_is_not_among_them(world: PageWorld) -> None:
    visitor = PageVisitor.of(world)
    add = {"content_base64": "JVBERi0xLjQK"}
    kept = {}
    for kind, name in (("invoice", "facture.pdf"), ("correspondence", "note-interne.pdf")):
        body = {"type": kind, "name": name, **add}
        answer = world.client.post(f"/v1/cases/{world.case_id}/documents", body)
        assert answer.status == 201, answer.text
        kept[kind] = answer.json["id"]
    visitor.verify()
    page = visitor.open("documents").text
    assert "facture.pdf" in page
    assert "note-interne.pdf" not in page
    got = visitor.open(f"documents?get={kept['invoice']}")
    assert (got.status, got.headers["content-type"], got.data) == (200, "application/pdf", b"%PDF-1.4\n")
    assert 'attachment; filename="facture.pdf"' in got.headers["content-disposition"]
    assert visitor.open(f"documents?get={kept['correspondence']}").status == 404
    assert visitor.open("documents?get=doc_x").status == 404


def test_a_document_of_another_case_does_not_exist_here(world: PageWorld) -> None:
    other = opened_case(world.client, "F-2", name="Autre SAS", siren=None)["id"]
    body = {"type": "invoice", "name": "autre.pdf", "content_base64": "JVBERi0xLjQK"}
    document = world.client.post(f"/v1/cases/{other}/documents", body).json["id"]
    visitor = PageVisitor.of(world)
    visitor.verify()
    assert visitor.open(f"documents?get={document}").status == 404
    assert "autre.pdf" not in visitor.open("documents").text


def test_a_plan_is_signed_with_the_amount_in_words_and_a_code_of_its_own(consumer: PageWorld) -> None:
    """R-078, PLAN_03."""
    proposed(consumer)
    visitor = PageVisitor.of(consumer)
    visitor.do("answer", {"answer": "accept"})
    visitor.verify()
    plan = consumer.case_file.case.negotiation.plans[-1]
    form = visitor.open("sign")
    wrong = visitor.fill("sign", {"figures": "1200", "words": "mille euros", "contact": "0"}, form)
    assert wrong.status == 422
    assert 'id="f-words-error"' in wrong.text
    typed = {"figures": "1 200,00", "words": in_french(plan.total), "contact": "0"}
    review = visitor.fill("sign", typed, wrong)
    assert review.status == 200, words_of(review)
    bad = visitor.confirm("sign", review, {"digits": "000000" if visitor.code() != "000000" else "111111"})
    assert bad.status == 422
    assert not consumer.case_file.case.negotiation.plans[-1].signatures
    signed = visitor.confirm("sign", bad, {"digits": visitor.code()})
    assert signed.status == 303, words_of(signed)
    signature = next(iter(consumer.case_file.case.negotiation.plans[-1].signatures))
    assert (signature.side, signature.words) == (Side.DEBTOR, in_french(plan.total))
    assert "Vous avez signé" in words_of(visitor.browser.follow(f"{visitor.path}/sign", signed))
    assert "Il manque encore la signature du créancier" in words_of(visitor.home())


def test_who_said_that_they_are_the_wrong_person_reads_of_no_debt_and_gets_no_code(consumer: PageWorld) -> None:
    """STOP_04, R-127: the address that the creditor supplied is theirs, so a code to it proves nothing any more."""
    proposed(consumer)
    before, visitor = PageVisitor.of(consumer), PageVisitor.of(consumer)
    before.verify()
    visitor.do("wrong-person", {"detail": "Je ne suis pas cette personne."})
    sent = len(consumer.world.sent)
    for each in (before, visitor):
        home = words_of(each.home())
        for told in ("Camille Petit", "F-2026-001", "1 200,00", "400,00", "Consulter mes documents"):
            assert told not in home, told
        for action in ("code", "documents", "sign", "dispute", "answer", "promise", "paid"):
            page = each.open(action)
            if page.status == 303:
                page = each.browser.follow(f"{each.path}/{action}", page)
            assert "Vous nous avez indiqué ne pas être la personne concernée" in words_of(page), action
    assert visitor.browser.post(f"{visitor.path}/code", {"contact": "0"}).status in (403, 409)
    assert len(consumer.world.sent) == sent, "no code went out"


def test_one_wrong_number_closes_the_page_to_nobody(consumer: PageWorld) -> None:
    """STOP_04: only that number is another person's; no code goes there either."""
    fact = {"kind": "wrong_person", "on": "2026-11-20", "contact": "+33612345678"}
    recorded = consumer.client.post(f"/v1/debtors/{consumer.case_file.debtor.id}/facts", fact)
    assert recorded.status == 201, recorded.text
    visitor = PageVisitor.of(consumer)
    assert "Reste à payer 1 200,00" in words_of(visitor.home())
    code = visitor.open("code").text
    assert "p…@d….fr" in code
    assert "••" not in code
    assert visitor.open("promise").status == 200


@pytest.mark.parametrize("action", ["sign", "dispute", "promise", "plan", "paid", "wrong-person"])
def test_no_link_fills_in_a_form_for_the_debtor(consumer: PageWorld, action: str) -> None:
    """PLAN_03: whoever wrote a link types neither the amount to sign nor a word of a declaration."""
    proposed(consumer)
    visitor = PageVisitor.of(consumer)
    if action == "sign":
        visitor.do("answer", {"answer": "accept"})
        visitor.verify()
    names = ("figures", "words", "detail", "amount", "pay_on", "count", "first_on", "reference", "paid_on", "answer")
    query = "&".join(f"{name}=typed-by-a-link" for name in names)
    answer = visitor.open(f"{action}?{query}")
    assert answer.status == 200
    assert "typed-by-a-link" not in answer.text

"""Every state of the debtor's page, for the eye and for axe-core: ``python -m tests.support.page_gallery FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.adapters.page_rendering import PageRenderer
from chalicelib.adapters.payment_links import TemplatePaymentLinks
from chalicelib.domain.address import Address
from chalicelib.domain.amount_in_words import in_french
from chalicelib.domain.brand import Brand
from chalicelib.domain.case import Case, CaseStatus, Outcome
from chalicelib.domain.collector import CaseMandate, Collector, FirstLetter, LiabilityInsurance, ProsecutorDeclaration
from chalicelib.domain.debtor_page.facts import PageFacts
from chalicelib.domain.debtor_page.frame import frame_of
from chalicelib.domain.debtor_page.overview import overview_of
from chalicelib.domain.holds import Pause, PauseKind
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.mediator import Mediator
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import Dispute, DisputeReason
from chalicelib.domain.negotiation.payment_plan import Instalment, PaymentPlan, PlanState, Side, Signature, SignedBy
from chalicelib.domain.negotiation.promise import Promise
from chalicelib.domain.negotiation.settlement import SettlementOffer
from chalicelib.domain.parties import CaseManager, Creditor

from .page_visitor import PDF, PageVisitor
from .page_world import PageWorld, page_world

LONG_NAME = "Société coopérative d’approvisionnement des boulangeries artisanales du Sud-Ouest"
COLLECTOR = Collector(
    "Cabinet Recouvrement Amiable",
    Address("8 rue du Port", "33000", "Bordeaux"),
    LiabilityInsurance("Assureur", "RC-1", date(2030, 1, 1)),
    ProsecutorDeclaration("Bordeaux", date(2020, 1, 1)),
    "FR7630006000011234567890189",
    "AGRIFRPP",
    phone="+33199001234",
    email="contact@cabinet.example",
)
CONSUMER: dict[str, Any] = {"kind": "consumer", "name": "Camille Petit", "siren": None}


def write(folder: Path) -> int:
    """How many pages were written."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, html in (*_overviews(), *_screens()):
        (folder / f"{name}.html").write_text(html, "utf-8")
        count += 1
    return count


def _facts(world: PageWorld, **of_case: Any) -> PageFacts:
    file = world.case_file
    return PageFacts(replace(file.case, **of_case), file.creditor, file.debtor, file.rates, file.now)


def _page(facts: PageFacts, language: str = "fr", **frame: Any) -> str:
    around = frame_of(facts, language, "./page", "", "0" * 64, **frame)
    return PageRenderer().overview(overview_of(facts, TemplatePaymentLinks().link), around)


def _overviews() -> Iterator[tuple[str, str]]:
    with page_world() as world:
        facts = _facts(world)
        yield "company", _page(facts)
        yield "company-english", _page(facts, "en")
        yield "company-brand-link-long-name", _page(replace(facts, creditor=_branded(facts.creditor)))
        yield from _talks(facts)
        mandated = under_mandate(facts)
        yield "mandate", _page(mandated)
        yield "mandate-english", _page(mandated, "en")
        assert mandated.case.mandate is not None
        awaited = replace(mandated.case, mandate=replace(mandated.case.mandate, first_letter=None))
        yield "mandate-before-first-letter", _page(replace(mandated, case=awaited))
    with page_world(**CONSUMER) as world:
        facts = _facts(world)
        mediator = Mediator("Médiation des entreprises", "1 rue de la Paix, 75002 Paris", "www.mediation.example")
        yield "consumer", _page(replace(facts, creditor=replace(facts.creditor, mediator=mediator)))
        yield "consumer-verified-english", _page(replace(facts, verified=True), "en")
        yield "consumer-over-indebtedness", _page(_paused(facts, PauseKind.OVER_INDEBTEDNESS))


def _branded(creditor: Creditor) -> Creditor:
    link = "https://pay.example.com/?amount={amount}&ref={reference}"
    return replace(creditor, name=LONG_NAME, brand=Brand("#8a1f14"), payment_link_template=link)


def under_mandate(facts: PageFacts) -> PageFacts:
    letter = FirstLetter("ctc_1", "AM-1-L1", date(2026, 11, 2), date(2026, 11, 3))
    mandate = CaseMandate("mdt_1", "M-1", date(2026, 1, 1), facts.now, first_letter=letter)
    case = replace(facts.case, mandate=mandate, case_manager=CaseManager("Paul Durand", "+33199002410"))
    return replace(facts, case=case, creditor=replace(facts.creditor, collector=COLLECTOR))


def _paused(facts: PageFacts, kind: PauseKind) -> PageFacts:
    return replace(facts, case=replace(facts.case, status=CaseStatus.PAUSED, pause=Pause(kind, facts.now)))


def _talks(facts: PageFacts) -> Iterator[tuple[str, str]]:
    talk, now, today = facts.case.negotiation, facts.now, facts.today
    promise = Promise("prm_1", Money(40_000), today + timedelta(days=9), now, "page")
    yield "promise", _page(_with(facts, talk.with_promise(promise)))
    plan = plan_of_three(facts)
    yield "plan-proposed", _page(_with(facts, talk.with_plan(plan)))
    agreed = replace(plan, state=PlanState.AGREED, agreed_at=now)
    yield "plan-to-sign", _page(_with(facts, talk.with_plan(agreed)))
    running = _with(facts, talk.with_plan(running_plan(plan, now)))
    paid = Payment("pay_1", Money(50_000), today, 1)
    yield "plan-running", _page(replace(running, case=replace(running.case, payments=(paid,))))
    late = replace(running, now=now + timedelta(days=20))
    yield "plan-late-english", _page(late, "en")
    offer = SettlementOffer("stl_1", Money(90_000), now, today + timedelta(days=10))
    yield "offer", _page(_with(facts, replace(talk, settlements=(offer,))))
    dispute = Dispute(
        "dsp_1", DisputeReason.NOT_AS_AGREED, now, "page", amount=Money(30_000), answer_by=date(2026, 12, 8)
    )
    held = _paused(_with(facts, talk.with_dispute(dispute)), PauseKind.DISPUTE)
    yield "dispute", _page(held)
    yield "wrong-person", _page(_paused(facts, PauseKind.WRONG_PERSON))
    closed = replace(facts.case, status=CaseStatus.CLOSED, closed_at=now)
    whole = facts.account.total if facts.account else Money(0)
    settled = replace(closed, outcome=Outcome.PAID, payments=(Payment("pay_1", whole, today, 1),))
    yield "paid", _page(replace(facts, case=settled))
    yield "handed-over", _page(replace(facts, case=replace(closed, outcome=Outcome.HANDED_OVER)))


def _with(facts: PageFacts, talk: Any) -> PageFacts:
    case: Case = replace(facts.case, negotiation=talk)
    return replace(facts, case=case)


def plan_of_three(facts: PageFacts) -> PaymentPlan:
    """The creditor's proposal of all that is owed in three instalments."""
    total = facts.account.total if facts.account else Money(0)
    third = Money(total.amount // 3)
    days = [facts.today + timedelta(days=2 + 30 * n) for n in range(3)]
    amounts = (third, third, total - third - third)
    instalments = tuple(Instalment(n, on, each) for n, (on, each) in enumerate(zip(days, amounts, strict=True), 1))
    return PaymentPlan(
        "plan_1",
        PlanState.PROPOSED,
        Side.CREDITOR,
        facts.now,
        instalments,
        total,
        total,
        8,
        answer_by=facts.today + timedelta(days=7),
    )


def running_plan(plan: PaymentPlan, now: datetime) -> PaymentPlan:
    """Signed by both, and followed since."""
    both = tuple(Signature(side, now, SignedBy.PAGE) for side in Side)
    return replace(plan, state=PlanState.ACTIVE, active_since=now, signatures=both, payments_before=0)


def _screens() -> Iterator[tuple[str, str]]:
    """Forms, reviews and results as the application answers them, in French and in English."""
    soon, past = "2026-12-01", "2026-11-20"
    actions: dict[str, dict[str, str]] = {
        "promise": {"how_much": "part", "amount": "400", "pay_on": soon},
        "plan": {"count": "3", "every": "monthly", "first_on": "2026-11-25", "first_amount": "300,00"},
        "dispute": {"reason": "wrong_amount", "detail": "La remise convenue manque.", "amount": "150"},
        "paid": {"paid_on": past, "method": "bank_transfer", "reference": "VIR 2026-11-20", "amount": "500"},
        "wrong-person": {"detail": "Un homonyme."},
        "channels": {"chosen": "yes", "use_email": "yes"},
    }
    for action, typed in actions.items():
        with page_world() as world:
            visitor = PageVisitor.of(world)
            if action == "dispute":
                visitor.open("dispute?lang=en")
            result = visitor.do(action, typed, {"file": ("avis.pdf", PDF)} if action in ("dispute", "paid") else None)
            yield f"{action}-form", visitor.seen["form"].text
            yield f"{action}-review", visitor.seen["review"].text
            yield f"{action}-result", result.text
            yield f"{action}-again", visitor.open(action).text
    yield from _faulty()
    yield from _signature()


def _faulty() -> Iterator[tuple[str, str]]:
    wrong = {
        "promise": {"how_much": "part", "amount": "beaucoup", "pay_on": "2027-06-01"},
        "plan": {"count": "40", "every": "", "first_on": "hier", "first_amount": "-3"},
        "dispute": {"reason": "", "detail": "", "amount": "999999"},
        "paid": {"paid_on": "2027-01-01", "method": "x"},
        "channels": {"chosen": "yes", "use_email": "yes", "use_sms": "yes", "use_call": "yes"},
    }
    with page_world() as world:
        visitor = PageVisitor.of(world)
        for action, typed in wrong.items():
            yield f"{action}-faults", visitor.fill(action, typed).text
        yield "code-form", visitor.open("code").text
        digits = visitor.fill("code", {"contact": "0"})
        yield "code-digits", digits.text
        yield "code-faults", visitor.fill("code", {"digits": "abc"}, digits).text


def _signature() -> Iterator[tuple[str, str]]:
    with page_world(**CONSUMER) as world:
        rules = {"promises": {}, "plans": {"accepts_by_itself": True}, "disputes": {}}
        path = f"/v1/creditors/{world.case_file.creditor.id}/negotiation-rules"
        put = world.client.send("PUT", path, rules, If_Match="*")
        assert put.status == 200, put.text
        visitor = PageVisitor.of(world)
        visitor.do("plan", {"count": "3", "every": "monthly", "first_on": "2026-11-25"})
        yield "plan-accepted-by-rule", visitor.home().text
        visitor.verify()
        yield "documents-none", visitor.open("documents").text
        invoice = {"type": "invoice", "name": "facture-2026-001.pdf", "content_base64": "JVBERi0xLjQK"}
        world.client.post(f"/v1/cases/{world.case_id}/documents", invoice)
        yield "documents", visitor.open("documents").text
        form = visitor.open("sign")
        yield "sign-form", form.text
        yield "sign-faults", visitor.fill("sign", {"figures": "1", "words": "un", "contact": "0"}, form).text
        plan = world.case_file.case.negotiation.plans[-1]
        typed = {"figures": "1 200,00", "words": in_french(plan.total), "contact": "0"}
        review = visitor.fill("sign", typed, form)
        yield "sign-review", review.text
        signed = visitor.confirm("sign", review, {"digits": visitor.code()})
        yield "sign-result", visitor.browser.follow(f"{visitor.path}/sign", signed).text


if __name__ == "__main__":
    print(write(Path(sys.argv[1])), "pages")  # noqa: T201 - what this command is for

"""How each event is made to happen in test mode, really: by opening a case, and doing what leads there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from . import sample

if TYPE_CHECKING:
    from .stage import Stage

Doing = Callable[["Stage"], Any]


@dataclass(frozen=True)
class Trigger:
    """What is done until the event has happened; ``impossible`` says why nothing can be done."""

    says: str
    do: Doing | None = None
    impossible: str | None = None


def _waits(behaviour: str, kind: str) -> Doing:
    def do(stage: Stage) -> None:
        stage.open(behaviour)
        stage.until(kind)

    return do


def _then(first: Doing, *more: Doing) -> Doing:
    def do(stage: Stage) -> None:
        for each in (first, *more):
            each(stage)

    return do


def _open(stage: Stage) -> None:
    stage.open()


def _opened_late(stage: Stage) -> None:
    stage.open(on_day=50)
    stage.until("step.skipped")


def _paid(stage: Stage) -> None:
    stage.open("pays-on-day-20")
    stage.until("case.closed", answer="reached_will_pay")
    stage.days(1)


def _part_paid(stage: Stage) -> None:
    stage.open("pays-half-on-day-3")
    stage.until("payment.recorded")


def _pay_all(stage: Stage) -> None:
    stage.pay()
    stage.days(1)


def _reverse(stage: Stage) -> None:
    payment = stage.read()["payments"][-1]
    body = {"on": stage.today.isoformat(), "reason": "The bank took the transfer back."}
    stage.client.payments.reverse_payment(stage.case_id, payment["id"], body)
    stage.look()


def _pay_too_much(stage: Stage) -> None:
    stage.pay(stage.owed() + 2_500)


def _credit_note(stage: Stage) -> None:
    body = {
        "invoice_id": stage.case["invoices"][0]["id"],
        "number": stage.case["invoices"][0]["number"].replace("FA-", "AV-"),
        "issued_on": stage.today.isoformat(),
        "amount": sample.euro(10_000),
    }
    stage.client.payments.record_credit_note(stage.case_id, body)
    stage.look()


def _costs(stage: Stage) -> None:
    body = {
        "invoice": stage.case["invoices"][0]["number"],
        "amount": sample.euro(12_000),
        "reason": "Formal demand by a commissaire de justice, less the 40 EUR.",
        "document": {"type": "correspondence", "name": "facture.pdf", "content_base64": sample.PAPER},
    }
    claimed = stage.client.payments.record_complementary_indemnity(stage.case_id, body)
    stage.case["complementary_indemnity_id"] = claimed.to_dict()["id"]
    stage.look()


def _withdraw_costs(stage: Stage) -> None:
    stage.client.payments.withdraw_complementary_indemnity(
        stage.case_id, stage.case["complementary_indemnity_id"], {"reason": "The fees were refunded."}
    )
    stage.look()


def _pause(stage: Stage) -> None:
    stage.client.decisions.pause_case(stage.case_id, {"reason": "The client called."})
    stage.look()


def _resume(stage: Stage) -> None:
    stage.client.decisions.resume_case(stage.case_id, {"reason": "Nothing came."})
    stage.look()


def _dispute(stage: Stage) -> None:
    stage.client.decisions.open_dispute(stage.case_id, {"reason": "goods_missing", "detail": "Two boxes are missing."})
    stage.look()


def _resolve_dispute(stage: Stage) -> None:
    stage.client.decisions.resolve_dispute(stage.case_id, {"reason": "The boxes were delivered."})
    stage.look()


def _hand_over(stage: Stage) -> None:
    stage.client.decisions.decide_case(stage.case_id, {"choice": "handover", "reason": "It goes to court."})
    stage.look()


def _resolve_attention(stage: Stage) -> None:
    stage.client.decisions.resolve_attention(stage.case_id, {"action": "skip", "reason": "Seen by Claire."})
    stage.look()


def _interaction(direction: str) -> Doing:
    def do(stage: Stage) -> None:
        said = {
            "direction": direction,
            "channel": "email",
            "at": stage.clock["now"],
            "summary": "About a copy of the delivery note.",
        }
        stage.client.decisions.record_interaction(stage.case_id, said)
        stage.look()

    return do


def _answer_call(stage: Stage) -> None:
    stage.answer_calls("reached_will_pay")


def _delivered(stage: Stage) -> None:
    stage.report(stage.first_email(), "delivered")


def _fact(stage: Stage) -> None:
    body = {"kind": "channel_opt_out", "on": stage.today.isoformat(), "channel": "sms"}
    fact = stage.client.debtors.record_debtor_fact(stage.case["debtor_id"], body).to_dict()
    stage.case["fact_id"] = fact["id"]
    stage.look()


def _withdraw_fact(stage: Stage) -> None:
    reason = {"reason": "It was about another debtor."}
    stage.client.debtors.withdraw_debtor_fact(stage.case["debtor_id"], stage.case["fact_id"], reason)
    stage.look()


def _guardian_refuses_calls(stage: Stage) -> None:
    """A sole trader under guardianship is written to by the guardian's address alone: calls are refused (STOP_04)."""
    stage.open(debtor_kind="consumer")
    address = {"line1": "3 place de la Mairie", "postal_code": "74000", "city": "Annecy"}
    guardian = {"name": "Association Tutélaire", "address": address, "email": "tutelle@association.example"}
    body = {"kind": "guardianship", "on": stage.today.isoformat(), "addressee": guardian}
    stage.client.debtors.record_debtor_fact(stage.case["debtor_id"], body)
    stage.days(1)
    if stage.read()["status"] == "needs_attention":
        _resolve_attention(stage)
    if stage.read()["status"] == "paused":
        _resume(stage)
    stage.until("step.blocked")


def _mandated(stage: Stage) -> None:
    """A creditor of its own: the sample creditor keeps collecting in its own name."""
    body = {name: value for name, value in sample.CREDITOR.items() if name != "siret"}
    made = {**body, "name": "Menuiserie sous mandat", "collector": COLLECTOR}
    stage.creditor_id = str(stage.client.creditors.create_creditor(made).to_dict()["id"])
    terms = {
        "reference": "MDT-2026-1",
        "signed_on": "2025-12-01",
        "fee_basis": "8 % of what is collected",
        "payee": "collector",
        "remittance_days": 15,
        "document": {"name": "mandat.pdf", "content_base64": sample.PAPER},
    }
    stage.client.creditors.create_mandate(stage.creditor_id, terms)
    stage.open("pays-half-on-day-6")
    stage.client.decisions.put_under_mandate(stage.case_id, {"reason": "Handed to the agency."})
    stage.look()


def _remit(stage: Stage) -> None:
    stage.until("payment.recorded")
    payment = stage.read()["payments"][-1]
    body = {"on": stage.today.isoformat(), "reference": "VIR 0042"}
    stage.client.payments.record_remittance(stage.case_id, payment["id"], body)
    stage.look()


def _propose(stage: Stage) -> None:
    said = {
        "direction": "incoming",
        "channel": "email",
        "at": stage.clock["now"],
        "summary": "Offers to pay in two parts.",
        "effect": "request_for_time",
    }
    stage.client.decisions.record_interaction(stage.case_id, said)
    stage.look()


def _without_creditor_email(stage: Stage) -> None:
    creditor = stage.client.creditors.get_creditor(stage.creditor_id)
    stage.client.creditors.update_creditor(stage.creditor_id, {"email": None}, if_match=creditor.etag)
    stage.until("creditor.not_informed")


def _act(stage: Stage) -> None:
    proof = {"type": "correspondence", "name": "reconnaissance.pdf", "content_base64": sample.PAPER}
    act = {"kind": "acknowledgement", "on": stage.today.isoformat(), "document": proof}
    known = stage.client.limitation.record_limitation_act(stage.case_id, act).to_dict()
    own = [each for each in known["acts"] if each["kind"] == "acknowledgement"]
    stage.case["act_id"] = own[-1]["subject_id"]
    stage.look()


def _withdraw_act(stage: Stage) -> None:
    body = {"cause": "recorded_by_mistake", "reason": "It was about another invoice."}
    stage.client.limitation.withdraw_limitation_act(stage.case_id, stage.case["act_id"], body)
    stage.look()


def _suspension(stage: Stage) -> None:
    today = stage.today
    span = {"kind": "mediation", "from": today.isoformat(), "to": (today + timedelta(days=30)).isoformat()}
    known = stage.client.limitation.record_limitation_suspension(stage.case_id, span).to_dict()
    stage.case["suspension_id"] = known["suspensions"][-1]["id"]
    stage.look()


def _withdraw_suspension(stage: Stage) -> None:
    stage.client.limitation.withdraw_limitation_suspension(
        stage.case_id, stage.case["suspension_id"], {"reason": "The mediation never began."}
    )
    stage.look()


def _old_claim(stage: Stage) -> None:
    """Five years from an invoice of 2021 end within half a year of the opening."""
    stage.open(due=date(2021, 4, 15), on_day=1_700)
    stage.until("limitation.warning")


def _document(stage: Stage) -> None:
    paper = {"type": "contract", "name": "cgv.pdf", "content_base64": sample.PAPER}
    stage.client.documents.add_document(stage.case_id, paper)
    stage.look()


def _pack(stage: Stage) -> None:
    stage.client.documents.create_evidence_pack(stage.case_id)
    stage.look()


def _tomorrow(stage: Stage) -> None:
    stage.days(1)


COLLECTOR: dict[str, Any] = {
    "name": "Relance SAS",
    "address": {"line1": "5 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux"},
    "email": "dossiers@relance.example",
    "phone": "+33 5 49 98 00 12",
    "insurance": {"insurer": "Assur", "policy_number": "RC-1", "valid_until": "2099-12-31"},
    "declaration": {"court": "Tribunal judiciaire de Bordeaux", "declared_on": "2020-03-02"},
    "dedicated_iban": "FR7630001007941234567890185",
}
_PROVIDER = "A provider must fail for it, and test mode has none that does."
_RETURNED = _waits("letter-returned", "case.needs_attention")
_UNTIL_DECISION = _waits("silent", "case.decision_required")

TRIGGERS: Mapping[str, Trigger] = {
    "paid": Trigger("a whole first case: opened, written to, paid on D+20, receipted, closed", _paid),
    "case.opened": Trigger("a case for a sample invoice", _open),
    "case.phase_changed": Trigger("the creditor hands the case over to court", _then(_UNTIL_DECISION, _hand_over)),
    "case.paused": Trigger("somebody pauses the case", _then(_open, _pause)),
    "case.resumed": Trigger("somebody resumes it", _then(_open, _pause, _resume)),
    "case.decision_required": Trigger("the debtor stays silent to the end", _UNTIL_DECISION),
    "case.needs_attention": Trigger("every letter comes back: unknown at this address", _RETURNED),
    "case.attention_resolved": Trigger("somebody says how to go on", _then(_RETURNED, _resolve_attention)),
    "case.mandated": Trigger("a case is put under a mandate", _mandated),
    "case.closed": Trigger("the debtor pays everything", _paid),
    "case.reopened": Trigger("the payment that closed it is taken back", _then(_open, _pay_all, _reverse)),
    "reply.received": Trigger("the debtor writes", _then(_open, _interaction("incoming"))),
    "interaction.recorded": Trigger("somebody writes to the debtor by hand", _then(_open, _interaction("outgoing"))),
    "step.scheduled": Trigger("a step of the scenario is planned", _waits("silent", "step.scheduled")),
    "step.moved": Trigger("a rule moves a step to another day", _waits("silent", "step.moved")),
    "step.skipped": Trigger("a case opened late leaves past steps out", _opened_late),
    "step.blocked": Trigger("a rule forbids a step: calls to a person under guardianship", _guardian_refuses_calls),
    "contact.intended": Trigger("an e-mail is about to leave", _waits("silent", "contact.intended")),
    "contact.sent": Trigger("an e-mail leaves", _waits("silent", "contact.sent")),
    "contact.delivered": Trigger("the e-mail arrives", _then(_open, _delivered)),
    "contact.failed": Trigger("an e-mail cannot be handed over", impossible=_PROVIDER),
    "contact.unknown": Trigger("nobody knows whether it left", impossible=_PROVIDER),
    "contact.bounced": Trigger("the address does not exist", _waits("bounces", "contact.bounced")),
    "letter.posted": Trigger("the formal notice is posted", _waits("silent", "letter.posted")),
    "letter.presented": Trigger("it is presented", _waits("letter-unclaimed", "letter.presented")),
    "letter.received": Trigger("it is handed over, late", _waits("letter-late", "letter.received")),
    "letter.unclaimed": Trigger("nobody fetches it", _waits("letter-unclaimed", "letter.unclaimed")),
    "letter.refused": Trigger("the debtor refuses it", _waits("letter-refused", "letter.refused")),
    "letter.returned": Trigger("the address is unknown", _waits("letter-returned", "letter.returned")),
    "call_task.created": Trigger("somebody is to be called on D+8", _waits("silent", "call_task.created")),
    "call_task.done": Trigger("the call is made", _then(_waits("silent", "call_task.created"), _answer_call)),
    "dispute.opened": Trigger("the debtor contests", _then(_open, _dispute)),
    "dispute.resolved": Trigger("it is settled", _then(_open, _dispute, _resolve_dispute)),
    "payment.recorded": Trigger("the debtor pays half", _part_paid),
    "payment.reversed": Trigger("a cheque bounces", _waits("cheque-bounces-on-day-3", "payment.reversed")),
    "payment.overpaid": Trigger("the debtor pays too much", _then(_open, _pay_too_much)),
    "credit_note.recorded": Trigger("the creditor grants a reduction", _then(_open, _credit_note)),
    "complementary_indemnity.recorded": Trigger("recovery costs on proof are claimed", _then(_open, _costs)),
    "complementary_indemnity.withdrawn": Trigger("and taken back", _then(_open, _costs, _withdraw_costs)),
    "receipt.issued": Trigger("a receipt follows a payment", _waits("pays-half-on-day-3", "receipt.issued")),
    "insolvency.detected": Trigger(
        "a judgment opens a receivership", _waits("insolvent-on-day-3", "insolvency.detected")
    ),
    "declaration.issued": Trigger("the claim is declared", _waits("insolvent-on-day-3", "declaration.issued")),
    "debtor.fact_recorded": Trigger("something becomes known of the debtor", _then(_open, _fact, _tomorrow)),
    "debtor.fact_withdrawn": Trigger("it was a mistake", _then(_open, _fact, _withdraw_fact, _tomorrow)),
    "payment.remitted": Trigger("the collector passes a payment on", _then(_mandated, _remit)),
    "proposal.received": Trigger("under a mandate, the debtor proposes", _then(_mandated, _propose)),
    "creditor.not_informed": Trigger("the creditor has no e-mail address", _then(_mandated, _without_creditor_email)),
    "limitation.warning": Trigger("an old claim can soon be sued on no more", _old_claim),
    "limitation.act_recorded": Trigger("the debtor acknowledges the debt", _then(_open, _act)),
    "limitation.act_withdrawn": Trigger("that was a mistake", _then(_open, _act, _withdraw_act)),
    "limitation.suspension_recorded": Trigger("a mediation begins", _then(_open, _suspension)),
    "limitation.suspension_withdrawn": Trigger("it never did", _then(_open, _suspension, _withdraw_suspension)),
    "handover.ready": Trigger("the file for court is ready", _then(_UNTIL_DECISION, _hand_over)),
    "document.added": Trigger("a document is added", _then(_open, _document)),
    "evidence_pack.ready": Trigger("an evidence pack is made", _then(_open, _pack)),
    "test_clock.ready": Trigger("a clock arrives", _then(_open, _tomorrow)),
    "webhook_endpoint.disabled": Trigger(
        "an endpoint fails for five days", impossible="An endpoint has to fail for five days, or answer 410."
    ),
    "ping": Trigger(
        "an endpoint is tried", impossible="It belongs to a webhook endpoint: POST /webhook-endpoints/{id}/ping."
    ),
}
EVENT_TYPES = tuple(name for name in TRIGGERS if name != "paid")
"""Every event type, in the order of the contract."""

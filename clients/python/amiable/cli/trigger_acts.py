"""What is done to a sample case, so that an event happens. Each act tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from . import sample

if TYPE_CHECKING:
    from .stage import Stage

Doing = Callable[["Stage"], Any]

COLLECTOR: dict[str, Any] = {
    "name": "Relance SAS",
    "address": {"line1": "5 quai des Chartrons", "postal_code": "33000", "city": "Bordeaux"},
    "email": "dossiers@relance.example",
    "phone": "+33 5 49 98 00 12",
    "insurance": {"insurer": "Assur", "policy_number": "RC-1", "valid_until": "2099-12-31"},
    "declaration": {"court": "Tribunal judiciaire de Bordeaux", "declared_on": "2020-03-02"},
    "dedicated_iban": "FR7630001007941234567890185",
}


def open_case(stage: Stage) -> None:
    """A silent debtor, opened on D+1."""
    stage.open()


def open_late(stage: Stage) -> None:
    """Opened on D+50: what is past is left out."""
    stage.open(on_day=50)
    stage.until("step.skipped")


def paid_on_day_20(stage: Stage) -> None:
    """From the opening to the final receipt; the call on D+8 ends well."""
    stage.open("pays-on-day-20")
    stage.until("call_task.created", by=8)
    stage.answer_calls("reached_will_pay")
    stage.until("case.closed", by=21)


def half_paid(stage: Stage) -> None:
    """Half of what is owed, on D+3."""
    stage.open("pays-half-on-day-3")
    stage.until("payment.recorded", by=3)


def pay_all(stage: Stage) -> None:
    """Everything, today; the receipt follows."""
    stage.pay()
    stage.days(1)


def take_back(stage: Stage) -> None:
    """The last payment is reversed."""
    payment = stage.read()["payments"][-1]
    body = {"on": stage.today.isoformat(), "reason": "The bank took the transfer back."}
    stage.client.payments.reverse_payment(stage.case_id, payment["id"], body)
    stage.look()


def pay_too_much(stage: Stage) -> None:
    """25 EUR more than is owed."""
    stage.pay(stage.owed() + 2_500)


def grant_credit_note(stage: Stage) -> None:
    """100 EUR less on the invoice."""
    body = {
        "invoice_id": stage.case["invoices"][0]["id"],
        "number": stage.case["invoices"][0]["number"].replace("FA-", "AV-"),
        "issued_on": stage.today.isoformat(),
        "amount": sample.euro(10_000),
    }
    stage.client.payments.record_credit_note(stage.case_id, body)
    stage.look()


def claim_costs(stage: Stage) -> None:
    """Recovery costs beyond the 40 EUR, on proof."""
    body = {
        "invoice": stage.case["invoices"][0]["number"],
        "amount": sample.euro(12_000),
        "reason": "Formal demand by a commissaire de justice, less the 40 EUR.",
        "document": {"type": "correspondence", "name": "facture.pdf", "content_base64": sample.PAPER},
    }
    claimed = stage.client.payments.record_complementary_indemnity(stage.case_id, body)
    stage.case["complementary_indemnity_id"] = claimed.to_dict()["id"]
    stage.look()


def withdraw_costs(stage: Stage) -> None:
    """Those costs are claimed no more."""
    stage.client.payments.withdraw_complementary_indemnity(
        stage.case_id, stage.case["complementary_indemnity_id"], {"reason": "The fees were refunded."}
    )
    stage.look()


def pause(stage: Stage) -> None:
    """Until somebody resumes it."""
    stage.client.decisions.pause_case(stage.case_id, {"reason": "The client called."})
    stage.look()


def resume(stage: Stage) -> None:
    """After a pause."""
    stage.client.decisions.resume_case(stage.case_id, {"reason": "Nothing came."})
    stage.look()


def dispute(stage: Stage) -> None:
    """Goods are missing."""
    stage.client.decisions.open_dispute(stage.case_id, {"reason": "goods_missing", "detail": "Two boxes are missing."})
    stage.look()


def resolve_dispute(stage: Stage) -> None:
    """They were delivered."""
    stage.client.decisions.resolve_dispute(stage.case_id, {"reason": "The boxes were delivered."})
    stage.look()


def hand_over(stage: Stage) -> None:
    """The creditor decides for court."""
    stage.client.decisions.decide_case(stage.case_id, {"choice": "handover", "reason": "It goes to court."})
    stage.look()


def resolve_attention(stage: Stage) -> None:
    """The step that could not be done is skipped."""
    stage.client.decisions.resolve_attention(stage.case_id, {"action": "skip", "reason": "Seen by Claire."})
    stage.look()


def interact(direction: str) -> Doing:
    """A message by hand, `incoming` or `outgoing`."""

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


def answer_call(stage: Stage) -> None:
    """The debtor will pay."""
    stage.answer_calls("reached_will_pay")


def report_delivery(stage: Stage) -> None:
    """The provider says that the first e-mail arrived."""
    stage.report(stage.first_email(), "delivered")


def opt_out(stage: Stage) -> None:
    """The debtor wants no SMS."""
    body = {"kind": "channel_opt_out", "on": stage.today.isoformat(), "channel": "sms"}
    fact = stage.client.debtors.record_debtor_fact(stage.case["debtor_id"], body).to_dict()
    stage.case["fact_id"] = fact["id"]
    stage.look()


def withdraw_opt_out(stage: Stage) -> None:
    """That was somebody else."""
    reason = {"reason": "It was about another debtor."}
    stage.client.debtors.withdraw_debtor_fact(stage.case["debtor_id"], stage.case["fact_id"], reason)
    stage.look()


def open_under_guardianship(stage: Stage) -> None:
    """A sole trader under guardianship is written to by the guardian's address alone: calls are refused (STOP_04)."""
    stage.open(debtor_kind="consumer")
    address = {"line1": "3 place de la Mairie", "postal_code": "74000", "city": "Annecy"}
    guardian = {"name": "Association Tutélaire", "address": address, "email": "tutelle@association.example"}
    body = {"kind": "guardianship", "on": stage.today.isoformat(), "addressee": guardian}
    stage.client.debtors.record_debtor_fact(stage.case["debtor_id"], body)
    stage.days(1)
    if stage.read()["status"] == "needs_attention":
        resolve_attention(stage)
    if stage.read()["status"] == "paused":
        resume(stage)
    stage.until("step.blocked")


def put_under_mandate(stage: Stage) -> None:
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


def remit(stage: Stage) -> None:
    """A payment to the collector is passed on."""
    stage.until("payment.recorded", by=6)
    payment = stage.read()["payments"][-1]
    body = {"on": stage.today.isoformat(), "reference": "VIR 0042"}
    stage.client.payments.record_remittance(stage.case_id, payment["id"], body)
    stage.look()


def propose(stage: Stage) -> None:
    """The debtor asks for time."""
    said = {
        "direction": "incoming",
        "channel": "email",
        "at": stage.clock["now"],
        "summary": "Offers to pay in two parts.",
        "effect": "request_for_time",
    }
    stage.client.decisions.record_interaction(stage.case_id, said)
    stage.look()


def forget_creditor_email(stage: Stage) -> None:
    """The creditor can be told nothing by e-mail."""
    creditor = stage.client.creditors.get_creditor(stage.creditor_id)
    stage.client.creditors.update_creditor(stage.creditor_id, {"email": None}, if_match=creditor.etag)
    stage.until("creditor.not_informed")


def acknowledge(stage: Stage) -> None:
    """The debtor acknowledges the debt in writing."""
    proof = {"type": "correspondence", "name": "reconnaissance.pdf", "content_base64": sample.PAPER}
    act = {"kind": "acknowledgement", "on": stage.today.isoformat(), "document": proof}
    known = stage.client.limitation.record_limitation_act(stage.case_id, act).to_dict()
    own = [each for each in known["acts"] if each["kind"] == "acknowledgement"]
    stage.case["act_id"] = own[-1]["subject_id"]
    stage.look()


def withdraw_acknowledgement(stage: Stage) -> None:
    """It was recorded by mistake."""
    body = {"cause": "recorded_by_mistake", "reason": "It was about another invoice."}
    stage.client.limitation.withdraw_limitation_act(stage.case_id, stage.case["act_id"], body)
    stage.look()


def begin_mediation(stage: Stage) -> None:
    """A month in which limitation stands still."""
    today = stage.today
    span = {"kind": "mediation", "from": today.isoformat(), "to": (today + timedelta(days=30)).isoformat()}
    known = stage.client.limitation.record_limitation_suspension(stage.case_id, span).to_dict()
    stage.case["suspension_id"] = known["suspensions"][-1]["id"]
    stage.look()


def withdraw_mediation(stage: Stage) -> None:
    """It never began."""
    stage.client.limitation.withdraw_limitation_suspension(
        stage.case_id, stage.case["suspension_id"], {"reason": "The mediation never began."}
    )
    stage.look()


def open_old_claim(stage: Stage) -> None:
    """Five years from an invoice of 2021 end within half a year of the opening."""
    stage.open(due=date(2021, 4, 15), on_day=1_700)
    stage.until("limitation.warning")


def add_document(stage: Stage) -> None:
    """The general terms, to the file."""
    paper = {"type": "contract", "name": "cgv.pdf", "content_base64": sample.PAPER}
    stage.client.documents.add_document(stage.case_id, paper)
    stage.look()


def make_pack(stage: Stage) -> None:
    """The evidence, signed."""
    stage.client.documents.create_evidence_pack(stage.case_id)
    stage.look()


def wait_a_day(stage: Stage) -> None:
    """The clock moves to tomorrow."""
    stage.days(1)

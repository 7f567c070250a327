"""How each event is made to happen in test mode, really: by opening a case, and doing what leads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import trigger_acts as act
from . import trigger_departures as depart
from . import trigger_disputes as disputes
from . import trigger_plan_life as kept
from . import trigger_plans as plans
from . import trigger_promises as promised
from .trigger_acts import Doing

if TYPE_CHECKING:
    from .stage import Stage


@dataclass(frozen=True)
class Trigger:
    """What is done until the event has happened; ``impossible`` says why nothing can be done."""

    says: str
    do: Doing | None = None
    impossible: str | None = None


def _waits(behaviour: str, kind: str, *, by: int) -> Doing:
    """Against a debtor who behaves like this it happens ``by`` D+N."""

    def do(stage: Stage) -> None:
        stage.open(behaviour)
        stage.until(kind, by=by)

    return do


def _then(first: Doing, *more: Doing) -> Doing:
    def do(stage: Stage) -> None:
        for each in (first, *more):
            each(stage)

    return do


_PROVIDER = "A provider must fail for it, and test mode has none that does."
_RETURNED = _waits("letter-returned", "case.needs_attention", by=51)
_UNTIL_DECISION = _waits("silent", "case.decision_required", by=74)

TRIGGERS: Mapping[str, Trigger] = {
    "paid": Trigger("a whole first case: opened, written to, paid on D+20, receipted, closed", act.paid_on_day_20),
    "case.opened": Trigger("a case for a sample invoice", act.open_case),
    "case.phase_changed": Trigger("the creditor hands the case over to court", _then(_UNTIL_DECISION, act.hand_over)),
    "case.paused": Trigger("somebody pauses the case", _then(act.open_case, act.pause)),
    "case.resumed": Trigger("somebody resumes it", _then(act.open_case, act.pause, act.resume)),
    "case.decision_required": Trigger("the debtor stays silent to the end", _UNTIL_DECISION),
    "case.needs_attention": Trigger("every letter comes back: unknown at this address", _RETURNED),
    "case.attention_resolved": Trigger("somebody says how to go on", _then(_RETURNED, act.resolve_attention)),
    "case.mandated": Trigger("a case is put under a mandate", act.put_under_mandate),
    "case.scenario_changed": Trigger(
        "a case is moved to a firmer scenario", _then(act.open_case, depart.move_to_firmer_scenario)
    ),
    "case.closed": Trigger("the debtor pays everything", act.paid_on_day_20),
    "case.reopened": Trigger(
        "the payment that closed it is taken back", _then(act.open_case, act.pay_all, act.take_back)
    ),
    "reply.received": Trigger("the debtor writes", _then(act.open_case, act.interact("incoming"))),
    "interaction.recorded": Trigger(
        "somebody writes to the debtor by hand", _then(act.open_case, act.interact("outgoing"))
    ),
    "step.scheduled": Trigger("a step of the scenario is planned", _waits("silent", "step.scheduled", by=1)),
    "step.moved": Trigger("a rule moves a step to another day", _waits("silent", "step.moved", by=15)),
    "step.skipped": Trigger("a case opened late leaves past steps out", act.open_late),
    "step.blocked": Trigger("a rule forbids a step: calls to a person under guardianship", act.open_under_guardianship),
    "step.deviated": Trigger("a person leaves a step out", _then(act.open_case, depart.skip_a_step)),
    "step.deviation_withdrawn": Trigger(
        "and takes that back", _then(act.open_case, depart.skip_a_step, depart.take_the_step_back)
    ),
    "balance.confirmed": Trigger("the books agree", _then(depart.open_with_last_look, depart.confirm)),
    "balance.doubted": Trigger(
        "the books say another amount", _then(depart.open_with_last_look, depart.tell_another_amount)
    ),
    "balance.confirmation_required": Trigger(
        "the balance is too old for the next contact", _then(depart.open_with_last_look, depart.say_nothing)
    ),
    "contact.intended": Trigger("an e-mail is about to leave", _waits("silent", "contact.intended", by=15)),
    "contact.sent": Trigger("an e-mail leaves", _waits("silent", "contact.sent", by=15)),
    "contact.delivered": Trigger("the e-mail arrives", _then(act.open_case, act.report_delivery)),
    "contact.failed": Trigger("an e-mail cannot be handed over", impossible=_PROVIDER),
    "contact.unknown": Trigger("nobody knows whether it left", impossible=_PROVIDER),
    "contact.bounced": Trigger("the address does not exist", _waits("bounces", "contact.bounced", by=15)),
    "letter.posted": Trigger("the formal notice is posted", _waits("silent", "letter.posted", by=46)),
    "letter.presented": Trigger("it is presented", _waits("letter-unclaimed", "letter.presented", by=49)),
    "letter.received": Trigger("it is handed over, late", _waits("letter-late", "letter.received", by=56)),
    "letter.unclaimed": Trigger("nobody fetches it", _waits("letter-unclaimed", "letter.unclaimed", by=64)),
    "letter.refused": Trigger("the debtor refuses it", _waits("letter-refused", "letter.refused", by=49)),
    "letter.returned": Trigger("the address is unknown", _waits("letter-returned", "letter.returned", by=51)),
    "call_task.created": Trigger("somebody is to be called on D+8", _waits("silent", "call_task.created", by=8)),
    "call_task.done": Trigger("the call is made", _then(_waits("silent", "call_task.created", by=8), act.answer_call)),
    "promise.created": Trigger("the debtor promises to pay", _then(act.open_case, promised.promise)),
    "promise.kept": Trigger("the money comes", _then(act.open_case, promised.promise, act.pay_all)),
    "promise.broken": Trigger("the money does not come", _then(act.open_case, promised.promise, promised.break_it)),
    "promise.withdrawn": Trigger(
        "the creditor gives the promise up", _then(act.open_case, promised.promise, promised.give_it_up)
    ),
    "dispute.opened": Trigger("the debtor contests", _then(act.open_case, act.dispute)),
    "dispute.answered": Trigger("the creditor answers", _then(act.open_case, act.dispute, disputes.answer)),
    "dispute.answer_overdue": Trigger(
        "nobody answers in time", _then(act.open_case, act.dispute, disputes.leave_unanswered)
    ),
    "dispute.resolved": Trigger("it is settled", _then(act.open_case, act.dispute, act.resolve_dispute)),
    "plan.proposed": Trigger("the debtor proposes four instalments", _then(act.open_case, plans.propose)),
    "plan.accepted": Trigger("the creditor agrees", _then(act.open_case, plans.propose, plans.accept)),
    "plan.refused": Trigger("the creditor says no", _then(act.open_case, plans.propose, plans.refuse)),
    "plan.expired": Trigger("nobody answers", _then(act.open_case, plans.propose, plans.leave_unanswered)),
    "plan.cancelled": Trigger("the plan is taken back", _then(act.open_case, plans.propose, plans.cancel)),
    "plan.signed": Trigger("both sides sign it", _then(act.open_case, kept.sign)),
    "plan.instalment_due": Trigger(
        "its first instalment falls due",
        _then(act.open_case, kept.sign, kept.wait_for("plan.instalment_due", days=1)),
    ),
    "plan.instalment_paid": Trigger("the first one is paid", _then(act.open_case, kept.sign, kept.pay_the_first)),
    "plan.instalment_missed": Trigger(
        "nobody pays it", _then(act.open_case, kept.sign, kept.wait_for("plan.instalment_missed", days=5))
    ),
    "plan.acceleration_announced": Trigger(
        "nor after the reminder",
        _then(act.open_case, kept.sign, kept.wait_for("plan.acceleration_announced", days=16)),
    ),
    "plan.accelerated": Trigger(
        "nor after the notice", _then(act.open_case, kept.sign, kept.wait_for("plan.accelerated", days=42))
    ),
    "plan.completed": Trigger("everything is paid", _then(act.open_case, kept.sign, act.pay_all)),
    "plan.reinstated": Trigger(
        "the payment that completed it is taken back", _then(act.open_case, kept.sign, act.pay_all, act.take_back)
    ),
    "settlement.offered": Trigger("the creditor settles for less", _then(act.open_case, disputes.offer)),
    "settlement.completed": Trigger("it is paid in time", _then(act.open_case, disputes.offer, act.pay_all)),
    "settlement.expired": Trigger("it is not", _then(act.open_case, disputes.offer, disputes.let_expire)),
    "settlement.withdrawn": Trigger("it is taken back", _then(act.open_case, disputes.offer, disputes.take_back)),
    "debtor_page.code_sent": Trigger("a simulated debtor asks for a one-time code", plans.sign_online("code_sent")),
    "debtor_page.code_confirmed": Trigger("and enters it", plans.sign_online("code_confirmed")),
    "debtor_page.action_confirmed": Trigger(
        "a simulated debtor promises on their page",
        _waits("promises-online-on-day-10-and-pays", "debtor_page.action_confirmed", by=10),
    ),
    "payment.recorded": Trigger("the debtor pays half", act.half_paid),
    "payment.reversed": Trigger("a cheque bounces", _waits("cheque-bounces-on-day-3", "payment.reversed", by=10)),
    "payment.overpaid": Trigger("the debtor pays too much", _then(act.open_case, act.pay_too_much)),
    "credit_note.recorded": Trigger("the creditor grants a reduction", _then(act.open_case, act.grant_credit_note)),
    "complementary_indemnity.recorded": Trigger(
        "recovery costs on proof are claimed", _then(act.open_case, act.claim_costs)
    ),
    "complementary_indemnity.withdrawn": Trigger(
        "and taken back", _then(act.open_case, act.claim_costs, act.withdraw_costs)
    ),
    "receipt.issued": Trigger("a receipt follows a payment", _waits("pays-half-on-day-3", "receipt.issued", by=3)),
    "insolvency.detected": Trigger(
        "a judgment opens a receivership", _waits("insolvent-on-day-3", "insolvency.detected", by=3)
    ),
    "declaration.issued": Trigger("the claim is declared", _waits("insolvent-on-day-3", "declaration.issued", by=3)),
    "debtor.fact_recorded": Trigger(
        "something becomes known of the debtor", _then(act.open_case, act.opt_out, act.wait_a_day)
    ),
    "debtor.fact_withdrawn": Trigger(
        "it was a mistake", _then(act.open_case, act.opt_out, act.withdraw_opt_out, act.wait_a_day)
    ),
    "payment.remitted": Trigger("the collector passes a payment on", _then(act.put_under_mandate, act.remit)),
    "proposal.received": Trigger("under a mandate, the debtor proposes", _then(act.put_under_mandate, act.propose)),
    "creditor.not_informed": Trigger(
        "the creditor has no e-mail address", _then(act.put_under_mandate, act.forget_creditor_email)
    ),
    "limitation.warning": Trigger("an old claim can soon be sued on no more", act.open_old_claim),
    "limitation.act_recorded": Trigger("the debtor acknowledges the debt", _then(act.open_case, act.acknowledge)),
    "limitation.act_withdrawn": Trigger(
        "that was a mistake", _then(act.open_case, act.acknowledge, act.withdraw_acknowledgement)
    ),
    "limitation.suspension_recorded": Trigger("a mediation begins", _then(act.open_case, act.begin_mediation)),
    "limitation.suspension_withdrawn": Trigger(
        "it never did", _then(act.open_case, act.begin_mediation, act.withdraw_mediation)
    ),
    "handover.ready": Trigger("the file for court is ready", _then(_UNTIL_DECISION, act.hand_over)),
    "document.added": Trigger("a document is added", _then(act.open_case, act.add_document)),
    "evidence_pack.ready": Trigger("an evidence pack is made", _then(act.open_case, act.make_pack)),
    "import.completed": Trigger("a table of unpaid invoices is studied", depart.study_a_table),
    "test_clock.ready": Trigger("a clock arrives", _then(act.open_case, act.wait_a_day)),
    "webhook_endpoint.disabled": Trigger(
        "an endpoint fails for five days", impossible="An endpoint has to fail for five days, or answer 410."
    ),
    "ping": Trigger(
        "an endpoint is tried", impossible="It belongs to a webhook endpoint: POST /webhook-endpoints/{id}/ping."
    ),
}
EVENT_TYPES = tuple(name for name in TRIGGERS if name != "paid")
"""Every event type, in the order of the contract."""

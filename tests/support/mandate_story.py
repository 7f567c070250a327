"""Stories about a collector: a creditor with its three proofs and a mandate, and texts that show what they recall."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.address import Address
from chalicelib.domain.collector import Collector, LiabilityInsurance, Mandate, Payee, ProsecutorDeclaration
from chalicelib.domain.contact import Contact, Purpose
from chalicelib.domain.messages import CallScript, EmailContent, MessageFacts, Printed
from chalicelib.domain.parties import CaseManager, CollectorMode, Creditor
from chalicelib.usecases.put_under_mandate import PutUnderMandate, put_under_mandate
from chalicelib.usecases.record_remittance import RecordRemittance, record_remittance
from chalicelib.usecases.writes import Update

from .effects import LightRenderer
from .story import Story

MANDATE = "mdt_1"
ADVICES = ("payment_advice", "proposal_advice")
SIGNED = date(2026, 1, 2)


class RecallingRenderer(LightRenderer):
    """Each text ends with whose it is and what it recalls: ``… | by Dubreuil SAS account creditor recalls nothing``."""

    def email(self, template: str, facts: MessageFacts) -> EmailContent:
        plain = super().email(template, facts)
        return replace(plain, text=plain.text + tail(facts), html=plain.html + tail(facts))

    def sms(self, template: str, facts: MessageFacts) -> str:
        """A screen that others see names no creditor (CON_07)."""
        return super().sms(template, facts) + tail(facts).replace("account creditor ", "")

    def letter(self, template: str, facts: MessageFacts) -> Printed:
        printed = super().letter(template, facts)
        return replace(printed, pdf=printed.pdf + tail(facts).encode())

    def call_script(self, template: str, facts: MessageFacts) -> CallScript:
        script = super().call_script(template, facts)
        return replace(script, purpose=script.purpose + tail(facts))


def tail(facts: MessageFacts) -> str:
    """Whose letterhead, whose account, which letter."""
    letter = facts.first_letter
    recalled = f"{letter.reference} of {letter.posted_on}" if letter else "nothing"
    told = f" proposal of {facts.proposal.made_on} for {facts.proposal.pay_on}" if facts.proposal else ""
    told += f" remit by {facts.remit_by}" if facts.remit_by else ""
    return f" | by {facts.sender_name} account {facts.payee} recalls {recalled}{told}"


class MandateStory(Story):
    """A creditor whose collector may act from D-3 on. ``mandated`` cases start under the mandate."""

    def __init__(self, start: datetime, **options: Any) -> None:
        payee = options.pop("payee", Payee.CREDITOR)
        days = options.pop("remittance_days", None)
        options.setdefault("renderer", RecallingRenderer())
        super().__init__(start, **options)
        mandate = Mandate(MANDATE, "MDT-2026-7", SIGNED, "8 % of what is collected", payee, days, "ab" * 32)
        self.creditor(collector=collector(), mandates=(mandate,))

    def creditor(self, **changes: Any) -> Creditor:
        """Changes the creditor as it is stored."""
        stored = self.memory.creditor(self.scope, self.creditor_id)
        changed = replace(stored, version=stored.version + 1, **changes)
        self.memory.commit([Update(changed)])
        return changed

    def moved(self, debtor_id: str, address: Address | None) -> None:
        """The debtor lives elsewhere, or nobody knows where."""
        debtor, key = self.memory.debtor(self.scope, debtor_id)
        self.memory.commit([Update(replace(debtor, address=address, version=debtor.version + 1), key)])

    def mandated(self, **more: Any) -> str:
        """Opens a case under the mandate."""
        return self.open(collector_mode=CollectorMode.THIRD_PARTY_MANDATE, **more)

    def switch(self, case_id: str, mandate_id: str | None = None, *, manager: CaseManager | None = None) -> None:
        command = PutUnderMandate(self._changing(case_id), "handed to the agency", mandate_id, manager)
        self._change(partial(put_under_mandate, checks=IdentityChecks()), command)

    def remit(self, case_id: str, payment_id: str, on: date) -> None:
        command = RecordRemittance(self._changing(case_id), payment_id, on, "VIR 0042")
        self._change(record_remittance, command)

    def read(self, case_id: str, template: str) -> str:
        """What was written, as it left."""
        contact = self.contact(case_id, template)
        return next(each.content.decode() for each in self.sent if each.contact_id == contact.id)

    def with_debtor(self, case_id: str) -> list[Contact]:
        """Contacts with the debtor, in order: what the creditor is told is none."""
        return [contact for contact in self.contacts(case_id) if contact.purpose is not Purpose.ADVICE]


def collector(**changes: Any) -> Collector:
    """A collector with the three proofs of CPCE R124-2."""
    whole = Collector(
        name="Dubreuil SAS",
        address=Address("5 quai des Chartrons", "33000", "Bordeaux"),
        insurance=LiabilityInsurance("Assur", "RC-1", date(2027, 12, 31)),
        declaration=ProsecutorDeclaration("Tribunal judiciaire de Bordeaux", date(2020, 3, 2)),
        dedicated_iban="FR7630001007941234567890185",
        email="dossiers@relance.example",
    )
    return replace(whole, **changes)


def check_letter_first(story: Story, case_id: str) -> None:
    """LTR_01: under a mandate no contact with the debtor is intended before its letter is posted; receipts are owed."""
    under, posted = False, False
    for event in story.told(case_id):
        payload = event.payload
        if event.type == "case.mandated" or payload.get("collector_mode") == "third_party_mandate":
            under = True
        about_letter = payload.get("step_id") == "first_letter"
        if about_letter and event.type in ("letter.posted", "letter.returned"):
            posted = event.type == "letter.posted"
        if event.type == "call_task.created":
            assert posted or not under, f"{case_id}: a call before the first letter"
        if event.type == "contact.intended" and payload["purpose"] in ("solicitation", "legal"):
            assert posted or not under or about_letter, f"{case_id}: {payload['template']} before the first letter"

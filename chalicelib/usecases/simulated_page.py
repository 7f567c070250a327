"""What a simulated debtor does on their page, by its rules; the record says who it was (R-132).

Nobody reads a page here, so the evidence says that none was shown, and the actor is the simulator. The signature goes
the whole way: the amount in figures and in words, and a one-time code that is sent, read and entered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domain.case_contacts import sent
from chalicelib.domain.case_payments import known_claim
from chalicelib.domain.contact import Channel, ContactState
from chalicelib.domain.debtor_page import possible
from chalicelib.domain.debtor_page.facts import PageFacts
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.dispute import DisputeReason
from chalicelib.domain.negotiation.disputes import Contesting, open_dispute
from chalicelib.domain.negotiation.one_time_code import Purpose
from chalicelib.domain.negotiation.page_act import PageAct, confirmed
from chalicelib.domain.negotiation.payment_plan import Side
from chalicelib.domain.negotiation.plan_drafts import Wanted
from chalicelib.domain.negotiation.plan_proposals import PAGE, accepted, plan_of, proposed
from chalicelib.domain.negotiation.promises import Given, give_promise, owed_today
from chalicelib.domain.negotiation.terms import PlanTerms
from chalicelib.domain.outgoing import ProviderReceipt
from chalicelib.domain.plan import local_day
from chalicelib.domain.simulated.happening import (
    AcceptsPlan,
    Disputes,
    Happening,
    OnPage,
    Promises,
    ProposesPlan,
    SignsPlan,
)
from chalicelib.domain.stated_amounts import stating
from chalicelib.domain.written_form import form_of

from .acknowledgement import Papers
from .ask_for_code import Asked, AskForCode, asking, handed_over
from .change_case import Changing, Transition
from .propose_plan import draft
from .recording import CaseFile, Recording, record
from .sending import Sending
from .sign_plan import SignPlan, signing
from .writes import Update

ACTOR = "simulator"
CODE = re.compile(r"\bcode\b\D*([0-9]{6})\b")
DETAIL = {
    "fr": "La livraison ne correspond pas à la facture (débiteur simulé).",
    "en": "The delivery does not match the invoice (simulated debtor).",
}
SAID = {
    "fr": "Débiteur simulé du mode test ({id}) : aucune page n’a été affichée, personne n’a rien lu ni confirmé.",
    "en": "Simulated debtor of test mode ({id}): no page was shown, and nobody read or confirmed anything.",
}
ACTIONS: dict[type[OnPage], str] = {
    Promises: possible.PROMISE,
    Disputes: possible.DISPUTE,
    ProposesPlan: possible.PLAN,
    AcceptsPlan: possible.ANSWER,
    SignsPlan: possible.SIGN,
}


@dataclass(frozen=True)
class ReceivedCode:
    """A one-time code that lies in the test outbox: ``receipt`` proves it, the contact's kept copy has the digits."""

    code_id: str
    contact_id: str
    receipt: ProviderReceipt


def may_now(file: CaseFile, doing: OnPage) -> bool:
    """Whether the page would let the debtor begin it."""
    facts = PageFacts(file.case, file.creditor, file.debtor, file.rates, file.now)
    return possible.possible_now(facts, ACTIONS[type(doing)]).allowed


def act_on_page(file: CaseFile, happening: Happening, received: ReceivedCode | None, ports: Sending) -> Transition:
    """What the page would have recorded; nothing where it does not let the debtor begin.

    ``received`` is the code, for a signature. Errors: those of what is done.
    """
    doing, recording = happening.doing, ports.recording
    assert isinstance(doing, OnPage)
    if not may_now(file, doing):
        return Transition(file.case, ())
    if isinstance(doing, SignsPlan):
        return _signs(file, doing, happening, received, ports) if received else Transition(file.case, ())
    done = _done(file, doing, recording)
    return replace(done, events=(confirmed(_act(file, happening)), *done.events))


def _done(file: CaseFile, doing: Promises | Disputes | ProposesPlan | AcceptsPlan, recording: Recording) -> Transition:
    match doing:
        case Promises(in_days):
            return _promises(file, in_days, recording)
        case Disputes(half):
            return _disputes(file, recording, half=half)
        case ProposesPlan(count, first_in_days):
            return _proposes(file, count, first_in_days, recording)
        case AcceptsPlan(plan_id):
            rules = file.creditor.negotiation_rules.plans
            return Transition(*accepted(file.case, rules, file.rates, plan_id, side=Side.DEBTOR, now=file.now))


def _act(file: CaseFile, happening: Happening) -> PageAct:
    language = file.debtor.language if file.debtor.language in SAID else "fr"
    doing = happening.doing
    assert isinstance(doing, OnPage)
    text = SAID[language].format(id=happening.id)
    signs = isinstance(doing, SignsPlan)
    return PageAct(ACTIONS[type(doing)], text, language, f"simulator/{happening.id}", verified=signs)


def _promises(file: CaseFile, in_days: int, recording: Recording) -> Transition:
    today = local_day(file.case, file.now)
    owed = owed_today(file.case, known_claim(file.case, file.rates, today))
    given = Given(recording.ids.new("prm"), None, today + timedelta(days=in_days), PAGE)
    return Transition(*give_promise(file.case, given, file.creditor.negotiation_rules.promises, owed, file.now))


def _disputes(file: CaseFile, recording: Recording, *, half: bool) -> Transition:
    reason = DisputeReason.WRONG_AMOUNT if half else DisputeReason.GOODS_NOT_RECEIVED
    amount = Money(sum(each.principal.amount for each in file.case.invoices) // 2) if half else None
    said = Contesting(reason, DETAIL.get(file.debtor.language, DETAIL["fr"]), PAGE, amount=amount)
    heard, rules = file.case.answered(file.now), file.creditor.negotiation_rules.disputes
    return Transition(*open_dispute(heard, recording.ids.new("dsp"), said, rules, file.now))


def _proposes(file: CaseFile, count: int, first_in_days: int, recording: Recording) -> Transition:
    today = local_day(file.case, file.now)
    terms = PlanTerms(count, today + timedelta(days=first_in_days))
    plan = draft(file, Wanted(Side.DEBTOR, terms), recording.ids.new("plan")).plan
    case, told = proposed(file.case, file.creditor.negotiation_rules.plans, plan, PAGE, file.now)
    return Transition(stating(case, file.rates, today), told)


def code_received(file: CaseFile, plan_id: str, ports: Sending) -> tuple[CaseFile, ReceivedCode]:
    """Asks for a code as the page does: the intent is a transaction of its own, and nothing is marked yet.

    A wake-up that is repeated finds the code in the outbox; one that is not there, or too old, is asked for again.
    Errors: those of ``ask_for_code``.
    """
    waiting = _waiting(file, plan_id, ports)
    if waiting is not None:
        return file, waiting
    recording = ports.recording
    intent = asking(AskForCode(file.case.scope, file.case.id, Purpose.SIGN, 0, plan_id), ports)(file)
    asked = intent.result
    assert isinstance(asked, Asked)
    changed = record(file, intent.case, intent.events, actor=ACTOR, ports=recording, in_run=True)
    recording.store.commit((*changed.writes, *intent.writes))
    receipt = handed_over(asked.message.outgoing, ports, livemode=False)
    return replace(file, case=changed.case), ReceivedCode(asked.code.id, asked.contact.id, receipt)


def _waiting(file: CaseFile, plan_id: str, ports: Sending) -> ReceivedCode | None:
    codes = ports.recording.store.debtor_codes(file.case.scope, file.debtor.id)
    code = codes.present if codes else None
    if code is None or code.subject_id != plan_id or code.used_at is not None:
        return None
    if ports.recording.wall.now() >= code.expires_at:
        return None
    outbox = ports.test.mailer if code.channel is Channel.EMAIL else ports.test.texter
    receipt = outbox.lookup(code.contact_id)
    return ReceivedCode(code.id, code.contact_id, receipt) if receipt else None


def _signs(
    file: CaseFile, doing: SignsPlan, happening: Happening, received: ReceivedCode, ports: Sending
) -> Transition:
    """The amount copied in figures and in words, and the digits of the message. Errors: those of ``sign_plan``."""
    recording, language = ports.recording, file.debtor.language
    stored = recording.store.contact(file.case.scope, received.contact_id)
    contact = replace(
        stored,
        state=ContactState.SENT,
        version=stored.version + 1,
        sent_at=stored.intended_at,
        provider_message_id=received.receipt.message_id,
    )
    case, told = sent(file.case, contact, file.scenario)
    read = CODE.search(stored.text or "")
    total, form = plan_of(case, doing.plan_id).total, form_of(language)
    command = SignPlan(
        Changing(case.scope, case.id, ACTOR),
        doing.plan_id,
        form.format_money(total),
        form.amount_in_words(total),
        received.code_id,
        read[1] if read else "",
        _act(file, happening),
        language,
    )
    papers = Papers(recording, ports.archive, ports.renderer)
    signed = signing(command, papers)(replace(file, case=case))
    return replace(signed, events=(*told, *signed.events), writes=(Update(contact, file.key), *signed.writes))

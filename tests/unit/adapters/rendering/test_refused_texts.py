"""Put into a text what may not be said: it is refused, by the name of the rule (LTR_05..LTR_07, COST, CON_07)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.mentions import CODES
from chalicelib.domain.messages import AttachedDocument, MessageFacts
from chalicelib.domain.parties import CaseManager, DebtorKind, Sender
from tests.support.wordings import Change, renderer_with

from .facts import CREDITOR, facts, receipt_facts
from .mandate_facts import AGENT, COLLECTOR, after_the_letter
from .sending import final, refused, send

KINDS = tuple(DebtorKind)
EMAILS = ("reminder_1", "reminder_2", "formal_notice", "receipt", "receipt_withdrawal")
SCRIPTS = ("call_verification", "last_call")


@pytest.mark.parametrize("make", [facts, after_the_letter])
@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_text_is_accepted_on_every_channel(
    kind: DebtorKind, make: Callable[[DebtorKind], MessageFacts]
) -> None:
    """In the creditor's own name and under a mandate."""
    renderer, some = Renderer(), make(kind)
    for template in EMAILS:
        send(renderer, template, "email", some)
        send(renderer, template, "letter", some)
    for template in SCRIPTS:
        send(renderer, template, "call", some)
    send(renderer, "reminder_2_sms", "sms", some)
    send(renderer, "final_receipt", "letter", final(some))
    send(renderer, "final_receipt", "email", final(some))


def test_a_text_in_the_creditor_s_own_name_names_it() -> None:
    """LTR_05, in every mode."""
    refusal = refused(
        renderer_with(Change("reminder_2_sms", "sms", "{{ sender_name }}", "Bonjour")), "reminder_2_sms", "sms", facts()
    )
    assert refusal.code == "creditor_not_named"


BROKEN = (
    ("LTR_06", "Vos biens seront saisis."),
    ("LTR_06", "Un huissier se présentera mardi."),
    ("COST_01", "Frais de dossier : 15,00 €."),
    ("COST_01", "Les frais de relance sont à votre charge."),
)
PLACES = (
    ("reminder_1", "email", Change("fragments", "arrangement", "Une solution")),
    ("formal_notice", "letter", Change("fragments", "arrangement", "Une solution")),
    ("call_verification", "call", Change("call_verification", "closing.1", "Merci de votre accueil")),
    ("reminder_2_sms", "sms", Change("reminder_2_sms", "sms", "merci de")),
)


@pytest.mark.parametrize(("rule", "words"), BROKEN)
@pytest.mark.parametrize(("template", "channel", "place"), PLACES)
def test_forbidden_words_and_costs_are_refused_on_every_channel(
    rule: str, words: str, template: str, channel: str, place: Change
) -> None:
    """LTR_06, COST_01."""
    refusal = refused(renderer_with(replace(place, new=f"{words} {place.old}")), template, channel, facts())
    assert rule in refusal.detail
    assert CODES[rule] in {problem.code for problem in refusal.errors}


@pytest.mark.parametrize("words", ["Frais de dossier : 15,00 €", "L'indemnité forfaitaire est de 40 €."])
def test_towards_a_consumer_a_cost_is_an_offence_and_says_so(words: str) -> None:
    """COST_02, IND_02, C. conso L121-21."""
    renderer = renderer_with(Change("fragments", "arrangement", "Une solution", f"{words} Une solution"))
    refusal = refused(renderer, "reminder_1", "email", facts(DebtorKind.CONSUMER))
    assert refusal.code == "consumer_cost"
    assert refusal.detail.startswith("COST_02")


@pytest.mark.parametrize("channel", ["email", "letter"])
def test_a_consumer_is_given_no_premium_number(channel: str) -> None:
    """LTR_07."""
    dear = CaseManager("Claire Fontaine", "+33892123456")
    refusal = refused(Renderer(), "reminder_1", channel, facts(DebtorKind.CONSUMER, case_manager=dear))
    assert (refusal.code, "LTR_07" in refusal.detail) == ("premium_number", True)
    send(Renderer(), "reminder_1", channel, facts(DebtorKind.COMPANY, case_manager=dear))


EXPOSED = (
    ("reminder_1", "email", "subject", "message à votre attention", "facture impayée"),
    ("formal_notice", "email", "subject", "courrier important à votre attention", "mise en demeure"),
    ("receipt", "email", "subject", "un document à votre attention", "votre paiement de 200,00 €"),
    ("reminder_2_sms", "sms", "sms", "merci de", "votre dette, merci de"),
    ("reminder_2_sms", "sms", "sms", "merci de", "15 104,73 €, merci de"),
    ("call_verification", "call", "voicemail", "Bonne journée", "C'est au sujet d'une facture. Bonne journée"),
)


@pytest.mark.parametrize(("template", "channel", "part", "old", "new"), EXPOSED)
def test_what_third_parties_see_or_hear_tells_of_no_debt(
    template: str, channel: str, part: str, old: str, new: str
) -> None:
    """CON_07."""
    refusal = refused(renderer_with(Change(template, part, old, new)), template, channel, facts())
    assert refusal.code == "debt_disclosed"
    assert "CON_07" in refusal.detail


def test_a_sender_that_calls_itself_by_debts_is_refused_before_third_parties() -> None:
    """CON_07: a trade name chosen for messages; the creditor's own name in law is what it is."""
    sender = replace(CREDITOR, sender=Sender("Service contentieux Bellanger"))
    assert refused(Renderer(), "reminder_1", "email", facts(creditor=sender)).code == "debt_disclosed"
    named = replace(CREDITOR, name="Factures Express SARL", sender=None)
    send(Renderer(), "reminder_1", "email", facts(creditor=named))


def test_a_collector_that_is_called_by_debts_lets_the_creditor_s_name_stand_before_third_parties() -> None:
    """CON_07, LTR_05: it signs the letter all the same."""
    named = replace(COLLECTOR, name="Aubrac Recouvrement SAS")
    some = after_the_letter(collector=named)
    for template, channel in (("reminder_1", "email"), ("reminder_2_sms", "sms"), ("last_call", "call")):
        send(Renderer(), template, channel, some)
    email = Renderer().email("reminder_1", some)
    assert email.subject.startswith("Menuiserie Bellanger :".replace(" :", "\u00a0:"))
    assert "Aubrac Recouvrement SAS" in email.text
    assert "Recouvrement" not in Renderer().sms("reminder_2_sms", some)


def test_names_and_addresses_carry_no_message() -> None:
    """LTR_06, COST_01: what stands in a letterhead is read by the debtor as well; true names of courts and places pass.

    What a bank called a payment is no claim: the receipt shows it as it is.
    """
    threat, cost = "Vos biens seront saisis", "Frais de dossier : 15,00 €"
    for changed in (
        {"creditor": replace(CREDITOR, name=threat)},
        {"creditor": replace(CREDITOR, address=replace(CREDITOR.address, line2=threat))},
        {"collector": replace(COLLECTOR, address=replace(COLLECTOR.address, line2=threat))},
        {"collector": replace(COLLECTOR, name="Tribunal de recouvrement")},
        {"case_manager": replace(AGENT, name=threat)},
    ):
        assert "LTR_06" in refused(Renderer(), "reminder_1", "letter", after_the_letter(**changed)).detail
    for changed in (
        {"creditor": replace(CREDITOR, sender=Sender(cost))},
        {"case_manager": replace(AGENT, name=cost)},
    ):
        assert "COST_01" in refused(Renderer(), "reminder_1", "letter", after_the_letter(**changed)).detail
    officer = replace(CREDITOR, name="SCP Durand, commissaires de justice", sender=None)
    placed = replace(officer, address=replace(CREDITOR.address, line1="2 place du Tribunal"))
    send(Renderer(), "reminder_1", "letter", after_the_letter(creditor=placed))
    send(Renderer(), "receipt", "letter", facts(receipt=receipt_facts(reference="Frais de dossier : 15,00 €")))


def test_free_text_is_judged_apart() -> None:
    """LTR_06: a name or a reference that somebody typed; the name of a file may say what the file is."""
    manager = replace(AGENT, name="Étude de Maître Durand")
    assert refused(Renderer(), "reminder_1", "email", facts(case_manager=manager)).code == "wording_refused"
    named = (AttachedDocument("Procès-verbal de réception.pdf"),)
    send(Renderer(), "reminder_1", "email", facts(attachments=named))


def test_every_broken_rule_is_named_the_gravest_first() -> None:
    renderer = renderer_with(
        Change("fragments", "acting", "{{ letter.reference }}"),
        Change("fragments", "arrangement", "Une solution", "Vos biens seront saisis. Une solution"),
    )
    refusal = refused(renderer, "reminder_1", "email", after_the_letter())
    assert [problem.code for problem in refusal.errors] == ["first_letter_not_recalled", "wording_refused"]

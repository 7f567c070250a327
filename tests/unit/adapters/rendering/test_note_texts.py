"""What debtors read of agreements, offers and disputes: every mention, no threat, the page in each (R-073..R-082)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.adapters.rendering import Renderer
from chalicelib.domain.acceleration_mentions import acceleration_problems, check_acceleration
from chalicelib.domain.messages import MessageFacts, MessageIncomplete
from chalicelib.domain.money import Money
from chalicelib.domain.negotiation.note import NOTE_TEMPLATES
from chalicelib.domain.secrecy import debt_words
from chalicelib.domain.sms_text import is_gsm7, sms_segments
from tests.support.wordings import Change, renderer_with

from .facts import paid_up
from .scenes import (
    PAGE_LINK,
    SCENES,
    company,
    consumer,
    consumer_under_mandate,
    english_company,
    english_consumer,
    english_first_letter,
    first_letter,
    mandate,
    public_body,
)
from .sending import send
from .test_texts import unwrapped

RENDERER = Renderer()
MESSAGES = ("reminder_1", "reminder_2", "last_notice", "formal_notice", "receipt", *sorted(NOTE_TEMPLATES))
AFTER_A_BROKEN_WORD = ("reminder_1", "reminder_2", "last_notice", "formal_notice", "promise_broken", "plan_accelerated")


def mail(template: str, some: MessageFacts) -> str:
    return unwrapped(RENDERER.email(template, some).text).replace("\u00a0", " ")


def letter(template: str, some: MessageFacts) -> str:
    return unwrapped(RENDERER.letter_words(template, some).words).replace("\u00a0", " ")


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("template", MESSAGES)
def test_every_message_to_the_debtor_carries_the_link_to_their_page_once(template: str, scene: str) -> None:
    """R-127: as a link in the e-mail, as an address beside its code on paper."""
    some = SCENES[scene]()
    email = RENDERER.email(template, some)
    assert email.text.count(PAGE_LINK) == 1
    assert email.html.count(f'href="{PAGE_LINK}"') == 1
    assert letter(template, some).count(PAGE_LINK) == 1
    without = replace(some, page_link=None)
    assert "/d/" not in RENDERER.email(template, without).html + letter(template, without)


def test_the_link_stands_before_the_closing_words() -> None:
    text = mail("reminder_1", company())
    assert text.index("arrangement") < text.index(PAGE_LINK) < text.index("Bien cordialement")


def test_the_printed_letter_links_its_address_and_draws_its_code() -> None:
    pdf = RENDERER.letter("reminder_1", company()).pdf
    assert PAGE_LINK.encode() in pdf
    assert len(pdf) > len(RENDERER.letter("reminder_1", replace(company(), page_link=None)).pdf) + 2_000


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("template", AFTER_A_BROKEN_WORD)
def test_after_a_broken_word_nothing_is_called_an_oversight(template: str, language: str) -> None:
    """R-081."""
    for make in (company, consumer, mandate, public_body):
        some = replace(make(), debtor=replace(make().debtor, language=language), word_broken=True)
        for text in (mail(template, some), letter(template, some)):
            assert "oubli" not in text
            assert "oversight" not in text
        send(RENDERER, template, "email", some)
        send(RENDERER, template, "words", some)


@pytest.mark.parametrize("template", ["reminder_1", "reminder_2", "last_notice"])
def test_a_reminder_after_a_broken_word_recalls_it(template: str) -> None:
    fr, en = replace(company(), word_broken=True), replace(english_company(), word_broken=True)
    assert "engagement" in mail(template, fr)
    assert "engagement" not in mail(template, company())
    assert "commitment" in mail(template, en)


class TestAccelerationNotice:
    """PLAN_02, R-077."""

    @pytest.mark.parametrize("scene", SCENES)
    def test_it_says_the_clause_what_is_missing_the_last_day_and_what_follows(self, scene: str) -> None:
        some = SCENES[scene]()
        words = RENDERER.letter_words("acceleration_notice", some).words
        assert list(acceleration_problems(words, some)) == []

    def test_it_gives_a_professional_eight_days_and_a_consumer_thirty(self) -> None:
        assert "pendant 8 jours" in letter("acceleration_notice", company())
        assert "pendant 30 jours" in letter("acceleration_notice", consumer())

    def test_it_says_how_to_keep_the_plan_and_threatens_with_nothing(self) -> None:
        text = letter("acceleration_notice", consumer())
        assert "Votre échéancier se poursuivra alors aux dates convenues" in text
        assert "Aucuns frais ne s’y ajoutent" in text
        assert "solution amiable reste possible" in text
        for word in ("tribunal", "huissier", "saisie", "juridiction"):
            assert word not in text

    def test_interest_that_comes_back_to_life_is_said_before_it_does(self) -> None:
        """R-076: where the plan says so, and to nobody else."""
        some = company()
        assert some.plan is not None
        kept = replace(some, plan=replace(some.plan, interest_waived=False))
        said = "pénalités de retard seraient alors à régler comme si l’échéancier n’avait pas été convenu"
        assert said in letter("acceleration_notice", kept)
        assert said not in letter("acceleration_notice", some)

    def test_it_is_a_registered_letter_and_french_whatever_the_reader(self) -> None:
        text = letter("acceleration_notice", english_consumer())
        assert "avec avis de réception" in text
        assert "nous vous mettons en demeure" in text
        assert "we give you formal notice" in text

    @pytest.mark.parametrize(
        ("old", "new", "rule"),
        [
            ("(déchéance du terme)", "", "the clause"),
            ("**{{ instalment.missing }}**", "la somme convenue", "the amount"),
            ("**au plus tard le {{ instalment.last_day }}**", "**sans attendre**", "the last day"),
            ("nous vous mettons en demeure", "nous vous demandons", "formal notice"),
            ("**{{ instalment.left }}**", "le solde", "claimed at once"),
        ],
    )
    def test_one_that_lacks_a_mention_is_not_sent(self, old: str, new: str, rule: str) -> None:
        some = replace(company(), instalment=replace(_told(company()), missing=Money(24_999), amount=Money(25_000)))
        changed = _without_details(old, new)
        words = changed.letter_words("acceleration_notice", some).words
        with pytest.raises(MessageIncomplete, match="PLAN_02"):
            check_acceleration("acceleration_notice", words, some)
        assert any(rule in problem.detail for problem in acceleration_problems(words, some))


def _told(some: MessageFacts) -> Any:
    assert some.instalment is not None
    return some.instalment


def _without_details(old: str, new: str) -> Renderer:
    """The text with something else in its place everywhere, and without the table that says the amount again."""
    from chalicelib.adapters.rendering.wording import Wording, read_texts, wording_for

    texts = read_texts("fr")
    body = texts["acceleration_notice"]["body"]
    assert old in body
    texts["acceleration_notice"] = {
        **texts["acceleration_notice"],
        "body": body.replace(old, new).replace("@regularisation_details", ""),
    }
    changed = Wording("fr", texts)
    return Renderer(lambda asked: changed if asked == "fr" else wording_for(asked))


@pytest.mark.parametrize("make", [company, consumer, public_body])
def test_an_instalment_is_told_ahead_without_being_asked_for(make: Callable[[], MessageFacts]) -> None:
    """R-079: a service message."""
    some = make()
    text = mail("instalment_upcoming", replace(some, instalment=replace(_told(some), on=some.plan.instalments[1].on)))  # type: ignore[union-attr]  # the scene has a plan
    assert "vous n’avez rien d’autre à faire" in text
    assert "prévenez-nous avant cette date" in text
    for word in ("mise en demeure", "retard", "dès que possible"):
        assert word not in text


def test_a_missed_instalment_is_asked_for_courteously_and_in_part_as_what_it_is() -> None:
    """R-080."""
    some = company()
    text = mail("instalment_reminder", some)
    assert "l’échéance n° 2 sur 3" in text
    assert "Nous vous remercions de bien vouloir procéder à ce règlement" in text
    assert "mise en demeure" not in text
    part = mail("instalment_reminder", replace(some, instalment=replace(_told(some), missing=Money(10_000))))
    assert "pas été intégralement reçue. Il reste 100,00 € à régler" in part
    more = mail("instalment_reminder", replace(some, instalment=replace(_told(some), missing=Money(55_000))))
    assert "Avec les échéances qui la précèdent, il reste 550,00 € à régler" in more


def test_a_plan_to_be_signed_says_what_signing_means_and_where() -> None:
    """R-078, PLAN_01, PLAN_03."""
    text = mail("plan_accepted", company())
    assert "vaut reconnaissance de la somme ci-dessus (article 2240 du Code civil)" in text
    assert "sur votre page personnelle" in text
    assert "en chiffres et en lettres" in text
    paper = letter("plan_accepted", replace(consumer(), page_link=None))
    assert "Je reconnais devoir la somme de huit cents euros" in paper
    assert "Bon pour accord" in paper


def test_what_becomes_of_interest_during_a_plan_is_said_to_a_professional() -> None:
    """R-076; whoever owes none of right reads that none is added."""
    waived = company()
    assert waived.plan is not None
    kept = replace(waived, plan=replace(waived.plan, interest_waived=False))
    assert "Aucune pénalité de retard n’est due pour la durée de l’échéancier" in mail("plan_proposal", waived)
    assert "comme si elles avaient continué de courir" in mail("plan_proposal", kept)
    assert "Ni frais ni intérêts ne s’ajoutent" in mail("plan_proposal", consumer())


def test_a_counter_proposal_thanks_for_the_proposal_that_it_answers() -> None:
    some = company()
    assert some.plan is not None
    assert "Nous vous remercions de votre proposition" in mail(
        "plan_proposal", replace(some, plan=replace(some.plan, answers=True))
    )


def test_an_offer_says_what_is_given_up_until_when_and_what_follows() -> None:
    """R-073."""
    text = mail("settlement_offer", company())
    for said in ("600,00 € (six cents euros)", "au plus tard le 22 mars 2026", "renoncera au solde"):
        assert said in text, said
    done = mail("settlement_completed", company())
    assert "renonce au solde, soit 492,00 €" in done
    assert "Plus rien ne vous est demandé" in done
    assert "avec l’accord de notre mandant" in mail("settlement_offer", mandate())


class TestDisputes:
    """R-002."""

    def test_what_is_contested_is_repeated_with_the_day_of_the_answer(self) -> None:
        text = mail("dispute_received", company())
        assert "facture n° F-2025-0412 (prestation ou marchandise non conforme), à hauteur de 300,00 €" in text
        assert "au plus tard le 13 mars 2026" in text
        assert "la somme contestée ne vous est pas demandée" in text

    def test_where_all_stops_no_reminder_is_announced(self) -> None:
        some = company()
        assert some.dispute is not None
        text = mail("dispute_received", replace(some, dispute=replace(some.dispute, undisputed_goes_on=False)))
        assert "aucune relance ne vous sera adressée" in text
        assert "reste dû" not in text

    @pytest.mark.parametrize(
        ("resolution", "said"),
        [("upheld", "est fondée."), ("partly", "fondée en partie"), ("rejected", "pas été possible d’y faire droit")],
    )
    def test_the_result_is_said_plainly(self, resolution: str, said: str) -> None:
        some = company()
        assert some.dispute is not None
        text = mail("dispute_resolved", replace(some, dispute=replace(some.dispute, resolution=resolution)))
        assert said in text
        assert ("120,00 €" in text) is (resolution != "rejected")

    @pytest.mark.parametrize("template", ["dispute_received", "dispute_answer", "dispute_resolved"])
    def test_a_consumer_reads_of_the_mediator_and_nobody_else_does(self, template: str) -> None:
        for make in (consumer, consumer_under_mandate):
            assert "médiateur dont relève" in mail(template, make())
        assert "médiateur dont relève" not in mail(template, company())

    def test_a_dispute_that_leaves_nothing_owed_asks_for_nothing(self) -> None:
        some = consumer()
        done = replace(some, statement=paid_up().statement)
        text = mail("dispute_resolved", done)
        assert "Plus rien ne vous est demandé" in text
        assert "IBAN" not in text

    def test_the_creditors_own_words_are_read_before_they_leave(self) -> None:
        """LTR_06: a threat in an answer stops it."""
        some = company()
        assert some.dispute is not None
        rude = replace(
            some, dispute=replace(some.dispute, answer="Payez, sinon un huissier viendra saisir vos meubles.")
        )
        with pytest.raises(Exception, match="LTR_06"):
            send(RENDERER, "dispute_answer", "email", rude)


class TestCodes:
    """R-127, CON_07."""

    @pytest.mark.parametrize("scene", SCENES)
    def test_a_code_tells_of_no_debt_and_no_amount_by_e_mail_and_by_sms(self, scene: str) -> None:
        some = replace(SCENES[scene](), page_link=None)
        email, sms = RENDERER.email("one_time_code", some), RENDERER.sms("one_time_code", some)
        assert (is_gsm7(sms), sms_segments(sms)) == (True, 1)
        assert not debt_words(f"{email.subject} {sms}")
        assert "482915" in email.text
        assert "482915" in sms
        assert "482915" not in email.subject
        for word in ("facture", "somme", "échéan", "€", "invoice", "instalment"):
            assert word not in email.text.casefold()
        send(RENDERER, "one_time_code", "email", some)
        send(RENDERER, "one_time_code", "sms", some)


def test_a_text_of_a_note_can_be_told_apart_from_its_neighbours() -> None:
    """Changing one text changes that one alone."""
    changed = renderer_with(Change("plan_refused", "body", "en l'état", "à ce jour"))
    assert "à ce jour" in unwrapped(changed.email("plan_refused", company()).text)
    assert changed.email("plan_accepted", company()) == RENDERER.email("plan_accepted", company())


@pytest.mark.parametrize(("make", "said"), [(company, "se poursuit donc"), (english_company, "therefore goes on")])
def test_a_plan_that_was_said_to_be_over_and_is_not_is_confirmed_again(
    make: Callable[[], MessageFacts], said: str
) -> None:
    some = make()
    assert some.plan is not None
    again = mail("plan_confirmation", replace(some, plan=replace(some.plan, goes_on=True)))
    assert said in again
    assert "à régler sans attendre" not in again
    assert said not in mail("plan_confirmation", some)


def test_the_first_letter_of_a_mandate_carries_the_link_and_keeps_its_mentions() -> None:
    """R-127, LTR_02, LTR_03."""
    for make in (first_letter, english_first_letter):
        some = replace(make(), page_link=PAGE_LINK)
        send(RENDERER, "first_letter", "words", some)
        assert letter("first_letter", some).count(PAGE_LINK) == 1


def test_the_letters_about_receipts_carry_the_link_and_the_account_does_not() -> None:
    some = company()
    for template in ("receipt", "receipt_withdrawal"):
        send(RENDERER, template, "words", some)
        assert PAGE_LINK in letter(template, some)

"""A text says nothing of the case that is not so (R-037 to R-050, PLAN_01, TERM_04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.adapters.rendering.renderer import Renderer
from chalicelib.domain.messages import MessageFacts, PastMessage

from .facts import CREDITOR
from .scenes import company, consumer, in_english, public_body
from .test_texts import unwrapped

RENDERER = Renderer()


def words(template: str, some: MessageFacts) -> str:
    return unwrapped(RENDERER.letter_words(template, some).words)


def written(*past: PastMessage) -> MessageFacts:
    return replace(company(), past_messages=past)


FIRST = PastMessage("email", date(2026, 1, 30), "reminder_1", "delivered")
SECOND = PastMessage("email", date(2026, 2, 16), "reminder_2", "delivered")
BEFORE_DUE = PastMessage("email", date(2026, 1, 12), "reminder_preventive", "delivered")


@pytest.mark.parametrize(
    ("past", "said", "in_english_said"),
    [
        ((), "– rappel", "– reminder"),
        ((FIRST,), "– deuxième rappel", "– second reminder"),
        ((FIRST, SECOND), "– nouveau rappel", "– further reminder"),
        ((replace(FIRST, outcome="bounced"),), "– rappel", "– reminder"),
        ((BEFORE_DUE,), "– rappel", "– reminder"),
    ],
)
def test_a_reminder_counts_itself_rightly(past: tuple[PastMessage, ...], said: str, in_english_said: str) -> None:
    """R-031: who refuses on the telephone, and whoever is taken over late, gets the firm reminder as the first one."""
    some = written(*past)
    assert said in words("reminder_2", some)
    assert in_english_said in words("reminder_2", in_english(some))


def test_a_word_before_the_due_date_is_no_reminder_afterwards() -> None:
    """R-046: what claimed nothing is not held against the debtor in the formal notice."""
    notice = words("formal_notice", written(BEFORE_DUE, FIRST))
    assert "Malgré notre rappel du 30\u00a0janvier 2026" in notice
    assert "12\u00a0janvier" not in notice
    assert "Malgré" not in words("formal_notice", written(BEFORE_DUE))


def test_a_firm_call_after_the_formal_notice_announces_no_formal_notice() -> None:
    """R-041, R-042: the scenario « ferme » calls after it."""
    notified = replace(company(), notice_last_day=date(2026, 2, 24))
    before = replace(company(), notice_last_day=None)
    for some, word in ((company(), "mise en demeure"), (in_english(company()), "formal notice")):
        after = " ".join(RENDERER.call_script("call_firm", replace(some, notice_last_day=date(2026, 2, 24))).closing)
        assert word not in after
    assert "se réserve le droit" in " ".join(RENDERER.call_script("call_firm", notified).closing)
    assert "mise en demeure pourra" in " ".join(RENDERER.call_script("call_firm", before).closing)


def test_a_promise_of_which_a_part_came_is_not_said_to_have_brought_nothing() -> None:
    part = company()
    assert any(line.principal_left != line.invoice.amount_incl_tax for line in part.statement.lines)
    assert "il n’a pas été intégralement reçu" in words("promise_broken", part)
    lines = tuple(replace(line, principal_left=line.invoice.amount_incl_tax) for line in part.statement.lines)
    nothing = replace(part, statement=replace(part.statement, lines=lines))
    assert "il n’a pas été reçu" in words("promise_broken", nothing)


def test_a_public_body_acknowledges_under_its_own_law() -> None:
    """PLAN_01 is of the Civil Code: what a public body owes is limited by the law of 1968 (PRE_04, PRE_09)."""
    for template in ("plan_proposal", "plan_confirmation"):
        assert "2240" not in words(template, public_body())
    assert "vaut reconnaissance" in words("plan_proposal", public_body())
    assert "2240" in words("plan_proposal", consumer())


def test_interest_of_right_is_announced_only_where_there_is_some() -> None:
    """TERM_04, INT_06: a private individual is owed legal interest by a public body too."""
    private = replace(public_body(), creditor=replace(CREDITOR, is_private_individual=True))
    assert "R2192-36" not in words("public_body_letter", private)
    assert "68-1250" in words("public_body_letter", private)


def test_a_last_notice_gives_no_day_that_the_formal_notice_does_not_wait_for() -> None:
    """R-050: the presets send it eight days later; an e-mail says « before » that day, a letter names none."""
    some = company()
    for language, said in ((some, "avant le"), (in_english(some), "before")):
        email = RENDERER.email("last_notice", language)
        assert said in unwrapped(email.text)
        assert said in email.subject
    assert some.today + timedelta(days=8) == date(2026, 3, 10)

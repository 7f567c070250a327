"""A text is refused before anybody is written to with it, by part, rule and cure (R-052, R-063, R-122, R-125)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.contact import Channel
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.templates.model import (
    ShippedTemplate,
    Template,
    TemplateChannel,
    TemplateParts,
    TemplateVersion,
)
from chalicelib.domain.writes import Create
from chalicelib.usecases.check_template import KeptTemplates, TemplateRefused, check_template, require_acceptable
from tests.support.memory.store import MemoryStore
from tests.support.own_texts import CHECKING, SHIPPED, body_of, copy_of

SCOPE = Scope("ten_a", livemode=True)


def found(template: Template) -> set[tuple[str, str]]:
    return {(finding.code, finding.pointer) for finding in check_template(template, CHECKING) if finding.is_blocking}


@pytest.mark.parametrize("shipped", SHIPPED.values(), ids=lambda each: f"{each.language}-{each.name}")
def test_every_shipped_text_passes_for_every_debtor_in_both_modes(shipped: ShippedTemplate) -> None:
    """R-052: a copy may be kept as it is."""
    assert found(copy_of(shipped.name, language=shipped.language)) == set()


def test_a_threat_is_found_in_a_branch_that_no_case_comes_to() -> None:
    """LTR_06: every branch is read, whether a fictitious case takes it or not."""
    never = "{% if settled and overpaid %}Un huissier passera chez vous demain.{% endif %}"
    assert ("wording_refused", "#/parts/body") in found(copy_of("reminder_1", body=body_of("reminder_1") + never))


def test_a_cost_put_on_a_consumer_alone_is_refused() -> None:
    """COST_01."""
    cost = "{% if consumer %}Les frais de relance de 15,00 € sont à votre charge.{% endif %}"
    codes = {code for code, _ in found(copy_of("reminder_1", body=body_of("reminder_1") + cost))}
    assert codes & {"cost_on_debtor", "consumer_cost"}


@pytest.mark.parametrize(
    ("name", "part", "words"),
    [
        ("reminder_1", "subject", "{{ sender_name }} : votre facture impayée"),
        ("reminder_1", "subject", "{{ sender_name }} : {{ total }}"),
        ("reminder_2_sms", "sms", "{{ sender_name }} : merci de régler {{ total }}, réf. {{ reference }}"),
        (
            "call_verification",
            "voicemail",
            "Bonjour, {{ creditor.name }} au sujet de votre dette, réf. {{ reference }}.",
        ),
    ],
)
def test_what_third_parties_see_or_hear_tells_of_no_debt(name: str, part: str, words: str) -> None:
    """CON_07: a subject, an SMS, a voicemail."""
    parts: dict[str, Any] = {part: words, "sms_short": words} if part == "sms" else {part: words}
    assert ("debt_disclosed", f"#/parts/{part}") in found(copy_of(name, **parts))


def test_under_a_mandate_the_first_letter_is_recalled_and_the_principal_named() -> None:
    """LTR_04, LTR_05; a text for the creditor's own name needs neither."""
    plain = body_of("reminder_1").replace('{% include "acting" %}', "")
    both = copy_of("reminder_1", body=plain)
    assert {code for code, _ in found(both)} == {"first_letter_not_recalled", "creditor_not_named"}
    assert found(replace(both, collector_modes=(CollectorMode.CREDITOR_OWN,))) == set()


def test_a_formal_notice_names_its_last_day_its_invoices_and_what_may_follow() -> None:
    """R-040, R-049."""
    body = body_of("formal_notice")
    without = {
        "last day": body.replace("{{ last_day }}", "plus vite"),
        "invoices": body.replace("@invoices_detailed", ""),
        "consequence": body.replace("de saisir la juridiction compétente", "d'y revenir"),
    }
    for missing, changed in without.items():
        assert ("mention_missing", "#/parts/body") in found(copy_of("formal_notice", body=changed)), missing


def test_a_formal_notice_is_french_whatever_the_debtor_reads() -> None:
    """R-049: an own text would go out alone, without the French that counts; other texts may be English."""
    english = replace(copy_of("formal_notice"), language="en")
    assert ("notice_not_french", "#/language") in found(english)
    assert ("notice_not_french", "#/language") not in found(replace(copy_of("reminder_1"), language="en"))
    with pytest.raises(TemplateRefused) as refused:
        require_acceptable(english, CHECKING)
    assert [(each.pointer, each.code) for each in refused.value.errors][:1] == [("#/language", "notice_not_french")]


def test_a_reminder_that_names_no_amount_is_kept_with_a_warning() -> None:
    """R-048."""
    body = '{% include "hello" %}\n\n{% include "acting" %}\n\n{{ creditor.name }} vous salue.'
    findings = check_template(copy_of("reminder_1", body=body), CHECKING)
    assert {(finding.rule, finding.is_blocking) for finding in findings} == {("R-048", False)}


def test_an_sms_of_two_segments_at_realistic_lengths_is_refused() -> None:
    words = "{{ sender_name }} : merci de nous contacter au {{ manager.phone }}, réf. {{ reference }}" + ", merci" * 14
    short = replace(
        copy_of("reminder_2_sms", sms=words, sms_short=words), collector_modes=(CollectorMode.CREDITOR_OWN,)
    )
    assert ("sms_too_long", "#/parts/sms_short") in found(short)


def test_a_value_that_only_some_cases_have_is_asked_for_first() -> None:
    only_consumers = copy_of("reminder_1", body=body_of("reminder_1") + "\n\n{{ letter.date }}")
    assert ("message_incomplete", "#/parts/body") in found(only_consumers)


def test_parts_are_those_of_the_channel() -> None:
    wrong = replace(copy_of("reminder_1", sms="x"), channel=TemplateChannel.FORMAL_NOTICE)
    assert ("part_unexpected", "#/parts/sms") in found(wrong)
    assert ("part_missing", "#/parts/voicemail") in found(copy_of("call_verification", voicemail=""))


def test_a_finding_names_the_fictitious_case_on_which_it_showed() -> None:
    plain = body_of("reminder_1").replace('{% include "acting" %}', "")
    (finding, *_) = check_template(copy_of("reminder_1", body=plain), CHECKING)
    assert "under a mandate" in finding.sample
    assert finding.cure


def test_only_the_kinds_it_is_written_for_are_tried() -> None:
    body = body_of("reminder_1") + "{% if consumer %}{{ last_day_or_none.x }}{% endif %}"
    assert found(copy_of("reminder_1", body=body))
    for_companies = copy_of("reminder_1", body=body_of("reminder_1") + "\n\nVos {{ of_interest }}.")
    assert found(replace(for_companies, debtor_kinds=(DebtorKind.COMPANY,))) == set()


def test_a_refused_text_names_every_finding() -> None:
    with pytest.raises(TemplateRefused) as refused:
        require_acceptable(copy_of("reminder_1", body="{{ x }} {{ y }}"), CHECKING)
    assert [problem.detail.split(".")[0] for problem in refused.value.errors] == [
        "There is no value x",
        "There is no value y",
    ]


def test_the_linter_of_scenarios_hears_of_texts_that_are_unknown_archived_or_for_another_channel() -> None:
    """R-122."""
    store = MemoryStore()
    text = copy_of("reminder_1")
    archived = replace(text, id="tpl_01JDXA0000000000000000000B", archived_at=text.created_at)
    store.commit([Create(each) for kept in (text, archived) for each in (kept, TemplateVersion(kept))])
    checks = KeptTemplates(store, CHECKING)

    def heard(name: str, version: int | None, channel: Channel) -> list[str]:
        return [finding.code for finding in checks.findings(SCOPE, name, version, channel)]

    assert heard(text.id, 1, Channel.LETTER) == []
    assert heard(text.id, 2, Channel.LETTER) == ["template_unknown"]
    assert heard(text.id, 1, Channel.SMS) == ["template_other_channel"]
    assert heard(archived.id, 1, Channel.EMAIL) == ["template_archived"]
    assert heard("reminder_1", None, Channel.EMAIL) == []
    assert heard("reminder_1", None, Channel.CALL) == ["template_other_channel"]
    assert heard("nothing", None, Channel.EMAIL) == ["template_unknown"]
    assert checks.findings(Scope("ten_b", livemode=True), text.id, 1, Channel.EMAIL)[0].code == "template_unknown"


@pytest.mark.parametrize(
    ("body", "informs"),
    [("{{ upcoming_total }}", True), ("{% if upcoming %}x{% endif %}", True), ("@upcoming", True), ("upcoming", False)],
)
def test_a_text_informs_of_what_falls_due_where_it_names_it(body: str, informs: bool) -> None:
    """R-046: the value, not the English word."""
    assert TemplateParts(body=body).is_preventive is informs

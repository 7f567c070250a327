"""A tenant's text is hostile until it is read: a small part of Jinja is a text, all else is refused by name (R-125)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.adapters.rates_file import load_rates
from chalicelib.adapters.rendering import Renderer
from chalicelib.adapters.rendering.own_texts import HIDDEN, OwnTexts
from chalicelib.adapters.rendering.own_wording import MOST_WRITTEN
from chalicelib.adapters.rendering.view import view_of
from chalicelib.adapters.rendering.wording import wording_for
from chalicelib.domain.contact import Channel
from chalicelib.domain.messages import MessageIncomplete
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.templates.model import ShippedTemplate, Template, TemplateChannel, TemplateParts
from chalicelib.domain.templates.samples import Sample, sample_facts, samples
from chalicelib.usecases.written_text import written_text

GUIDE = Path(__file__).resolve().parents[4] / "docs/guides/templates.md"
RATES = load_rates()
NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEXTS = OwnTexts()
SHIPPED = TEXTS.shipped()
EXAMPLES = [sample_facts(each, "fr", 1, RATES) for each in samples(tuple(DebtorKind), tuple(CollectorMode))]
EXAMPLES += [sample_facts(Sample(upcoming=True), "fr", 1, RATES)]
BODY = "Bonjour,\n\n{% include 'acting' %}\n\n@invoices\n\n{{ total }}"


def template(parts: TemplateParts, channel: TemplateChannel = TemplateChannel.LETTER_AND_EMAIL) -> Template:
    return Template("tpl_1", Scope("ten_1", False), 1, NOW, NOW, "À nous", channel, "fr", 1, parts)


def codes(body: str) -> list[str]:
    return [fault.code for fault in TEXTS.faults(template(TemplateParts("s", "o", body=body)), EXAMPLES)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "template_not_allowed"),
        ("{{ debtor.__class__ }}", "unknown_name"),
        ("{{ debtor.items }}", "unknown_name"),
        ("{{ debtor.get('name') }}", "template_not_allowed"),
        ("{{ debtor['__class__'] }}", "unknown_name"),
        ("{{ self }}", "unknown_name"),
        ("{{ self._TemplateReference__context }}", "unknown_name"),
        ("{{ lipsum.__globals__ }}", "unknown_name"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "template_not_allowed"),
        ("{{ namespace(x=1) }}", "template_not_allowed"),
        ("{{ range(10**9) }}", "template_not_allowed"),
        ("{{ 'a' * 10**9 }}", "template_not_allowed"),
        ("{{ 'a' ~ total }}", "template_not_allowed"),
        ("{{ total|attr('__class__') }}", "template_not_allowed"),
        ("{{ total|format }}", "template_not_allowed"),
        ("{{ reminders|join(lipsum) }}", "template_not_allowed"),
        ("{{ invoices|join(', ') }}", "template_not_allowed"),
        ("{% for i in invoices %}{{ i.number }}{% endfor %}", "template_not_allowed"),
        ("{% set x = 1 %}", "template_not_allowed"),
        ("{% macro m() %}x{% endmacro %}", "template_not_allowed"),
        ("{% import 'payment' as p %}", "template_not_allowed"),
        ("{% extends 'payment' %}", "template_not_allowed"),
        ("{% block b %}x{% endblock %}", "template_not_allowed"),
        ("{% filter upper %}x{% endfilter %}", "template_not_allowed"),
        ("{% include total %}", "unknown_fragment"),
        ("{# {{ total }} #}", "template_syntax"),
        ("{% if total == '%}' %}x{% endif %}", "template_syntax"),
        ('{% if total == "{{" %}x{% endif %}', "template_syntax"),
        ("{% if n == '%}a'or n == ' or 9**9**9 or n == 'or n in'c' %}{% endif %}", "template_syntax"),
        ("{% include ['a', 'payment'] %}", "unknown_fragment"),
        ("{% include '../labels' %}", "unknown_fragment"),
        ("{% include 'tpl_1.body' %}", "unknown_fragment"),
        ("{% raw %}{{ total }}{% endraw %}", "template_syntax"),
        ("{% if total %}" * 7 + "x" + "{% endif %}" * 7, "template_syntax"),
        ("{{ " + "(" * 400 + "total" + ")" * 400 + " }}", "template_syntax"),
        ("{{ " + "not " * 400 + "total }}", "template_syntax"),
        ("{% include 'reach' %}" * 13, "template_syntax"),
        ("{% if total", "template_syntax"),
        ("x" * 8_001, "part_too_long"),
        ("@chronology", "unknown_block"),
        ("@invoices\n\n" * 3, "template_not_allowed"),
        ("{{ debtor }}", "template_not_allowed"),
        ("{{ invoices[3].number }}", "unknown_name"),
        ("{{ ibans }}", "unknown_name"),
        ("{{ receipt.number }}", "unknown_name"),
        ("\ue001invoices", "character_not_allowed"),
        ("a\u202eb", "character_not_allowed"),
    ],
)
def test_what_the_language_has_not_is_refused_by_name(body: str, code: str) -> None:
    assert code in codes(body)


def test_a_fault_names_its_part_and_the_value_that_does_not_exist() -> None:
    parts = TemplateParts(sms="{{ sender_name }}", sms_short="{{ montant }}")
    (fault,) = TEXTS.faults(template(parts, TemplateChannel.SMS), EXAMPLES)
    assert (fault.pointer, fault.detail) == ("#/parts/sms_short", "There is no value montant.")


def test_an_ordinary_text_has_no_faults() -> None:
    assert codes(BODY) == []


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda each: f"{each.language}-{each.name}")
def test_a_copy_of_a_shipped_text_is_read_and_written_byte_for_byte_as_the_original(shipped: ShippedTemplate) -> None:
    """R-125: whoever copies a shipped text begins with the very same words."""
    copy = replace(template(shipped.parts, shipped.channel), language=shipped.language)
    assert TEXTS.faults(copy, EXAMPLES) == ()
    renderer = Renderer()
    sample = Sample(DebtorKind.COMPANY, invoices=4, upcoming=copy.is_preventive)
    facts = sample_facts(sample, shipped.language, 1, RATES)
    for channel in Channel:
        if shipped.channel.serves(channel):
            own = written_text(channel, "tpl_1", facts, renderer.knowing(copy))
            original = written_text(channel, shipped.name, facts, renderer)
            assert (own.subject, own.text, own.html, own.script) == (
                original.subject,
                original.text,
                original.html,
                original.script,
            )


def test_the_guide_tells_every_value_and_no_other() -> None:
    names = {name for facts in EXAMPLES for name in view_of(facts, wording_for("fr").labels, email=True, formal=True)}
    table = GUIDE.read_text("utf-8").partition("<!-- values -->")[2].partition("\n\nThe passages")[0]
    told = set(re.findall(r"`([a-z_]+)(?:\[0\])?`", re.sub(r"\([^)]*\)", "", table)))
    assert told == names - HIDDEN


def test_a_text_that_grows_without_end_is_stopped() -> None:
    body = "{{ invoice_numbers }}" * 380
    facts = sample_facts(Sample(invoices=4), "fr", 1, RATES)
    lines = tuple(
        replace(line, invoice=replace(line.invoice, number=f"{line.invoice.number}{'9' * 90}"))
        for line in facts.statement.lines
    )
    facts = replace(facts, statement=replace(facts.statement, lines=lines))
    with pytest.raises(MessageIncomplete, match=str(MOST_WRITTEN)):
        Renderer().knowing(template(TemplateParts("s", "o", body=body))).email("tpl_1", facts)


def test_values_of_a_case_are_escaped_in_html_and_never_run() -> None:
    facts = sample_facts(Sample(), "fr", 1, RATES)
    hostile = replace(facts, debtor=replace(facts.debtor, name="<script>{{ 7 * 7 }}</script>"))
    email = Renderer().knowing(template(TemplateParts("s", "o", body="{{ debtor.name }}"))).email("tpl_1", hostile)
    assert "&lt;script&gt;{{ 7 * 7 }}&lt;/script&gt;" in email.html
    assert "<script>{{ 7 * 7 }}</script>" in email.text

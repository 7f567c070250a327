"""Texts as JSON: a tenant's own, the shipped ones, what speaks against one, and how one reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import ShippedTemplate, Template, TemplateParts
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.preview_template import TemplatePreview
from chalicelib.usecases.write_template import Acceptable
from chalicelib.usecases.written_text import WrittenText

from .values import instant


def template(value: Template | ShippedTemplate) -> dict[str, Any]:
    """One version of an own text, or a shipped one in the same form."""
    own = value if isinstance(value, Template) else None
    return {
        "id": own.id if own else value.name,
        "object": "template",
        "origin": "own" if own else "shipped",
        "livemode": own.scope.livemode if own else None,
        "version": own.version if own else None,
        "created_at": instant(own.created_at) if own else None,
        "changed_at": instant(own.changed_at) if own else None,
        "archived_at": instant(own.archived_at) if own else None,
        "name": value.name,
        "channel": value.channel.value,
        "language": value.language,
        "tone": own.tone if own else None,
        "debtor_kinds": [kind.value for kind in own.debtor_kinds] if own else [],
        "collector_modes": [mode.value for mode in own.collector_modes] if own else [],
        "creditor_id": own.creditor_id if own else None,
        "parts": parts(value.parts),
    }


def parts(value: TemplateParts) -> dict[str, Any]:
    """Only what there is, as it is written in requests."""
    return value.as_text()


def finding(value: TemplateFinding) -> dict[str, Any]:
    """Where, which rule, why, and what cures it."""
    return {
        "code": value.code,
        "severity": value.severity.value,
        "pointer": value.pointer,
        "rule": value.rule or None,
        "detail": value.detail,
        "cure": value.cure,
        "sample": value.sample or None,
    }


def template_answer(value: Template, call: Call[Any, Any]) -> Answer:
    """An own text with its ETag."""
    del call
    return Answer(template(value), headers={"ETag": etag(value.version)})


def written_answer(value: Acceptable, call: Call[Any, Any]) -> Answer:
    """A text that was kept, with the warnings that are left."""
    del call
    body = {**template(value.template), "findings": [finding(each) for each in value.findings]}
    return Answer(body, headers={"ETag": etag(value.template.version)})


def lint_answer(value: Sequence[TemplateFinding], call: Call[Any, Any]) -> Answer:
    """What speaks against a draft."""
    del call
    acceptable = not any(each.is_blocking for each in value)
    found = [finding(each) for each in value]
    return Answer({"object": "template_lint", "acceptable": acceptable, "findings": found})


def written(value: WrittenText) -> dict[str, Any]:
    """The very words that leave: text and HTML of an e-mail, an SMS, a sheet, a call script."""
    script = value.script
    return {
        "channel": value.channel.value,
        "subject": value.subject,
        "text": value.text,
        "html": value.html,
        "voicemail": script.voicemail if script else None,
    }


def preview_answer(value: TemplatePreview, call: Call[Any, Any]) -> Answer:
    """The text as it would leave."""
    del call
    body = {
        "object": "template_preview",
        "template_id": value.template.id,
        "version": value.template.version,
        **written(value.written),
        "findings": [finding(each) for each in value.findings],
    }
    return Answer(body, headers={"Vary": "Accept"})

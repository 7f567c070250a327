"""``/templates``: texts that a tenant writes itself, beside the shipped ones (R-052, R-125)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.reads import Page
from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import Template
from chalicelib.domain.tenant import KeyScope
from chalicelib.usecases.preview_template import (
    PreviewTemplate,
    TemplatePreview,
    preview_template,
    preview_template_pdf,
)
from chalicelib.usecases.write_template import (
    Acceptable,
    ChangeTemplate,
    archive_template,
    change_template,
    create_template,
    lint_draft,
    shipped_page,
)

from .framework.answers import Answer
from .framework.api_blueprint import ApiBlueprint
from .framework.call import Call
from .framework.negotiation import JSON, PDF, negotiated
from .presenters.lists import paged
from .presenters.templates import lint_answer, preview_answer, template, template_answer, written_answer
from .schemas.templates import TemplateList, TemplatePreviewRequest, TemplateQuery, TemplateRequest

blueprint = ApiBlueprint(__name__)
TEMPLATE = "/v1/templates/{template_id}"


@blueprint.operation("GET", "/v1/templates", scope=KeyScope.SCENARIOS_READ, query=TemplateList, present=paged(template))
def get_templates(call: Call[None, TemplateList]) -> Page:
    """Own texts as they stand, newest first; or the shipped ones, to copy and change."""
    limit, position = call.query.limit, call.position(call.query.cursor)
    if call.query.origin == "shipped":
        return shipped_page(call.deps.checking.texts, limit=limit, position=position)
    return call.deps.store.templates(call.scope, limit=limit, position=position)


@blueprint.operation(
    "POST",
    "/v1/templates",
    scope=KeyScope.SCENARIOS_WRITE,
    request=TemplateRequest,
    status=201,
    idempotent=True,
    present=written_answer,
)
def post_template(call: Call[TemplateRequest, None]) -> Acceptable:
    """A text of your own, if no rule speaks against it (R-063)."""
    return create_template(call.scope, call.body.to_domain(), ports=call.deps.writing, reply=call.reply)


@blueprint.operation(
    "POST", "/v1/templates/lint", scope=KeyScope.SCENARIOS_READ, request=TemplateRequest, present=lint_answer
)
def post_template_lint(call: Call[TemplateRequest, None]) -> Sequence[TemplateFinding]:
    """What speaks against a draft; nothing is kept."""
    return lint_draft(call.scope, call.body.to_domain(), ports=call.deps.writing)


@blueprint.operation("GET", TEMPLATE, scope=KeyScope.SCENARIOS_READ, query=TemplateQuery, present=template_answer)
def get_template(call: Call[None, TemplateQuery]) -> Template:
    """One text, as it stands or in one version."""
    return call.deps.store.template(call.scope, call.id("template_id"), call.query.version)


@blueprint.operation(
    "PUT",
    TEMPLATE,
    scope=KeyScope.SCENARIOS_WRITE,
    request=TemplateRequest,
    if_match=True,
    present=written_answer,
)
def put_template(call: Call[TemplateRequest, None]) -> Acceptable:
    """The next version; scenarios keep the one that they name."""
    command = ChangeTemplate(call.scope, call.id("template_id"), call.body.to_domain(), call.expected)
    return change_template(command, ports=call.deps.writing)


@blueprint.operation("DELETE", TEMPLATE, scope=KeyScope.SCENARIOS_WRITE, if_match=True, present=template_answer)
def delete_template(call: Call[None, None]) -> Template:
    """Archive it: offered to no new scenario, kept for those that use it."""
    return archive_template(call.scope, call.id("template_id"), call.expected, ports=call.deps.writing)


def shown_answer(value: TemplatePreview | bytes, call: Call[Any, Any]) -> Answer:
    """The words, or the paper."""
    if isinstance(value, bytes):
        disposition = f'inline; filename="{call.id("template_id")}.pdf"'
        return Answer(value, headers={"Vary": "Accept", "Content-Type": PDF, "Content-Disposition": disposition})
    return preview_answer(value, call)


@blueprint.operation(
    "POST",
    f"{TEMPLATE}/preview",
    scope=KeyScope.CASES_READ,
    request=TemplatePreviewRequest,
    present=shown_answer,
)
def post_template_preview(call: Call[TemplatePreviewRequest, None]) -> TemplatePreview | bytes:
    """The text as it would leave, on a case or on a fictitious one (R-121); as a PDF where it is printed."""
    d, body = call.deps, call.body
    found = d.store.template(call.scope, call.id("template_id"), body.version)
    sample = body.sample.to_domain(upcoming=found.is_preventive)
    command = PreviewTemplate(call.scope, found, body.case_id, sample, body.channel)
    if negotiated(call.exchange.headers.get("accept"), (JSON, PDF)) == PDF:
        return preview_template_pdf(command, recording=d.recording, checking=d.checking)
    return preview_template(command, recording=d.recording, checking=d.checking)

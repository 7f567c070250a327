"""A tenant writes, changes and archives texts of its own; every version is kept as it was made (R-125)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from chalicelib.domain.errors import Conflict, PreconditionFailed
from chalicelib.domain.parties import CollectorMode, DebtorKind, Scope
from chalicelib.domain.reads import Page
from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import Template, TemplateChannel, TemplateParts, TemplateVersion

from .check_template import Checking, check_template, require_acceptable
from .ports import Ids, Reply, WallClock
from .store_ports import Store
from .template_ports import Templates, TemplateTexts
from .writes import Create, Update

DRAFT = "tpl_draft"


@dataclass(frozen=True)
class TemplateFields:
    """What a caller says of a text."""

    name: str
    channel: TemplateChannel
    language: str
    tone: int
    parts: TemplateParts
    debtor_kinds: tuple[DebtorKind, ...] = ()
    collector_modes: tuple[CollectorMode, ...] = ()
    creditor_id: str | None = None


@dataclass(frozen=True)
class Writing:
    """The ports of writing texts."""

    store: Store
    templates: Templates
    checking: Checking
    ids: Ids
    wall: WallClock


@dataclass(frozen=True)
class Acceptable:
    """A text that is kept, with the warnings that are left."""

    template: Template
    findings: tuple[TemplateFinding, ...] = ()


def draft_of(scope: Scope, fields: TemplateFields, ports: Writing) -> Template:
    """The text as it would be kept, to be looked at."""
    now = ports.wall.now()
    return Template(id=DRAFT, scope=scope, version=1, created_at=now, changed_at=now, **vars(fields))


def lint_draft(scope: Scope, fields: TemplateFields, *, ports: Writing) -> tuple[TemplateFinding, ...]:
    """Everything that ``create_template`` would say. Errors: ``not_found`` for the creditor named."""
    draft = draft_of(scope, fields, ports)
    _require_creditor(draft, ports)
    return check_template(draft, ports.checking)


def create_template(scope: Scope, fields: TemplateFields, *, ports: Writing, reply: Reply) -> Acceptable:
    """Its first version. Errors: ``template_refused`` with every finding; ``not_found`` for the creditor named."""
    template = replace(draft_of(scope, fields, ports), id=ports.ids.new("tpl"))
    _require_creditor(template, ports)
    written = Acceptable(template, require_acceptable(template, ports.checking))
    ports.store.commit([Create(template), Create(TemplateVersion(template)), *reply(written)])
    return written


@dataclass(frozen=True)
class ChangeTemplate:
    """``expected`` are the versions allowed, ``None`` for any."""

    scope: Scope
    template_id: str
    fields: TemplateFields
    expected: Collection[int] | None


def change_template(command: ChangeTemplate, *, ports: Writing) -> Acceptable:
    """The next version; what changes nothing makes none. Scenarios keep the version that they name.

    Errors: ``precondition_failed``; ``template_archived``; ``template_refused``; ``template_channel_fixed``.
    """
    before = _expected(ports.templates, command.scope, command.template_id, command.expected)
    if before.archived_at is not None:
        raise Conflict("The template is archived.", code="template_archived")
    if before.channel is not command.fields.channel:
        raise Conflict("A text stays one for its channel: write another one.", code="template_channel_fixed")
    changed = replace(before, **vars(command.fields))
    _require_creditor(changed, ports)
    written = Acceptable(changed, require_acceptable(changed, ports.checking))
    return replace(written, template=_kept(before, changed, ports))


def shipped_page(texts: TemplateTexts, *, limit: int, position: str | None) -> Page:
    """The shipped texts, a page at a time; ``position`` is how many came before."""
    first, found = int(position or 0), texts.shipped()
    last = first + limit
    return Page(found[first:last], str(last) if last < len(found) else None)


def archive_template(scope: Scope, template_id: str, expected: Collection[int] | None, *, ports: Writing) -> Template:
    """Offered to no new scenario from now on; the versions stay, and those that use them go on.

    Errors: ``precondition_failed``.
    """
    before = _expected(ports.templates, scope, template_id, expected)
    if before.archived_at is not None:
        return before
    return _kept(before, replace(before, archived_at=ports.wall.now()), ports)


def _kept(before: Template, changed: Template, ports: Writing) -> Template:
    if changed == before:
        return before
    made = replace(changed, version=before.version + 1, changed_at=ports.wall.now())
    ports.store.commit([Update(made), Create(TemplateVersion(made))])
    return made


def _expected(templates: Templates, scope: Scope, template_id: str, expected: Collection[int] | None) -> Template:
    found = templates.template(scope, template_id)
    if expected is not None and found.version not in expected:
        raise PreconditionFailed("The template changed; read it again.")
    return found


def _require_creditor(template: Template, ports: Writing) -> None:
    if template.creditor_id is not None:
        ports.store.creditor(template.scope, template.creditor_id)

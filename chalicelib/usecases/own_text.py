"""The tenant's own text of a step, in the version that its scenario names (R-122, R-125)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.errors import NotFound
from chalicelib.domain.messages import UnknownTemplate
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.scenarios.model import Scenario
from chalicelib.domain.templates.model import Template, is_own
from chalicelib.domain.templates.samples import SAMPLE_CREDITOR

from .ports import Renderer
from .recording import CaseFile
from .sending import Sending
from .template_ports import Templates


def version_of(scenario: Scenario, step_id: str | None, template: str) -> int | None:
    """Which version of an own text a step names; ``None`` for a shipped one."""
    if step_id is None or not is_own(template):
        return None
    found = (message for message in scenario.step(step_id).messages if message.template == template)
    return next((message.template_version for message in found), None)


def renderer_of(case: Case, template: str, version: int | None, *, renderer: Renderer, kept: Templates) -> Renderer:
    """The renderer that knows the text: one more read for an own text, none for a shipped one.

    Errors: ``template_unknown``, for one that is not written for this case too.
    """
    if not is_own(template):
        return renderer
    try:
        found = kept.template(case.scope, template, version)
    except NotFound as missing:
        raise UnknownTemplate(missing.detail) from missing
    _require_written_for(found, case)
    return renderer.knowing(found)


def _require_written_for(template: Template, case: Case) -> None:
    """No debtor reads another creditor's voice, nor what was never tried on their kind or in this name (R-056)."""
    voices = (None, case.creditor_id) if case.creditor_id != SAMPLE_CREDITOR else (template.creditor_id,)
    reasons = (
        (template.creditor_id not in voices, "another creditor"),
        (case.debtor_kind not in template.kinds, "other kinds of debtors"),
        (case.collector_mode not in template.modes, "another collector mode"),
    )
    others = [whom for is_other, whom in reasons if is_other]
    if others:
        raise UnknownTemplate(f"{template.id} is written for {' and '.join(others)}: another text has to be named.")


def with_own_text(file: CaseFile, step: NextStep, ports: Sending) -> Sending:
    """The ports of a contact with its text among them. Errors: ``template_unknown``."""
    template = step.template or ""
    if not is_own(template):
        return ports
    version = version_of(file.scenario, step.step_id, template)
    store = ports.recording.store
    known = renderer_of(file.case, template, version, renderer=ports.renderer, kept=store)
    return replace(ports, renderer=known)

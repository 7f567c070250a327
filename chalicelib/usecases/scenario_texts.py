"""The texts that a scenario's steps name, as its linter sees them: shipped ones and the tenant's own (R-051, R-125)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.contact import Channel
from chalicelib.domain.errors import NotFound
from chalicelib.domain.parties import Scope
from chalicelib.domain.templates.findings import TemplateFinding
from chalicelib.domain.templates.model import TemplateChannel, TemplateParts, is_own

from .check_template import KeptTemplates

_ARRANGEMENT = re.compile(r'include\s+["\']arrangement["\']')


@dataclass(frozen=True)
class ScenarioTexts:
    """``TemplateChecks`` over the texts that are kept."""

    kept: KeptTemplates

    def findings(
        self, scope: Scope, template_id: str, version: int | None, channel: Channel
    ) -> tuple[TemplateFinding, ...]:
        """As the text's own check has it; ``template_unknown`` where there is none."""
        return self.kept.findings(scope, template_id, version, channel)

    def offers_arrangement(self, scope: Scope, template_id: str, version: int | None) -> bool:
        """A call finds a solution (R-058); a written text says that one may be asked for."""
        return any(
            channel is TemplateChannel.CALL_SCRIPT or _offers(parts)
            for channel, parts in self._texts(scope, template_id, version)
        )

    def speaks_before_due(self, scope: Scope, template_id: str, version: int | None) -> bool | None:
        """As the text's own check takes it: it names what is to come."""
        found = (parts.is_preventive for _, parts in self._texts(scope, template_id, version))
        return next(found, None)

    def _texts(
        self, scope: Scope, template_id: str, version: int | None
    ) -> Iterator[tuple[TemplateChannel, TemplateParts]]:
        if not is_own(template_id):
            shipped = self.kept.checking.texts.shipped()
            yield from ((each.channel, each.parts) for each in shipped if each.name == template_id)
            return
        try:
            template = self.kept.templates.template(scope, template_id, version)
        except NotFound:
            return
        yield template.channel, template.parts


def _offers(parts: TemplateParts) -> bool:
    return any(_ARRANGEMENT.search(source) for _, source in parts.sources())

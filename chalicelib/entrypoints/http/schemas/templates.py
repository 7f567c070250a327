"""Texts of a tenant's own, in requests (R-125)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from chalicelib.domain.contact import Channel
from chalicelib.domain.messages import Objection
from chalicelib.domain.parties import CollectorMode, DebtorKind
from chalicelib.domain.templates.model import MOST_SOURCE, TemplateChannel, TemplateParts
from chalicelib.domain.templates.samples import SEVERAL, Sample
from chalicelib.usecases.write_template import TemplateFields

from .values import CaseId, CreditorId, ListQuery, QueryString, Request, ShortLine, _text

Source = Annotated[str, Field(min_length=1, max_length=MOST_SOURCE), AfterValidator(_text)]
Sentence = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_text)]
Sentences = Annotated[list[Sentence], Field(max_length=12)]


class ObjectionIn(Request):
    """What the debtor may say, and the answer to it."""

    says: Sentence
    answer: Sentence

    def to_domain(self) -> Objection:
        return Objection(self.says, self.answer)


class TemplatePartsIn(Request):
    """The words; which parts there are, the channel says."""

    subject: Sentence | None = None
    object: Sentence | None = None
    mention: Sentence | None = None
    body: Source | None = None
    formal: bool = True
    sms: Sentence | None = None
    sms_short: Sentence | None = None
    title: Sentence | None = None
    purpose: Sentence | None = None
    identification: Sentences = Field(default_factory=list)
    opening: Sentences = Field(default_factory=list)
    questions: Sentences = Field(default_factory=list)
    objections: Annotated[list[ObjectionIn], Field(max_length=20)] = Field(default_factory=list)
    solutions: Sentences = Field(default_factory=list)
    closing: Sentences = Field(default_factory=list)
    voicemail: Sentence | None = None
    rules: Sentences = Field(default_factory=list)

    def to_domain(self) -> TemplateParts:
        """What was left out is not there."""
        given = {name: value for name, value in self.given().items() if value is not None}
        plain: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in given.items()}
        if "objections" in plain:
            plain["objections"] = tuple(each.to_domain() for each in self.objections)
        return TemplateParts(**plain)


class TemplateRequest(Request):
    """A text as a whole: what is left out has its default, also when a version follows another."""

    name: ShortLine
    channel: TemplateChannel
    language: Literal["fr", "en"] = "fr"
    tone: Annotated[int, Field(ge=1, le=4)]
    parts: TemplatePartsIn
    debtor_kinds: Annotated[list[DebtorKind], Field(max_length=5)] = Field(default_factory=list)
    collector_modes: Annotated[list[CollectorMode], Field(max_length=2)] = Field(default_factory=list)
    creditor_id: CreditorId | None = None

    def to_domain(self) -> TemplateFields:
        return TemplateFields(
            name=self.name,
            channel=self.channel,
            language=self.language,
            tone=self.tone,
            parts=self.parts.to_domain(),
            debtor_kinds=tuple(dict.fromkeys(self.debtor_kinds)),
            collector_modes=tuple(dict.fromkeys(self.collector_modes)),
            creditor_id=self.creditor_id,
        )


class SampleIn(Request):
    """Which fictitious case to show a text on."""

    debtor_kind: DebtorKind = DebtorKind.COMPANY
    collector_mode: CollectorMode = CollectorMode.CREDITOR_OWN
    invoices: Annotated[int, Field(ge=1, le=SEVERAL)] = 1
    first_message: bool = False

    def to_domain(self, *, upcoming: bool) -> Sample:
        return Sample(self.debtor_kind, self.collector_mode, self.invoices, self.first_message, upcoming)


class TemplatePreviewRequest(Request):
    """On a case as it stands, or on a fictitious one."""

    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    channel: Channel | None = None
    case_id: CaseId | None = None
    sample: SampleIn = SampleIn()


class TemplateList(ListQuery):
    """Own texts as they stand, or those that are shipped."""

    origin: Literal["own", "shipped"] = "own"


class TemplateQuery(QueryString):
    """The present version, or one of before."""

    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

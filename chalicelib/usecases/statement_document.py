"""The statement of account of a case as a document (décompte, R-007): kept as evidence, or only read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.document import DocumentKind, document_added
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day
from chalicelib.domain.stated_amounts import stating

from .build_evidence_pack import Packing
from .change_case import Changing, Outcome, Transition, change_case
from .checked_words import check_statement
from .link_document import LinkedDocument
from .message_facts import message_facts
from .ports import Reply
from .recording import CaseFile, load_case_file
from .sending import Content, keep
from .writes import Create


@dataclass(frozen=True)
class DrawUpStatement:
    """``as_of`` is the day it speaks of; the case's present day where it is not given."""

    changing: Changing
    as_of: date | None = None


def statement_document(command: DrawUpStatement, *, ports: Packing, reply: Reply) -> Outcome:
    """``result`` is the ``LinkedDocument``, with a link that works for a few minutes.

    Errors: ``not_found``; ``rate_unknown``; ``clock_advancing`` (409); ``debtor_erased``;
    ``wording_refused`` and its kind.
    """

    def transition(file: CaseFile) -> Transition:
        day = command.as_of or local_day(file.case, file.now)
        content = _drawn_up(file, day, ports)
        document = keep(file.case, file.key, content, recording=ports.recording, archive=ports.archive)
        url = ports.files.download_link(
            file.case.scope, file.case.debtor_id, document.name, document.media_type, content.body
        )
        linked = LinkedDocument(document, url)
        drafts, writes = (document_added(document),), (Create(document, file.key),)
        return Transition(stating(file.case, file.rates, day), drafts, writes=writes, result=linked)

    return change_case(command.changing, transition, recording=ports.recording, reply=reply)


@dataclass(frozen=True)
class StatementPdf:
    """The document of a day; ``version`` is the case's."""

    name: str
    body: bytes
    version: int
    as_of: date


def render_statement(scope: Scope, case_id: str, as_of: date | None, *, ports: Packing) -> StatementPdf:
    """The same document, not kept: nothing is written.

    Errors: ``not_found``; ``rate_unknown``; ``clock_advancing`` (409); ``debtor_erased``;
    ``wording_refused`` and its kind.
    """
    file = load_case_file(scope, case_id, ports.recording)
    day = as_of or local_day(file.case, file.now)
    content = _drawn_up(file, day, ports)
    return StatementPdf(content.name, content.body, file.case.version, day)


def _drawn_up(file: CaseFile, day: date, ports: Packing) -> Content:
    rates = file.rates
    account = statement_of(file.case, rates, day)
    facts = replace(message_facts(file, rates), statement=account, today=day, payments=account.payments)
    name = f"decompte-{file.case.reference}-{day.isoformat()}.pdf"
    printed = ports.renderer.statement(facts)
    check_statement(printed, facts)
    return Content(DocumentKind.STATEMENT, name, "application/pdf", printed.pdf)

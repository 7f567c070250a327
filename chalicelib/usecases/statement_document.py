"""The statement of account of a case as a document (décompte, R-007): computed for a day, never stored."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.case_payments import statement_of
from chalicelib.domain.parties import Scope
from chalicelib.domain.plan import local_day

from .message_facts import message_facts
from .pack_ports import EvidenceRenderer
from .ports import Files
from .recording import Recording, load_case_file


@dataclass(frozen=True)
class StatementDocument:
    """A PDF behind a short-lived link. ``as_of`` is the day it speaks of."""

    as_of: date
    sha256: str
    url: str


def statement_document(
    scope: Scope,
    case_id: str,
    *,
    recording: Recording,
    renderer: EvidenceRenderer,
    files: Files,
    as_of: date | None = None,
) -> StatementDocument:
    """As of the case's present day, or another one. Errors: ``not_found``; ``rate_unknown``; ``key_erased``."""
    file = load_case_file(scope, case_id, recording)
    day = as_of or local_day(file.case, file.now)
    account = statement_of(file.case, recording.rates, day)
    facts = replace(message_facts(file, recording.rates), statement=account, today=day)
    body = renderer.statement(facts)
    name = f"decompte-{file.case.reference}-{day.isoformat()}.pdf"
    url = files.download_link(scope, file.case.debtor_id, name, "application/pdf", body)
    return StatementDocument(day, hashlib.sha256(body).hexdigest(), url)

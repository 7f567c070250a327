"""What the creditor wrote about a dispute, quoted in the message that carries it (R-002)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.next_step import NextStep

from .recording import CaseFile
from .sending import Sending, fetch


def with_creditors_words(facts: MessageFacts, file: CaseFile, step: NextStep, ports: Sending) -> MessageFacts:
    """With the answer, or what was said at the end: one more read where there is one, none for any other message."""
    note = file.case.negotiation.note(step.subject_id) if step.subject_id else None
    if note is None or facts.dispute is None:
        return facts
    dispute = next(each for each in file.case.negotiation.disputes if each.id == note.subject_id)
    if note.template == "dispute_answer":
        return replace(facts, dispute=replace(facts.dispute, answer=_words(dispute.answer_document_id, file, ports)))
    if note.template == "dispute_resolved":
        words = _words(dispute.resolution_document_id, file, ports)
        return replace(facts, dispute=replace(facts.dispute, explanation=words))
    return facts


def _words(document_id: str | None, file: CaseFile, ports: Sending) -> str | None:
    if document_id is None:
        return None
    document, _ = ports.recording.store.document(file.case.scope, document_id)
    return fetch(document, file.key, recording=ports.recording, archive=ports.archive).decode()

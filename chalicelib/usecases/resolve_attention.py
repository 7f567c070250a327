"""Resolve what a case needed a person for: retry, skip, or mark as sent, with the reason (R-028)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_commands import resolve_attention as resolve
from chalicelib.domain.contact import ContactState

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording
from .writes import Update, Write


@dataclass(frozen=True)
class ResolveAttention:
    """What a person decided, and why."""

    changing: Changing
    action: AttentionAction
    reason: str


def resolve_attention(command: ResolveAttention, *, recording: Recording, reply: Reply) -> Outcome:
    """Errors: ``attention_not_needed``; ``case_closed``."""

    def transition(file: CaseFile) -> Transition:
        case, drafts = resolve(file.case, command.action, file.scenario, file.now, reason=command.reason)
        return Transition(case, drafts, writes=_settle_contact(file, command, recording))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _settle_contact(file: CaseFile, command: ResolveAttention, recording: Recording) -> tuple[Write, ...]:
    """A contact nobody knew about is now known to be sent, or not."""
    attention = file.case.attention
    if attention is None or attention.contact_id is None or command.action is AttentionAction.SKIP:
        return ()
    contact = recording.store.contact(file.case.scope, attention.contact_id)
    if contact.state is not ContactState.UNKNOWN:
        return ()
    sent = command.action is AttentionAction.MARK_SENT
    settled = replace(contact, state=ContactState.SENT if sent else ContactState.FAILED, version=contact.version + 1)
    return (Update(settled, file.key),)

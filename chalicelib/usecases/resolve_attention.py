"""Resolve what a case needed a person for: retry, skip, or mark as sent, with the reason (R-028)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_commands import resolve_attention as resolve
from chalicelib.domain.case_contacts import owner_of, refs_of, sent, with_contact
from chalicelib.domain.contact import Contact, ContactState

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording
from .writes import Update

NOT_KNOWN_TO_BE_OUT = frozenset({ContactState.INTENDED, ContactState.UNKNOWN, ContactState.FAILED})


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
        settled = _settled_contact(file, command, recording)
        if settled is None:
            return Transition(case, drafts)
        written = (Update(settled, file.key),)
        if settled.state is ContactState.SENT:
            _, sent_drafts = sent(file.case, settled, file.scenario)
            case, drafts = _remembered(case, settled), (*sent_drafts, *drafts)
        return Transition(case, drafts, writes=written)

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _settled_contact(file: CaseFile, command: ResolveAttention, recording: Recording) -> Contact | None:
    """A contact that failed, or that nobody knew about, is now known to be sent; one in doubt, or not to be."""
    attention = file.case.attention
    if attention is None or attention.contact_id is None or command.action is AttentionAction.SKIP:
        return None
    contact = recording.store.contact(file.case.scope, attention.contact_id)
    version = contact.version + 1
    if command.action is AttentionAction.MARK_SENT:
        if contact.state not in NOT_KNOWN_TO_BE_OUT:
            return None
        at = file.now if contact.state is ContactState.FAILED else contact.intended_at
        return replace(contact, state=ContactState.SENT, sent_at=at, error=None, version=version)
    if contact.state is not ContactState.UNKNOWN:
        return None
    return replace(contact, state=ContactState.FAILED, version=version)


def _remembered(case: Case, contact: Contact) -> Case:
    """The case's own memory of the contact agrees with it."""
    known = any(ref.id == contact.id for ref in refs_of(case, owner_of(contact)))
    return with_contact(case, contact) if known else case

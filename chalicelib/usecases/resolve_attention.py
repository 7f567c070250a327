"""Resolve what a case needed a person for: retry, skip, or mark as sent, with the reason (R-028)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.domain.case_commands import AttentionAction
from chalicelib.domain.case_commands import resolve_attention as resolve
from chalicelib.domain.case_contacts import sent
from chalicelib.domain.contact import Contact, ContactState
from chalicelib.domain.first_letter import printed_as

from .change_case import Changing, Outcome, Transition, change_case
from .ports import Reply
from .recording import CaseFile, Recording
from .shared_changes import Teller, remembered, resolved, told_beside
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
        asked = _asked_about(file, recording)
        settled = _settled(file, asked, command)
        learn = resolved(command.action, command.reason, settled)
        teller = Teller(command.changing.actor, recording)
        others = told_beside(file, asked, learn, teller) if asked else ()
        if settled is None:
            return Transition(case, drafts, writes=others)
        if settled.state is ContactState.SENT:
            _, sent_drafts = sent(file.case, settled, file.scenario)
            case, drafts = printed_as(remembered(case, settled), settled), (*sent_drafts, *drafts)
        return Transition(case, drafts, writes=(Update(settled, file.key), *others))

    return change_case(command.changing, transition, recording=recording, reply=reply)


def _asked_about(file: CaseFile, recording: Recording) -> Contact | None:
    """The contact that the question is about, if it is about one."""
    attention = file.case.attention
    if attention is None or attention.contact_id is None:
        return None
    return recording.store.contact(file.case.scope, attention.contact_id)


def _settled(file: CaseFile, contact: Contact | None, command: ResolveAttention) -> Contact | None:
    """A contact that failed, or that nobody knew about, is now known to be sent; one in doubt, or not to be."""
    if contact is None or command.action is AttentionAction.SKIP:
        return None
    version = contact.version + 1
    if command.action is AttentionAction.MARK_SENT:
        if contact.state not in NOT_KNOWN_TO_BE_OUT:
            return None
        at = file.now if contact.state is ContactState.FAILED else contact.intended_at
        return replace(contact, state=ContactState.SENT, sent_at=at, error=None, version=version)
    if contact.state is not ContactState.UNKNOWN:
        return None
    return replace(contact, state=ContactState.FAILED, version=version)

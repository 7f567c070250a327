"""The last look just before a contact: ask the invoicing system, or see that the balance is young enough (R-133).

What it brought is saved in a transaction of its own. Who dies before the contact's intent asks again: the look counts
for seconds, and the intent for itself. In doubt nothing leaves; the case is held, and decides again later.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from chalicelib.domain.balance_question import LONGEST_EXCERPT, doubt_about, open_invoices, question, shown
from chalicelib.domain.case_payments import whole_statement_of
from chalicelib.domain.contact import Channel, Purpose
from chalicelib.domain.errors import VersionConflict
from chalicelib.domain.last_look import LastLook, LookMode
from chalicelib.domain.look_commands import Change, Moment, agreed, doubted, give_up, too_old
from chalicelib.domain.look_decision import is_recent, still_counts
from chalicelib.domain.next_step import NextStep
from chalicelib.domain.plan import local_day
from chalicelib.domain.webhook_signature import signed_headers

from .recording import CaseFile, Recording, record
from .webhook_ports import SecretBox, WebhookSender

ABOUT_THE_DEBT = frozenset({Purpose.SOLICITATION, Purpose.LEGAL})
ACTOR = "amiable"


@dataclass(frozen=True)
class Looking:
    """How the invoicing system is reached; both are made only when a creditor wants a last look."""

    sender: Callable[[], WebhookSender]
    box: Callable[[], SecretBox]


class Ports(Protocol):
    """What a contact has anyway, as far as a look needs it."""

    @property
    def recording(self) -> Recording: ...

    @property
    def looking(self) -> Looking: ...


@dataclass(frozen=True)
class Looked:
    """The file with the case as it was saved. ``held``: no contact leaves now, ``file.case`` says what is next."""

    file: CaseFile
    held: bool = False


def look_before(file: CaseFile, step: NextStep, channel: Channel, purpose: Purpose, ports: Ports) -> Looked:
    """Whether this contact may leave. Without a last look of the creditor nothing is read, asked or written."""
    policy = file.creditor.last_look
    if policy is None or purpose not in ABOUT_THE_DEBT:
        return Looked(file)
    moment = Moment(file.case, step.step_id, policy, file.scenario, file.now)
    if policy.mode is LookMode.MAX_AGE:
        if is_recent(file.case, policy, file.now):
            return Looked(file)
        return Looked(_saved(file, too_old(moment), ports.recording), held=True)
    if still_counts(file.case, step, file.now, ports.recording.wall.now()):
        return Looked(file)
    reason, private = _asked(file, step, channel, policy, ports)
    if reason is not None:
        change = doubted(moment, reason, private)
        return Looked(_saved(file, change, ports.recording), held=True)
    change = agreed(moment, ports.recording.wall.now(), private)
    return Looked(_saved(file, change, ports.recording, keep=step))


def require_look(file: CaseFile, step: NextStep, purpose: Purpose, recording: Recording) -> None:
    """The look is at most as old as an intent may get: else the case is loaded, and asked about, again."""
    policy = file.creditor.last_look
    if policy is None or policy.mode is not LookMode.CALLBACK or purpose not in ABOUT_THE_DEBT:
        return
    if not still_counts(file.case, step, file.now, recording.wall.now()):
        raise VersionConflict("The last look is too old for its contact.")


def lost_patience(file: CaseFile, recording: Recording) -> CaseFile:
    """A contact that was held long enough is never sent by itself: a person is asked."""
    given_up = give_up(file.case, file.creditor.last_look, file.now)
    return file if given_up is None else _saved(file, given_up, recording)


def _asked(
    file: CaseFile, step: NextStep, channel: Channel, policy: LastLook, ports: Ports
) -> tuple[str | None, dict[str, Any]]:
    """One request and what its answer means: why it is no agreement, and what the trail keeps of it."""
    account = whole_statement_of(file.case, file.rates, local_day(file.case, file.now))
    invoices = open_invoices(account)
    body = question(file.case, step, channel.value, invoices, file.now)
    message_id = f"look_{file.case.id.partition('_')[2]}_{file.case.version}"
    sent_at = ports.recording.wall.now()
    box = ports.looking.box()
    secrets = [box.open(b64decode(each.sealed), file.creditor.id).decode() for each in policy.secrets_at(sent_at)]
    headers = signed_headers(secrets, message_id=message_id, sent_at=sent_at, body=body)
    answer = ports.looking.sender().send(policy.url or "", headers, body)
    private = {
        "webhook_id": message_id,
        "asked_about": [shown(invoice) for invoice in invoices],
        "status": answer.status,
        "answered": answer.excerpt[:LONGEST_EXCERPT],
    }
    return answer.failure or doubt_about(answer.excerpt, invoices), private


def _saved(file: CaseFile, change: Change, recording: Recording, *, keep: NextStep | None = None) -> CaseFile:
    case, drafts = change
    changed = record(file, case, drafts, actor=ACTOR, ports=recording, in_run=True, keep=keep)
    recording.store.commit(changed.writes)
    return replace(file, case=changed.case)

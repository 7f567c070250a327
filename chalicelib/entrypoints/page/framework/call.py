"""What an action of the page is given: the case behind the link, the person's session, and what they sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chalicelib.bootstrap import Deps
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.parties import Scope
from chalicelib.usecases.change_case import Changing
from chalicelib.usecases.ports import Reply
from chalicelib.usecases.recording import CaseFile

from .answers import PageAnswer

ACTOR = "debtor"
"""Who stands in the events of what is confirmed on the page."""
FORM_FIELD = "form"
"""The hidden field that every form carries: ``<input type="hidden" name="form" value="{{ call.form_token }}">``."""
DONE_FIELD = "done"
"""The id of a confirmed form, in the address of its result; it is in ``fields`` only where there was one."""
CONFIRM_FIELD = "confirm"
"""What the button « Je confirme » sends: ``<button name="confirm" value="yes">``."""


@dataclass(frozen=True)
class UploadedFile:
    """``media_type`` is what the bytes are, judged by themselves; ``name`` is cleaned."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Session:
    """One browser on one link. ``verified``: a one-time code was confirmed there in the last half hour."""

    id: str
    verified: bool


@dataclass(frozen=True)
class PageCall:
    """``fields`` are those of the query (GET) or of the form (POST), without the framework's own.

    ``base`` is the first page's address, relative to the page asked for: ``f"{call.base}/promise"`` is an action's.
    ``confirmed``: the person pressed « Je confirme » (POST with ``confirm=yes``); only then ``reply`` keeps the answer,
    so that the same form sent again shows ``done()`` again and changes nothing. ``form_id`` is the form's own: from the
    first page that shows it to the last button it stays the same. ``page_of`` is the address of the page of another
    case of this debtor, by a link that ends when this one does.
    """

    deps: Deps
    file: CaseFile
    method: str
    action: str
    language: str
    base: str
    fields: Mapping[str, str]
    session: Session
    form_id: str
    reply: Reply
    confirmed: bool
    token_for: Callable[[str], str]
    page_of: Callable[[str], str]
    files: Mapping[str, UploadedFile] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        return self.file.case.scope

    @property
    def changing(self) -> Changing:
        """The case of the link, changed by the debtor."""
        return Changing(self.scope, self.file.case.id, ACTOR)

    @property
    def form_token(self) -> str:
        """The value of the hidden field for a form that is sent to this same action; ``token_for`` gives another's."""
        return self.token_for(self.action)

    def act(self, text: str) -> PageAct:
        """The evidence of a confirmation: ``text`` is what the review page showed, word for word."""
        return PageAct(self.action.replace("-", "_"), text, self.language, self.form_id, self.session.verified)

    def done(self) -> PageAnswer:
        """The result page of this action: ``GET <action>?done=<form id>``; what a form sent twice is led to again."""
        return PageAnswer.see_other(f"{self.action}?{DONE_FIELD}={self.form_id}")

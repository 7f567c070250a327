"""A confirmed form has one effect: its answer is kept in the effect's own transaction, as an API's is for its key."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.idempotency import KeptReply
from chalicelib.usecases.ports import Reply

from .answers import PageAnswer
from .call import DONE_FIELD, PageCall
from .refusals import USED_FORM, PageRefusal

_FORM_ID = re.compile(r"[0-9a-f]{32}")


def kept_reply(call: PageCall) -> Reply:
    """Keeps that the form was used, and where its result is shown."""

    def rendered(result: Any) -> Answer:
        del result
        return Answer({"location": call.done().location}, 303)

    return KeptReply(call.scope, _key(call), _fingerprint(call), render=rendered, wall_now=call.deps.wall_clock.now)


def answered_before(call: PageCall) -> PageAnswer | None:
    """One read. The answer that was kept for this form; 409 where the form now says something else."""
    stored = call.deps.store.answer(call.scope, _key(call))
    if stored is None:
        return None
    if stored.fingerprint != _fingerprint(call):
        raise PageRefusal(USED_FORM)
    return PageAnswer.see_other(str(json.loads(stored.body)["location"]))


def with_what_was_done(call: PageCall) -> PageCall:
    """Without ``done`` where no such form was confirmed: an address alone shows no result of what never was."""
    form_id = call.fields.get(DONE_FIELD)
    if form_id is None or (_FORM_ID.fullmatch(form_id) and _was_done(replace(call, form_id=form_id))):
        return call
    return replace(call, fields={name: value for name, value in call.fields.items() if name != DONE_FIELD})


def _was_done(call: PageCall) -> bool:
    stored = call.deps.store.answer(call.scope, _key(call))
    return stored is not None and json.loads(stored.body)["location"] == call.done().location


def _key(call: PageCall) -> str:
    """A space of its own: no key of the API may contain a blank."""
    return f"page {call.file.case.id} {call.form_id}"


def _fingerprint(call: PageCall) -> str:
    """What was confirmed: action and fields, and files by their hash."""
    files = {name: hashlib.sha256(file.body).hexdigest() for name, file in call.files.items()}
    said = [call.action, dict(call.fields), files]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

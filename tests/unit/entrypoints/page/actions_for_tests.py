"""Actions that stand for the page's own, so that the door is judged whatever lies behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape

import pytest

from chalicelib.domain.errors import Conflict
from chalicelib.domain.negotiation.page_act import PageAct, confirmed
from chalicelib.entrypoints.page import every_action
from chalicelib.entrypoints.page.framework.actions import Page
from chalicelib.entrypoints.page.framework.answers import PageAnswer
from chalicelib.entrypoints.page.framework.call import PageCall, UploadedFile
from chalicelib.usecases.change_case import Transition, change_case
from chalicelib.usecases.recording import CaseFile

FORM = (
    "<!doctype html><style>p{{margin:0}}</style><p>{creditor}</p><form method='post'>"
    '<input type="hidden" name="form" value="{token}"></form>'
)


@dataclass
class Seen:
    """What the actions were given, in order."""

    calls: list[PageCall] = field(default_factory=list)
    files: list[UploadedFile] = field(default_factory=list)


def page_for_tests(seen: Seen) -> Page:
    """A first page with a form, an action that changes the case, one with files, one that needs a code, and a code."""
    page = Page()

    @page.action("", methods=("GET", "POST"))
    def home(call: PageCall) -> PageAnswer:
        seen.calls.append(call)
        return shown(call)

    @page.action("say", methods=("GET", "POST"))
    def say(call: PageCall) -> PageAnswer:
        """A form, its review, and what is recorded: the words."""
        seen.calls.append(call)
        if not call.confirmed:
            return shown(call)
        act = call.act(call.fields.get("words", ""))
        change_case(call.changing, lambda file: said(file, act), recording=call.deps.recording, reply=call.reply)
        return call.done()

    @page.action("once", methods=("GET", "POST"))
    def once(call: PageCall) -> PageAnswer:
        """Possible a single time: the second one is refused by what the first did."""
        seen.calls.append(call)
        if not call.confirmed:
            return shown(call)
        act = call.act("once")
        change_case(call.changing, lambda file: said_once(file, act), recording=call.deps.recording, reply=call.reply)
        return call.done()

    _others(page, seen)
    return page


def _others(page: Page, seen: Seen) -> None:
    @page.action("proof", methods=("GET", "POST"), uploads=True)
    def proof(call: PageCall) -> PageAnswer:
        seen.calls.append(call)
        seen.files += call.files.values()
        return shown(call)

    @page.action("documents", verified=True)
    def documents(call: PageCall) -> PageAnswer:
        seen.calls.append(call)
        return PageAnswer.file(b"%PDF-1.7 all of it", "application/pdf", call.fields.get("name", "Reçu\r\nX: y.pdf"))

    @page.action("code", methods=("GET", "POST"))
    def code(call: PageCall) -> PageAnswer:
        seen.calls.append(call)
        return PageAnswer.see_other("documents").and_verified() if call.method == "POST" else shown(call)

    @page.action("broken", methods=("GET", "POST"))
    def broken(call: PageCall) -> PageAnswer:
        seen.calls.append(call)
        raise RuntimeError(f"the secret of {call.file.debtor.name}")


def shown(call: PageCall) -> PageAnswer:
    return PageAnswer.html(FORM.format(creditor=escape(call.file.creditor.name), token=call.form_token))


def said(file: CaseFile, act: PageAct) -> Transition:
    """Nothing but the evidence."""
    return Transition(file.case, (confirmed(act),))


def said_once(file: CaseFile, act: PageAct) -> Transition:
    if file.case.version > 1:
        raise Conflict("It was said already.", code="case_closed")
    return Transition(file.case, (confirmed(act),))


@contextmanager
def actions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    """In place of the page's own."""
    seen = Seen()
    monkeypatch.setattr(every_action, "page", page_for_tests(seen))
    yield seen

"""The way of every action: form, review with the exact words, confirmation, result (R-127).

What is confirmed is what was seen: the review carries a digest of its words, and where the case says something else by
the time the button is pressed, the new words are shown instead of being recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from chalicelib.domain.debtor_page.possible import possible_now
from chalicelib.domain.debtor_page.screens import Field, Form, Result, Review, Said, said
from chalicelib.domain.debtor_page.typed import Mistyped
from chalicelib.domain.errors import DomainError
from chalicelib.domain.negotiation.page_act import PageAct

from .framework.answers import PageAnswer
from .framework.call import PageCall
from .framework.once import answered_before
from .views import facts_of, not_possible, refusal, shown

Typed = TypeVar("Typed")
Faults = Mapping[str, Said]
SEEN, EDIT, DONE = "seen", "edit", "done"


class Unfit(Exception):
    """What was typed cannot be taken; each fault by its field."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Steps(Generic[Typed]):
    """One action. ``read`` raises Unfit; ``places`` say which field a problem's pointer means.

    ``explain`` finds the words for a problem of the domain, by its code, where there are better ones than the usual.
    """

    form: Callable[[PageCall], Form]
    read: Callable[[PageCall], Typed]
    review: Callable[[PageCall, Typed], Review]
    act: Callable[[PageCall, Typed, PageAct], object]
    result: Callable[[PageCall], Result]
    places: Mapping[str, str] = field(default_factory=dict)
    explain: Callable[[PageCall, str], Said | None] = lambda _call, _code: None


def run(call: PageCall, steps: Steps[Typed]) -> PageAnswer:
    """One request of the action."""
    if call.method != "POST" and DONE in call.fields:
        return shown(call, steps.result(call))
    no = possible_now(facts_of(call), call.action)
    if not no.allowed:
        return refusal(call, not_possible(no), 409 if call.method == "POST" else 200)
    if call.method != "POST" or EDIT in call.fields:
        return shown(call, steps.form(call))
    return _posted(call, steps)


def _posted(call: PageCall, steps: Steps[Typed]) -> PageAnswer:
    try:
        typed = steps.read(call)
        review = steps.review(call, typed)
    except Unfit as unfit:
        return shown(call, with_faults(steps.form(call), unfit.faults), 422)
    except DomainError as refused:
        return _explained(call, steps, refused)
    words = call.deps.pages.words(review, call.language)
    seen = hashlib.sha256(words.encode()).hexdigest()
    review = replace(review, hidden=(*review.hidden, (SEEN, seen)))
    if not call.confirmed:
        return shown(call, review)
    if call.fields.get(SEEN) != seen:
        return shown(call, replace(review, problem=said("refused.changed")), 409)
    return _confirmed(call, steps, typed, review, words)


def _confirmed(call: PageCall, steps: Steps[Typed], typed: Typed, review: Review, words: str) -> PageAnswer:
    try:
        steps.act(call, typed, call.act(words))
    except Unfit as unfit:
        return shown(call, replace(review, fields=_faulty(review.fields, unfit.faults)), 422)
    except DomainError as refused:
        return answered_before(call) or _explained(call, steps, refused)
    return call.done()


def _explained(call: PageCall, steps: Steps[Typed], refused: DomainError) -> PageAnswer:
    """Beside the field it is about; else on a page of its own. What may succeed at once is tried again above."""
    if refused.retryable:
        raise refused
    faults: dict[str, Said] = {}
    for problem in refused.errors:
        place = next((name for start, name in steps.places.items() if problem.pointer.startswith(start)), None)
        if place is not None:
            faults.setdefault(place, steps.explain(call, problem.code) or said("fault.other"))
    if faults:
        return shown(call, with_faults(steps.form(call), faults), 422)
    return refusal(call, steps.explain(call, refused.code) or said("refused.changed"))


def with_faults(form: Form, faults: Faults) -> Form:
    """The form with each fault beside its field, and what was typed kept."""
    return replace(form, fields=_faulty(form.fields, faults))


def _faulty(fields: tuple[Field, ...], faults: Faults) -> tuple[Field, ...]:
    return tuple(replace(each, error=faults.get(each.name)) for each in fields)


def hidden(call: PageCall, *names: str) -> tuple[tuple[str, str], ...]:
    """What was typed, carried on to the confirmation."""
    return tuple((name, call.fields[name]) for name in names if call.fields.get(name))


class Reading:
    """Reads the fields of a form one by one and remembers each fault, so that all are told at once."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._fields = fields
        self.faults: dict[str, Said] = {}

    Value = TypeVar("Value")

    def get(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """The value, or ``None`` with the fault remembered."""
        try:
            return read(self._fields.get(name, ""))
        except Mistyped as fault:
            self.faults[name] = said(f"fault.{fault.code}")
            return None

    def optional(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """``None`` where the field was left empty."""
        return self.get(name, read) if self._fields.get(name, "").strip() else None

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        """One of the known answers."""
        value = self._fields.get(name, "")
        if value not in known:
            self.faults[name] = said("fault.choose")
        return value

    def refuse(self, name: str, fault: Said) -> None:
        self.faults.setdefault(name, fault)

    def end(self) -> None:
        """Raises Unfit where anything was wrong."""
        if self.faults:
            raise Unfit(self.faults)

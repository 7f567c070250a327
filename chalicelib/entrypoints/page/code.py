"""« Confirmer qui je suis »: a one-time code to a contact that the creditor supplied, never one entered here."""

from __future__ import annotations

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Said, said
from chalicelib.domain.errors import DomainError
from chalicelib.domain.local_time import zone_of
from chalicelib.domain.negotiation.known_contacts import known_contacts
from chalicelib.domain.negotiation.one_time_code import Purpose
from chalicelib.usecases.ask_for_code import AskForCode, CodeSent, ask_for_code
from chalicelib.usecases.confirm_code import ConfirmCode, confirm_code

from .flow import with_faults
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .views import facts_of, refusal, shown

NEXT = ("documents", "sign")
"""What a code may lead on to."""
TRIED_AGAIN = frozenset({"code_wrong"})


@page.action("code", methods=("GET", "POST"))
def code(call: PageCall) -> PageAnswer:
    """Where to, then the digits; what was wanted is shown next."""
    if facts_of(call).is_wrong_person:
        return refusal(call, said("why.wrong_person"), 409 if call.method == "POST" else 200)
    if not known_contacts(call.file.debtor):
        return refusal(call, said("why.no_code_contact"), 200)
    if call.method != "POST":
        done = call.session.verified and "done" in call.fields
        return shown(call, _confirmed() if done else _where(call))
    return _entered(call) if "digits" in call.fields else _sent(call)


def contact_field(call: PageCall, section: str) -> Field:
    """The addresses that the creditor supplied, masked; the first one is chosen."""
    choices = tuple(Choice(str(each.index), plain=each.masked) for each in known_contacts(call.file.debtor))
    chosen = call.fields.get("contact", choices[0].value if choices else "")
    return Field("contact", Kind.CHOICE, said(f"{section}.contact"), chosen, choices=choices)


def chosen_contact(call: PageCall) -> tuple[int, str] | None:
    """The place of the address and what was shown there; ``None`` for a place that nobody offered."""
    offered = {str(each.index): each for each in known_contacts(call.file.debtor)}
    found = offered.get(call.fields.get("contact", ""))
    return (found.index, found.masked) if found else None


def time_of(call: PageCall, sent: CodeSent) -> str:
    """Until when, as a clock on the wall shows it where the debtor lives: 10:05, in French 10 h 05."""
    at = sent.expires_at.astimezone(zone_of(call.file.case))
    return f"{at:%H:%M}" if call.language == "en" else f"{at.hour}\u00a0h\u00a0{at:%M}"


def code_fault(refused: DomainError) -> Said:
    """Why a code was not taken."""
    known = (
        "code_wrong",
        "code_spent",
        "code_expired",
        "code_used",
        "code_replaced",
        "too_many_codes",
        "code_not_sent",
    )
    return said(f"code.{refused.code}" if refused.code in known else "code.code_for_something_else")


def _confirmed() -> Result:
    links = (("documents", said("do.documents")),)
    return Result(said("code.done"), (said("code.done_text"),), links=links, is_refusal=True)


def _where(call: PageCall) -> Form:
    lead, wanted = (said("code.lead"),), _next(call)
    fields = (contact_field(call, "code"),)
    hiding = (("next", wanted),) if wanted else ()
    return Form("code", said("code.title"), fields, said("button.send_code"), lead=lead, hidden=hiding)


def _sent(call: PageCall) -> PageAnswer:
    chosen = chosen_contact(call)
    if chosen is None:
        return shown(call, with_faults(_where(call), {"contact": said("fault.choose")}), 422)
    case = call.file.case
    command = AskForCode(case.scope, case.id, Purpose.VIEW, chosen[0], language=call.language, masked=chosen[1])
    try:
        sent = ask_for_code(command, ports=call.deps.sending)
    except DomainError as refused:
        return refusal(call, code_fault(refused), 429 if refused.code == "too_many_codes" else 409)
    return shown(call, _digits(call, sent.code_id, sent.masked_address, time_of(call, sent)))


def _digits(call: PageCall, code_id: str, address: str, time: str) -> Form:
    digits = Field("digits", Kind.CODE, said("code.digits"), hint=said("code.digits_hint"))
    carried = (("code_id", code_id), ("address", address), ("time", time), ("next", _next(call)))
    lead = (said("code.enter_lead", address=address, time=time),)
    return Form("code", said("code.enter_title"), (digits,), said("button.check_code"), lead=lead, hidden=carried)


def _entered(call: PageCall) -> PageAnswer:
    fields, case = call.fields, call.file.case
    command = ConfirmCode(case.scope, case.id, fields.get("code_id", ""), fields["digits"])
    try:
        confirm_code(command, recording=call.deps.recording)
    except DomainError as refused:
        if refused.retryable:
            raise
        form = _digits(call, fields.get("code_id", ""), fields.get("address", ""), fields.get("time", ""))
        if refused.code in TRIED_AGAIN:
            return shown(call, with_faults(form, {"digits": code_fault(refused)}), 422)
        return refusal(call, code_fault(refused))
    return PageAnswer.see_other(_next(call) or "code?done=1").and_verified()


def _next(call: PageCall) -> str:
    wanted = call.fields.get("next", "")
    return wanted if wanted in NEXT else ""

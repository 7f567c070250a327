"""« Signer l'échéancier »: the amount in figures and in words, then a one-time code (R-078, PLAN_03)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.debtor_page.possible import possible_now
from chalicelib.domain.debtor_page.screens import Field, Form, Kind, Result, Review, Said, said
from chalicelib.domain.errors import DomainError, InvalidInput
from chalicelib.domain.negotiation.known_contacts import known_contacts
from chalicelib.domain.negotiation.one_time_code import Purpose
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState
from chalicelib.domain.negotiation.signing import check_written
from chalicelib.domain.written_form import form_of
from chalicelib.usecases.acknowledgement import text_to_sign
from chalicelib.usecases.ask_for_code import AskForCode, ask_for_code
from chalicelib.usecases.sign_plan import SignPlan, sign_plan

from .code import TRIED_AGAIN, chosen_contact, code_fault, contact_field, time_of
from .flow import DONE, EDIT, hidden, with_faults
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .framework.once import answered_before
from .views import facts_of, not_possible, refusal, shown

CARRIED = ("plan", "figures", "words", "contact", "code_id", "address", "time")


@page.action("sign", methods=("GET", "POST"), verified=True)
def sign(call: PageCall) -> PageAnswer:
    """Read, copy the amount, confirm by the code."""
    if call.method != "POST" and DONE in call.fields:
        return shown(call, _result(call))
    no = possible_now(facts_of(call), "sign")
    plan = call.file.case.negotiation.living_plan
    if not no.allowed or plan is None:
        return refusal(call, not_possible(no), 409 if call.method == "POST" else 200)
    if not known_contacts(call.file.debtor):
        return refusal(call, said("why.no_code_contact"), 200)
    if call.method != "POST" or EDIT in call.fields:
        return shown(call, _form(call, plan))
    try:
        return _signed(call, plan) if call.confirmed else _asked(call, plan)
    except InvalidInput as unfit:
        faults = {problem.pointer.removeprefix("#/"): said("fault.word_count") for problem in unfit.errors}
        return shown(call, with_faults(_form(call, plan), faults), 422)


def _form(call: PageCall, plan: PaymentPlan) -> Form:
    words = form_of(call.language).amount_in_words(plan.total)
    figures = said("sign.figures_hint", amount=plan.total)
    typed = call.fields.get
    fields = (
        Field("figures", Kind.MONEY, said("sign.figures"), typed("figures", ""), figures),
        Field("words", Kind.LINE, said("sign.words"), typed("words", ""), said("sign.words_hint", words=words)),
        replace(contact_field(call, "sign"), hint=said("sign.contact_hint")),
    )
    return Form(
        "sign",
        said("sign.title"),
        fields,
        said("button.send_code"),
        lead=(said("sign.lead"),),
        hidden=(("plan", plan.id),),
        quote=text_to_sign(call.file, plan.id, call.language, call.deps.papers.renderer),
    )


def _asked(call: PageCall, plan: PaymentPlan) -> PageAnswer:
    """The amount is right, so the code goes out; it fits this text alone."""
    check_written(
        plan.total, call.fields.get("figures", ""), call.fields.get("words", ""), call.language, on_paper=False
    )
    chosen = chosen_contact(call)
    if chosen is None:
        return shown(call, with_faults(_form(call, plan), {"contact": said("fault.choose")}), 422)
    case = call.file.case
    command = AskForCode(
        case.scope, case.id, Purpose.SIGN, chosen[0], plan.id, language=call.language, masked=chosen[1]
    )
    try:
        sent = ask_for_code(command, ports=call.deps.sending)
    except DomainError as refused:
        if refused.retryable:
            raise
        return refusal(call, code_fault(refused), 429 if refused.code == "too_many_codes" else 409)
    fresh = {"code_id": sent.code_id, "address": sent.masked_address, "time": time_of(call, sent)}
    return shown(call, _review(replace(call, fields={**call.fields, **fresh}), plan))


def _review(call: PageCall, plan: PaymentPlan, fault: Said | None = None) -> Review:
    fields = call.fields
    hint = said("sign.code_hint", address=fields.get("address", ""), time=fields.get("time", ""))
    return Review(
        "sign",
        said("sign.title"),
        (said("sign.confirms", figures=fields.get("figures", ""), words=fields.get("words", "")),),
        said("button.sign"),
        hidden=hidden(call, *CARRIED),
        quotes=((said("sign.text"), text_to_sign(call.file, plan.id, call.language, call.deps.papers.renderer)),),
        fields=(Field("digits", Kind.CODE, said("sign.code"), hint=hint, error=fault),),
    )


def _signed(call: PageCall, plan: PaymentPlan) -> PageAnswer:
    """The code fits the text that was shown when it was asked for: what changed since then refuses it."""
    fields = call.fields
    words = call.deps.pages.words(_review(call, plan), call.language)
    command = SignPlan(
        call.changing,
        fields.get("plan", ""),
        fields.get("figures", ""),
        fields.get("words", ""),
        fields.get("code_id", ""),
        fields.get("digits", ""),
        call.act(words),
        call.language,
    )
    try:
        sign_plan(command, ports=call.deps.papers, reply=call.reply)
    except InvalidInput:
        raise
    except DomainError as refused:
        if refused.retryable:
            raise
        if refused.code in TRIED_AGAIN:
            return shown(call, _review(call, plan, code_fault(refused)), 422)
        return answered_before(call) or refusal(call, _fault(refused))
    return call.done()


def _fault(refused: DomainError) -> Said:
    return code_fault(refused) if refused.code.startswith("code_") else said("refused.changed")


def _result(call: PageCall) -> Result:
    plan = call.file.case.negotiation.living_plan
    if plan is not None and plan.state is PlanState.ACTIVE:
        first = plan.instalments[0]
        return Result(said("sign.done"), (said("sign.done_active_text", amount=first.amount, on=first.on),))
    return Result(said("sign.done"), (said("sign.done_text"),))

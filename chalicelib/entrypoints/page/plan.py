"""« Payer en plusieurs fois »: the debtor proposes a plan, or counters the one proposed to them (R-075, R-076)."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.domain.debtor_page.screens import Choice, Field, Form, Kind, Result, Review, Row, Said, said
from chalicelib.domain.debtor_page.typed import typed_count, typed_day, typed_money
from chalicelib.domain.money import ZERO, Money
from chalicelib.domain.negotiation.page_act import PageAct
from chalicelib.domain.negotiation.payment_plan import PaymentPlan, PlanState, Side
from chalicelib.domain.negotiation.plan_basis import basis_of
from chalicelib.domain.negotiation.plan_drafts import Wanted
from chalicelib.domain.negotiation.terms import Every, PlanTerms
from chalicelib.usecases.propose_plan import ProposePlan, draft, propose_plan

from .flow import Reading, Steps, hidden, run
from .framework.actions import page
from .framework.answers import PageAnswer
from .framework.call import PageCall
from .views import facts_of

RHYTHMS = (Every.MONTHLY, Every.FORTNIGHTLY, Every.WEEKLY)
PLACES = {
    "#/count": "count",
    "#/first_on": "first_on",
    "#/first_amount": "first_amount",
    "#/every": "every",
    "#/instalments/0": "first_on",
    "#/instalments": "count",
}


@page.action("plan", methods=("GET", "POST"))
def plan(call: PageCall) -> PageAnswer:
    """So many instalments from a day on, within the creditor's rules."""
    return run(call, STEPS)


def rows_of(found: PaymentPlan) -> tuple[Row, ...]:
    """The schedule, as it is shown and recorded."""
    return tuple(Row(each.number, each.on, each.amount) for each in found.instalments)


def countered(call: PageCall) -> PaymentPlan | None:
    """The creditor's proposal that waits for an answer: another one takes its place."""
    return call.file.case.negotiation.waiting_proposal(Side.CREDITOR)


def _form(call: PageCall) -> Form:
    facts, rules = facts_of(call), call.file.creditor.negotiation_rules.plans
    last = facts.today + timedelta(days=rules.first_within_days)
    typed = call.fields.get
    fields = (
        Field(
            "count", Kind.COUNT, said("propose.count"), typed("count", ""), said("propose.count_hint", most=_most(call))
        ),
        Field(
            "every",
            Kind.CHOICE,
            said("propose.every"),
            typed("every", Every.MONTHLY.value),
            choices=tuple(Choice(each.value, said(f"propose.{each.value}")) for each in RHYTHMS),
        ),
        Field(
            "first_on",
            Kind.DAY,
            said("propose.first_on"),
            typed("first_on", ""),
            said("propose.first_on_hint", last=last),
            first=facts.today,
            last=last,
        ),
        Field(
            "first_amount",
            Kind.MONEY,
            said("propose.first_amount"),
            typed("first_amount", ""),
            said("propose.first_amount_hint", least=rules.least_first),
            required=False,
        ),
    )
    lead = said("propose.counter_lead" if countered(call) else "propose.lead", amount=_basis(call))
    return Form("plan", said("propose.title"), fields, said("button.review"), lead=(lead,), limits=_limits(call))


def _limits(call: PageCall) -> tuple[Said, ...]:
    rules = call.file.creditor.negotiation_rules.plans
    answer = said("propose.limit_itself") if rules.accepts_by_itself else None
    return (
        said("propose.limit_count", most=rules.most_instalments, months=rules.longest_months),
        said("propose.limit_least", least=rules.least_instalment, first=rules.least_first),
        said("propose.limit_first", days=rules.first_within_days),
        answer or said("propose.limit_answer", days=rules.answer_days),
    )


def _read(call: PageCall) -> PlanTerms:
    facts, rules = facts_of(call), call.file.creditor.negotiation_rules.plans
    last = facts.today + timedelta(days=rules.first_within_days)
    reading = Reading(call.fields)
    count = reading.get("count", lambda text: typed_count(text, 1, _most(call)))
    every = reading.one_of("every", tuple(each.value for each in RHYTHMS))
    first_on = reading.get("first_on", typed_day)
    if first_on is not None and first_on < facts.today:
        reading.refuse("first_on", said("fault.past_day", first=facts.today))
    elif first_on is not None and first_on > last:
        reading.refuse("first_on", said("fault.too_far", last=last))
    first_amount = reading.optional("first_amount", typed_money)
    reading.end()
    return PlanTerms(count or 1, first_on, first_amount, Every(every))


def _review(call: PageCall, terms: PlanTerms) -> Review:
    """Every day and amount as they will be, banking days and last cents included."""
    found = draft(call.file, Wanted(Side.DEBTOR, terms), "").plan
    reference, count = call.file.case.reference, len(found.instalments)
    key = "propose.state" if count > 1 else "propose.state_one"
    values = {"count": count} if count > 1 else {}
    moved = any(each.wanted_on is not None for each in found.instalments)
    notes = (said("propose.moved"),) if moved else ()
    return Review(
        "plan",
        said("propose.title"),
        (said(key, amount=found.total, reference=reference, **values),),
        said("button.confirm"),
        hidden=hidden(call, "count", "every", "first_on", "first_amount"),
        rows=rows_of(found),
        notes=(*notes, said("propose.no_cost"), said("propose.note")),
    )


def _act(call: PageCall, terms: PlanTerms, act: PageAct) -> object:
    other = countered(call)
    command = ProposePlan(call.changing, Side.DEBTOR, terms, act=act, countering=other.id if other else None)
    return propose_plan(command, recording=call.deps.recording, reply=call.reply)


def _result(call: PageCall) -> Result:
    made = call.file.case.negotiation.living_plan
    if made is None:
        return Result(said("propose.done"), ())
    agreed = made.state is PlanState.AGREED
    title, text = (
        ("propose.done_agreed", "propose.done_agreed_text") if agreed else ("propose.done", "propose.done_text")
    )
    told = (said(text, on=made.answer_by),) if made.answer_by else ()
    links = (("sign", said("plan.go_sign")),) if agreed else ()
    return Result(said(title), told, rows=rows_of(made), links=links)


def explain(call: PageCall, code: str) -> Said | None:
    """The creditor's rule that a proposal breaks, with its number."""
    rules = call.file.creditor.negotiation_rules.plans
    found = {
        "most_instalments": said("fault.most_instalments", most=rules.most_instalments),
        "longest_months": said("fault.longest_months", months=rules.longest_months),
        "least_first": said("fault.least_first", least=rules.least_first),
        "least_instalment": said("fault.least_instalment", least=rules.least_instalment),
        "more_than_total": said("fault.more_than_owed", owed=_basis(call)),
        "not_the_total": said("fault.not_the_total", owed=_basis(call)),
        "outside_range": said("fault.outside_range"),
        "nothing_owed": said("why.nothing_due"),
        "plans_not_allowed": said("why.plans_not_offered"),
        "rate_unknown": said("why.amount_unknown"),
    }
    return found.get(code)


def _most(call: PageCall) -> int:
    return call.file.creditor.negotiation_rules.plans.most_instalments


def _basis(call: PageCall) -> Money:
    """What a plan is about today: due, and not contested."""
    account = facts_of(call).account
    return basis_of(account).total if account else ZERO


STEPS = Steps(_form, _read, _review, _act, _result, PLACES, explain)

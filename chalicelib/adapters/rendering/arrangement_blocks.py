"""What texts see of a promise and of a plan, and the tables of both (R-076, R-081)."""

from __future__ import annotations

from chalicelib.domain.arrangement import DisputeFacts, NoticedInstalment, PlanFacts, PromiseFacts, SettlementFacts
from chalicelib.domain.french import NO_BREAK
from chalicelib.domain.messages import MessageFacts
from chalicelib.domain.money import Money
from chalicelib.domain.written_form import WrittenForm

from .blocks import Column, Columns, Fields, Table
from .sender import account_of, sender_of
from .wording import Labels, written

View = dict[str, object]
ROOM_TO_SIGN = (NO_BREAK,) * 4


def arrangement_view(facts: MessageFacts, labels: Labels) -> View:
    """What was agreed, offered or contested; a text that needs one which is missing is not written."""
    form = written(labels)
    return {
        "promise": _promise(facts.promise, facts, labels, form) if facts.promise else None,
        "plan": _plan(facts.plan, form) if facts.plan else None,
        "instalment": _instalment(facts.instalment, form) if facts.instalment else None,
        "settlement": _settlement(facts.settlement, facts, form) if facts.settlement else None,
        "dispute": _dispute(facts.dispute, labels, form) if facts.dispute else None,
        "code": {"digits": facts.code.digits, "minutes": facts.code.minutes} if facts.code else None,
        "word_broken": facts.word_broken,
    }


def _promise(promise: PromiseFacts, facts: MessageFacts, labels: Labels, form: WrittenForm) -> View:
    return {
        "amount": form.format_money(promise.amount),
        "pay_on": form.format_date(promise.pay_on),
        "made_on": form.format_date(promise.made_on) if promise.made_on else "",
        "channel": labels["by_channel"].get(promise.channel or "", ""),
        "covers_all": promise.amount.amount >= facts.statement.total.amount,
        "is_late": promise.pay_on < facts.today,
    }


def _plan(plan: PlanFacts, form: WrittenForm) -> View:
    first, *later = plan.instalments
    return {
        "total": form.format_money(plan.total),
        "total_in_words": form.amount_in_words(plan.total),
        "count": len(plan.instalments),
        "several": bool(later),
        "first_amount": form.format_money(first.amount),
        "first_on": form.format_date(first.on),
        "last_on": form.format_date(plan.instalments[-1].on),
        "acceleration_days": plan.acceleration_days,
        "answer_by": form.format_date(plan.answer_by) if plan.answer_by else "",
        "signed_on": form.format_date(plan.signed_on) if plan.signed_on else "",
        "interest_waived": plan.interest_waived,
        "by_debtor": plan.by_debtor,
        "answers": plan.answers,
        "goes_on": plan.goes_on,
    }


def _instalment(told: NoticedInstalment, form: WrittenForm) -> View:
    return {
        "number": told.number,
        "count": told.count,
        "on": form.format_date(told.on),
        "amount": form.format_money(told.amount),
        "missing": form.format_money(told.missing),
        "in_part": told.missing.amount < told.amount.amount,
        "several": told.missing.amount > told.amount.amount,
        "left": form.format_money(told.left),
        "last_day": form.format_date(told.last_day) if told.last_day else None,
    }


def _settlement(told: SettlementFacts, facts: MessageFacts, form: WrittenForm) -> View:
    return {
        "amount": form.format_money(told.amount),
        "amount_in_words": form.amount_in_words(told.amount),
        "valid_until": form.format_date(told.valid_until),
        "waived": form.format_money(told.waived) if told.waived else "",
        "given_up": form.format_money(facts.statement.total - told.amount),
    }


def _dispute(told: DisputeFacts, labels: Labels, form: WrittenForm) -> View:
    return {
        "reason": labels["dispute_reasons"].get(told.reason, ""),
        "opened_on": form.format_date(told.opened_on),
        "invoices": form.format_list(list(told.invoice_numbers)),
        "one": len(told.invoice_numbers) == 1,
        "amount": form.format_money(told.amount) if told.amount else "",
        "answer_by": form.format_date(told.answer_by) if told.answer_by else "",
        "undisputed_goes_on": told.undisputed_goes_on,
        "answer": told.answer or "",
        "resolution": told.resolution or "",
        "reduction": form.format_money(told.reduction) if told.reduction.amount > 0 else "",
        "explanation": told.explanation or "",
    }


def instalments_table(facts: MessageFacts, labels: Labels) -> Table | None:
    """Each instalment with its day and amount; they add up (R-076)."""
    if facts.plan is None:
        return None
    titles, form = labels["columns"], written(labels)
    columns = (
        Column(titles["instalment"], 1.0),
        Column(titles["pay_by"], 2.4),
        Column(titles["paid_amount"], 1.6, right=True),
    )
    rows = tuple(
        (str(number), form.format_date(each.on), form.format_money(each.amount))
        for number, each in enumerate(facts.plan.instalments, 1)
    )
    return Table(columns, rows, ((labels["total"], "", form.format_money(facts.plan.total)),))


def plan_signing_columns(facts: MessageFacts, labels: Labels) -> Columns:
    """Where both sides sign a plan (R-078)."""
    names, blank = labels["fields"], (labels["signed_at"], *ROOM_TO_SIGN)
    return Columns(
        names["for_agreement"],
        (facts.debtor.name, *blank),
        names["for_creditor"],
        (sender_of(facts).legal_name, *blank),
    )


def promise_payment_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The account, with the amount and the day that were promised."""
    if facts.promise is None:
        return None
    return _account(facts, labels, facts.promise.amount, written(labels).format_date(facts.promise.pay_on))


def plan_payment_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The account, with the first instalment."""
    if facts.plan is None:
        return None
    first = facts.plan.instalments[0]
    return _account(facts, labels, first.amount, written(labels).format_date(first.on))


def instalment_payment_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The account, with what is missing and, in a notice, its last day; ahead of the day with the instalment."""
    told = facts.instalment
    if told is None:
        return None
    is_ahead = told.on >= facts.today
    day = told.on if is_ahead else None
    return _account(facts, labels, told.missing, written(labels).format_date(day) if day else "")


def regularisation_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The account, with what a notice of acceleration asks for by its last day (PLAN_02)."""
    told = facts.instalment
    if told is None or told.last_day is None:
        return None
    return _account(facts, labels, told.missing, written(labels).format_date(told.last_day))


def settlement_payment_fields(facts: MessageFacts, labels: Labels) -> Fields | None:
    """The account, with the amount of an offer and its last day (R-073)."""
    told = facts.settlement
    if told is None:
        return None
    return _account(facts, labels, told.amount, written(labels).format_date(told.valid_until))


def _account(facts: MessageFacts, labels: Labels, amount: Money, day: str) -> Fields:
    names, account, form = labels["fields"], account_of(facts), written(labels)
    rows = (
        (names["payee"], account.holder),
        (names["iban"], form.format_iban(account.iban)),
        (names["bic"], account.bic),
        (names["amount_due"], form.format_money(amount)),
        (names["pay_by"], day),
        (names["quote"], facts.case_reference),
    )
    return Fields(tuple(row for row in rows if row[1]), framed=True)

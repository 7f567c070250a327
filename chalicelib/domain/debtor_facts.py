"""Recording, completing and withdrawing facts of a debtor: each gives the debtor as it is from then on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from .address import Address
from .contact import POSTAL
from .debtor_fact import DebtorFact, FactDocument, FactKind, Insolvency, Representative
from .errors import Conflict, FieldProblem, InvalidInput, NotFound, Refused
from .parties import MOVED, ChannelBlock, Debtor, DebtorKind

MOST_FACTS = 20

NATURAL = frozenset({DebtorKind.CONSUMER, DebtorKind.SOLE_TRADER})
APPLIES_TO = {
    FactKind.INSOLVENCY: frozenset({DebtorKind.COMPANY, DebtorKind.SOLE_TRADER, DebtorKind.NON_PROFESSIONAL}),
    FactKind.OVER_INDEBTEDNESS: NATURAL,
    FactKind.DEATH: NATURAL,
    FactKind.GUARDIANSHIP: NATURAL,
}
"""Which debtors a kind is about; one that is not listed is about all of them (C. com. L620-2, C. conso L711-1)."""

ONE_AT_A_TIME = frozenset(
    {FactKind.INSOLVENCY, FactKind.OVER_INDEBTEDNESS, FactKind.DEATH, FactKind.GUARDIANSHIP, FactKind.LAWYER}
)
OF_ONE_DAY = frozenset({FactKind.INSOLVENCY, FactKind.OVER_INDEBTEDNESS, FactKind.DEATH})

T = TypeVar("T")


@dataclass(frozen=True)
class NewFact:
    """What was learnt. Only the parts of its kind are given."""

    kind: FactKind
    on: date
    detail: str | None = None
    insolvency: Insolvency | None = None
    addressee: Representative | None = None
    address: Address | None = None
    channel: str | None = None
    contact: str | None = None
    recorded_by: str | None = None


@dataclass(frozen=True)
class Learnt:
    """The debtor and the fact after it was recorded; ``debtor`` is the same object when nothing is new."""

    debtor: Debtor
    fact: DebtorFact


def record_fact(
    debtor: Debtor, new: NewFact, fact_id: str, today: date, now: datetime, document: FactDocument | None = None
) -> Learnt:
    """Adds a fact, or completes the one that stands already (a BODACC date, an addressee). ``now`` is wall time.

    Errors: ``fact_not_applicable``; ``in_the_future``; ``before_judgment``; ``unknown_contact``;
    ``fact_already_recorded`` (409) with another day: withdraw the first; ``too_many_facts``.
    """
    _check(debtor, new, today)
    known = _same(debtor, new)
    revision = debtor.facts_revision + 1
    if known is None:
        if len(debtor.facts) >= MOST_FACTS:
            problem = FieldProblem("#", "too_many_facts", f"a debtor has {MOST_FACTS} facts at most")
            raise InvalidInput("The fact cannot be recorded.", errors=(problem,))
        fact = _first(debtor, new, fact_id, now, revision, document)
        return Learnt(_with(debtor, fact), fact)
    completed = _completed(known, new, document)
    if completed == known:
        return Learnt(debtor, known)
    completed = replace(completed, revision=revision)
    return Learnt(_with(debtor, completed), completed)


def withdraw_fact(debtor: Debtor, fact_id: str, now: datetime, *, reason: str, actor: str) -> Learnt:
    """Takes back a fact that was recorded by mistake, with what it blocked. ``now`` is wall time.

    Errors: ``not_found``; ``fact_already_withdrawn`` (409).
    """
    fact = next((each for each in debtor.facts if each.id == fact_id), None)
    if fact is None:
        raise NotFound("No such fact of this debtor.")
    if not fact.stands:
        raise Conflict("The fact is withdrawn already.", code="fact_already_withdrawn")
    revision = debtor.facts_revision + 1
    gone = replace(fact, revision=revision, withdrawn_at=now, withdrawn_because=reason, withdrawn_by=actor)
    facts = tuple(gone if each.id == fact_id else each for each in debtor.facts)
    blocks = tuple(block for block in debtor.blocks if block.fact_id != fact_id)
    debtor = replace(debtor, facts=facts, blocks=blocks, version=debtor.version + 1)
    return Learnt(_moved_back(debtor, gone) if fact.kind is FactKind.MOVED and fact.address else debtor, gone)


def _moved_back(debtor: Debtor, gone: DebtorFact) -> Debtor:
    """The debtor who never moved there: whoever left it for elsewhere left the address before.

    Where that one was already known to be wrong, letters wait again.
    """
    left = tuple(
        replace(each, replaced_address=gone.replaced_address)
        if each.kind is FactKind.MOVED and each.replaced_address == gone.address
        else each
        for each in debtor.facts
    )
    debtor = replace(debtor, facts=left)
    if debtor.address != gone.address:
        return debtor
    nowhere = [f for f in debtor.standing(FactKind.MOVED) if f.address is None]
    again = tuple(
        block for fact in nowhere if fact.replaced_address == gone.replaced_address for block in _blocks(fact)
    )
    others = tuple(block for block in debtor.blocks if block not in again)
    return replace(debtor, address=gone.replaced_address, blocks=(*others, *again))


def found_again(debtor: Debtor) -> Debtor:
    """The debtor whose new address is known: letters go out again."""
    moved = {fact.id for fact in debtor.facts if fact.kind is FactKind.MOVED}
    return replace(debtor, blocks=tuple(block for block in debtor.blocks if block.fact_id not in moved))


def _check(debtor: Debtor, new: NewFact, today: date) -> None:
    if debtor.kind not in APPLIES_TO.get(new.kind, frozenset(DebtorKind)):
        problem = FieldProblem("#/kind", "fact_not_applicable", f"{new.kind} is not said of a {debtor.kind}")
        raise Refused("The fact does not apply to this kind of debtor.", code="fact_not_applicable", errors=(problem,))
    problems = []
    if new.on > today:
        problems.append(FieldProblem("#/on", "in_the_future", f"the debtor's cases stand at {today}"))
    published = new.insolvency.published_on if new.insolvency else None
    if published is not None and published > today:
        problems.append(FieldProblem("#/bodacc_published_on", "in_the_future", f"the cases stand at {today}"))
    if published is not None and published < new.on:
        detail = f"a judgment of {new.on} is published later"
        problems.append(FieldProblem("#/bodacc_published_on", "before_judgment", detail))
    if new.contact is not None and all(new.contact not in (c.email, c.phone) for c in debtor.contacts):
        problems.append(FieldProblem("#/contact", "unknown_contact", "not an address or number of this debtor"))
    if problems:
        raise InvalidInput("The fact cannot be recorded.", errors=tuple(problems))


def _same(debtor: Debtor, new: NewFact) -> DebtorFact | None:
    """The standing fact that says the same, if there is one."""
    for fact in debtor.standing(new.kind):
        if new.kind in ONE_AT_A_TIME:
            if new.kind in OF_ONE_DAY and fact.on != new.on:
                detail = f"{new.kind} stands since {fact.on}; withdraw it first if that day is wrong."
                raise Conflict(detail, code="fact_already_recorded", link=f"/v1/debtors/{debtor.id}/facts")
            return fact
        same_place = new.address is not None and fact.address == new.address and debtor.address == new.address
        nowhere = new.kind is FactKind.MOVED and new.address is None and fact.address is None
        if (fact.channel, fact.contact) == (new.channel, new.contact) and (
            new.kind is not FactKind.MOVED or same_place or nowhere
        ):
            return fact
    return None


def _first(
    debtor: Debtor, new: NewFact, fact_id: str, now: datetime, revision: int, document: FactDocument | None
) -> DebtorFact:
    return DebtorFact(
        id=fact_id,
        kind=new.kind,
        on=new.on,
        recorded_at=now,
        recorded_in=revision,
        revision=revision,
        detail=new.detail,
        insolvency=new.insolvency,
        addressee=new.addressee,
        address=new.address,
        replaced_address=debtor.address if new.kind is FactKind.MOVED else None,
        channel=new.channel,
        contact=new.contact,
        document=document,
        recorded_by=new.recorded_by,
    )


def _completed(known: DebtorFact, new: NewFact, document: FactDocument | None) -> DebtorFact:
    """What is said now wins over what was said before; what is left out stays."""
    insolvency = known.insolvency
    if insolvency is not None and new.insolvency is not None:
        told = new.insolvency
        insolvency = Insolvency(
            told.procedure,
            _later(told.published_on, insolvency.published_on),
            _later(told.court, insolvency.court),
            _later(told.representative, insolvency.representative),
            _later(told.creditor_outside_metropolitan_france, insolvency.creditor_outside_metropolitan_france),
            _later(told.proceedings_overseas, insolvency.proceedings_overseas),
        )
    return replace(
        known,
        detail=_later(new.detail, known.detail),
        insolvency=insolvency,
        addressee=_later(new.addressee, known.addressee),
        document=_later(document, known.document),
    )


def _later(now: T | None, before: T | None) -> T | None:
    return before if now is None else now


def _with(debtor: Debtor, fact: DebtorFact) -> Debtor:
    facts = (*(each for each in debtor.facts if each.id != fact.id), fact)
    blocks = tuple(block for block in debtor.blocks if block.fact_id != fact.id)
    debtor = replace(debtor, facts=facts, blocks=blocks, version=debtor.version + 1)
    if fact.address is not None:
        debtor = found_again(replace(debtor, address=fact.address))
    return replace(debtor, blocks=(*debtor.blocks, *_blocks(fact)))


def _blocks(fact: DebtorFact) -> tuple[ChannelBlock, ...]:
    """The channels that a fact closes (CON_09)."""
    if fact.kind is FactKind.OPT_OUT and fact.channel:
        return (ChannelBlock(fact.channel, "opt_out", fact.on, fact_id=fact.id),)
    if fact.kind is FactKind.MOVED and fact.address is None:
        return tuple(ChannelBlock(channel.value, MOVED, fact.on, fact_id=fact.id) for channel in POSTAL)
    if fact.kind is FactKind.WRONG_PERSON and fact.contact:
        channels = ("email",) if "@" in fact.contact else ("call", "sms")
        return tuple(ChannelBlock(name, "wrong_person", fact.on, fact.contact, fact.id) for name in channels)
    return ()

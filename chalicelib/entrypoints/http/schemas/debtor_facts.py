"""Facts of a debtor in requests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.debtor_fact import FactKind, Insolvency, Procedure, Representative
from chalicelib.domain.debtor_facts import NewFact
from chalicelib.domain.errors import FieldProblem, InvalidInput

from .files import DocumentIn
from .values import AddressIn, Day, EmailText, Line, LongText, PhoneText, Request

PARTS = {
    FactKind.INSOLVENCY: (
        "procedure",
        "bodacc_published_on",
        "court",
        "representative",
        "creditor_outside_metropolitan_france",
        "proceedings_overseas",
    ),
    FactKind.DEATH: ("addressee",),
    FactKind.GUARDIANSHIP: ("addressee",),
    FactKind.LAWYER: ("addressee",),
    FactKind.WRONG_PERSON: ("contact",),
    FactKind.MOVED: ("address",),
    FactKind.OPT_OUT: ("channel",),
}
"""Which fields belong to a kind; the others have none of their own."""
NEEDED = {FactKind.INSOLVENCY: "procedure", FactKind.OPT_OUT: "channel"}
COMMON = frozenset({"kind", "on", "detail", "document"})


class RepresentativeIn(Request):
    """The mandataire judiciaire or liquidator."""

    name: Line
    address: AddressIn | None = None
    email: EmailText | None = None
    phone: PhoneText | None = None

    def to_domain(self) -> Representative:
        address = self.address.to_domain() if self.address else None
        return Representative(self.name, address, self.email, self.phone)


class AddresseeIn(Request):
    """The only person to write to from then on: guardian, lawyer, notary."""

    name: Line
    address: AddressIn
    email: EmailText | None = None
    phone: PhoneText | None = None

    def to_domain(self) -> Representative:
        return Representative(self.name, self.address.to_domain(), self.email, self.phone)


class FactRequest(Request):
    """``POST /debtors/{id}/facts``: the parts of the kind, and no others."""

    kind: FactKind
    on: Day
    detail: LongText | None = None
    document: DocumentIn | None = None
    procedure: Procedure | None = None
    bodacc_published_on: Day | None = None
    court: Line | None = None
    representative: RepresentativeIn | None = None
    creditor_outside_metropolitan_france: bool | None = None
    proceedings_overseas: bool | None = None
    addressee: AddresseeIn | None = None
    address: AddressIn | None = None
    channel: Literal["email", "sms", "call"] | None = None
    contact: Annotated[str, Field(min_length=3, max_length=254)] | None = None

    def to_new(self, actor: str) -> NewFact:
        """The fact. Errors: ``not_for_this_kind`` and ``required`` at their fields."""
        self._check()
        return NewFact(
            kind=self.kind,
            on=self.on,
            detail=self.detail,
            insolvency=self._insolvency(),
            addressee=self.addressee.to_domain() if self.addressee else None,
            address=self.address.to_domain() if self.address else None,
            channel=self.channel,
            contact=self.contact,
            recorded_by=actor,
        )

    def _insolvency(self) -> Insolvency | None:
        if self.procedure is None:
            return None
        return Insolvency(
            procedure=self.procedure,
            published_on=self.bodacc_published_on,
            court=self.court,
            representative=self.representative.to_domain() if self.representative else None,
            creditor_outside_metropolitan_france=self.creditor_outside_metropolitan_france,
            proceedings_overseas=self.proceedings_overseas,
        )

    def _check(self) -> None:
        allowed = COMMON.union(PARTS.get(self.kind, ()))
        given = [name for name, value in self.given().items() if value is not None and name not in allowed]
        problems = [
            FieldProblem(f"#/{name}", "not_for_this_kind", f"{name} says nothing of {self.kind}")
            for name in sorted(given)
        ]
        needed = NEEDED.get(self.kind)
        if needed is not None and getattr(self, needed) is None:
            problems.append(FieldProblem(f"#/{needed}", "required", f"{self.kind} needs its {needed}"))
        if problems:
            raise InvalidInput("The fact cannot be recorded.", errors=tuple(problems))

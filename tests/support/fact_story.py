"""The verbs of a story about facts of a debtor: learn, take back, patch."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.debtor_fact import FactKind, Insolvency, Procedure, Representative
from chalicelib.domain.debtor_facts import Learnt, NewFact
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.parties import Address, Debtor
from chalicelib.usecases.record_debtor_fact import (
    RecordDebtorFact,
    WithdrawDebtorFact,
    record_debtor_fact,
    withdraw_debtor_fact,
)
from chalicelib.usecases.sending import Content
from chalicelib.usecases.spread_facts import Spreading
from chalicelib.usecases.writes import Update

from .story import ACTOR, Story

AGENT = Representative("Maître Solène Aubrac", Address("27 rue de la Pépinière", "75008", "Paris"))
GUARDIAN = Representative(
    "Association Tutélaire", Address("3 rue du Lavoir", "35000", "Rennes"), "tutelle@asso.example"
)
JUDGMENT = Content(DocumentKind.CORRESPONDENCE, "jugement.pdf", "application/pdf", b"%PDF- jugement")


class FactStory(Story):
    """A story in which something is learnt of a debtor."""

    @property
    def spreading(self) -> Spreading:
        return Spreading(self.recording, self.archive)

    def learn(
        self, kind: FactKind, on: date, *, debtor_id: str = "deb_1", document: Content | None = None, **parts: Any
    ) -> Learnt | None:
        """What somebody records through the API, tried again until it is answered."""
        new = NewFact(kind, on, recorded_by=ACTOR, **parts)
        command = RecordDebtorFact(self.scope, debtor_id, new, document)
        ports, checks = self.spreading, IdentityChecks()
        return self.command(
            lambda reply: record_debtor_fact(command, ports=ports, checks=checks, reply=reply), scope=self.scope
        )

    def insolvent(self, on: date, published_on: date | None = None, **more: Any) -> Learnt | None:
        told = Insolvency(Procedure.RECEIVERSHIP, published_on, "le tribunal de commerce de Paris", AGENT)
        return self.learn(FactKind.INSOLVENCY, on, insolvency=told, **more)

    def withdraw(self, fact_id: str, debtor_id: str = "deb_1") -> None:
        command = WithdrawDebtorFact(self.scope, debtor_id, fact_id, "recorded by mistake", ACTOR)
        self.command(lambda reply: withdraw_debtor_fact(command, ports=self.spreading, reply=reply), scope=self.scope)

    def debtor_now(self, debtor_id: str = "deb_1") -> Debtor:
        debtor: Debtor = self.memory._get(Debtor, self.scope, debtor_id)
        return debtor

    def only_known(self, kind: FactKind, on: date, **parts: Any) -> None:
        """The fact as a process left it that died between its commit and everything after it."""
        from chalicelib.domain.debtor_facts import record_fact
        from chalicelib.usecases.catch_up import spread

        debtor = self.debtor_now()
        new = NewFact(kind, on, recorded_by=ACTOR, **parts)
        learnt = record_fact(debtor, new, self.ids.new("fact"), self.now().date(), self.now())
        key = self.memory._key(self.scope, debtor.id)
        self.memory.commit([Update(learnt.debtor, key), spread(learnt.debtor, self.recording)])

    def papers(self, case_id: str, kind: DocumentKind) -> list[Document]:
        found = [document for document in self.memory._all(Document) if document.case_id == case_id]
        return sorted((each for each in found if each.kind is kind), key=lambda each: each.id)

"""A fact of a debtor through the real table, archive and keys: recorded, spread by its row, declared, erased."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.adapters.identity_checks import IdentityChecks
from chalicelib.domain.address import Address
from chalicelib.domain.case_commands import Choice
from chalicelib.domain.debtor_fact import FactKind, Insolvency, Procedure, Representative
from chalicelib.domain.debtor_facts import NewFact
from chalicelib.domain.document import Document, DocumentKind
from chalicelib.domain.next_step import Action
from chalicelib.domain.sealed_event import KeyErased
from chalicelib.domain.writes import Consumer
from chalicelib.usecases.decide_case import DecideCase, decide_case
from chalicelib.usecases.erase_debtor import erase_debtor
from chalicelib.usecases.ports import no_reply
from chalicelib.usecases.record_debtor_fact import RecordDebtorFact, record_debtor_fact
from chalicelib.usecases.sending import Content, fetch
from chalicelib.usecases.spread_facts import spread_facts
from tests.support.case_on_aws import CaseOnAws, case_on_aws
from tests.support.http_world import SETTINGS

JUDGED = date(2026, 10, 2)
PROOF = b"%PDF- jugement concernant Lampion"
AGENT = Representative("Maître Solène Aubrac", Address("27 rue de la Pépinière", "69002", "Lyon"))


def judged(world: CaseOnAws) -> None:
    told = Insolvency(Procedure.LIQUIDATION, JUDGED, "le tribunal de commerce de Lyon", AGENT)
    content = Content(DocumentKind.CORRESPONDENCE, "jugement.pdf", "application/pdf", PROOF)
    new = NewFact(FactKind.INSOLVENCY, JUDGED, insolvency=told)
    command = RecordDebtorFact(world.scope, world.case.debtor_id, new, content)
    world.clock.instant = world.clock.instant.replace(year=2026, month=10, day=5)
    record_debtor_fact(command, ports=world.deps.spreading, checks=IdentityChecks(), reply=no_reply)


def papers(world: CaseOnAws, kind: DocumentKind) -> list[Document]:
    page = world.deps.store.documents(world.scope, world.case_id, limit=100, position=None)
    return [document for document in page.items if document.kind is kind]


def test_a_live_claim_is_not_declared_at_a_provisional_rate() -> None:
    """What the creditor signs waits for the confirmed rate; the case is stopped all the same (design: money)."""
    with case_on_aws(livemode=True) as world:
        world.open()
        judged(world)
        assert world.case.pause is not None
        assert world.case.next_step is not None
        assert world.case.next_step.reason.startswith("rate provisional")


def test_an_insolvency_from_its_recording_to_the_erasure_of_its_debtor() -> None:
    with case_on_aws() as world:
        world.open()
        judged(world)
        store, debtor_id = world.deps.store, world.case.debtor_id
        waiting = store.older_than(world.clock.instant.replace(year=2027), limit=99)
        (row,) = [each for each in waiting if each.consumer == Consumer.FACTS]
        before = world.case.version
        spread_facts(row, ports=world.deps.spreading, outbox=store)
        assert store.row(row.key) is None
        assert world.case.version == before, "the request had told this case already"
        world.until(Action.ISSUE_DECLARATION)
        insolvency = world.case.insolvency
        assert insolvency is not None
        assert (insolvency.declaration_deadline, insolvency.edition) == (date(2026, 12, 2), 1)
        (proof,) = papers(world, DocumentKind.CORRESPONDENCE)
        (declared,) = papers(world, DocumentKind.CLAIM_DECLARATION)
        _, key = store.debtor(world.scope, debtor_id)
        ports = {"recording": world.deps.recording, "archive": world.deps.archive}
        assert fetch(proof, key, **ports) == PROOF  # type: ignore[arg-type]  # the two ports
        assert fetch(declared, key, **ports)[:5] == b"%PDF-"  # type: ignore[arg-type]  # the two ports
        decide = DecideCase(world.changing(), Choice.WRITE_OFF, "insolvent")
        decide_case(decide, recording=world.deps.recording, reply=no_reply)
        erase_debtor(world.scope, debtor_id, store=store, vault=world.deps.vault, files=world.deps.files)
        with pytest.raises(KeyErased):
            store.debtor(world.scope, debtor_id)
        kept = world.everything_in(SETTINGS.archive_bucket, SETTINGS.files_bucket)
        assert b"jugement concernant" not in kept
        assert b"Aubrac" not in kept

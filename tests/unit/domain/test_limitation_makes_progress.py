"""Limitation in a decision never spins, and warns once for each threshold and day, over stories made by chance."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.case import Case
from chalicelib.domain.case_commands import AttentionAction, resolve_attention
from chalicelib.domain.case_limitation import limitation_of
from chalicelib.domain.case_payments import known_statement
from chalicelib.domain.decide_limitation import with_limitation
from chalicelib.domain.decision_facts import still
from chalicelib.domain.invoice import Invoice
from chalicelib.domain.ledger_facts import Payment
from chalicelib.domain.limitation import ActKind, ClaimKind, SuspensionKind
from chalicelib.domain.limitation_commands import warn
from chalicelib.domain.limitation_record import RecordedAct, RecordedSuspension, Undone
from chalicelib.domain.money import Money
from chalicelib.domain.next_step import Action, NextStep
from chalicelib.domain.parties import DebtorKind
from chalicelib.domain.plan import local_day
from chalicelib.domain.scenarios.presets import SCENARIOS

from .cases import RATES, at, case, day, facts

ACTS = (ActKind.ACKNOWLEDGEMENT, ActKind.COURT_CLAIM, ActKind.WRITTEN_DEMAND, ActKind.LETTER)
KINDS = st.sampled_from([DebtorKind.COMPANY, DebtorKind.CONSUMER, DebtorKind.NON_PROFESSIONAL, DebtorKind.PUBLIC_BODY])
CLAIMS = st.sampled_from([ClaimKind.CARRIAGE, ClaimKind.GOODS_OR_SERVICES])
DEEDS = st.sampled_from(["act", "oral", "undo", "suspend", "lift", "pay", "reverse", "resolve", "sleep"])
INVOICES = st.lists(st.tuples(CLAIMS, st.integers(-800, 0)), min_size=1, max_size=3)
STORY = st.lists(st.tuples(st.integers(1, 200), DEEDS, st.integers(0, 40)), max_size=12)


class Run:
    """A case whose every due step of limitation is carried out at its instant."""

    def __init__(self, of: Case) -> None:
        self.case = of
        self.now: datetime = of.last_instant
        self.warned: Counter[tuple[str, int]] = Counter()

    def step(self) -> NextStep:
        account = known_statement(self.case, RATES, local_day(self.case, self.now))
        return with_limitation(replace(facts(self.case), account=account), IDLE, self.now)

    def catch_up(self, until: datetime) -> None:
        """Each wake-up makes progress: what it carried out never comes back as the next due step."""
        done: NextStep | None = None
        while (step := self.step()).due_at is not None and step.due_at <= until:
            assert step.action is Action.WARN_OF_LIMITATION
            came, self.now = step.due_at > self.now, max(self.now, step.due_at)
            if came:
                continue  # decided again on waking
            assert step != done, f"{step} came again at {self.now}"
            account = known_statement(self.case, RATES, local_day(self.case, self.now))
            changed, drafts = warn(self.case, account, self.now)
            assert drafts, f"{step} did nothing at {self.now}"
            self.warned.update(
                (str(draft.payload["warned_day"]), int(str(draft.payload["threshold_days"])))
                for draft in drafts
                if draft.type.value == "limitation.warning"
            )
            self.case, done = replace(changed, last_instant=self.now), step
        self.now = max(self.now, until)


IDLE = still("nothing else is due")


def _deed(of: Case, deed: str, n: int, now: datetime) -> Case:
    record, on = of.limitation, local_day(of, now) - timedelta(days=n)
    if of.is_closed:
        return of
    if deed in ("act", "oral"):
        act = RecordedAct(f"act_{len(record.acts)}", ACTS[n % len(ACTS)], on, oral=deed == "oral")
        return replace(of, limitation=record.with_act(act))
    if deed == "undo" and record.acts:
        gone = replace(record.acts[n % len(record.acts)], undone=Undone.RECORDED_BY_MISTAKE, undone_on=on)
        return replace(of, limitation=record.with_act(gone))
    if deed == "suspend":
        end = on + timedelta(days=n)
        found = RecordedSuspension(f"sus_{len(record.suspensions)}", SuspensionKind.MEDIATION, on, end)
        return replace(of, limitation=record.with_suspension(found))
    if deed == "lift" and record.suspensions:
        lifted = replace(record.suspensions[n % len(record.suspensions)], withdrawn_on=on)
        return replace(of, limitation=record.with_suspension(lifted))
    return _money(of, deed, n, on, now)


def _money(of: Case, deed: str, n: int, on: date, now: datetime) -> Case:
    if deed == "pay":
        amount = Money(120_000 if n % 2 else 5_000)
        paid = Payment(f"pay_{len(of.payments)}", amount, on, len(of.payments) + 1)
        return replace(of, payments=(*of.payments, paid))
    if deed == "reverse" and of.payments:
        last = replace(of.payments[-1], reversed_on=local_day(of, now))
        return replace(of, payments=(*of.payments[:-1], last))
    if deed == "resolve" and of.attention is not None:
        scenario = SCENARIOS[(of.scenario_id, of.scenario_version)]
        return resolve_attention(of, AttentionAction.SKIP, scenario, now, reason="seen")[0]
    return of


@settings(deadline=None, max_examples=150)
@given(kind=KINDS, invoices=INVOICES, story=STORY)
def test_limitation_always_makes_progress_and_warns_once_for_each_threshold_and_day(
    kind: DebtorKind, invoices: list[tuple[ClaimKind, int]], story: list[tuple[int, str, int]]
) -> None:
    """PRE_14, PRE_15: whatever moves the days back and forth."""
    claims = tuple(
        Invoice(f"inv_{n}", f"FA-{n}", day(due - 30), day(due), Money(120_000), claim_kind=claim)
        for n, (claim, due) in enumerate(invoices)
    )
    run = Run(case(debtor_kind=kind, invoices=claims))
    run.catch_up(at(2))
    elapsed = 2
    for days, deed, n in story:
        elapsed += days
        run.catch_up(at(elapsed))
        run.case = replace(_deed(run.case, deed, n, run.now), last_instant=run.now)
        run.catch_up(at(elapsed))
    assert [given_ for given_, times in run.warned.items() if times > 1] == []
    if run.case.is_closed:
        found = limitation_of(run.case, known_statement(run.case, RATES, local_day(run.case, run.now)))
        assert kind is DebtorKind.CONSUMER
        assert found.last_day < local_day(run.case, run.now)

"""A first case of test mode, and the verbs that make things happen to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from . import sample
from .following import CaseStory, advance
from .money import PARIS, euros, paris_day, written
from .opening import creditor_with
from .problems import CliError, Exit
from .session import Json, Session, json_of

SIMULATOR = "simulator.amiable.example"
LAST_DAY = 150
EVENING = time(21)  # in Paris: what belongs to a day has happened
AFTERWARDS = 14  # days in which something may still come of a case that has ended
ENDS = ("closed", "awaiting_decision")


class Stage:
    """One creditor, one debtor, one case on one clock. Days count from the due date."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.client = session.client
        self.creditor_id = ""
        self.clock: Json = {}
        self.case: Json = {}
        self.import_id = ""
        self.story: CaseStory
        self.due = sample.DUE

    @property
    def case_id(self) -> str:
        return str(self.case["id"])

    @property
    def now(self) -> datetime:
        """Where the clock stands."""
        return datetime.fromisoformat(self.clock["now"])

    @property
    def today(self) -> date:
        return paris_day(self.clock["now"])

    def creditor(self) -> str:
        """The sample creditor, made once for an account."""
        if not self.creditor_id:
            found = creditor_with(self.session, sample.SIREN)
            made = found or json_of(self.client.creditors.create_creditor(sample.CREDITOR))
            self.creditor_id = str(made["id"])
        return self.creditor_id

    def open(self, behaviour: str = "silent", *, due: date = sample.DUE, on_day: int = 1, **more: Any) -> None:
        """Opens the case on D+``on_day``, against a debtor who behaves like this."""
        self.due = due
        start = datetime.combine(due + timedelta(days=on_day), datetime.min.time(), PARIS).replace(hour=10)
        self.clock = json_of(self.client.test_clocks.create_test_clock({"now": written(start)}))
        contact = {**sample.DEBTOR["contacts"][0], "email": f"{behaviour}@{SIMULATOR}"}
        who = {"kind": more.pop("debtor_kind", "company")}
        debtor = {**sample.DEBTOR, **who, "contacts": [contact]}
        body = {**sample.case(due=due, **more), "debtor": debtor, "creditor_id": self.creditor()}
        self.case = json_of(self.client.cases.open_case({**body, "test_clock_id": self.clock["id"]}))
        self._introduce(contact["email"])
        self.story = CaseStory(self.session, self.case)
        self.look()

    def _introduce(self, email: str) -> None:
        invoice = self.case["invoices"][0]
        owed = euros(invoice["amount_incl_tax"])
        who, since = sample.DEBTOR["name"], invoice["due_date"]
        self.session.note(f"invoice {invoice['number']}: {who} owes {owed} since {since}")
        self.session.note(f"case    {self.case_id}\nclock   {self.clock['id']}\ndebtor  {email}\n")

    def look(self) -> list[Json]:
        """Tells what is new."""
        return self.story.catch_up()

    def read(self) -> Json:
        """The case as it stands."""
        self.case = json_of(self.client.cases.get_case(self.case_id))
        return self.case

    def advance(self, to: datetime) -> None:
        self.clock = advance(self.session, self.clock["id"], written(to), look=self.look)

    def days(self, count: int) -> None:
        """So many days pass."""
        self.advance(self.now + timedelta(days=count))

    def to_day(self, number: int) -> None:
        """To the evening of D+``number``, in one advance."""
        evening = datetime.combine(self.due + timedelta(days=number), EVENING, PARIS)
        if evening > self.now:
            self.advance(evening)

    def until(self, kind: str, *, by: int | None = None, answer: str = "voicemail") -> Json:
        """Lets time pass until an event of this type has happened.

        Where it is known to come ``by`` D+N, the clock goes there at once, and nobody takes the calls on the way;
        else it goes from step to step, and calls come to ``answer``.

        Raises:
            CliError: it does not happen by itself.
        """
        if by is not None and self.story.last(kind) is None:
            self.to_day(by)
        last = self.now + timedelta(days=LAST_DAY)
        while True:
            self.look()
            found = self.story.last(kind)
            if found is not None:
                return found
            case = self.read()
            if case["status"] in ENDS:
                last = min(last, self.now + timedelta(days=AFTERWARDS))
            if self.now >= last:
                raise CliError(f"{kind} did not happen; the case is {case['status']}.", status=Exit.REFUSED)
            self.answer_calls(answer)
            self.advance(self._next_stop())

    def _next_stop(self) -> datetime:
        """When the next step is due; a week ahead at most, for debtors and carriers act in between."""
        due_at = (self.read()["next_step"] or {}).get("due_at")
        soonest, latest = self.now + timedelta(days=1), self.now + timedelta(days=7)
        return min(max(datetime.fromisoformat(due_at), soonest), latest) if due_at else self.now + timedelta(days=3)

    def answer_calls(self, outcome: str, **more: str) -> None:
        """What came of the calls that the case waits for."""
        asked = [each["data"]["call_task_id"] for each in self.story.events if each["type"] == "call_task.created"]
        for task_id in asked:
            if self.client.call_tasks.get_call_task(task_id).status == "open":
                self.client.call_tasks.record_call_outcome(task_id, {"outcome": outcome, **more})
        self.look()

    def owed(self) -> int:
        """Cents owed today."""
        statement = json_of(self.client.cases.get_statement(self.case_id, as_of=self.today))
        return int(statement["balance"]["total"]["amount"])

    def pay(self, cents: int | None = None) -> Json:
        """A bank transfer of today, by default of all that is owed."""
        amount = self.owed() if cents is None else cents
        self.session.note(f"  the debtor pays {euros(amount)}")
        body = {"amount": sample.euro(amount), "received_on": self.today.isoformat()}
        paid = json_of(self.client.payments.record_payment(self.case_id, body))
        self.look()
        return paid

    def report(self, contact_id: str, kind: str) -> None:
        """What a carrier or provider says of a contact."""
        self.client.contacts.record_delivery_event(contact_id, {"kind": kind, "on": self.today.isoformat()})
        self.look()

    def first_email(self) -> str:
        """The contact of the first e-mail."""
        self.until("contact.sent", by=15)
        emails = [event for event in self.story.events if event["type"] == "contact.sent"]
        return str(next(each["data"]["contact_id"] for each in emails if each["data"]["channel"] == "email"))

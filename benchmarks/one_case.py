"""The life of one live case, from a telephone call to the final receipt: what the counters and the costs are taken of.

The story is the one of `make demo`: the debtor promises, pays a part on day 33, gets the formal notice, promises the
rest in the last call and pays it. One webhook endpoint listens to everything.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.sample_requests import CREDITOR, DEBTOR, INVOICE

from .metered_app import MeteredApp

DUE = date(2026, 1, 5)
START = datetime(2026, 1, 6, 9, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
DAYS = 90
PART_PAYMENT_DAY = 33
PART_CENTS = 48_000
PRESENTED_AFTER = timedelta(days=3)


class OneCase:
    """Plays the story on a metered application."""

    def __init__(self, app: MeteredApp) -> None:
        self.app = app
        self.client = app.tenant()
        self.contacts: list[Any] = []
        self.case_id = ""

    def play(self) -> None:
        """From the creditor's first request to ninety days after the due date."""
        self.open()
        self._until_call(8)
        self._answer_call("reached_will_pay")
        self._until(PART_PAYMENT_DAY)
        self._pay(PART_PAYMENT_DAY, PART_CENTS)
        day = self._until_call(PART_PAYMENT_DAY + 1)
        self._answer_call("reached_promise", self._day(day + 4))
        self._until(day + 4)
        self._pay(day + 4, self._say("GET", f"/v1/cases/{self.case_id}/statement")["balance"]["total"]["amount"])
        self._until(DAYS)
        case = self._say("GET", f"/v1/cases/{self.case_id}")
        if case["status"] != "closed":
            raise RuntimeError(f"the case did not close: {case['status']}")
        self.contacts = self._say("GET", f"/v1/cases/{self.case_id}/contacts")["data"]

    def open(self) -> None:
        """The creditor's first requests; an endpoint for webhooks, parties, preview, case."""
        self._say("POST", "/v1/webhook-endpoints", {"url": "https://facturo.example/hooks"}, key="endpoint")
        creditor = self._say("POST", "/v1/creditors", CREDITOR, key="creditor")
        debtor = self._say("POST", "/v1/debtors", DEBTOR, key="debtor")
        invoice = {**INVOICE, "issue_date": self._day(-30), "completed_on": self._day(-31), "due_date": self._day(0)}
        body = {"creditor_id": creditor["id"], "debtor_id": debtor["id"], "invoices": [invoice]}
        self._say("POST", "/v1/cases/preview", body)
        self.case_id = self._say("POST", "/v1/cases", body, key="case")["id"]

    def _until(self, day: int) -> None:
        """Plays to the evening of that day; a carrier presents a registered letter after three days."""
        moment = datetime.combine(DUE + timedelta(days=day), time(18), PARIS).astimezone(UTC)
        self.app.play(moment)
        self._report_letters(moment)
        self.app.play(moment)

    def _until_call(self, first: int) -> int:
        for day in range(first, DAYS):
            self._until(day)
            if self._calls():
                return day
        raise RuntimeError("nobody was to be called")

    def _calls(self) -> Any:
        return self.client.get("/v1/call-tasks").json["data"]

    def _answer_call(self, outcome: str, promised: str | None = None) -> None:
        tasks = self._say("GET", "/v1/call-tasks")["data"]
        body = {"outcome": outcome, **({"date": promised} if promised else {})}
        self._say("POST", f"/v1/call-tasks/{tasks[0]['id']}/outcome", body, key=f"call-{tasks[0]['id']}")

    def _report_letters(self, moment: datetime) -> None:
        """What the carrier tells of the formal notice, once."""
        for contact in self.client.get(f"/v1/cases/{self.case_id}/contacts").json["data"]:
            if contact["channel"] != "registered_letter" or contact["state"] not in ("sent", "handed_over", "posted"):
                continue
            sent = datetime.fromisoformat(contact["sent_at"])
            for kind, after in (("posted", timedelta()), ("presented", PRESENTED_AFTER)):
                on = (sent + after).astimezone(PARIS).date()
                known = [event["kind"] for event in contact["events"]]
                if moment >= sent + after and kind not in known:
                    path = f"/v1/contacts/{contact['id']}/delivery-events"
                    self._say("POST", path, {"kind": kind, "on": on.isoformat()}, key=f"{kind}-{contact['id']}")

    def _pay(self, day: int, cents: int) -> None:
        body = {"amount": {"amount": cents, "currency": "EUR"}, "received_on": self._day(day)}
        self._say("POST", f"/v1/cases/{self.case_id}/payments", body, key=f"payment-{day}")

    def _say(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """A request that is counted; with a key it is idempotent, as a careful client's is."""
        headers = {} if key is None else {"Idempotency_Key": f"bench-{key}"}
        return self.app.request(self.client, method, path, body, **headers)

    @staticmethod
    def _day(day: int) -> str:
        return (DUE + timedelta(days=day)).isoformat()

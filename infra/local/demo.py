"""`make demo`: one unpaid invoice, from its file to its proof, on a local cloud and a test clock.

The story: the debtor says on the phone that he will pay, pays a part on day 33, gets the formal notice, promises the
rest in the last call, and pays it. The clock then runs to day 90 to show that nothing follows.
"""

from __future__ import annotations

import shutil
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from chalicelib.adapters.einvoice import EinvoiceReader
from chalicelib.domain.errors import DomainError
from infra.local.api_client import ApiClient, ApiProblem, Json
from infra.local.cloud import CloudError
from infra.local.demo_options import Options, parse
from infra.local.demo_parties import due_date_of, requests_for
from infra.local.demo_report import PARIS, evidence_pack, leave, table
from infra.local.running import running_app
from infra.local.sample_invoice import make_sample_invoice
from infra.package import PackagingError
from infra.stacks import DeploymentError

DAYS = 90
PART_PAYMENT_DAY = 33
PART = 0.4


class Story:
    """One case on one test clock; days count from the due date."""

    def __init__(self, client: ApiClient, day_zero: date) -> None:
        self.client = client
        self.day_zero = day_zero
        self.clock_id = client.post("/test-clocks", {"now": self.instant(1)})["id"]
        self.case: Json = {}

    def instant(self, day: int, hour: int = 18) -> str:
        """A Paris hour of a day of the case, as the API writes instants."""
        moment = datetime.combine(self.day_zero + timedelta(days=day), clock_time(hour), PARIS)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def day(self, day: int) -> str:
        return (self.day_zero + timedelta(days=day)).isoformat()

    def advance(self, day: int) -> None:
        """Plays until the evening of that day."""
        self.client.advance(self.clock_id, self.instant(day))
        standing = self.client.get(f"/cases/{self.case['id']}")
        say(f"  D+{day:<3} {standing['status']:<17} next: {standing['next_step']['reason']}")

    def pay(self, day: int, amount: int) -> None:
        body = {"amount": {"amount": amount, "currency": "EUR"}, "received_on": self.day(day)}
        self.client.post(f"/cases/{self.case['id']}/payments", body)

    def owed(self, day: int) -> int:
        statement = self.client.get(f"/cases/{self.case['id']}/statement", as_of=self.day(day))
        amount: int = statement["balance"]["total"]["amount"]
        return amount

    def answer_call(self, outcome: str, on: str | None = None) -> None:
        """Records what came of the open call, if there is one."""
        for task in self.client.get("/call-tasks")["data"]:
            self.client.post(f"/call-tasks/{task['id']}/outcome", {"outcome": outcome, "date": on})


def play(story: Story) -> None:
    """Ninety days, with a debtor who pays late and in two parts."""
    _play_until_call(story, 8)
    story.answer_call("reached_will_pay")
    story.advance(PART_PAYMENT_DAY)
    story.pay(PART_PAYMENT_DAY, int(story.owed(PART_PAYMENT_DAY) * PART))
    last_call = _play_until_call(story, 46)
    story.answer_call("reached_promise", story.day(last_call + 4))
    story.advance(last_call + 4)
    story.pay(last_call + 4, story.owed(last_call + 4))
    story.advance(DAYS)


def _play_until_call(story: Story, first: int) -> int:
    """Advances day by day (three at a time once it takes weeks) until somebody is to be called."""
    for day in range(first, DAYS, 1 if first < 15 else 3):
        story.advance(day)
        if story.client.get("/call-tasks")["data"]:
            return day
    raise RuntimeError("nobody was to be called")


def run(options: Options) -> None:
    """The whole demo; everything that was started ends with it."""
    out = options.out
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    path = options.invoice or make_sample_invoice(out / "facture.pdf")
    content = path.read_bytes()
    read = EinvoiceReader().read(content, path.name)
    supplied = requests_for(read, path.name, content, options)
    began = time.monotonic()
    with running_app(say) as app:
        client = ApiClient(app.base_url, app.new_tenant("Démonstration").test_key)
        say(f"\ninvoice {read.number} of {path}")
        for note in supplied.notes:
            say(f"  - {note}")
        creditor = client.post("/creditors", supplied.creditor)
        body = {**supplied.case, "creditor_id": creditor["id"]}
        due = due_date_of(read, options)
        story = Story(client, due or date.today())  # noqa: DTZ011 - without a due date nothing is opened
        body["test_clock_id"] = story.clock_id
        _preview(client, body)
        story.case = client.post("/cases", body)
        say(f"\ncase {story.case['id']} opened; playing {DAYS} days")
        play(story)
        _report(client, story.case["id"], out)
    say(f"\ndone in {time.monotonic() - began:.0f} s; everything is in {out}/")


def _preview(client: ApiClient, body: Json) -> None:
    preview = client.post("/cases/preview", body)
    say("\nplan before opening:")
    for finding in preview["findings"]:
        say(f"  {finding['severity']}: {finding['code']} at {finding['pointer']} - {finding['cure']}")
    for step in preview["steps"]:
        when = step["skipped"] or step["at"]
        say(f"  {step['on']}  {step['step_id']:<18} {' + '.join(step['channels']):<18} {when}")


def _report(client: ApiClient, case_id: str, out: Path) -> None:
    case = client.get(f"/cases/{case_id}")
    lines = table(client, case)
    say("")
    for line in lines:
        say(line)
    (out / "table.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for path in leave(client, case_id, out):
        say(f"  {path}")
    pack, verdict = evidence_pack(client, case_id, out)
    say(f"  {pack}\n\n$ python {out / 'verify.py'} {pack}\n{verdict}")


def say(text: str) -> None:
    """Prints at once: people watch this."""
    print(text, flush=True)


def main() -> None:
    """`python -m infra.local.demo [--invoice FILE] [...]`."""
    options = parse()
    try:
        run(options)
    except ApiProblem as refusal:
        say(f"\nthe API refused: {refusal.problem.get('detail', refusal)}")
        for problem in refusal.problem.get("errors", []):
            say(f"  {problem['pointer']}  {problem['code']}: {problem['detail']}")
        sys.exit(1)
    except DomainError as refusal:
        say(f"the invoice cannot be used: {refusal.code}: {refusal.detail}")
        sys.exit(1)
    except (CloudError, PackagingError, DeploymentError) as error:
        sys.exit(f"could not start: {error}")


if __name__ == "__main__":
    main()

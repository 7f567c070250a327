"""A type checker knows arguments and results: what is right passes strictly, what is wrong does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
CACHE = ROOT / ".mypy_cache" / "client"
HEAD = """
from collections.abc import Iterator
from datetime import date
from amiable import Amiable, Event, eur, models, webhooks

client = Amiable("sk_test_x")
"""
RIGHT = """
case: models.Case = client.cases.get_case("case_1")
opened = client.cases.open_case(models.CaseRequest(creditor_id="cred_1"), idempotency_key="k")
identifier: str = opened.id
phase: models.CasePhase = case.phase
if case.status == "open" and case.outcome is None:
    cents: int = opened.invoices[0].amount_incl_tax.amount
summaries: Iterator[models.CaseSummary] = client.pages(client.cases.list_cases, status="open", limit=100)
events: Iterator[models.Event] = client.pages(client.cases.list_timeline, "case_1")
paid = models.PaymentRequest(amount=eur("1"), received_on=date(2026, 1, 1))
recorded = client.payments.record_payment("case_1", paid)
day: date = recorded.received_on
client.webhooks.delete_webhook_endpoint("whe_1", if_match=case.etag)
pdf: bytes = client.cases.get_statement_pdf("case_1")
page: str = client.problems.get_problem_page("not_found")
event: Event = webhooks.verify(b"", {"webhook-id": "evt_1"}, "whsec_x")
if event.type == "payment.recorded":
    reference: str | None = event.external_reference
"""
WRONG = {
    "client.cases.get_case(7)": "arg-type",
    'client.cases.get_case("case_1").statuss': "attr-defined",
    'client.cases.get_case("case_1").status == "opened"': "comparison-overlap",
    'client.cases.list_cases(status="opened")': "arg-type",
    'client.cases.list_cases(state="open")': "call-arg",
    "client.pages(client.cases.list_timeline)": "call-arg",
    'client.pages(client.cases.get_case, "case_1")': "arg-type",
    'client.creditors.update_creditor("cred_1", {})': "call-arg",
    'client.cases.open_case(models.DebtorRequest(name="x", kind="company"))': "arg-type",
    "models.PaymentRequest(amount=12.5, received_on=date(2026, 1, 1))": "arg-type",
    'models.CaseDebtorIn(kind="firm")': "arg-type",
    "client.case": "attr-defined",
}


def judged(tmp_path: Path, program: str) -> list[str]:
    """What mypy objects to, strictly and without this project's settings, in the program or in the client."""
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    settings = ("[mypy]", "strict = true", f"mypy_path = {ROOT / 'clients' / 'python'}", f"cache_dir = {CACHE}")
    (tmp_path / "mypy.ini").write_text("\n".join(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "--no-error-summary", "program.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode < 2, done.stderr
    return done.stdout.splitlines()


def test_a_program_that_uses_the_client_is_checked_line_by_line(tmp_path: Path) -> None:
    program = HEAD + RIGHT + "\n".join(WRONG)
    first = len((HEAD + RIGHT).splitlines()) + 1
    objections = [line for line in judged(tmp_path, program) if ": error:" in line]
    assert [line for line in objections if not line.startswith("program.py")] == []
    found = {int(line.split(":")[1]): line for line in objections}
    assert sorted(found) == list(range(first, first + len(WRONG))), objections
    for number, (line, code) in enumerate(WRONG.items(), first):
        assert f"[{code}]" in found[number], (line, found[number])

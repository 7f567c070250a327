"""Imports, the results of their lines, and studies as JSON."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.imports.case_import import CaseImport
from chalicelib.domain.imports.study import Study, Tally
from chalicelib.entrypoints.http.framework.answers import Answer
from chalicelib.entrypoints.http.framework.call import Call
from chalicelib.entrypoints.http.framework.etags import etag
from chalicelib.usecases.read_import_lines import LineShown, RefusedFile
from chalicelib.usecases.read_import_study import LEAST_OUTCOMES, Odds, StudyShown

from .values import instant


def case_import(value: CaseImport) -> dict[str, Any]:
    """How far it has come; the counts are of lines."""
    return {
        "id": value.id,
        "object": "import",
        "livemode": value.scope.livemode,
        "version": value.version,
        "created_at": instant(value.created_at),
        "creditor_id": value.creditor_id,
        "format": value.format.value,
        "open": value.opens,
        "status": value.status.value,
        "failed_with": value.failed_with,
        "lines": value.lines,
        "done": value.done,
        "pending": value.lines - value.done,
        "opened": value.opened,
        "eligible": value.eligible,
        "refused": value.refused,
        "already_open": value.already_open,
        "first_line": value.first_line,
        "columns": dict(value.columns),
        "unknown_columns": list(value.unknown_columns),
        "defaults": value.defaults.as_fields(),
        "sha256": value.sha256,
        "file_until": instant(value.file_until),
        "finished_at": instant(value.finished_at),
    }


def import_answer(value: CaseImport, call: Call[Any, Any]) -> Answer:
    """One import."""
    del call
    return Answer(case_import(value), headers={"ETag": etag(value.version)})


def line(shown: LineShown) -> dict[str, Any]:
    """What became of a line, and why."""
    value = shown.line
    return {
        "object": "import_line",
        "line": value.line,
        "status": value.status.value,
        "case_id": value.case_id,
        "debtor_id": value.debtor_id,
        "findings": list(value.findings),
        "problems": [dict(problem) for problem in shown.problems],
    }


def refused_file_answer(value: RefusedFile, call: Call[Any, Any]) -> Answer:
    """Where to fetch the refused lines."""
    del call
    return Answer({"object": "refused_lines_file", "lines": value.lines, "download_url": value.url})


def study_answer(shown: StudyShown, call: Call[Any, Any]) -> Answer:
    """The portfolio study, complete once every line was studied (R-114)."""
    del call
    value, odds = shown.found, shown.odds
    study = value.study or Study()
    body = {
        "object": "portfolio_study",
        "import_id": value.id,
        "livemode": value.scope.livemode,
        "complete": value.opens or not value.is_running,
        "lines": value.lines,
        "eligible": study.eligible,
        "principal": _euros(study.principal),
        "interest": _euros(study.interest),
        "fixed_indemnity": _euros(study.fixed_indemnity),
        "total_due": _euros(study.total),
        "lines_without_a_rate": study.unknown_rates,
        "contact_cost": _euros(study.cost),
        "refused": [{"code": tally.value, "lines": tally.count} for tally in study.of("refused")],
        "by_age": _groups(study.of("age")),
        "by_amount": _groups(study.of("amount")),
        "by_debtor_kind": _groups(study.of("debtor_kind")),
        "by_solvency": _groups(study.of("solvency")),
        "by_limitation": _groups(study.of("limitation")),
        "by_scenario": _groups(study.of("scenario")),
        "contacts": [
            {"channel": tally.value, "count": tally.count, "cost": _euros(tally.amount)}
            for tally in study.of("contacts")
        ],
        "recovery_odds": {
            "value": None if odds.value is None else str(odds.value),
            "sample_size": odds.sample_size,
            "reason": _why(odds),
        },
    }
    return Answer(body)


def _why(odds: Odds) -> str:
    if odds.value is None:
        return f"Told from {LEAST_OUTCOMES} closed cases of this creditor on, never from elsewhere."
    return "Paid or settled, of the creditor's latest closed cases."


def _groups(tallies: tuple[Tally, ...]) -> list[dict[str, Any]]:
    return [{"value": tally.value, "lines": tally.count, "principal": _euros(tally.amount)} for tally in tallies]


def _euros(cents: int) -> dict[str, Any]:
    return {"amount": cents, "currency": "EUR"}

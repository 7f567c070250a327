"""What every campaign must show, and where its table is written."""

from __future__ import annotations

from pathlib import Path

from .campaign import Report

FOLDER = Path(__file__).parents[2] / ".local" / "fuzz"


def judge(report: Report, name: str, *, cases: int) -> None:
    """No failure, no objection of the witness, enough cases. The table by operation is in ``.local/fuzz``."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    told = [f"{check}: {operation}: {what}\n{detail}\n" for (check, operation, what), detail in report.failures.items()]
    (FOLDER / f"{name}.txt").write_text("\n".join([report.table(), *told]), encoding="utf-8")
    print(f"{name}: {report.summary()}")  # noqa: T201  the campaign's one line
    assert not report.witness.objections, report.witness.objections
    assert not report.failures, "\n".join(told[:20])
    assert max(report.witness.statuses) < 500
    assert report.total >= cases, report.summary()


def judge_reach(report: Report) -> None:
    """At least 95 % of the operations answered a 2xx."""
    missed = sorted(set(report.statuses) - report.succeeded)
    assert len(report.succeeded) >= 0.95 * len(report.statuses), missed

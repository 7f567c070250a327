"""The signature of a payment plan, in requests (R-078, PLAN_03)."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.domain.errors import FieldProblem, InvalidInput
from chalicelib.domain.negotiation.payment_plan import Side

from .files import DocumentIn
from .values import Day, Line, Request, ShortLine


class PlanSignatureRequest(Request):
    """``POST …/sign``: the creditor by its key, or the debtor by hand on a paper that was scanned."""

    side: Side
    signatory: Line | None = None
    figures: ShortLine | None = None
    words: Line | None = None
    signed_on: Day | None = None
    document: DocumentIn | None = None

    def check(self) -> None:
        """Each side gives what it signs with, and nothing of the other."""
        problems = tuple(self._problems())
        if problems:
            raise InvalidInput("The signature is not complete.", errors=problems)

    def _problems(self) -> Iterator[FieldProblem]:
        of_paper: dict[str, object] = {"figures": self.figures, "words": self.words, "document": self.document}
        if self.side is Side.DEBTOR:
            for name, value in of_paper.items():
                if value is None:
                    detail = "the amount as it is written on the paper, and the paper; on their page the debtor signs"
                    yield FieldProblem(f"#/{name}", "required", detail)
            if self.signatory is not None:
                yield FieldProblem("#/signatory", "not_of_this_side", "the paper says who signed for the debtor")
            return
        for name, value in (*of_paper.items(), ("signed_on", self.signed_on)):
            if value is not None:
                yield FieldProblem(f"#/{name}", "not_of_this_side", "the creditor signs by its key, at this instant")

"""The errors of the domain: one root, stable codes, and the fields they are about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldProblem:
    """One thing that is wrong with the input: where (JSON pointer), which rule, and how to cure it."""

    pointer: str
    code: str
    detail: str


class DomainError(Exception):
    """A refusal with a stable ``code``. ``detail`` is for the caller and carries no internals."""

    code = "domain_error"
    retryable = False

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: tuple[FieldProblem, ...] = (),
        link: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.errors = errors
        self.link = link


class InvalidInput(DomainError):
    """The request cannot be accepted as it is; ``errors`` names each field and its rule (422)."""

    code = "invalid_request"


class NotFound(DomainError):
    """The object does not exist for this tenant and mode (404)."""

    code = "not_found"


class Conflict(DomainError):
    """The object's present state does not allow the command (409)."""

    code = "conflict"


class VersionConflict(Conflict):
    """Somebody else changed the object first; load it again and decide again (409)."""

    code = "version_conflict"
    retryable = True


class PreconditionFailed(DomainError):
    """``If-Match`` names another version than the present one (412)."""

    code = "precondition_failed"


class Refused(DomainError):
    """A rule of law or of the product forbids it (422)."""

    code = "refused"


class RateUnknown(Refused):
    """A half-year whose rate is not loaded: an error that names it, never a guess (INT_15)."""

    code = "rate_unknown"


class ProviderUnavailable(DomainError):
    """The outside service refused or failed before doing anything; trying again is safe."""

    code = "provider_unavailable"
    retryable = True


class AmbiguousFailure(DomainError):
    """The outside service gave no answer: the effect may or may not have happened."""

    code = "ambiguous_failure"


class AnswerAlreadyStored(Conflict):
    """Another request with the same idempotency key committed first; its answer is to be replayed."""

    code = "idempotency_in_progress"
    retryable = True


class InvoiceAlreadyInCase(Conflict):
    """The same invoice of this creditor is in an open case already; ``link`` leads to it (409)."""

    code = "invoice_already_in_case"


class DebtorErased(Conflict):
    """The debtor's personal data was erased; the case is history and takes no more commands (409)."""

    code = "debtor_erased"

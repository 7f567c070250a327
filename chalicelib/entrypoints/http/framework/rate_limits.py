"""How a caller is told what is left, and that nothing is (draft-ietf-httpapi-ratelimit-headers-10)."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.errors import FieldProblem
from chalicelib.domain.key_use import WINDOW_SECONDS
from chalicelib.domain.leases import Taken

from .problems import HttpRefusal, Problem

_WHOSE = {"key": "This key", "tenant": "This tenant, with all its keys,"}


def told(taken: Taken) -> Mapping[str, str]:
    """Both quotas, and what is left of each: the same two policies in the same order, always."""
    quotas = taken.left.quotas
    policies = (("key", quotas.per_key, taken.left.key), ("tenant", quotas.per_tenant, taken.left.tenant))
    return {
        "RateLimit-Policy": ", ".join(f'"{name}";q={quota};w={WINDOW_SECONDS}' for name, quota, _ in policies),
        "RateLimit": ", ".join(f'"{name}";r={left};t={taken.seconds}' for name, _, left in policies),
    }


def refusal(taken: Taken) -> HttpRefusal:
    """429 ``rate_limited``, naming the quota; ``Retry-After`` is the end of the window, as ``t`` is."""
    limit = taken.exhausted or "key"
    quotas = taken.left.quotas
    quota = quotas.per_key if limit == "key" else quotas.per_tenant
    detail = (
        f"{_WHOSE[limit]} may send {quota} requests in {WINDOW_SECONDS} seconds; none is left until the next window."
    )
    named = FieldProblem("@Authorization", f"{limit}_quota_exhausted", detail)
    headers = {"Retry-After": str(taken.seconds)}
    return HttpRefusal(Problem(429, "rate_limited", detail, (named,), retryable=True, headers=headers))

"""Every problem code that the edge itself gives, with a title and what cures it: the text of docs/problems.md."""

from __future__ import annotations

PROBLEMS: dict[str, tuple[str, str]] = {
    "bad_request": ("Bad request", "The gateway could not read the request."),
    "answer_too_large": (
        "Answer too large to keep",
        "An idempotent answer is at most 64 kB. Send fewer invoices, or no Idempotency-Key.",
    ),
    "request_too_large": ("Request too large", "A body has 5.7 MB at most. Send larger files by POST /v1/uploads."),
    "conflict": ("Conflict", "The object's present state does not allow this. Read it again, then decide."),
    "clock_advancing": ("The test clock is advancing", "Wait until the clock's status is ready, then repeat."),
    "creditor_iban_change_unsupported": (
        "The IBAN cannot be changed here",
        "Payment details are changed apart, with the scope payees:write and a delay of 48 hours.",
    ),
    "currency_not_supported": ("Currency not supported", "Amounts are in EUR."),
    "debtor_country_not_supported": (
        "Country of the debtor not supported",
        "The debtor's address is in FR, GP, MQ, GF, RE, YT, MF or BL.",
    ),
    "expired_api_key": ("API key expired", "Create another key and use it."),
    "filter_combination_unsupported": (
        "Combination of filters not supported",
        "Give one of creditor_id or debtor_id, with status and one date range; or external_reference alone.",
    ),
    "idempotency_in_progress": (
        "The same request is in progress",
        "Wait as long as Retry-After says, then repeat the request with the same Idempotency-Key.",
    ),
    "idempotency_key_reused": (
        "Idempotency key reused",
        "This key was used for another request. Use a new key for a new request.",
    ),
    "insufficient_scope": ("Insufficient scope", "Use a key that has the scope named in the detail."),
    "internal_error": ("Internal error", "Repeat the request with the same Idempotency-Key; quote the request id."),
    "invalid_api_key": (
        "Invalid API key",
        "Send Authorization: Bearer sk_test_… or sk_live_…, complete and unrevoked.",
    ),
    "invalid_cursor": ("Invalid cursor", "Use next_cursor as it was given, with the same filters; or start again."),
    "invalid_idempotency_key": ("Invalid idempotency key", "1 to 255 visible ASCII characters, bare or quoted."),
    "invalid_if_match": ("Invalid If-Match", 'Send the ETag of the object as it was given, for example "v3".'),
    "invalid_request": ("Invalid request", "Each entry of errors names a field, its rule and the cure."),
    "invoice_already_in_case": ("Invoice already in a case", "An open case has this invoice; link leads to it."),
    "malformed_json": ("Malformed JSON", "Send one JSON object in UTF-8, without duplicate names, NaN or Infinity."),
    "method_not_allowed": ("Method not allowed", "The header Allow lists the methods of this path."),
    "missing_api_key": ("API key missing", "Send Authorization: Bearer sk_test_… or sk_live_…."),
    "not_found": ("Not found", "No such object exists for this tenant and mode."),
    "operator_key_required": ("Operator key required", "Tenants are created with the operator key."),
    "precondition_failed": ("Precondition failed", "The object changed. Read it again and send its present ETag."),
    "precondition_required": ("Precondition required", "Send If-Match with the object's ETag."),
    "provider_unavailable": ("Provider unavailable", "Nothing was done. Repeat the request after Retry-After."),
    "timeout": ("Timeout", "Repeat the request with the same Idempotency-Key."),
    "rate_limited": ("Too many requests", "Wait as long as Retry-After says."),
    "unknown_field": ("Unknown field", "Remove the field; the contract lists what each request may hold."),
    "unsupported_media_type": ("Unsupported media type", "Send Content-Type: application/json."),
    "version_conflict": ("Changed meanwhile", "Somebody else changed the object. Read it again and repeat."),
}
TITLES = {code: title for code, (title, _) in PROBLEMS.items()}

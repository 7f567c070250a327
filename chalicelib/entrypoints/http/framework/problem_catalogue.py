"""Every problem code an answer can carry, with a title and what cures it: the text of docs/problems.md."""

from __future__ import annotations

from .problem_families import FAMILIES

PROBLEMS: dict[str, tuple[str, str]] = {
    **{code: told for family in FAMILIES for code, told in family.PROBLEMS.items()},
    "already_under_mandate": (
        "The case is under a mandate already",
        "Nothing to do; another mandate takes its place once this one has ended.",
    ),
    "ambiguous_failure": (
        "No answer from an outside service",
        "The effect may or may not have happened; read the case before you repeat.",
    ),
    "answer_too_large": (
        "Answer too large to keep",
        "An idempotent answer is at most 64 kB. Send fewer invoices, or no Idempotency-Key.",
    ),
    "archive_unusable": ("The archive cannot be used", "A person has to look at the archive; nothing was changed."),
    "attention_not_needed": ("The case needs no attention", "Read the case; it goes on by itself."),
    "bad_request": ("Bad request", "The gateway could not read the request."),
    "call_task_not_open": ("The call task is not open", "It is done or expired; read it."),
    "case_closed": (
        "The case is closed",
        "It still takes payments, reversals, credit notes, interactions without effect, carrier's reports, documents.",
    ),
    "case_not_paused": ("The case is not paused", "Read the case."),
    "clock_advancing": ("The test clock is advancing", "Wait until the clock's status is ready, then repeat."),
    "collector_incomplete": (
        "The collector may not act yet",
        "Give the creditor its collector: insurance in force, declaration made, dedicated account (CPCE R124-2).",
    ),
    "conflict": ("Conflict", "The object's present state does not allow this. Read it again, then decide."),
    "consumer_cost": (
        "A collection cost put on a consumer",
        "Asking it is an offence (COST_02, C. conso L132-23). Take it out of the text, then retry.",
    ),
    "cost_on_debtor": (
        "A collection cost put on the debtor",
        "Such costs stay with the creditor (COST_01, CPCE L111-8). Take them out of the text, then retry.",
    ),
    "creditor_account_missing": (
        "No account to pay to",
        "Give the creditor an IBAN: the first letter says how to pay (CPCE R124-4).",
    ),
    "creditor_iban_change_unsupported": (
        "The IBAN cannot be changed here",
        "Create another creditor with the new account; open cases keep the account their debtors were told.",
    ),
    "creditor_not_named": (
        "The creditor is not named",
        "Every message says to whom the money is owed, and for whom a collector acts (LTR_05).",
    ),
    "currency_not_supported": ("Currency not supported", "Amounts are in EUR."),
    "debt_disclosed": (
        "Third parties would learn of a debt",
        "Keep words of debt out of subject, SMS, window and voicemail, and out of the sender's name (CON_07).",
    ),
    "debtor_country_not_supported": (
        "Country of the debtor not supported",
        "The debtor's address is in FR, GP, MQ, GF, RE, YT, MF or BL.",
    ),
    "debtor_erased": ("The debtor was erased", "Nothing more happens in this case."),
    "debtor_fact_stands": (
        "A fact of the debtor stops the case",
        "Withdraw the fact if it was recorded by mistake, or record it again with whoever may be written to.",
    ),
    "debtor_has_open_cases": ("The debtor has open cases", "Close them first."),
    "debtor_kind_fixed": ("The kind of a debtor is fixed", "Record another debtor of the right kind."),
    "decision_not_awaited": (
        "No decision is awaited",
        "Handover and extension follow the amicable scenario, which is still running.",
    ),
    "empty_file": ("Empty file", "Send the file's content."),
    "encrypted_pdf": ("Encrypted PDF", "Send the PDF without a password."),
    "evidence_trail_broken": (
        "The evidence trail is broken",
        "An event of the case is missing or changed; a person has to look.",
    ),
    "expired_api_key": ("API key expired", "Create another key and use it."),
    "fact_already_recorded": (
        "The fact stands with another day",
        "Withdraw the first if its day is wrong, then record it again.",
    ),
    "fact_already_withdrawn": ("The fact is withdrawn already", "Nothing more to do."),
    "fact_not_applicable": (
        "Not a fact of this kind of debtor",
        "Insolvency is of traders and legal persons; over-indebtedness, death, guardianship are of natural persons.",
    ),
    "file_too_large": ("File too large", "A PDF has 10 MB at most, an XML file 2 MB; in a request 4 MB."),
    "filter_combination_unsupported": (
        "Combination of filters not supported",
        "Give one of creditor_id or debtor_id, with status and one date range; or external_reference alone.",
    ),
    "first_letter_missing": (
        "The first letter comes first",
        "Under a mandate nothing is written before the letter of CPCE R124-4 (LTR_01).",
    ),
    "first_letter_not_recalled": (
        "The first letter is not recalled",
        "Every later text recalls its reference and the day it was sent (LTR_04).",
    ),
    "first_letter_required": (
        "The first letter is never passed over",
        "Retry it, with the debtor's address if it was missing, or close the case (CPCE R124-4).",
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
    "invalid_bic": ("Invalid BIC", "Eight or eleven characters, with a country at the fifth."),
    "invalid_cursor": ("Invalid cursor", "Use next_cursor as it was given, with the same filters; or start again."),
    "invalid_email": ("Invalid e-mail address", "Correct the address."),
    "invalid_iban": ("Invalid IBAN", "Length and check digits are those of its country."),
    "invalid_idempotency_key": ("Invalid idempotency key", "1 to 255 visible ASCII characters, bare or quoted."),
    "invalid_if_match": ("Invalid If-Match", 'Send the ETag of the object as it was given, for example "v3".'),
    "invalid_if_none_match": (
        "Invalid If-None-Match",
        'Send ETags as they were given, for example "v3-2026-11-23", at most 200 characters, or none.',
    ),
    "invalid_payment_link": (
        "Invalid payment link",
        "Write https://pay.example.com/?amount={amount}&ref={reference}; no place in the host, {reference} is needed.",
    ),
    "invalid_phone": ("Invalid phone number", "Write +33612345678, or 06 12 34 56 78."),
    "invalid_postal_code": ("Invalid postal code", "Five digits that belong to the country."),
    "invalid_request": ("Invalid request", "Each entry of errors names a field, its rule and the cure."),
    "invalid_siren": ("Invalid SIREN", "Nine digits, the last one a check digit."),
    "invalid_siret": ("Invalid SIRET", "Fourteen digits with a check digit; La Poste has a check of its own."),
    "invalid_vat_number": ("Invalid VAT number", "Country code first; its check digits must be right."),
    "invoice_already_in_case": ("Invoice already in a case", "An open case has this invoice; link leads to it."),
    "key_erased": ("Erased", "The debtor's personal data was erased for good; the chain of events still verifies."),
    "key_limit": (
        "Too many keys",
        "A tenant has 200 keys in a mode, those that ended in the last 30 days included. Use one for longer, or wait.",
    ),
    "key_not_valid": ("The key is not valid", "It is revoked or expired; create another."),
    "malformed_json": ("Malformed JSON", "Send one JSON object in UTF-8, without duplicate names, NaN or Infinity."),
    "mandate_ambiguous": ("Several mandates are in force", "Name one with `mandate_id`."),
    "mandate_ended": ("The mandate is over", "Record a new mandate, then put the case under it."),
    "mandate_not_signed": (
        "The mandate is not signed yet",
        "Start on the day of its signature at the earliest (CPCE R124-3).",
    ),
    "mandate_required": (
        "No mandate in force",
        "Record the signed agreement with POST /v1/creditors/{id}/mandates (CPCE R124-3).",
    ),
    "mandate_unknown": ("No such mandate", "Name a mandate of this creditor."),
    "mention_missing": (
        "A mention of the first letter is missing",
        "The detail gives its number in CPCE R124-4 (LTR_02). Complete the text or the creditor's data, then retry.",
    ),
    "message_incomplete": ("A message lacks a fact", "The detail names what is missing."),
    "method_not_allowed": ("Method not allowed", "Use a method that `Allow` names; the reference lists them all."),
    "missing_api_key": ("API key missing", "Send Authorization: Bearer sk_test_… or sk_live_…."),
    "no_embedded_invoice": ("No invoice in the PDF", "Send a Factur-X PDF, or type the invoice."),
    "not_acceptable": ("Nothing acceptable", "Send Accept: application/json or application/pdf, or no Accept."),
    "not_an_invoice": ("Not an invoice", "Send a Factur-X PDF, a CII or a UBL invoice, or type the invoice."),
    "not_eligible": (
        "The claim cannot be collected as it is",
        "Each entry of errors names a field, what is wrong, and what cures it.",
    ),
    "not_found": ("Not found", "No such object exists for this tenant and mode."),
    "operation_sunset": (
        "The operation has ended",
        "Call the one that `Link` names as `successor-version`; the guide on versions says how to change.",
    ),
    "operator_key_required": (
        "Operator key required",
        "Tenants are created, and published rates are put, with the operator key.",
    ),
    "outlives_calling_key": ("Outlives the calling key", "A key that expires gives none that lives longer."),
    "precondition_failed": ("Precondition failed", "The object changed. Read it again and send its present ETag."),
    "precondition_required": ("Precondition required", "Send If-Match with the object's ETag."),
    "premium_number": ("A premium-rate number", "Give consumers an ordinary number (LTR_07), then retry the step."),
    "provider_unavailable": ("Provider unavailable", "Nothing was done. Repeat the request after Retry-After."),
    "rate_limited": (
        "Too many requests",
        "The errors name whose quota is used up, the key's or its tenant's. Wait as long as Retry-After says.",
    ),
    "rate_unknown": ("A rate is missing", "The detail names the half-year and the rate; a case waits for it."),
    "refused": ("Refused by rule", "The detail names the rule."),
    "request_too_large": ("Request too large", "A body has 5.7 MB at most. Send larger files by POST /v1/uploads."),
    "scope_not_held": ("Scope not held", "Nobody gives a key more than their own key may."),
    "simulator_address_in_live_mode": (
        "Address of a simulated debtor",
        "Addresses of simulator.amiable.example exist in test mode only; give the debtor's own.",
    ),
    "siret_of_another_siren": ("SIRET of another SIREN", "The first nine digits of a SIRET are its SIREN."),
    "statutory_text_altered": ("The statutory text is altered", "CPCE L111-8 is reproduced word for word (LTR_03)."),
    "template_unknown": ("No such wording", "The scenario names a text that is not shipped."),
    "test_mode_only": ("Test mode only", "Use a test key."),
    "timeout": ("Timeout", "Repeat the request with the same Idempotency-Key."),
    "too_many_changes": ("Too many changes at once", "Send fewer invoices or documents in one request."),
    "truncated": ("Truncated file", "The file ends too early; send it whole."),
    "unknown_field": ("Unknown field", "Remove the field; the contract lists what each request may hold."),
    "unknown_scenario": ("Unknown scenario", "errors lists the scenarios there are."),
    "unknown_simulated_debtor": ("Unknown simulated debtor", "The guide on simulated debtors lists the addresses."),
    "unreadable_pdf": ("Unreadable PDF", "The PDF is damaged; export it again."),
    "unreadable_xml": ("Unreadable XML", "The XML is damaged; export it again."),
    "unsafe_xml": ("Unsafe XML", "XML with a document type or entities is refused."),
    "unsupported_invoice_format": ("Unsupported invoice format", "Send Factur-X, CII or UBL."),
    "unsupported_media_type": ("Unsupported media type", "Send Content-Type: application/json."),
    "vat_number_of_another_siren": ("VAT number of another SIREN", "A French VAT number ends with the SIREN."),
    "version_conflict": ("Changed meanwhile", "Somebody else changed the object. Read it again and repeat."),
    "wording_refused": (
        "A text that may not be sent",
        "The detail quotes what frightens or misleads (LTR_06). Reword it, then retry the step.",
    ),
}
TITLES = {code: title for code, (title, _) in PROBLEMS.items()}

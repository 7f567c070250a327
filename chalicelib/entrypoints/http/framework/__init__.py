"""What every operation of the API shares: authentication, parsing, idempotency, cursors, ETags and problems."""

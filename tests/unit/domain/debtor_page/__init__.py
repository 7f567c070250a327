"""Tests of what the debtor's page shows."""

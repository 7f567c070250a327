"""What the debtor's page shows: view models computed from the case, without words (R-127)."""

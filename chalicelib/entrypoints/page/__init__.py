"""The debtor's own page: HTML, without JavaScript, behind a link (R-127)."""

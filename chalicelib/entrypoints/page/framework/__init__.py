"""Around every action of the debtor's page: link, session, forms, headers, limits and refusals."""

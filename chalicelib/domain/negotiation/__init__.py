"""What creditor and debtor agree on: promises, plans, settlements, disputes. All of them are facts for ``decide``."""

"""Imports: many claims of one creditor at once, each line a case (R-018), studied first if so wished (R-114)."""

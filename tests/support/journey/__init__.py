"""A journey that gets at least one success out of every operation."""

"""Scenarios: what they are made of, the presets, what conditions ask of a case (R-020..R-046, R-122)."""

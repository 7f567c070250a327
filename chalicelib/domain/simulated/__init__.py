"""Simulated debtors: what they do in test mode, when, and what a case remembers of it (R-132).

``behaviours`` is the one table; ``happening`` says what can happen, ``payments``, ``post``, ``calls`` and
``agreements`` when; ``debtor`` reads addresses and names what comes next; ``simulation`` is a case's memory.
"""

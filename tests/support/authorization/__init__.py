"""Everybody who should be refused asks before each request of the journey succeeds."""

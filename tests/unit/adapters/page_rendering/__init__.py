"""Tests of the page's words and HTML."""

"""Texts that a tenant writes itself (R-052, R-125): what they are made of, and the facts they are tried on."""

"""The Python client of Amiable."""

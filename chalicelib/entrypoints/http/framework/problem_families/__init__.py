"""Problem codes of the later parts of the API, one family a module, each in English and in French."""

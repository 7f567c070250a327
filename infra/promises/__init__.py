"""What the contract has promised to integrators, and what would break it (docs/guides/versioning.md)."""

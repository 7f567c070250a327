"""``make surface``: takes additions of the contract into the published surface; refuses to forget a promise."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml

from .broken import broken_promises
from .surface import as_text, surface_of

ROOT = Path(__file__).parents[2]
CONTRACT = ROOT / "openapi.yaml"
PUBLISHED = ROOT / "tests" / "contract" / "published_surface.json"


def main() -> int:
    """Writes the file unless a promise would be broken; says which."""
    parser = argparse.ArgumentParser(prog="make surface", description=__doc__)
    parser.add_argument(
        "--anyway", action="store_true", help="break promises: only before a version is published, or with a new path"
    )
    arguments = parser.parse_args()
    present = surface_of(yaml.safe_load(CONTRACT.read_text(encoding="utf-8")))
    published = json.loads(PUBLISHED.read_text(encoding="utf-8")) if PUBLISHED.exists() else present
    broken = broken_promises(published, present)
    for name, promises in broken.items():
        for promise in promises:
            print(f"{name}: {promise}", file=sys.stderr)
    if broken and not arguments.anyway:
        print('nothing written: docs/guides/versioning.md; or make surface OPTIONS="--anyway"', file=sys.stderr)
        return 1
    PUBLISHED.write_text(as_text(present), encoding="utf-8")
    print(
        f"{len(present['operations'])} operations and {len(present['events'])} events in {PUBLISHED.relative_to(ROOT)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

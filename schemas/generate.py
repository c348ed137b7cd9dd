"""Writes what follows from the schemas: `python -m schemas.generate`; with `--check` it only compares.

Written are `schemas/json/<Type>.v1.json`, `schemas/asyncapi.yaml` and `docs/flow.md`.
"""

import sys
from pathlib import Path

from schemas.flow import ROUTES
from schemas.writers.asyncapi import asyncapi_text
from schemas.writers.json_schema import json_text
from schemas.writers.page import page_text

ROOT = Path(__file__).parent.parent
JSON_FOLDER = Path("schemas/json")


def generated() -> dict[Path, str]:
    """Each generated file's text, by its path from the root."""
    return {
        **{JSON_FOLDER / f"{route.type}.v1.json": json_text(route) for route in ROUTES},
        Path("schemas/asyncapi.yaml"): asyncapi_text(),
        Path("docs/flow.md"): page_text(),
    }


def stale(root: Path = ROOT) -> list[Path]:
    """The files that are missing, differ, or are generated no longer."""
    files = generated()
    differ = [path for path, text in files.items() if _read(root / path) != text.encode()]
    left_over = {path.relative_to(root) for path in (root / JSON_FOLDER).glob("*")} - files.keys()
    return sorted([*differ, *left_over])


def write(root: Path = ROOT) -> list[Path]:
    """Writes and removes what is stale, and returns it."""
    files, changed = generated(), stale(root)
    for path in changed:
        target = root / path
        if path in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files[path].encode())
        else:
            target.unlink()
    return changed


def main(arguments: list[str], root: Path = ROOT) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: python -m schemas.generate [--check]", file=sys.stderr)
        return 2
    if not arguments:
        for path in write(root):
            print(f"wrote {path}")
        return 0
    paths = stale(root)
    for path in paths:
        print(f"stale: {path}", file=sys.stderr)
    if paths:
        print("run: make generate", file=sys.stderr)
    return 1 if paths else 0


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

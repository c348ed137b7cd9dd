"""The rounds that ship, as they are read from their files."""

from pathlib import Path

from cli.reference import read_holidays
from cli.scheme_file import read_scheme

ROOT = Path(__file__).parents[2]
FILES = {file.stem: file for file in sorted((ROOT / "schemes").glob("*.yaml"))}
ROUNDS = {name: read_scheme(file) for name, file in FILES.items()}
HOLIDAYS = read_holidays(ROOT / "reference")

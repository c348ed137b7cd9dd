"""The glossary speaks of what is there."""

import re

from schemas.generate import ROOT
from schemas.reasons import Reason

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
SCHEMAS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "schemas").glob("*.py")))


def test_every_name_in_the_glossary_is_used_in_the_schemas() -> None:
    names = set(re.findall(r"`(\w+)`", GLOSSARY))
    assert len(names) > 50
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", SCHEMAS)) == []


def test_every_reason_is_in_the_glossary() -> None:
    assert [reason for reason in Reason if f"| `{reason}` |" not in GLOSSARY] == []

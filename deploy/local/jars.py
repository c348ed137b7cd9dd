"""Fetches the very Kafka the lock names, byte for byte, and keeps it outside the checkout."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jgo.maven import MavenContext, PythonResolver

from deploy.local.errors import Unavailable

KAFKA_LOCK = Path(__file__).with_name("kafka-4.3.1.lock")
ATTEMPTS_MAX = 3


@dataclass(frozen=True)
class Jar:
    """One file of a Maven registry, and the only content we accept for it."""

    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        return f"{self.artifact}-{self.version}.jar"

    def is_intact(self, file: Path) -> bool:
        return file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == self.sha256


def cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tilsagn"


def read_lock(lock: Path) -> list[Jar]:
    jars = []
    for line in lock.read_text().splitlines():
        coordinates, sha256 = line.split()
        group, artifact, version = coordinates.split(":")
        jars.append(Jar(group, artifact, version, sha256))
    return jars


def locked_jars(say: Callable[[str], None], lock: Path = KAFKA_LOCK) -> list[Path]:
    """The intact files of a lock; what is missing or damaged in the cache is fetched."""
    folder = cache_folder() / "jars"
    folder.mkdir(parents=True, exist_ok=True)
    jars = read_lock(lock)
    missing = [jar for jar in jars if not jar.is_intact(folder / jar.file_name)]
    if missing:
        say(f"Fetching {len(missing)} Kafka files (once, into {folder})")
        _fetch_all(missing, folder)
    return [folder / jar.file_name for jar in jars]


def _fetch_all(jars: Sequence[Jar], folder: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="unfinished-") as unfinished,
        ThreadPoolExecutor(max_workers=8) as pool,
    ):
        for _ in pool.map(lambda jar: _fetch(jar, Path(unfinished), folder / jar.file_name), jars):
            pass


def _fetch(jar: Jar, unfinished: Path, target: Path) -> None:
    """Moves the file to its place only when whole, so that nothing half-written is ever found there."""
    reason: Exception | None = None
    for attempt in range(ATTEMPTS_MAX):
        context = MavenContext(
            repo_cache=unfinished / f"attempt-{attempt}", local_repos=[], resolver=PythonResolver(), timeout=30
        )
        component = context.project(jar.group, jar.artifact).at_version(jar.version)
        try:
            fetched = component.artifact().resolve()
        except (OSError, RuntimeError) as trouble:
            reason = trouble
            continue
        if jar.is_intact(fetched):
            fetched.replace(target)
            return
        reason = Unavailable("its content is not what the lock names")
    raise Unavailable(
        "Kafka's files could not be fetched from the Maven registry, which is needed once; where there is no network, "
        f"name a running Kafka with KAFKA_BOOTSTRAP. The first that failed was {jar.file_name}: {reason}"
    )

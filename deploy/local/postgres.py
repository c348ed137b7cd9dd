"""One real PostgreSQL, that can be stopped, killed and started again where it was."""

import os
import shutil
import signal
from pathlib import Path

from deploy.local import processes
from deploy.local.ports import free_ports
from deploy.local.postgres_binaries import Binaries, find_binaries, server_account, server_home


class LocalPostgres:
    """A server of its own for whoever can reach this machine's loopback; its log lives in `folder`.

    Its data live there too, unless root has to lend it an account: then in a temporary folder, `home`.
    """

    stop_signal = signal.SIGINT  # "fast": does not wait for clients, and leaves nothing to recover

    def __init__(self, folder: Path, *, fsync: bool = True, stays: bool = False) -> None:
        self._folder = folder
        self._fsync = fsync
        self._stays = stays
        self._account = server_account()
        self._binaries: Binaries | None = None
        self._child: processes.Child | None = None
        self.home: Path | None = None
        (self.port,) = free_ports(1)

    @property
    def url(self) -> str:
        """The administrator's address, from which databases and roles are made."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int | None:
        return self._child.process.pid if self._child and self._child.alive else None

    @property
    def identity(self) -> processes.Identity | None:
        return self._child.identity if self._child and self._child.alive else None

    def start(self) -> None:
        """Starts on the data that are there, or on an empty database; returns when clients are served."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if self.home is None:
            self.home = server_home(self._account, self._folder)
        if self._binaries is None:
            self._binaries = find_binaries().within_reach(self._account, self.home)
        data = self.home / "data"
        if not (data / "PG_VERSION").exists():
            self._initialise(self._binaries, data)
        self._child = processes.start(
            self._command(self._binaries, data),
            log=self._folder / "postgres.log",
            account=self._account,
            stays=self._stays,
        )
        self._child.wait_until(lambda: self._ready(data), name="PostgreSQL", patience_seconds=60)

    def stop(self) -> None:
        if self._child:
            self._child.stop(self.stop_signal)

    def kill(self) -> None:
        if self._child:
            self._child.kill()

    def restart(self) -> None:
        """Starts again on the same port and data, after whatever ended it."""
        self.stop()
        self.start()

    def remove(self) -> None:
        """Removes the files that root had to put elsewhere; the rest goes with the folder."""
        if self.home and self.home != self._folder:
            shutil.rmtree(self.home, ignore_errors=True)

    def _ready(self, data: Path) -> bool:
        """Reads what the server itself notes for its tools; the file of a killed one names another process."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(self.pid) and lines[7].strip() == "ready"

    def _initialise(self, binaries: Binaries, data: Path) -> None:
        """The locale is C, for no order and no letter case may depend on the machine."""
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700)
        if self._account:
            os.chown(data, self._account.uid, self._account.gid)
        processes.run(
            [
                str(binaries.folder / "initdb"),
                f"--pgdata={data}",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
            ],
            name="Making the database folder",
            account=self._account,
        )

    def _command(self, binaries: Binaries, data: Path) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "on" if self._fsync else "off",
            "max_connections": "200",
            "shared_buffers": "128MB",
            # Nothing of a killed server may stay behind outside its data folder.
            "dynamic_shared_memory_type": "mmap",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        return [str(binaries.folder / "postgres"), "-D", str(data), *options]

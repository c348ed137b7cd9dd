"""One real Kafka broker under a folder, that can be stopped, killed and started again where it was."""

import base64
import os
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local import processes
from deploy.local.jars import locked_jars
from deploy.local.java import find_java
from deploy.local.metadata import knows_its_controller
from deploy.local.ports import answers, free_ports

SETTINGS = Path(__file__).with_name("broker.properties")
LOGGING = Path(__file__).with_name("log4j2.properties")
JAVA_OPTIONS = ("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")


class LocalKafka:
    """A broker that is also its own controller; its data and log live in `folder`."""

    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, say: Callable[[str], None], *, stays: bool = False) -> None:
        self._folder = folder
        self._say = say
        self._stays = stays
        self._command: list[str] = []
        self._child: processes.Child | None = None
        self.port, self._controller_port = free_ports(2)

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        return self._child.process.pid if self._child and self._child.alive else None

    @property
    def identity(self) -> processes.Identity | None:
        return self._child.identity if self._child and self._child.alive else None

    def start(self) -> None:
        """Starts on what is in the folder, or on a new log if there is none; returns when clients are served."""
        settings = self._folder / "server.properties"
        if not self._command:
            self._command = self._java(locked_jars(self._say))
        if not settings.exists():
            self._format(settings)
        self._child = processes.start(
            [*self._command, "kafka.Kafka", str(settings)], log=self._folder / "kafka.log", stays=self._stays
        )
        self._child.wait_until(self._ready, name="Kafka", patience_seconds=90)

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

    def _ready(self) -> bool:
        return answers(self.port) and knows_its_controller(self.bootstrap)

    def _java(self, jars: Sequence[Path]) -> list[str]:
        classes = os.pathsep.join(str(jar) for jar in jars)
        logging = f"-Dlog4j2.configurationFile={LOGGING.as_uri()}"
        return [str(find_java()), *JAVA_OPTIONS, logging, "-cp", classes]

    def _format(self, settings: Path) -> None:
        """Writes the settings only after the data folder is formatted, so an interrupted start begins anew."""
        data = self._folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        unfinished = settings.with_suffix(".unfinished")
        unfinished.write_text(
            SETTINGS.read_text()
            + f"controller.quorum.bootstrap.servers=127.0.0.1:{self._controller_port}\n"
            + f"listeners=PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{self._controller_port}\n"
            + f"advertised.listeners=PLAINTEXT://127.0.0.1:{self.port}\n"
            + f"log.dirs={data}\n"
        )
        processes.run(
            [
                *self._command,
                "kafka.tools.StorageTool",
                "format",
                "--standalone",
                f"--cluster-id={base64.urlsafe_b64encode(b'tilsagn-on-local').decode().rstrip('=')}",
                f"--config={unfinished}",
            ],
            name="Formatting Kafka's storage",
        )
        unfinished.rename(settings)

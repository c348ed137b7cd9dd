"""`replay`, `verify` and `story`: the auditor's questions about an installation, and how they are answered."""

import asyncio
from dataclasses import dataclass

import click

from audit.reading import Sources
from audit.replay import ReplayResult, replay
from audit.story import UnknownApplication, story
from audit.tables import table
from audit.verify import VerifyResult, verify
from cli.told import make_console
from deploy.local.errors import LocalError
from deploy.provision import Installation
from services.catalogue import SERVICES


@dataclass(frozen=True)
class Audit:
    replay: ReplayResult
    verify: VerifyResult

    @property
    def ok(self) -> bool:
        return self.replay.ok and self.verify.ok


async def audited(installation: Installation) -> Audit:
    """Both answers; verify goes on where a replay has ended at a difference."""
    where = sources(installation)
    return Audit(await replay(where, SERVICES), await verify(where, SERVICES))


def sources(installation: Installation) -> Sources:
    return Sources(installation.auditor_urls, installation.kafka_bootstrap, installation.prefix)


def replay_all(installation: Installation) -> int:
    """The exit code."""
    return _show(asyncio.run(replay(sources(installation), SERVICES)))


def verify_all(installation: Installation) -> int:
    """The exit code."""
    return _show(asyncio.run(verify(sources(installation), SERVICES)))


def _show(result: ReplayResult | VerifyResult) -> int:
    make_console().print(table(result))
    return 0 if result.ok else 1


def tell(installation: Installation, application: str) -> int:
    """The exit code. Raises LocalError for an application that nobody has heard of."""
    try:
        told = asyncio.run(story(sources(installation), SERVICES, application))
    except UnknownApplication:
        raise LocalError(
            f"No journal knows {application}; its name is <system>/<reference>, as in acos-kommune/2019-0010"
        ) from None
    click.echo(told.text)
    return 0

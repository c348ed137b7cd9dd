"""How the commands behave together: their order, and what is told when something goes wrong."""

import os
import sys
from typing import Any

import click

from deploy.local.errors import LocalError

PIPE_CLOSED = 141
INTERRUPTED = 130
"""Exit codes as shells have them: the reader of the output is gone; Ctrl-C."""


class Commands(click.Group):
    """Expected trouble is told in its own words, without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LocalError as trouble:
            raise click.ClickException(str(trouble)) from None
        except BrokenPipeError:
            # Whoever read the output has seen enough; what is still buffered must not be written at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(PIPE_CLOSED) from None
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            raise SystemExit(INTERRUPTED) from None
        except Exception as trouble:
            from cli.away import what_is_away

            told = what_is_away(trouble)
            if told is None:
                raise
            raise click.ClickException(told) from None

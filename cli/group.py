"""How the commands behave together: their order, and what is told when something goes wrong."""

from typing import Any

import click

from deploy.local.errors import LocalError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


class Commands(click.Group):
    """Expected trouble is told in its own words, without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LocalError as trouble:
            raise click.ClickException(str(trouble)) from None
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            raise SystemExit(INTERRUPTED) from None
        except Exception as trouble:
            from cli.away import what_is_away

            told = what_is_away(trouble)
            if told is None:
                raise
            raise click.ClickException(told) from None

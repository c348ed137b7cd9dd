"""Whose processor time a measurement takes, by process."""

from collections.abc import Mapping

import psutil

from cli.stack import Stack
from deploy.local.infrastructure import LocalInfrastructure

Seconds = dict[str, float]


def watched(servers: LocalInfrastructure, stack: Stack | None = None) -> dict[str, psutil.Process]:
    """By name. Servers that were given to us are not seen."""
    own = {"kafka": servers.kafka, "postgresql": servers.postgres}
    found = {name: server.identity.find() for name, server in own.items() if server and server.identity}
    members = stack.members if stack else {}
    found |= {name: member.child.process for name, member in members.items() if member.child}
    return {**{name: process for name, process in found.items() if process}, "sender and reader": psutil.Process()}


def seconds(processes: Mapping[str, psutil.Process]) -> Seconds:
    """Spent so far, user and system. PostgreSQL is its first process with all that this has started."""
    return {name: _family(process) if name == "postgresql" else _own(process) for name, process in processes.items()}


def spent(before: Seconds, after: Seconds) -> Seconds:
    return {name: after[name] - before[name] for name in before}


def _own(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _family(process: psutil.Process) -> float:
    ended = process.cpu_times()
    total = _own(process) + float(ended.children_user + ended.children_system)
    for child in process.children(recursive=True):
        try:
            total += _own(child)
        except psutil.NoSuchProcess:
            continue
    return total

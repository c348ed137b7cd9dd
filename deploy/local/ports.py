"""Finds ports that stay ours while a server is down."""

import secrets
import socket


def free_ports(count: int) -> list[int]:
    """Different free ports below the range from which the system gives ports to clients.

    A client that keeps calling a killed server's port could otherwise be given that very port, and reach itself.
    """
    found: list[int] = []
    while len(found) < count:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in found:
            found.append(port)
    return found


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False

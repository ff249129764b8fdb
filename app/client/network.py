"""Distinguishes errors of the network from those about files."""

import errno
import socket
import ssl

#: Errors of the network; those about files are OSError too.
AWAY = (ConnectionError, TimeoutError, socket.gaierror, ssl.SSLError)
UNREACHABLE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL})


def is_of_network(error: OSError) -> bool:
    """Whether an error is about the way to the server, and not about a file."""
    return isinstance(error, AWAY) or error.errno in UNREACHABLE

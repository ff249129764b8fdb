"""Guards every connection that a child opens: the address itself is checked, at the last moment.

Checking a URL before it is fetched does not help against redirects, against playlists with further addresses, or
against a name that resolves to another address the second time. So `socket.connect` is wrapped: the guard resolves a
name itself, checks the address, and connects to exactly that address. It covers all of Python's networking in the
process (`requests`, `urllib`, `websockets`, `ftplib`); it does not cover other programs, which is why yt-dlp must never
start ffmpeg as a downloader (see `ytdlp`).

In children only: the wrapper is on the class `socket.socket`, so it applies to the whole process.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.core.private_hosts import IPAddress, PrivateHost, parse_private_host
from app.sources.addresses import OPENABLE, Reach, refused_reach

#: Returns the reason why connections to an address and port are refused; None if they are allowed.
Judge = Callable[[IPAddress, int], Reach | None]


class BlockedAddress(OSError):
    """A connection to a closed address was refused before it was opened. An OSError, so that libraries clean up."""

    def __init__(self, host: str, reach: Reach) -> None:
        super().__init__(f"{host} is a {reach} address")
        self.host = host
        self.reach = reach


def intranet_judge(*, allow_private_networks: bool, allowed_hosts: Sequence[str] = ()) -> Judge:
    """Build the product's judge: it allows public addresses, and private ones if the operator does.

    `allowed_hosts` are the entries of ALLOWED_PRIVATE_HOSTS. A name is resolved at each check and opens the addresses
    that it resolves to, whatever name the connection used.
    """
    allowed = tuple(parse_private_host(entry) for entry in allowed_hosts)

    def judge(address: IPAddress, port: int) -> Reach | None:
        reach = refused_reach(address, allow_private_networks=allow_private_networks)
        if reach in OPENABLE and any(_opens(host, address, port) for host in allowed):
            return None
        return reach

    return judge


def _opens(host: PrivateHost, address: IPAddress, port: int) -> bool:
    if host.name is None:
        return host.covers(address, port)
    if host.port not in (None, port):
        return False
    try:
        rows = socket.getaddrinfo(host.name, port, type=socket.SOCK_STREAM)
    except OSError:  # the name does not resolve at the moment, so it opens nothing
        return False
    return any(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) == address for row in rows)


@contextmanager
def guarded_connections(judge: Judge) -> Iterator[None]:
    """Check every `socket.connect` of this process by `judge`.

    A refused connection raises BlockedAddress and sends nothing. Sockets other than IP are refused too. Not to be
    nested.
    """
    if "connect" in vars(socket.socket):
        raise RuntimeError("connections are guarded already")
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: Any, /) -> None:
        connect(self, _judged(self, address, judge))

    def guarded_connect_ex(self: socket.socket, address: Any, /) -> int:
        return connect_ex(self, _judged(self, address, judge))

    socket.socket.connect = guarded_connect  # type: ignore[assignment,method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        del socket.socket.connect, socket.socket.connect_ex


def _judged(sock: socket.socket, address: Any, judge: Judge) -> tuple[Any, ...]:
    """The address with its host as the checked literal. Raises BlockedAddress, or OSError for an unknown name."""
    if sock.family not in {socket.AF_INET, socket.AF_INET6}:
        raise BlockedAddress("a local socket", Reach.LOOPBACK)
    host, port, *rest = address
    try:
        literal = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        (*_, found), *_ = socket.getaddrinfo(host, port, sock.family, sock.type)
        literal = ipaddress.ip_address(str(found[0]).partition("%")[0])
    reach = judge(literal, int(port))
    if reach is not None:
        raise BlockedAddress(str(host), reach)
    return (str(literal), port, *rest)

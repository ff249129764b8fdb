"""The listening socket: made before the server starts, so that a taken port is one line."""

import ipaddress
import socket

from app.core.errors import SettingsInvalid
from app.core.settings import Settings


def listen(settings: Settings) -> socket.socket:
    """Open a socket that listens on HOST:PORT; `::` is every address, also of IPv4.

    Raises SettingsInvalid if that is not possible.
    """
    try:
        family, _, _, _, place = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0]
        both = place[0] == "::" and socket.has_dualstack_ipv6()
        return socket.create_server(place[:2], family=family, backlog=2048, dualstack_ipv6=both)
    except socket.gaierror as error:
        raise SettingsInvalid(f"HOST: {settings.host} is no address of this machine ({error.strerror})") from error
    except OSError as error:
        raise SettingsInvalid(
            f"PORT: cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
            "end the program that holds it, or set another PORT"
        ) from error


def address_of(listener: socket.socket) -> str:
    """The URL for clients on this machine: `http://127.0.0.1:8000`."""
    host, port = listener.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

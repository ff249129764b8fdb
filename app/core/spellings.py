"""How lists and sizes are written in a setting, so that what would be misread stops the start instead."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ByteSize
from pydantic_settings import NoDecode

from app.core.private_hosts import parse_private_host

#: `https://a.example:8443`, also of a browser's extension.
ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://(\[[0-9a-f:.]+\]|[^\s/?#@\[\]:*]+)(:[0-9]{1,5})?/?", re.IGNORECASE)
#: `a.example`, `10.0.0.1`, `[::1]`; a port is taken and means nothing.
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s/?#@\[\]:*]+)(:[0-9]{1,5})?", re.IGNORECASE)
#: `500000`, `500MiB`, `1.5 GB`.
BYTES = re.compile(r"[0-9]+|[0-9]*\.?[0-9]+\s*[a-z]+", re.IGNORECASE)


def _split(value: object) -> object:
    """`a, b` → `("a", "b")`: lists are written with commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    for origin in given:
        if origin != "*" and not ORIGIN.fullmatch(origin):
            raise ValueError("must be origins, with scheme and host and no path, as in https://a.example:8443")
    return given


def _hosts(given: tuple[str, ...]) -> tuple[str, ...]:
    for host in given:
        if host != "*" and not HOST.fullmatch(host):
            raise ValueError("must be names or addresses without scheme and path, as in a.example, or `*`")
    return given


def _bytes(value: object) -> object:
    """Refuses what pydantic cuts short: `1GB!` is no gigabyte, `1.5` is not one byte."""
    if isinstance(value, str) and not BYTES.fullmatch(value.strip()):
        raise ValueError("must be a number of bytes, or one with a unit, as in 500000 or 500MiB")
    return value


def _private_hosts(given: tuple[str, ...]) -> tuple[str, ...]:
    for entry in given:
        parse_private_host(entry)
    return given


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Origins = Annotated[Names, AfterValidator(_origins)]
Hosts = Annotated[Names, AfterValidator(_hosts)]
PrivateHosts = Annotated[Names, AfterValidator(_private_hosts)]
Bytes = Annotated[ByteSize, BeforeValidator(_bytes)]

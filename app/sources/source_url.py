"""Checks and normalises the URL of a source, and derives the forms that are safe to show.

Pure and light, because the server uses it at `POST` and the child again before it fetches. Both sides get a refusal
(`InvalidRequest`, 422) whose code is the contract's error code, `invalid_source` or `blocked_address`; the fetch stage
turns it into a job failure of the same code. Only the text is checked here: the address that a *name* resolves to
is checked when the connection is made (`netguard`).
"""

import hashlib
import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from app.core.errors import ErrorCode, InvalidRequest
from app.core.private_hosts import IPAddress, parse_private_host
from app.jobs.hidden import HIDDEN, hides_credentials
from app.sources.addresses import INTRANET, OPENABLE, Reach, refused_reach

MAX_URL_CHARS: Final = 4096
MAX_CREDENTIALS_CHARS: Final = 1000
DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
#: ASCII hosts below this length need no IDNA: no label of theirs is too long.
SHORT_HOST_CHARS: Final = 64
#: Hosts that the C library takes for a number: 127.1, 0x7f.1, 0177.0.0.1, 2130706433.
NUMERIC_HOST: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}\.?")
#: Query fields that only record where a link was found; links that differ in nothing else are one source.
TRACKING: Final = re.compile(r"utm_\w+|fbclid|gclid|igsh|igshid")
#: Query fields with the video's id on the most common sites; the only ones that are ever shown.
SHOWN_FIELDS: Final = ("v", "list")
#: The longest path that is shown whole.
SHOWN_PATH_CHARS: Final = 200
YOUTUBE_HOSTS: Final = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"})
YOUTUBE_ID: Final = re.compile(r"[A-Za-z0-9_-]{11}")


@dataclass(frozen=True, slots=True)
class SourceUrl:
    """A checked URL.

    `url` is fetched and may contain secrets in its query: it is sent to the site and nowhere else. `host` is lower-case
    ASCII, IPv6 without brackets. `identity` is a hash that is equal for links to the same source, for keys. `shown` is
    for users and logs: its query has only the id of the video.

    `credentials` are the link's user name and password in URL encoding, or empty. No other field contains them: `url`
    is without them, and `masked` is `url` with `user:***@`, which may be stored and shown.
    """

    url: str
    host: str
    identity: str
    shown: str
    masked: str
    credentials: str = field(default="", repr=False)


def parse_source_url(text: str) -> SourceUrl:
    """Check and normalise an http or https URL.

    Raises InvalidRequest (code `invalid_source`) with one sentence about the problem that never repeats the text.
    """
    text = text.strip(" \t\r\n")
    _check_text(text)
    try:
        parts = urlsplit(text)
        port = parts.port
        named = parts.hostname or ""
    except ValueError:
        raise _invalid("The source is not a valid URL: check its host and port.") from None
    if parts.scheme not in DEFAULT_PORTS:
        raise _invalid("The source must be an http:// or https:// URL.")
    credentials = parts.netloc.rpartition("@")[0]
    _check_credentials(credentials, named="@" in parts.netloc)
    host = _ascii_host(named)
    if port == 0:
        raise _invalid("The source URL has a port that does not exist.")
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    clean = SplitResult(parts.scheme, netloc, parts.path or "/", parts.query, parts.fragment)
    url = urlunsplit(clean)
    return SourceUrl(
        url=url,
        host=host,
        identity=_identity(clean, host, url),
        shown=_shown(clean, url),
        masked=urlunsplit(clean._replace(netloc=f"{_masked(credentials)}{netloc}")) if credentials else url,
        credentials=credentials,
    )


def with_credentials(source: SourceUrl, credentials: str) -> SourceUrl:
    """A stored link with its credentials, which are stored apart."""
    return replace(source, credentials=credentials)


def refuse_private_literal(url: SourceUrl, *, allow_private_networks: bool, allowed_hosts: Sequence[str] = ()) -> None:
    """Refuse a URL whose host is literally a private, loopback or otherwise closed address.

    `allowed_hosts` are the entries of ALLOWED_PRIVATE_HOSTS. Raises InvalidRequest (code `blocked_address`).
    """
    address = literal_address(url.host)
    name = url.host.rstrip(".")
    if address is not None:
        reach = refused_reach(address, allow_private_networks=allow_private_networks)
    elif name == "localhost" or name.endswith((".localhost", ".localdomain")):
        reach = None if allow_private_networks else Reach.LOOPBACK
    else:
        reach = None
    if reach is not None and not (reach in OPENABLE and _is_allowed(url, address, allowed_hosts)):
        raise InvalidRequest(blocked_sentence(url.host, reach), code=ErrorCode.BLOCKED_ADDRESS)


def _is_allowed(url: SourceUrl, address: IPAddress | None, allowed_hosts: Sequence[str]) -> bool:
    parts = urlsplit(url.url)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    allowed = (parse_private_host(entry) for entry in allowed_hosts)
    return any(
        host.is_named(url.host, port) or (address is not None and host.covers(address, port)) for host in allowed
    )


def blocked_sentence(host: str, reach: Reach) -> str:
    """The message for users when an address is closed to downloads."""
    sentence = f"{host} is a {reach} address, which this server does not fetch from."
    if reach in INTRANET:
        sentence += " Its operator can allow that with ALLOW_PRIVATE_NETWORKS=true or ALLOWED_PRIVATE_HOSTS."
    elif reach in OPENABLE:
        sentence += " Its operator can allow that with ALLOWED_PRIVATE_HOSTS."
    return sentence


def literal_address(host: str) -> IPAddress | None:
    """The address that `host` is a literal of, also in C library forms (`127.1`, `0x7f000001`); None for a name."""
    if ":" not in host and not NUMERIC_HOST.fullmatch(host):
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if ":" in host:
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def _check_text(text: str) -> None:
    if not text:
        raise _invalid("The source URL is empty.")
    if len(text) > MAX_URL_CHARS:
        raise _invalid(f"The source URL is longer than {MAX_URL_CHARS} characters.")
    if text.startswith("-"):
        raise _invalid("The source must be an http:// or https:// URL; it starts with a dash.")
    if not text.isprintable() or " " in text or "\\" in text:  # of all white space only the space is printable
        raise _invalid("The source URL contains spaces, backslashes or control characters.")
    if "__youtubedl_smuggle" in text:
        raise _invalid("The source URL contains a part that is reserved for the downloader.")


def _check_credentials(credentials: str, *, named: bool) -> None:
    if named and not credentials.partition(":")[0]:
        raise _invalid("The source URL has an @ without a user name before it.")
    if len(credentials) > MAX_CREDENTIALS_CHARS:
        raise _invalid(
            f"The user name and password of the source URL have more than {MAX_CREDENTIALS_CHARS} characters."
        )
    if "@" in credentials:
        raise _invalid("The user name or password of the source URL holds an @; write it as %40.")


def refuse_hidden(source: SourceUrl) -> None:
    """Refuse a link that was copied with its password hidden. Raises InvalidRequest (`invalid_source`)."""
    if hides_credentials(source.masked) and (source.credentials.partition(":")[2] or source.credentials) == HIDDEN:
        raise _invalid("The password in the source URL is hidden (***), as it is shown here. Give the real one.")


def _masked(credentials: str) -> str:
    """The credentials with the password hidden; a name alone may be a token, so it is hidden too."""
    user, colon, _ = credentials.partition(":")
    if not credentials:
        return ""
    return f"{user}:{HIDDEN}@" if colon else f"{HIDDEN}@"


def _ascii_host(named: str) -> str:
    """The host in lower-case ASCII; numbers become a dotted address. Raises InvalidRequest for an invalid host."""
    if not named:
        raise _invalid("The source URL has no host.")
    if ":" in named:
        try:
            address6 = ipaddress.IPv6Address(named)
        except ValueError:
            raise _invalid("The source URL has an invalid IPv6 address.") from None
        if address6.scope_id is not None:
            raise _invalid("The source URL names a network interface.")
        return address6.compressed
    try:
        short = named.isascii() and len(named) < SHORT_HOST_CHARS
        host = named.lower() if short else named.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise _invalid("The source URL has an invalid host name.") from None
    address = literal_address(host)
    if address is not None:
        return str(address)
    labels = host.removesuffix(".").split(".")
    if len(host) > 253 or not all(LABEL.fullmatch(label) for label in labels) or NUMERIC_HOST.fullmatch(labels[-1]):
        raise _invalid("The source URL has an invalid host name.")
    return host


def _is_bare(parts: SplitResult) -> bool:
    """Whether the link has nothing that is left out of other forms of it, so that they need not be put together."""
    return not (parts.query or parts.fragment)


def _identity(parts: SplitResult, host: str, url: str) -> str:
    fields = [(name, value) for name, value in _fields(parts.query) if not TRACKING.fullmatch(name)]
    video = _youtube_id(host, parts.path, dict(fields))
    if video is not None:
        same = f"youtube {video}"
    elif _is_bare(parts) and not parts.netloc.endswith("."):
        same = url
    else:
        route = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
        same = urlunsplit((parts.scheme, parts.netloc.rstrip("."), parts.path, urlencode(sorted(fields)), route))
    return hashlib.sha256(same.encode()).hexdigest()


def _youtube_id(host: str, path: str, fields: dict[str, str]) -> str | None:
    """The video id of a YouTube link in any of the site's forms; None for every other link."""
    if host not in YOUTUBE_HOSTS:
        return None
    first, _, rest = path.strip("/").partition("/")
    if host == "youtu.be":
        named = first
    elif first == "watch":
        named = fields.get("v", "")
    elif first in {"shorts", "embed", "live", "v"}:
        named = rest
    else:
        return None
    return named if YOUTUBE_ID.fullmatch(named) else None


def _shown(parts: SplitResult, url: str) -> str:
    if _is_bare(parts) and len(parts.path) <= SHOWN_PATH_CHARS:
        return url
    fields = dict(_fields(parts.query))
    kept = {name: fields[name] for name in SHOWN_FIELDS if re.fullmatch(r"[\w-]{1,64}", fields.get(name, ""))}
    path = parts.path if len(parts.path) <= SHOWN_PATH_CHARS else f"{parts.path[: SHOWN_PATH_CHARS - 1]}…"
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(kept), ""))


def _fields(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True) if query else []


def _invalid(message: str) -> InvalidRequest:
    return InvalidRequest(message, code=ErrorCode.INVALID_SOURCE)

"""Types for settings, and the field of one; values that could be misread stop the start."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ByteSize, Field, SecretStr
from pydantic_settings import NoDecode

from app.core.authorities import parse_authority, parse_origin
from app.core.client_addresses import parse_proxy
from app.core.hotwords import checked_hotwords
from app.core.notify_targets import notify_targets
from app.core.private_hosts import parse_private_host
from app.core.stage_limits import checked_limits
from app.core.webhook_secrets import why_no_secret

MIB = 1024**2
GIB = 1024**3
#: URL schemes that are taken; `app.db.access` knows the driver that each one means.
SCHEMES = frozenset({"sqlite", "sqlite+aiosqlite", "postgres", "postgresql", "postgresql+asyncpg"})
#: Sizes: `500000`, `500MiB`, `1.5 GB`.
BYTES = re.compile(r"[0-9]+|[0-9]*\.?[0-9]+\s*[a-z]+", re.IGNORECASE)
#: A bucket or container, and a prefix in it; what other characters mean differs between stores.
STORE_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,221}(?:/+[A-Za-z0-9_-][A-Za-z0-9._-]*)*/*")
#: Most requests of a limit, each of which is remembered for its time.
MOST_REQUESTS = 100_000
#: Longest API key in characters; the API's forms take no more either.
LONGEST_KEY = 1000
#: Longest label of a scene in characters.
LONGEST_LABEL = 100


def _split(value: object) -> object:
    """Split a list at its commas: `a, b` → `("a", "b")`."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _origins(entries: tuple[str, ...]) -> tuple[str, ...]:
    for origin in entries:
        _refuse_beyond_ascii(origin)
        if origin != "*" and parse_origin(origin.removesuffix("/")) is None:
            raise ValueError("must be origins, with scheme and host and no path, as in https://a.example:8443")
    return entries


def _hosts(entries: tuple[str, ...]) -> tuple[str, ...]:
    for host in entries:
        _refuse_beyond_ascii(host)
        if host != "*" and parse_authority(host) is None:
            raise ValueError("must be names or addresses without scheme and path, as in a.example, or `*`")
    return entries


def _refuse_beyond_ascii(name: str) -> None:
    """Refuse a name beyond ASCII, which would never match: browsers send the ASCII form."""
    if name.isascii():
        return
    scheme, mark, host = name.rpartition("://")
    try:
        meant = f", as in {scheme}{mark}{host.encode('idna').decode()}"
    except UnicodeError:
        meant = ""
    raise ValueError(f"must be written in ASCII, as browsers send it{meant}")


def _webhook_secret(value: SecretStr) -> SecretStr:
    """Refuse a secret that nothing could be signed with."""
    text = value.get_secret_value()
    if text and (wrong := why_no_secret(text)):
        raise ValueError(wrong)
    return value


def _sealing_key(value: SecretStr) -> SecretStr:
    """Refuse what is no key of 32 bytes."""
    text = value.get_secret_value()
    if text and not re.fullmatch("[0-9A-Fa-f]{64}", text):
        raise ValueError("must be 64 hexadecimal digits, as `openssl rand -hex 32` prints")
    return value


def _notify_urls(value: SecretStr) -> SecretStr:
    """Refuse what is no URL; whether a service has it is known to its library alone."""
    notify_targets(value.get_secret_value())
    return value


def _api_key(value: object) -> object:
    """Refuse a key that a header cannot carry unchanged: requests with it would always be refused."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if isinstance(text, str) and (wrong := _wrong_in_header(text)):
        raise ValueError(f"must travel in a header unchanged, and {wrong}")
    return value


def _wrong_in_header(text: str) -> str:
    """The reason why a header cannot carry `text` unchanged; empty if it can."""
    if len(text) > LONGEST_KEY:
        return f"is longer than {LONGEST_KEY} characters"
    if not text.isascii():
        return "has letters or signs beyond ASCII"
    if text != text.strip():
        return "begins or ends with a blank"
    return "" if text.isprintable() else "has control characters"


def _labels(entries: tuple[str, ...]) -> tuple[str, ...]:
    """Each word once. Refuse words that are sentences, which the model would cut off."""
    for entry in entries:
        if len(entry) > LONGEST_LABEL:
            raise ValueError(f"must be words of at most {LONGEST_LABEL} characters, with commas between")
    return tuple(dict.fromkeys(entries))


def _bytes(value: object) -> object:
    """Refuse values that pydantic truncates: `1GB!` is no gigabyte, `1.5` is not one byte."""
    if isinstance(value, str) and not BYTES.fullmatch(value.strip()):
        raise ValueError("must be a number of bytes, or one with a unit, as in 500000 or 500MiB")
    return value


def _private_hosts(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        parse_private_host(entry)
    return entries


def _proxies(entries: tuple[str, ...]) -> tuple[str, ...]:
    for entry in entries:
        parse_proxy(entry)
    return entries


def _storage_url(url: str) -> str:
    """Refuse a place that no object store has: a typing error would otherwise show as a store that is away."""
    scheme, mark, rest = url.partition("://")
    if not url:
        return url
    if not mark or scheme not in ("s3", "gs", "az", "file"):
        raise ValueError("must begin with s3://, gs://, az:// or file:///")
    if scheme == "file":
        if not re.fullmatch(r"/[^?#]*[^/?#][^?#]*", rest):
            raise ValueError("must name a folder, as in file:///mnt/videos")
        return url
    if not STORE_PLACE.fullmatch(rest):
        raise ValueError("must be a bucket and a prefix of letters, digits and ._-, as in s3://bucket/prefix")
    return url


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def absolute(path: Path) -> Path:
    """Make a path absolute, because children run in other folders."""
    return path.expanduser().absolute()


def _absolute_text(path: str) -> str:
    """Make a path absolute; empty stays empty."""
    return str(absolute(Path(path))) if path else ""


def _existing(folder: str) -> str:
    """Require that a folder that is only read exists; empty stays empty."""
    if not folder:
        return ""
    path = absolute(Path(folder))
    if not path.is_dir():
        raise ValueError("must be a folder that exists")
    return str(path)


def _database(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme not in SCHEMES:
        raise ValueError("must begin with sqlite:/// or postgresql://")
    if scheme.startswith("sqlite") and (not rest.startswith("/") or rest.strip("/") in ("", ":memory:")):
        raise ValueError("must name a file, as in sqlite:///./video_processing.db")
    return url


def _root_path(path: str) -> str:
    path = path.rstrip("/")
    if path and not re.fullmatch(r"(?:/[A-Za-z0-9._~-]+)+", path):
        raise ValueError("must be a path of letters, digits and ._~-, as in /video")
    return path


def _service(url: str) -> str:
    """Require the address of a service without a version, which its SDK adds."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or "@" in url:
        raise ValueError("must be an address such as https://api.example.com")
    if re.search(r"/v\d+/?$", parts.path):
        raise ValueError("must be without its version, as in https://api.example.com")
    return url.rstrip("/")


def _endpoint(url: str) -> str:
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise ValueError("must be a server's address, as in https://minio.example:9000")
    return url.rstrip("/")


def setting(default: Any, group: str, does: str, *, unit: str = "", **bounds: Any) -> Any:
    """A setting's field: `does` describes its effect, `unit` its unit, `bounds` are pydantic's."""
    return Field(default, description=does, json_schema_extra={"group": group, "unit": unit}, **bounds)


Span = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Limit = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Slots = Annotated[int, Field(ge=1, le=64)]
Lower = BeforeValidator(_lower)
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)]
Folder = Annotated[Path, AfterValidator(absolute)]
OptionalFile = Annotated[str, AfterValidator(_absolute_text)]
OptionalFolder = Annotated[str, AfterValidator(_existing)]
ServiceUrl = Annotated[str, AfterValidator(_service)]
EndpointUrl = Annotated[str, AfterValidator(_endpoint)]
RootPath = Annotated[str, AfterValidator(_root_path)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
StageLimits = Annotated[str, AfterValidator(checked_limits)]


def _rate_limit(text: str) -> str:
    """Refuse a limit that cannot be parsed; its library is loaded only where there is one."""
    if not text:
        return text
    from limits import parse_many

    try:
        limits = parse_many(text)
    except ValueError:
        raise ValueError("must be requests in a time, as in 60/minute or 10/second; 600/hour") from None
    if any(not 1 <= limit.amount <= MOST_REQUESTS for limit in limits):
        raise ValueError(f"must allow 1 to {MOST_REQUESTS} requests in its time")
    return text


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Origins = Annotated[Names, AfterValidator(_origins)]
Hosts = Annotated[Names, AfterValidator(_hosts)]
PrivateHosts = Annotated[Names, AfterValidator(_private_hosts)]
TrustedProxies = Annotated[Names, AfterValidator(_proxies)]
Labels = Annotated[Names, AfterValidator(_labels)]
Hotwords = Annotated[Names, AfterValidator(checked_hotwords)]
Bytes = Annotated[ByteSize, BeforeValidator(_bytes)]
ApiKey = Annotated[SecretStr, BeforeValidator(_api_key)]
StorageUrl = Annotated[str, AfterValidator(_storage_url)]
NotifyUrls = Annotated[SecretStr, AfterValidator(_notify_urls)]
RateLimit = Annotated[str, AfterValidator(_rate_limit)]
SealingKey = Annotated[SecretStr, AfterValidator(_sealing_key)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]

"""Types for settings with lists and sizes; values that could be misread stop the start."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ByteSize, SecretStr
from pydantic_settings import NoDecode

from app.core.authorities import parse_authority, parse_origin
from app.core.client_addresses import parse_proxy
from app.core.private_hosts import parse_private_host
from app.core.webhook_secrets import why_no_secret

#: Sizes: `500000`, `500MiB`, `1.5 GB`.
BYTES = re.compile(r"[0-9]+|[0-9]*\.?[0-9]+\s*[a-z]+", re.IGNORECASE)
#: A bucket or container, and a prefix in it; what other characters mean differs between stores.
STORE_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,221}(?:/+[A-Za-z0-9_-][A-Za-z0-9._-]*)*/*")
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


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Origins = Annotated[Names, AfterValidator(_origins)]
Hosts = Annotated[Names, AfterValidator(_hosts)]
PrivateHosts = Annotated[Names, AfterValidator(_private_hosts)]
TrustedProxies = Annotated[Names, AfterValidator(_proxies)]
Labels = Annotated[Names, AfterValidator(_labels)]
Bytes = Annotated[ByteSize, BeforeValidator(_bytes)]
ApiKey = Annotated[SecretStr, BeforeValidator(_api_key)]
StorageUrl = Annotated[str, AfterValidator(_storage_url)]
WebhookSecret = Annotated[SecretStr, AfterValidator(_webhook_secret)]

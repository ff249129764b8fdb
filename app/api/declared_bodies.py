"""The kinds of bodies that a route can declare; others are refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MIB = 1024 * 1024
FORM = "multipart/form-data"
_FILE = {"type": "string", "format": "binary"}


@dataclass(frozen=True, slots=True)
class NoBody:
    """No body at all."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """JSON of at most `limit` bytes, read whole before the route runs; or no body at all."""

    limit: int = MIB


#: The body of routes that declare nothing.
JSON = JsonBody()


@dataclass(frozen=True, slots=True)
class RawBody:
    """Bytes of one of these media types (`video/*` is a range), streamed.

    `limit` bytes at most; None if the route counts them itself. With `optional`, also no body at all.
    """

    types: Sequence[str]
    limit: int | None = MIB
    optional: bool = False

    @property
    def wanted(self) -> str:
        """What to send, for people."""
        return f"Send the body with a Content-Type of {_either(self.types)}."

    def takes(self, essence: str) -> bool:
        """Whether a media type, in small letters and without parameters, is one of these."""
        return (self.optional and not essence) or any(fits(essence, kind) for kind in self.types)

    def content(self) -> dict[str, Any]:
        """The media types as OpenAPI lists them, ranges after single ones."""
        return {kind: {"schema": dict(_FILE)} for kind in sorted(self.types, key=lambda kind: kind.endswith("*"))}


@dataclass(frozen=True, slots=True)
class FormBody:
    """A form (multipart) with these text `fields` and, if it is set, one `file`; streamed.

    With `raw`, the file may also be the body itself, with one of those media types; with `or_json`, the body may be
    JSON instead. `limit` bytes at most; None if the route counts them itself, as `uploads.received` does. `described`
    are the schemas of fields that are more than a text.
    """

    fields: Sequence[str] = ()
    described: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: str | None = None
    raw: Sequence[str] = ()
    or_json: JsonBody | None = None
    limit: int | None = MIB

    @property
    def wanted(self) -> str:
        """What to send, for people."""
        form = f"Send the file as {FORM} in the field `{self.file}`" if self.file else f"Send a form ({FORM})"
        raw = f", or as the body with a Content-Type of {_either(self.raw)}" if self.raw else ""
        return f"{form}{raw}{', or JSON (application/json)' if self.or_json else ''}."

    def takes(self, essence: str) -> bool:
        """Whether a media type, in small letters and without parameters, is a form or one of `raw`."""
        return essence == FORM or any(fits(essence, kind) for kind in self.raw)

    def content(self) -> dict[str, Any]:
        """The media types as OpenAPI lists them, ranges after single ones."""
        files = {self.file: dict(_FILE)} if self.file else {}
        fields = {name: dict(self.described.get(name, _TEXT)) for name in self.fields}
        schema = {"type": "object", "required": [*files], "properties": files | fields}
        return {FORM: {"schema": schema}} | RawBody(self.raw).content()


_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Unread:
    """A body that is not read, because the response does not depend on it."""


Body = NoBody | JsonBody | RawBody | FormBody | Unread


def essence_of(content_type: str) -> str:
    """The media type of a Content-Type, in lower case, without parameters."""
    return content_type.partition(";")[0].strip().lower()


def fits(essence: str, kind: str) -> bool:
    """Whether a media type is `kind`, or within it if it is a range: `video/mp4` is in `video/*`."""
    return essence.startswith(kind[:-1]) if kind.endswith("/*") else essence == kind


def is_json(content_type: str) -> bool:
    """Whether a Content-Type is JSON."""
    essence = essence_of(content_type)
    return essence == "application/json" or (essence.startswith("application/") and essence.endswith("+json"))


def _either(kinds: Sequence[str]) -> str:
    return " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))

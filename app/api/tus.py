"""The headers of tus 1.0, by which files are uploaded in several requests."""

import base64
import binascii
import re
from dataclasses import dataclass, replace
from email.utils import formatdate

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from app.api.error_shapes import Failure, ProblemJson
from app.core.errors import InvalidRequest, PreconditionFailed

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
#: The media type of the bytes that follow the offset.
BYTES = "application/offset+octet-stream"
RESUMABLE = {"Tus-Resumable": VERSION}
#: What metadata may have, characters; and the names under which clients state the file's name.
METADATA_LENGTH = 8000
NAMES = ("filename", "name")
_NUMBER = re.compile(r"[0-9]{1,18}")


class UnknownVersion(PreconditionFailed):
    """The request is of another version of tus, or names none."""

    code = "tus_version"
    title = "Not a version of tus that is known here"


@dataclass(frozen=True, slots=True)
class TusProblems(ProblemJson):
    """Problem documents that name the version, as each response must."""

    def answer(self, failure: Failure) -> Response:
        """A problem document."""
        return ProblemJson.answer(self, replace(failure, headers=RESUMABLE | dict(failure.headers)))


async def require_version(request: Request) -> None:
    """Raise UnknownVersion for a request that does not name ours."""
    if request.headers.get("tus-resumable") != VERSION:
        raise UnknownVersion(f"Send the header Tus-Resumable: {VERSION}.", headers={"Tus-Version": VERSION})


def number_in(headers: Headers, name: str) -> int:
    """The bytes that a header states. Raises InvalidRequest."""
    text = headers.get(name, "")
    if _NUMBER.fullmatch(text) is None:
        raise _invalid(name, "must be a number of bytes")
    return int(text)


def declared_length(headers: Headers) -> int:
    """The declared length of the body, bytes; 0 if it is not declared."""
    text = headers.get("content-length", "")
    return int(text) if _NUMBER.fullmatch(text) else 0


def filename_in(metadata: str) -> str:
    """The file's name in `Upload-Metadata`: names with values in base64; "" without one. Raises InvalidRequest."""
    found: dict[str, str] = {}
    for pair in metadata.split(",") if metadata.strip() else ():
        name, _, value = pair.strip().partition(" ")
        if not name or name in found:
            raise _invalid("Upload-Metadata", "must be different names, each with a value in base64")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            raise _invalid("Upload-Metadata", f"the value of {name[:50]} is not base64") from None
    return next((found[name] for name in NAMES if found.get(name)), "")


def date_of(seconds: float) -> str:
    """A time as headers have it, from Unix seconds."""
    return formatdate(seconds, usegmt=True)


def _invalid(name: str, what: str) -> InvalidRequest:
    return InvalidRequest(f"{name}: {what}", errors=[{"loc": ["header", name], "msg": what}])

"""Types for the settings of the export folder: which files, and how they are named."""

import string
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from app.core.setting_types import absolute

#: What can be exported: a transcript in a format, or files of a job by their kind.
ExportFile = Literal["txt", "srt", "vtt", "md", "docx", "clip", "audio", "result", "film", "source"]
#: The fields of a name, with the most bytes that their values have.
FIELDS = {"title": 150, "date": 10, "time": 6, "id": 36, "type": 20, "language": 8, "user": 40, "ext": 20}
#: Most bytes of a name; a number is added to one that is taken, and systems take 255.
MOST_BYTES = 240


def _template(text: str) -> str:
    """Refuse a template that could name no file, or one outside of the folder."""
    parts = text.split("/")
    if "\\" in text or not text.isprintable() or any(part.strip(" .") == "" for part in parts):
        raise ValueError("must be names with / between folders, as in {date}/{title}.{ext}")
    if not parts[-1].endswith(".{ext}") or "{ext}" in text[: -len("{ext}")]:
        raise ValueError("must end with .{ext}, as in {date}/{title}.{ext}")
    try:
        fields = [(part, _fields(part)) for part in parts]
    except ValueError:
        raise ValueError("must have each { closed by }, as in {date}/{title}.{ext}") from None
    for part, named in fields:
        if unknown := [name for name in named if name not in FIELDS]:
            raise ValueError(f"has no field {{{unknown[0]}}}; there are {', '.join(f'{{{name}}}' for name in FIELDS)}")
        if len(part.encode()) + sum(FIELDS[name] for name in named) > MOST_BYTES:
            raise ValueError(f"must have shorter names: {part} could have more bytes than a system takes")
    return text


def _fields(part: str) -> list[str]:
    """The fields in a name. Raises ValueError for one that is written otherwise than {field}."""
    found = []
    for _, name, form, conversion in string.Formatter().parse(part):
        if form or conversion:
            raise ValueError(part)
        if name is not None:
            found.append(name)
    return found


def _optional_folder(path: str) -> str:
    """Make a path absolute; empty stays empty. It may come later, as a network's does."""
    return str(absolute(Path(path))) if path else ""


def _each_once(entries: tuple[ExportFile, ...]) -> tuple[ExportFile, ...]:
    return tuple(dict.fromkeys(entries))


def _split(value: object) -> object:
    return tuple(part.strip().lower() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


ExportFiles = Annotated[tuple[ExportFile, ...], NoDecode, BeforeValidator(_split), AfterValidator(_each_once)]
ExportTemplate = Annotated[str, AfterValidator(_template)]
ExportDir = Annotated[str, AfterValidator(_optional_folder)]

"""Selects the tags of a file that mean something to people, bounded, one line each; places only if they are wanted.

Tags are hostile text of any length. Those that only describe the container, and those that muxers and statistics tools
leave behind, are dropped. Phones and cameras store where a film was made under many names, and some write coordinates
into comments: such a tag is recognised by its name or by its value.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from app.text.scripts import clipped, one_line

MOST_TAGS: Final = 64
MOST_NAME: Final = 64
MOST_VALUE: Final = 500
#: How much of a value is searched for coordinates.
SEARCHED: Final = 4000
#: The end of a tag's name where its value is in one language only.
_LANGUAGE: Final = re.compile(r"-[a-z]{3}$")
_NOISE: Final = re.compile(
    r"(major_brand|minor_version|compatible_brands|creation_time|duration|handler_name|vendor_id|gapless_playback"
    r"|com\.apple\.quicktime\.(creationdate|content\.identifier)"
    r"|(_statistics|bps|number_of_frames|number_of_bytes|itun).*)(-[a-z]{3})?",
    re.IGNORECASE,
)
#: Values of `encoder` that name the library that wrote the container, not a program.
_MUXER: Final = re.compile(r"lav[fc](?![a-z])|libebml|libmatroska", re.IGNORECASE)
_PLACE_NAME: Final = re.compile(
    r"location|gps|latitude|longitude|altitude|iso6709|coordinate|(?<![a-z])(xyz|geo|loci|country|city|province|place)",
    re.IGNORECASE,
)
#: ISO 6709 ("+48.8577+002.2950/"), degrees with a sign or as two decimals, or figures behind the word GPS.
_COORDINATES: Final = re.compile(
    r"[+-]\d{2,6}(\.\d+)?[+-]\d{3,7}(\.\d+)?"
    r"|\d{1,3} ?° ?\d"
    r"|(?<!\d)\d{1,2}\.\d{3,}[°, ;NSns-]{1,5}\d{1,3}\.\d{3,}"
    r"|\bGPS\W{0,3}[\w:]{0,9}[ :=(]{0,3}-?\d"
)
#: Times before it stand for a clock that was not set: 0 of QuickTime (1904) and of Unix.
_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)


def chosen_tags(tags: Mapping[str, str], *, include_location: bool) -> dict[str, str]:
    """The tags that are kept, the name in small letters where the file has it in capitals."""
    found: dict[str, str] = {}
    for name, value in _worthwhile(tags):
        if not include_location and is_place(name, value):
            continue
        plain = _LANGUAGE.sub("", name)
        if plain != name and tags.get(plain) == tags.get(name):
            continue
        found.setdefault(name, clipped(value, MOST_VALUE))
        if len(found) == MOST_TAGS:
            break
    return found


def _worthwhile(tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for raw_name, raw_value in tags.items():
        name = one_line(raw_name, MOST_NAME)
        name = name.lower() if name.isupper() else name
        value = one_line(raw_value[: 2 * SEARCHED], SEARCHED)
        if not name or not value or _NOISE.fullmatch(name):
            continue
        if name == "encoder" and _MUXER.match(value):
            continue
        yield name, value


def is_place(name: str, value: str) -> bool:
    """Whether a tag states where the film was made, by its name or by coordinates in its value."""
    return bool(_PLACE_NAME.search(name) or _COORDINATES.search(value))


def creation_time(tags: Mapping[str, str]) -> str | None:
    """When the film was made, UTC ("2024-05-06T07:08:09Z"); None if it is not stated, or the clock was not set."""
    for name in ("creation_time", "com.apple.quicktime.creationdate", "DATE_RECORDED"):
        moment = _moment(tags.get(name, ""))
        if moment is not None:
            return moment.isoformat().replace("+00:00", "Z")
    return None


def _moment(text: str) -> datetime | None:
    if len(text) < len("2024-05-06 07:08") or len(text) > 40:  # a year or a day alone is no time
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None

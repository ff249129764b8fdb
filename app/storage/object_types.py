"""What object stores keep beside a content: its media type, and that browsers save it."""

import mimetypes
import re

#: Objects above this size are sent and read in parts of it.
PART_BYTES = 8 << 20
#: Types under which browsers get an object; others could run scripts on the store's own site.
HARMLESS = re.compile(r"(video|audio)/[a-z0-9.+-]+|image/(jpeg|png|webp)|text/(plain|vtt)|application/json")


def media_type_of(suffix: str) -> str:
    """The media type by a suffix with its dot."""
    guessed = mimetypes.guess_type(f"file{suffix}", strict=False)[0] or ""
    return guessed if HARMLESS.fullmatch(guessed) else "application/octet-stream"


def object_type(suffix: str) -> dict[str, str]:
    """The attributes of an object. Its name is a hash, which is no name to save a file under."""
    return {"Content-Type": media_type_of(suffix), "Content-Disposition": f'attachment; filename="file{suffix}"'}

"""File names that every system takes, from texts of people."""

import re

#: Longest name that a title gives a file, bytes; with an ending it must have fewer than 256.
MOST_NAME = 200
#: Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name_of(text: str, most: int = MOST_NAME) -> str:
    """A file name of at most `most` bytes; `video` if nothing of the text can be in one."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+', " ", text)
    name = re.sub(r"\s+", " ", name).strip(" .").encode()[:most].decode(errors="ignore").strip(" .")
    if _DEVICES.match(name):
        name = f"_{name}"
    return name or "video"

"""Types of options whose values have rules of their own, with what is wrong in words for people."""

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from app.core.hotwords import LONGEST_HOTWORD, MOST_HOTWORDS, checked_hotwords


def in_words(pattern: str, rule: str) -> BeforeValidator:
    """A validator: refuses text that `pattern` does not match with `rule`, for people; the schema has the pattern."""

    def check(value: object) -> object:
        if isinstance(value, str) and re.search(pattern, value) is None:
            raise ValueError(rule)
        return value

    return BeforeValidator(check)


_SIZES = (
    r"^(demo|(tiny|base|small|medium)(\.en)?|large(-v[123])?|(large-v3-)?turbo"
    r"|distil-(small\.en|medium\.en|large-v[23](\.5)?))$"
)
_LANGUAGE = r"^[a-z]{2,3}$"
#: Size names of faster-whisper; a client may not name any other model, only the operator may.
ModelSize = Annotated[
    str,
    Field(pattern=_SIZES),
    in_words(_SIZES, "must be a size of Whisper, such as tiny, base, small, medium, large-v3 or turbo"),
]
Language = Annotated[
    str,
    Field(pattern=_LANGUAGE),
    in_words(_LANGUAGE, "must be a code of two or three small letters, such as en or de"),
]


#: The most people that a recording can be said to have.
MOST_SPEAKERS = 20


def _speakers(value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, int) and 1 <= value <= MOST_SPEAKERS):
        return value
    raise ValueError(f"must be true, false, or how many people speak, from 1 to {MOST_SPEAKERS}")


Speakers = Annotated[bool | Annotated[int, Field(ge=1, le=MOST_SPEAKERS)], BeforeValidator(_speakers)]


Hotwords = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=LONGEST_HOTWORD)], ...],
    Field(max_length=MOST_HOTWORDS),
    BeforeValidator(checked_hotwords),
]

#: The highest number of an audio track; files with more streams are refused.
LAST_TRACK = 63
_TRACK_LANGUAGE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"


def _audio_track(value: object) -> object:
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch("[0-9]{1,2}", text) and int(text) <= LAST_TRACK:
            return int(text)
        if re.search(_TRACK_LANGUAGE, text):
            return text.lower().replace("_", "-")
    elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LAST_TRACK:
        return value
    raise ValueError(f"must be a number from 0 to {LAST_TRACK}, or a language such as de or deu")


#: A number, also as text, as forms send it; or a language.
AudioTrack = Annotated[
    Annotated[str, Field(pattern=_TRACK_LANGUAGE)] | Annotated[int, Field(ge=0, le=LAST_TRACK)],
    BeforeValidator(_audio_track),
]

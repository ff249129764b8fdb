"""Names the formats and qualities of extracted audio; light, because the server offers them."""

from typing import Literal

AudioFormat = Literal["wav", "mp3", "flac"]
AudioQuality = Literal["low", "medium", "high"]

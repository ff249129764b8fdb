"""Makes WebSocket frames of texts, for servers that send one to many sockets (RFC 6455, section 5.2)."""

from collections.abc import Callable
from functools import lru_cache

#: Sends a frame without waiting; returns whether it did: not while the client has to take earlier output first.
SendFrame = Callable[[bytes], bool]
#: The key of a socket's `SendFrame` in its scope; a server that has none sends messages alone.
SEND_FRAME = "send_frame"
#: Final frame of a text message.
_TEXT = 0x81
#: Lengths that need two bytes more, and eight.
_TWO_BYTES, _EIGHT_BYTES = 126, 127


@lru_cache(maxsize=16)
def frame_of(text: str) -> bytes:
    """A text message as one frame, without a mask as a server sends it. The last ones are kept: many sockets follow."""
    payload = text.encode()
    size = len(payload)
    if size < _TWO_BYTES:
        return bytes((_TEXT, size)) + payload
    if size < 1 << 16:
        return bytes((_TEXT, _TWO_BYTES)) + size.to_bytes(2) + payload
    return bytes((_TEXT, _EIGHT_BYTES)) + size.to_bytes(8) + payload

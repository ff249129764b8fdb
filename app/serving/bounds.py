"""Limits of a connection; a client that exceeds one is refused or cut off."""

from dataclasses import dataclass

#: A request's header, its first line included: bytes, and fields. Browsers send 1 to 8 kB in 20 fields.
HEAD_BYTES = 64 * 1024
HEAD_FIELDS = 200
#: Unfinished headers of all connections together, bytes.
ALL_HEADS_BYTES = 32 * 1024 * 1024
#: Bytes that are parsed at once: of headers, so that one packet cannot begin thousands of requests; of bodies.
HEAD_SLICE_BYTES, BODY_SLICE_BYTES = 4096, 64 * 1024
#: Pipelined requests that are parsed ahead of the responses, and bytes of further ones that wait to be parsed.
PIPELINED_REQUESTS, PIPELINED_BYTES = 64, 64 * 1024
#: Bytes of chunk sizes, their extensions and trailers without any byte of the body between them.
CHUNK_OVERHEAD_BYTES = 64 * 1024
#: After a refusal the rest of the request is read and discarded, so that the client can read the response: seconds and
#: bytes for an invalid request, and for a body whose response was sent before it was complete.
LINGER_S, LINGER_BYTES = 2.0, 4 * 1024 * 1024
UNREAD_S, UNREAD_BYTES = 10.0, 64 * 1024 * 1024
#: Frames that a socket may send in a burst, and in each second after that. Clients only send small messages.
FRAMES, FRAMES_PER_S = 2000, 200
FRAGMENTS = 1000
#: The WebSocket library's limits for a handshake's header; beyond them it sends no response.
HANDSHAKE_LINE_BYTES, HANDSHAKE_FIELDS = 8000, 120


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits that the operator can set: seconds, connections."""

    head_s: float
    answer_s: float
    per_address: int
    total: int

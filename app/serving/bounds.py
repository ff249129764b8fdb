"""How much a client may ask of a connection before it is cut off."""

from dataclasses import dataclass

#: A request's header, its first line included: bytes, and fields. Browsers send 1 to 8 kB in 20 fields.
HEAD_BYTES = 64 * 1024
HEAD_FIELDS = 200
#: Unfinished headers of all connections together, bytes.
ALL_HEADS_BYTES = 32 * 1024 * 1024
#: Data given to the parser at once: of headers, so that one packet cannot begin thousands of requests; of bodies.
HEAD_SLICE_BYTES, BODY_SLICE_BYTES = 4096, 64 * 1024
#: Requests that a client may send ahead of the answers in one slice, and bytes of more that wait to be parsed.
PIPELINED_REQUESTS, PIPELINED_BYTES = 64, 64 * 1024
#: Bytes of chunk sizes, their extensions and trailers without a byte of the body among them.
CHUNK_OVERHEAD_BYTES = 64 * 1024
#: After a refusal the rest of the request is taken and thrown away, so that the client gets to read the answer: of what
#: is no request, and of a body that was answered before it was there.
LINGER_S, LINGER_BYTES = 2.0, 4 * 1024 * 1024
UNREAD_S, UNREAD_BYTES = 10.0, 64 * 1024 * 1024
#: Frames that a socket may send in a burst, and in each second after that. Clients only ever send small messages.
FRAMES, FRAMES_PER_S = 2000, 200
FRAGMENTS = 1000
#: What the socket library takes of a handshake's header; more it answers with nothing.
HANDSHAKE_LINE_BYTES, HANDSHAKE_FIELDS = 8000, 120


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds that an operator can turn. Seconds; connections."""

    head_s: float
    answer_s: float
    per_address: int
    total: int

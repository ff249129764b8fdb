"""How much of a request may come. What the bounds do on the wire is in tests/attacks."""

from app.serving import bounds
from app.serving.meter import LARGE_HEADER, MANY_FIELDS, MUCH_FRAMING, NO_REQUEST, Meter


def test_a_header_has_a_size_and_a_number_of_fields() -> None:
    """Both at their edges."""
    meter = Meter()
    meter.begin()
    assert all(meter.field() for _ in range(bounds.HEAD_FIELDS))
    meter.parsed(4096, head_bytes=bounds.HEAD_BYTES - 1)
    assert meter.wrong is None
    meter.parsed(1, head_bytes=bounds.HEAD_BYTES)
    assert meter.wrong is LARGE_HEADER
    meter = Meter()
    assert [meter.field() for _ in range(bounds.HEAD_FIELDS + 1)][-2:] == [True, False]
    assert meter.wrong is MANY_FIELDS


def test_what_was_found_first_stays() -> None:
    """It is what the client is told."""
    meter = Meter()
    meter.find(LARGE_HEADER)
    meter.find(NO_REQUEST)
    assert meter.wrong is LARGE_HEADER


def test_framing_is_counted_where_no_content_comes() -> None:
    """A byte of the body among it begins the count anew; a trailer is no field."""
    meter = Meter()
    meter.head_done()
    assert not meter.field()
    for _ in range(3):
        meter.parsed(bounds.CHUNK_OVERHEAD_BYTES, head_bytes=0)
        meter.content()
        meter.parsed(bounds.CHUNK_OVERHEAD_BYTES * 10, head_bytes=0)
    assert meter.wrong is None
    meter.parsed(bounds.CHUNK_OVERHEAD_BYTES + 1, head_bytes=0)
    assert meter.wrong is MUCH_FRAMING


def test_headers_are_parsed_in_small_pieces() -> None:
    """So that a packet cannot begin thousands of requests; bodies are not."""
    meter = Meter()
    assert meter.slice_bytes() == bounds.HEAD_SLICE_BYTES
    meter.head_done()
    assert meter.slice_bytes() == bounds.BODY_SLICE_BYTES
    meter.end()
    assert meter.slice_bytes() == bounds.HEAD_SLICE_BYTES

"""What clients get of a job's history, byte for byte."""

from tests.wire_bytes import FILE, composed


async def test_every_byte_is_as_it_was() -> None:
    """Live, replayed, as pages, as a stream and in the job's view; also of databases of earlier releases."""
    wanted, found = FILE.read_text(encoding="utf-8").splitlines(), (await composed()).splitlines()
    for number, (line, other) in enumerate(zip(wanted, found, strict=False), 1):
        assert other == line, f"line {number} of {FILE.name}"
    assert len(found) == len(wanted)

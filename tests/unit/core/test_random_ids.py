"""Ids from random bytes that are read many at once."""

import uuid

from app.core.random_ids import RandomIds


def test_ids_are_random_uuids_and_none_comes_twice() -> None:
    """Of version 4, also across two reads; every digit that may vary does."""
    ids = RandomIds()
    made = [ids.make() for _ in range(1000)]
    assert len(set(made)) == 1000
    for text in made:
        read = uuid.UUID(text)
        assert (str(read), read.version, read.variant) == (text, 4, uuid.RFC_4122)
    varied = [len({text[place] for text in made}) for place in range(36)]
    assert [place for place, count in enumerate(varied) if count == 1] == [8, 13, 14, 18, 23]
    assert varied[19] == 4

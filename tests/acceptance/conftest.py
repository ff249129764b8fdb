"""Children with interpreters of their own: what they can read, and how they start, is tested here."""

from collections.abc import Iterator

import pytest

from tests.forked_children import REAL


@pytest.fixture(scope="module", autouse=True)
def _real_children() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(REAL, "1")
        yield

"""The reference page shows what is really sent."""

from pathlib import Path

from app.api.v1.wire import MessageType
from tests.messages import documented, gathered, shape


async def test_the_page_shows_every_message_as_it_is(tmp_path: Path) -> None:
    """An example of every type, with the fields of a real one. `python -m tests.messages` rewrites them."""
    messages = await gathered(tmp_path)
    shown = documented()
    assert {name.partition("-")[0] for name in shown} >= {kind.value for kind in MessageType}
    assert shown.keys() == messages.keys()
    for name, message in messages.items():
        assert shape(shown[name]) == shape(message), name

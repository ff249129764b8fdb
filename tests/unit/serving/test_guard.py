"""Our bounds on servers that others start."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from uvicorn.lifespan.on import LifespanOn

from app.core.logging import configure_logging
from app.core.settings import load_settings
from app.serving.guard import GuardedApp
from app.serving.http_connection import HttpConnection
from app.serving.socket_connection import SocketConnection

pytestmark = pytest.mark.asyncio


class App:
    """An application that starts and ends."""

    def __init__(self) -> None:
        self.state = SimpleNamespace()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "lifespan"
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


@pytest.mark.parametrize("chosen", [{}, {"http": "h11", "ws": "none"}])
async def test_uvicorn_gets_our_connections(chosen: dict[str, Any]) -> None:
    """Whatever was chosen on its command line; and whom it would believe is not believed."""
    app = GuardedApp(App(), load_settings(max_connections_per_address=7))
    config = uvicorn.Config(app, log_config=None, **chosen)
    config.load()
    lifespan = LifespanOn(config)
    await lifespan.startup()
    assert not lifespan.should_exit
    making: Any = config
    assert making.http_protocol_class.func is HttpConnection
    assert making.ws_protocol_class.func is SocketConnection
    assert making.http_protocol_class.keywords["table"].bounds.per_address == 7
    assert making.http_protocol_class.keywords["table"] is making.ws_protocol_class.keywords["table"]
    assert config.ws_per_message_deflate is False
    assert config.loaded_app is app
    await lifespan.shutdown()


@pytest.mark.parametrize(("host", "public"), [("127.0.0.1", False), ("0.0.0.0", True)])
async def test_the_application_learns_whether_other_machines_can_connect(host: str, public: bool) -> None:
    """Its start is refused then, if nobody needs a key."""
    app = App()
    config = uvicorn.Config(GuardedApp(app, load_settings()), log_config=None, host=host)
    config.load()
    lifespan = LifespanOn(config)
    await lifespan.startup()
    assert app.state.public is public
    await lifespan.shutdown()


async def test_another_server_is_left_alone_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is known of it; its operator hears that our limits do not hold."""
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "lifespan.startup" if not sent else "lifespan.shutdown"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    configure_logging(load_settings(), stream=sys.stdout)
    await GuardedApp(App(), load_settings())({"type": "lifespan"}, receive, send)
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert "own limits" in capsys.readouterr().out

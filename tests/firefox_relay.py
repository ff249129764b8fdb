"""Runs Debian's Firefox for Playwright: `python -m tests.firefox_relay ARGUMENTS…` in place of the browser.

Playwright drives an unpatched Firefox by WebDriver BiDi, and asks one that has long-term support for what only newer
ones know: the preferred colours of pages. This stands between them and answers that question itself. Everything else
passes through as it is.
"""

import asyncio
import json
import re
import shutil
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

#: Requests that the browser does not know, and that the tests in it do without.
UNKNOWN = {"emulation.setMediaFeaturesOverride"}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


async def main() -> int:
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        raise SystemExit("no Firefox here; install one: `apt-get install firefox-esr`")
    firefox = await asyncio.create_subprocess_exec(path, *sys.argv[1:], stderr=asyncio.subprocess.PIPE)
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        text = line.decode(errors="replace")
        if found := LISTENING.search(text):
            text = f"WebDriver BiDi listening on ws://127.0.0.1:{await _listen(found[1])}\n"
        sys.stderr.write(text)
        sys.stderr.flush()
    return await firefox.wait()


async def _listen(browser: str) -> int:
    """Relay connections to the browser's address; the port to connect to."""

    async def relay(near: ServerConnection) -> None:
        assert near.request is not None
        async with connect(browser + near.request.path, max_size=None, compression=None) as far:

            async def requests() -> None:
                async for message in near:
                    request = json.loads(message)
                    if request["method"] in UNKNOWN:
                        await near.send(json.dumps({"type": "success", "id": request["id"], "result": {}}))
                    else:
                        await far.send(message)
                await far.close()

            async def answers() -> None:
                async for message in far:
                    await near.send(message)
                await near.close()

            await asyncio.gather(requests(), answers())

    server = await serve(relay, "127.0.0.1", 0, max_size=None, compression=None)
    port: int = next(iter(server.sockets)).getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

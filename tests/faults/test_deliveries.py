"""What was to be delivered survives the server, killed at any moment, and the receiver's absence."""

import asyncio
from pathlib import Path

import pytest

from app.core.webhook_secrets import new_secret
from tests.media import MediaShelf
from tests.receivers import Received, Receiver
from tests.server import Server, free_port

pytestmark = pytest.mark.slow


def test_a_delivery_outlives_the_server_and_an_absent_receiver(tmp_path: Path, media: MediaShelf) -> None:
    """The server is killed while nobody receives; started again, it delivers once somebody does."""
    secret, port = new_secret(), free_port()
    with Server(tmp_path, WEBHOOK_SECRET=secret) as server:
        url = f"http://127.0.0.1:{port}/hook"
        job = server.submit("audio_extraction", video_id=server.upload(media.wav()), webhook_url=url)
        assert server.ended(job["id"])["status"] == "completed"
        server.kill()
        server.start()
        received = asyncio.run(_received(port))
    told = received.verified(secret)
    assert (told["type"], told["data"]["job_id"]) == ("job.completed", job["id"])


async def _received(port: int) -> Received:
    receiver = Receiver()
    async with await asyncio.start_server(receiver.serve, "127.0.0.1", port):
        async with asyncio.timeout(60):
            return await receiver.requests.get()

"""The Redis of the tests: a real one whose acknowledged writes outlive it."""

import shutil
from pathlib import Path

import pytest
import redis

from tests.redis import RedisServer


def test_what_is_acknowledged_survives_a_kill(redis_server: RedisServer) -> None:
    """A thousand writes and a list, on the same port, in another process; while it is dead it answers nobody."""
    with redis_server.client() as client:
        for number in range(1000):
            client.set(f"key:{number}", number)
        client.rpush("queue", "first", "second")
        before = redis_server.pid
        redis_server.kill()
        with pytest.raises(redis.ConnectionError):
            client.ping()
        redis_server.restart()
        assert redis_server.pid != before
        assert client.dbsize() == 1001
        assert client.get("key:999") == "999"
        assert client.lrange("queue", 0, -1) == ["first", "second"]


def test_a_running_one_is_restarted_with_its_data(redis_server: RedisServer) -> None:
    """Without a kill before it."""
    with redis_server.client() as client:
        assert client.dbsize() == 0
        client.set("word", "ä")
        redis_server.restart()
        assert client.get("word") == "ä"


def test_it_listens_on_loopback_and_writes_into_its_folder(redis_server: RedisServer, tmp_path: Path) -> None:
    """Nothing is left beside it."""
    with redis_server.client() as client:
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
        assert client.config_get("dir") == {"dir": str(tmp_path / "redis")}
    assert list((tmp_path / "redis").glob("appendonlydir/*.aof"))


def test_a_test_is_skipped_where_it_is_missing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the name of the package."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(pytest.skip.Exception, match="redis-server"):
        request.getfixturevalue("redis_server")

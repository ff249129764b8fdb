"""Names, paths and links that a client makes up, sent to a running server."""

from collections.abc import Iterator

import pytest

from tests.attacks.wire import Wire
from tests.media import MediaShelf
from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow
#: Spellings of paths out of where they begin.
OUT = ("..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e", "..%5c..", "%252e%252e", "....//", "%c0%ae%c0%ae", "..;")
NAME = 'a"; filename=x.html\r\nSet-Cookie: session=1\r\n\r\n<script>alert(1)</script>/../../etc/passwd\x7f.mp4'
VIDEO = {"Content-Type": "video/mp4"}
#: Statuses and codes of links that are not taken.
REFUSED = {(422, "blocked_address"), (422, "invalid_source"), (403, "blocked_address")}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may not fetch from this machine."""
    with Server(tmp_path_factory.mktemp("texts"), ALLOW_PRIVATE_NETWORKS="false", MAX_RETRIES="0") as running:
        yield running


def test_no_path_leads_out(server: Server) -> None:
    """Neither of the page's files nor of jobs', in any spelling."""
    (server.data_dir / "secret.txt").write_text("do not show")
    for out in OUT:
        for path in (
            f"/static/{out}/main.py",
            f"/static/{out}/{out}/{out}/{out}/etc/passwd",
            f"/api/v1/jobs/{out}/artifacts/secret.txt",
            f"/api/v1/jobs/{out}/{out}/secret.txt",
            f"/api/segment/{out}/proxy/secret.txt",
            f"/api/segment/x/proxy/{out}%2fsecret.txt",
        ):
            with Wire(server) as wire:
                answer = wire.ask("GET", path)
            assert answer.status in (400, 403, 404, 405, 422), path
            assert b"do not show" not in answer.body, path
            assert b"root:" not in answer.body, path


def test_file_names_are_no_headers_and_no_paths(server: Server, media: MediaShelf) -> None:
    """A name with line ends, quotes and folders is stored and shown as one name, and nothing is written by it."""
    content = media.video().read_bytes()
    for name in (NAME, "../../x.mp4", "/etc/x.mp4", 'x.mp4"\r\nSet-Cookie: session=1'):
        with server.client() as client:
            made = client.post("/api/v1/videos", params={"filename": name}, content=content, headers=VIDEO)
            assert made.status_code == 201, made.text
            shown = client.get(f"/api/v1/videos/{made.json()['video_id']}")
        stored = shown.json()["filename"]
        assert not set(stored) & set("/\\\r\n\x7f"), stored
        for answer in (made, shown):
            assert "set-cookie" not in answer.headers
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["x-content-type-options"] == "nosniff"
    assert list(server.folder.rglob("x.mp4")) == []
    assert not (server.folder.parent / "x.mp4").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_links_into_the_network_are_refused(server: Server, site: Site, host: str) -> None:
    """Wherever a link is taken: refused at once, or by the child that would connect; the site gets no request."""
    url = site.add("/inside.mp4", body=b"secret").replace("127.0.0.1", host)
    with server.client() as client:
        for path in ("/api/v1/jobs", "/api/v1/playlist", "/api/v1/videos", "/api/analyze"):
            answer = client.post(path, json={"url": url})
            if answer.status_code in (201, 202):
                taken = answer.json()
                job = server.ended(taken.get("job_id") or taken["id"])
                assert (job["status"], job["error"]["code"]) == ("failed", "blocked_address"), path
            else:
                assert (answer.status_code, answer.json()["code"]) in REFUSED, (path, answer.text)
    assert site.hits == []

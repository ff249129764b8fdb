"""Search of everything said, as clients meet it."""

import pytest

from app.api.v1.schemas.search import SearchItem, SearchPage
from tests.asgi import App, segment

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def said(app: App, *texts: str, key: str, user_id: str | None = None) -> str:
    """A running transcription with these lines; its id."""
    job = await app.create(job_type="transcription", user_id=user_id)
    running = await app.claim(job["id"])
    await app.publish_segments(running, [segment(2 * n, text) for n, text in enumerate(texts)], key=key)
    await app.finish(running)
    return str(job["id"])


async def search(app: App, **query: object) -> SearchPage:
    """A page of results."""
    answer = await app.http.get("/api/v1/search", params=query)
    assert answer.status_code == 200, answer.text
    return SearchPage.model_validate(answer.json())


async def test_a_line_is_found_with_its_place(shared_app: App) -> None:
    """Times, the line, what of it was found; corrections are found at once; a deleted job is not."""
    job_id = await said(
        shared_app, "We have a landing.", " The Eagle   has landed, & <so> on. ", key="transcribe-eagle"
    )
    page = await search(shared_app, q='"eagle has" LAND*')
    (item,) = page.items
    assert item == SearchItem(
        job_id=job_id,
        video_title=None,
        start=2.0,
        end=item.end,
        snippet="The Eagle   has landed, & <so> on.",
        highlights=[(4, 15), (16, 22)],
        index=1,
        speaker=None,
    )
    assert (page.total, page.total_exact, page.limit, page.offset) == (1, True, 50, 0)
    lines = f"/api/v1/transcripts/{job_id}/segments"
    assert (await shared_app.http.patch(f"{lines}/1", json={"text": "The Hawk landed."})).status_code == 200
    assert (await search(shared_app, q="eagle")).total == 0
    (item,) = (await search(shared_app, q="HAWK")).items
    assert (item.job_id, item.snippet, item.highlights) == (job_id, "The Hawk landed.", [(4, 8)])
    assert (await shared_app.http.post(f"/api/v1/transcripts/{job_id}/undo")).status_code == 200
    assert (await search(shared_app, q="eagle")).total == 1
    assert (await shared_app.http.delete(f"/api/v1/jobs/{job_id}")).status_code == 204
    assert (await search(shared_app, q="landed")).total == 0


async def test_nothing_that_people_type_is_refused(shared_app: App) -> None:
    """It is answered, whatever it is; the parameters of the list have limits as all lists."""
    await said(shared_app, "All is well.", key="transcribe-well")
    for typed in (
        "",
        " ",
        '"',
        '"all',
        "all*",
        "*",
        "AND",
        "all AND (",
        "x:y",
        "^",
        "🎉",
        "\x00",
        "'; --",
        "a" * 10_000,
    ):
        await search(shared_app, q=typed)
    assert (await search(shared_app, q="all \x00 well 🎉"[:-1])).total == 1
    assert (await shared_app.http.get("/api/v1/search")).json()["items"] == []
    assert (await shared_app.http.get("/api/v1/search/", params={"q": "well"})).json()["total"] == 1
    for wrong in ({"limit": 0}, {"limit": 201}, {"offset": -1}, {"query": "well"}):
        assert (await shared_app.http.get("/api/v1/search", params=wrong)).status_code == 422

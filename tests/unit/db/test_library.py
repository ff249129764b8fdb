"""Names, tags and saved lists of videos, and clips that people make, on each database."""

import pytest

from app.core.errors import InvalidRequest, NotFound, PreconditionFailed
from app.db import job_updates, made_clips, moves, queries, saved_views, video_tags, video_titles, videos
from app.db.saved_views import SavedView
from app.db.store import Store
from app.jobs.options import JobType, Operation, ProcessingOptions
from app.jobs.record import ClipOf, Video
from app.media.file_extensions import title_of_file
from tests.stores import new_job

LINK = "https://e.example/talk"


async def test_a_name_is_checked_before_it_is_changed(store: Store) -> None:
    """It is that of the jobs too, and taken back on the condition that it is still there."""
    await store.write(videos.add_video, Video("v", filename="talk.mp4", url=LINK))
    job, _ = await store.write(moves.submit, new_job(video_id="v"))
    await store.write(video_titles.check, "v", None)
    await store.write(video_titles.rename, "v", "Mine", title_of_file)
    assert (await store.read(queries.job, job.id)).video_title == "Mine"
    for wrong in (None, "mine"):
        with pytest.raises(PreconditionFailed, match="“Mine”"):
            await store.write(video_titles.check, "v", wrong)
    await store.write(video_titles.check, "v", "Mine")
    await store.write(video_titles.rename, "v", None, title_of_file)
    with pytest.raises(PreconditionFailed, match="source's title"):
        await store.write(video_titles.check, "v", "Mine")
    assert await store.read(video_titles.given, ["v"]) == {}
    with pytest.raises(NotFound):
        await store.write(video_titles.check, "none", None)


async def test_tags_are_counted_spelt_alike_and_go(store: Store) -> None:
    """Case and accents make no other tag; each user's videos are spelt by their own."""
    for number, user in (("a", None), ("b", None), ("c", "ann")):
        await store.write(videos.add_video, Video(number, url=LINK, user_id=user))
    done = await store.write(video_tags.change, "a", add=["Café", "new"], remove=[])
    assert (done.tags, done.added) == (["Café", "new"], ["Café", "new"])
    assert (await store.write(video_tags.change, "b", add=["CAFE"], remove=["nothing"])).tags == ["Café"]
    assert (await store.write(video_tags.replace, "c", ["cafe", "x"])).tags == ["cafe", "x"]
    assert dict(await store.read(video_tags.counted, None))["new"] == 1
    assert sum(number for _, number in await store.read(video_tags.counted, None)) == 5
    assert await store.read(video_tags.counted, "ann") == [("cafe", 1), ("x", 1)]
    again = await store.write(video_tags.change, "a", add=["NEW", "cafe"], remove=["new"])
    assert (again.added, again.removed) == ([], [])
    assert await store.read(video_tags.of_videos, ["a", "b"]) == {"a": ("Café", "new"), "b": ("Café",)}
    with pytest.raises(InvalidRequest):
        await store.write(video_tags.replace, "a", [str(n) for n in range(video_tags.MOST_TAGS + 1)])
    await store.write(lambda tx: video_tags.remove_videos(tx, ["a", "b"]))
    assert await store.read(video_tags.of_videos, ["a", "b"]) == {}


async def test_saved_lists_keep_their_order_and_are_each_users_own(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the same name is replaced in its place."""
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 2)
    for name in ("b", "a"):
        await store.write(saved_views.save, None, SavedView(name, {"q": name, "tags": ["Zoë"]}))
    await store.write(saved_views.save, None, SavedView("b", {"q": "other"}))
    found = {one.name: one.query for one in await store.read(saved_views.of_user, None)}
    assert found == {"b": {"q": "other"}, "a": {"q": "a", "tags": ["Zoë"]}}
    with pytest.raises(InvalidRequest):
        await store.write(saved_views.save, None, SavedView("c", {}))
    await store.write(saved_views.save, "ann", SavedView("c", {}))
    with pytest.raises(NotFound):
        await store.write(saved_views.remove, None, "c")
    await store.write(saved_views.remove, "ann", "c")
    assert await store.read(saved_views.of_user, "ann") == []


async def test_clips_that_people_make_belong_to_their_job(store: Store) -> None:
    """In the order of their orders, with another title, and as jobs of their own once that is gone."""
    of, _ = await store.write(moves.submit, new_job())
    options = ProcessingOptions(operation=Operation.CUT_CLIP)
    clips = [
        await store.write(
            moves.submit,
            new_job(job_type=JobType.MEDIA_OPERATION, options=options, clip_of=ClipOf(of.id, title)),
        )
        for title in ("One", "Two")
    ]
    ids = [job.id for job, _ in clips]
    assert await store.read(made_clips.ids_of, of.id) == ids
    await store.write(made_clips.rename, of.id, ids[1], "Zwei")
    found = await store.read(made_clips.clips_of, of.id)
    assert [(one.job.id, one.title, one.output, one.artifacts) for one in found] == [
        (ids[0], "One", None, ()),
        (ids[1], "Zwei", None, ()),
    ]
    assert (await store.read(made_clips.clip, of.id, ids[1])).title == "Zwei"
    await store.read(made_clips.check_replaced, of.id, ids[0], None)
    for wrong in ((of.id, of.id), (ids[0], ids[1])):
        with pytest.raises(NotFound):
            await store.write(made_clips.rename, *wrong, "x")
    assert not await store.read(made_clips.is_pinned, ids[0])
    await store.write(job_updates.set_pinned, of.id, True)
    assert await store.read(made_clips.is_pinned, ids[0])
    await store.write(made_clips.remove, ids[0])
    assert await store.read(made_clips.ids_of, of.id) == [ids[1]]

"""What is kept of yt-dlp's description of a video."""

from typing import Any

import pytest

from app.sources.source_url import parse_source_url
from app.sources.ytdlp_info import describe, listing_of, part_name, playlist_sentence, title_of

SOURCE = parse_source_url("https://videos.example.com/a?token=s3cr3t")


def test_a_description_is_clean() -> None:
    """One line of text each; the page's address without its secrets; chapters that make sense."""
    found = describe(
        {
            "title": "A\ttalk\n\u202e on  things\x00",
            "channel": "Some\nbody",
            "webpage_url": "https://videos.example.com/a?token=s3cr3t&v=1",
            "chapters": [
                {"start_time": 0, "end_time": 10, "title": "One"},
                {"start_time": 10, "end_time": 10, "title": "Empty"},
                {"start_time": 10, "title": "Open"},
                {"start_time": -1, "end_time": 3},
            ],
        },
        SOURCE,
    )
    assert (found.title, found.uploader) == ("A talk on things", "Some body")
    assert found.webpage_url == "https://videos.example.com/a?v=1"
    assert [chapter.title for chapter in found.chapters] == ["One"]


def test_nothing_known_is_nothing_told() -> None:
    """A site that tells nothing; a page's address that is none."""
    found = describe({"webpage_url": "file:///etc/passwd"}, SOURCE)
    assert (found.title, found.uploader, found.webpage_url, found.chapters) == ("videos.example.com", None, None, ())


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ({"title": "x" * 1000}, "x" * 300),
        ({"title": "A talk (1)", "extractor": "html5"}, "A talk"),
        ({"title": "A talk (1)", "extractor": "generic", "direct": True}, "A talk (1)"),
        ({"title": "A talk (1)", "extractor": "youtube"}, "A talk (1)"),
        ({"title": None}, "videos.example.com"),
    ],
)
def test_titles(info: dict[str, Any], title: str) -> None:
    """Short enough to show; without the number that yt-dlp gives to videos of a page."""
    assert title_of(info, SOURCE) == title


def test_parts_are_told_apart() -> None:
    """Another format, another version or another length is another file; the same is the same."""
    info = {"id": "a", "timestamp": 1}
    part = {"format_id": "22", "protocol": "https", "ext": "mp4", "filesize": 9}
    names = {
        part_name(*changed)
        for changed in (
            (info, part),
            ({**info, "timestamp": 2}, part),
            (info, {**part, "format_id": "18"}),
            (info, {**part, "filesize": 10}),
        )
    }
    assert len(names) == 4
    assert part_name(info, {**part, "url": "https://cdn/expired"}) == part_name(info, part)


def test_videos_of_one_page_are_listed_by_their_media() -> None:
    """Their page is the list itself: posted again it would be the list again."""
    page = "https://videos.example.com/page"
    rows = [{"webpage_url": page, "title": "a", "url": f"{page}/a.mp4", "duration": 3}]
    rows += [{"webpage_url": page, "title": "b", "formats": [{"url": f"{page}/b-small"}, {"url": f"{page}/b-large"}]}]
    rows += [{"webpage_url": page, "title": "c"}, None]  # type: ignore[list-item]
    found = listing_of({"_type": "playlist", "title": "x", "webpage_url": page, "entries": rows}, SOURCE)
    assert [(row.url, row.duration_s) for row in found.entries] == [(f"{page}/a.mp4", 3.0), (f"{page}/b-large", None)]


@pytest.mark.parametrize(("count", "words"), [(None, "is a playlist."), (12, "a playlist of 12 videos")])
def test_a_playlist_says_what_to_do(count: int | None, words: str) -> None:
    """How many videos, and what to post instead."""
    assert words in playlist_sentence({"playlist_count": count})

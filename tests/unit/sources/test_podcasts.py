"""Parsing feeds of podcasts, as sites and attackers write them."""

import time

import pytest

from app.core.errors import JobFailure
from app.sources.podcasts import is_podcast, podcast_of

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Talks &amp; more</title>
<item><title>Third</title><guid isPermaLink="false">three</guid><pubDate>Wed, 03 Jan 2024 10:00:00 +0100</pubDate>
  <enclosure url="https://cdn.example/3.mp3?utm_source=x" type="audio/mpeg" length="1"/>
  <itunes:duration>1:02:03</itunes:duration><link>https://example.org/three</link></item>
<item><title>Second</title><guid>two</guid><media:content url="/2.mp4" type="video/mp4"/></item>
<item><title>First</title><link>https://example.org/one</link>
  <enclosure url="https://e.example/cover.jpg" type="image/jpeg"/></item>
<item><title>A file</title><enclosure url="file:///etc/passwd" type="audio/mpeg"/></item>
<item><title>A password</title><enclosure url="https://a:b@e.example/x.mp3" type="audio/mpeg"/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><id>tag:x,2024:1</id><title>One</title>
<updated>2024-01-03T09:00:00Z</updated><link rel="enclosure" type="audio/ogg" href="https://e.example/1.ogg"/>
<link rel="alternate" href="https://e.example/1"/></entry></feed>"""


def test_episodes_have_their_recordings_names_and_times() -> None:
    """Of an episode's links the recording is taken, else its page; what cannot be fetched is left out."""
    found = podcast_of(RSS.encode(), "https://example.org/feed.xml", limit=10)
    assert found.title == "Talks & more"
    rows = [(one.title, one.url, one.guid, one.published_ms, one.duration_s) for one in found.episodes]
    assert rows == [
        ("Third", "https://cdn.example/3.mp3?utm_source=x", "three", 1_704_272_400_000, 3723.0),
        ("Second", "https://example.org/2.mp4", "https://example.org/two", None, None),
        ("First", "https://example.org/one", None, None, None),
    ]
    assert [one.title for one in podcast_of(RSS.encode(), "https://example.org/f", limit=1).episodes] == ["Third"]


def test_of_a_long_podcast_the_newest_are_listed() -> None:
    """Wherever they are in the document: 2,000 episodes, the oldest first; without times it is the first ones."""
    item = "<item><title>{0}</title><guid>{0}</guid><enclosure url='/{0}.mp3' type='audio/mpeg'/>{1}</item>"
    day = "<pubDate>{0:02d} Jan {1} 10:00:00 +0000</pubDate>"
    dated = [item.format(n, day.format(n % 28 + 1, 1990 + n // 28)) for n in range(2_000)]
    began = time.process_time()
    found = podcast_of(
        f"<rss version='2.0'><channel>{''.join(dated)}</channel></rss>".encode(), "http://e.example", limit=3
    )
    assert [one.title for one in found.episodes] == ["1999", "1998", "1997"]
    assert time.process_time() - began < 60
    undated = "".join(item.format(n, "") for n in range(5))
    found = podcast_of(f"<rss version='2.0'><channel>{undated}</channel></rss>".encode(), "http://e.example", limit=3)
    assert [one.title for one in found.episodes] == ["0", "1", "2"]


def test_atom_is_read_too() -> None:
    """With its id and time."""
    (episode,) = podcast_of(ATOM.encode(), "https://e.example/feed", limit=10).episodes
    assert (episode.url, episode.guid, episode.published_ms) == (
        "https://e.example/1.ogg",
        "tag:x,2024:1",
        1_704_272_400_000,
    )


@pytest.mark.parametrize(
    ("content", "is_one"),
    [
        (RSS.encode(), True),
        (RSS.replace("utf-8", "utf-16").encode("utf-16"), True),
        (ATOM.encode(), True),
        (b'<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        (b"<!doctype html><html><body>&lt;rss&gt; <rss > explained", False),
        (b"\x00\x00\x00\x20ftypisom", False),
        (b"", False),
    ],
)
def test_a_feed_is_recognised_by_its_first_bytes(content: bytes, is_one: bool) -> None:
    """Whatever its media type says."""
    assert is_podcast(content[:4096]) is is_one


def test_entities_do_not_grow(capfd: pytest.CaptureFixture[str]) -> None:
    """A document whose entities would be a gigabyte is read within a second, and files are not opened by it."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "0123456789">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss version='2.0'><channel><title>&e9;&f;</title>"
        "<item><title>x</title><link>https://e.example/x</link></item></channel></rss>"
    )
    began = time.process_time()
    try:
        found = podcast_of(bomb.encode(), "https://e.example/feed", limit=10)
    except JobFailure:
        return
    assert time.process_time() - began < 5
    assert "root:" not in str(found)
    assert len(str(found)) < 10_000


@pytest.mark.parametrize("reference", ["&#xD83D;&#xDE00;", "&#55357;&#56832;", "&#x110000;", "&#99999999999999999999;"])
def test_references_to_no_character_leave_the_rest_readable(reference: str) -> None:
    """Old programs write emoji as two halves; one such title must not stop all of a feed."""
    body = RSS.replace("<title>Third", f"<title>{reference}Third &#233;&#xe9;")
    found = podcast_of(body.encode(), "https://example.org/feed.xml", limit=10)
    assert len(found.episodes) == 3
    assert (found.episodes[0].title or "").endswith("Third éé")
    with pytest.raises(JobFailure, match="characters that there are not"):  # too rare to be mended there
        podcast_of(body.replace("utf-8", "utf-16").encode("utf-16"), "https://example.org/feed.xml", limit=10)


def test_long_names_of_episodes_are_short_and_still_different() -> None:
    """Such as a link with all its parameters: PostgreSQL's index of them holds no text of 3,000 bytes."""
    items = "".join(
        f"<item><title>{n}</title><guid>{'é' * 3000}{n}</guid><link>https://e.example/{n}</link></item>"
        for n in range(2)
    )
    body = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"
    first, second = [one.guid or "" for one in podcast_of(body.encode(), "https://e.example/f", limit=10).episodes]
    assert first != second
    assert max(len(first.encode()), len(second.encode())) <= 500


def test_what_is_no_feed_is_refused() -> None:
    """With words for people."""
    with pytest.raises(JobFailure, match="no RSS or Atom"):
        podcast_of(b"<rss", "https://e.example/feed", limit=10)

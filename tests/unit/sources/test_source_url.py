"""What a client may write as a source, and what becomes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidRequest
from app.jobs.hidden import hides_credentials
from app.sources.source_url import MAX_URL_CHARS, parse_source_url, refuse_hidden, refuse_private_literal

INVALID = (
    "",
    "   ",
    "not a url",
    "example.com/video.mp4",
    "//example.com/video.mp4",
    "file:///etc/passwd",
    "ftp://example.com/a.mp4",
    "javascript:alert(1)",
    "data:video/mp4;base64,AAAA",
    "ytsearch:cats",
    "--exec=touch /tmp/x",
    "-o/tmp/x",
    "http://",
    "http:///video.mp4",
    "http://exa mple.com/",
    "http://example.com/a b",
    "http://example.com/a\tb",
    "http://example.com/a\nHost: evil",
    "http://example.com/\x00",
    "http://example.com/\u202e4pm",
    "http://example.com\\@internal/",
    "http://@example.com/",
    "http://:secret@example.com/",
    "http://a@b:secret@example.com/",
    f"http://user:{'x' * 1001}@example.com/",
    "http://example.com:0/",
    "http://example.com:99999/",
    "http://example.com:http/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://[::zz]/",
    "http://exa%6dple.com/",
    "http://-example.com/",
    "http://a..b/",
    "http://127.0.0.1.5/",
    "http://0x100000000/",
    f"http://{'a' * 64}.com/",
    f"http://example.com/{'a' * MAX_URL_CHARS}",
    "https://example.com/v#__youtubedl_smuggle=%7B%7D",
)

PRIVATE = (
    "http://127.0.0.1/a",
    "http://127.1/a",
    "http://0177.0.0.1/a",
    "http://0x7f000001/a",
    "http://2130706433/a",
    "http://017700000001/a",
    "http://１２７.0.0.1/a",
    "http://127。0。0。1/a",
    "http://localhost/a",
    "http://LOCALHOST./a",
    "http://video.localhost:8080/a",
    "http://0.0.0.0/a",
    "http://0/a",
    "http://10.0.0.1/a",
    "http://192.168.0.1/a",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/a",
    "http://[::]/a",
    "http://[::ffff:127.0.0.1]/a",
    "http://[::ffff:7f00:1]/a",
    "http://[64:ff9b::7f00:1]/a",
    "http://[2002:7f00:1::]/a",
    "http://[fd00::1]/a",
)


@pytest.mark.parametrize("text", INVALID)
def test_what_is_no_source_is_refused(text: str) -> None:
    """Anything but a plain http or https address is a 422 with the contract's code and a sentence without the text."""
    with pytest.raises(InvalidRequest) as refusal:
        parse_source_url(text)
    assert refusal.value.code == "invalid_source"
    assert "secret" not in refusal.value.message


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses_are_refused_by_their_text(text: str) -> None:
    """An address that spells out a closed network is refused before any work, in all the spellings of the C library."""
    with pytest.raises(InvalidRequest) as refusal:
        refuse_private_literal(parse_source_url(text), allow_private_networks=False)
    assert refusal.value.code == "blocked_address"


@pytest.mark.parametrize("text", ["http://127.0.0.1:8000/a", "http://localhost/a", "http://10.1.1.1/", "http://[::1]/"])
def test_an_intranet_may_name_private_addresses(text: str) -> None:
    """With ALLOW_PRIVATE_NETWORKS private and loopback addresses pass."""
    refuse_private_literal(parse_source_url(text), allow_private_networks=True)


def test_metadata_addresses_stay_refused_in_an_intranet() -> None:
    """No setting opens the address that hands out a cloud machine's credentials."""
    with pytest.raises(InvalidRequest):
        refuse_private_literal(parse_source_url("http://169.254.169.254/"), allow_private_networks=True)


@pytest.mark.parametrize("text", ["https://example.com/a", "http://8.8.8.8/a", "http://intranet/a", "http://a.local/"])
def test_names_pass_by_their_text(text: str) -> None:
    """Where a name leads is judged when the connection is made, not here."""
    refuse_private_literal(parse_source_url(text), allow_private_networks=False)


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("  https://Example.COM/Path?Q=1 ", "https://example.com/Path?Q=1", "example.com"),
        ("HTTP://example.com:80", "http://example.com/", "example.com"),
        ("https://example.com:8443/a", "https://example.com:8443/a", "example.com"),
        ("https://münchen.example/ä", "https://xn--mnchen-3ya.example/ä", "xn--mnchen-3ya.example"),
        ("http://[2606:4700:0::1111]:443/", "http://[2606:4700::1111]:443/", "2606:4700::1111"),
        ("http://2130706433/a", "http://127.0.0.1/a", "127.0.0.1"),
    ],
)
def test_addresses_are_normalised(text: str, url: str, host: str) -> None:
    """Scheme, host and port have one spelling; path and query stay as they are."""
    source = parse_source_url(text)
    assert (source.url, source.host) == (url, host)


def test_what_is_shown_holds_no_secret() -> None:
    """Signed queries and fragments are for the site alone; the name of the video stays, since it says which one."""
    source = parse_source_url("https://cdn.example.com/a.mp4?Signature=s3cr3t&Expires=9&v=abc#token=s3cr3t")
    assert source.shown == "https://cdn.example.com/a.mp4?v=abc"
    assert "s3cr3t" in source.url
    assert "s3cr3t" not in source.identity


def test_long_paths_are_shown_short() -> None:
    """A path of thousands of characters does not flood a log."""
    assert len(parse_source_url(f"https://example.com/{'a' * 3000}").shown) < 240


@pytest.mark.parametrize(
    "same",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=abcdef&t=30",
        "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&feature=share",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "http://youtube.com/embed/dQw4w9WgXcQ/",
    ],
)
def test_links_to_one_video_have_one_identity(same: str) -> None:
    """All forms of a YouTube link share their results."""
    assert parse_source_url(same).identity == parse_source_url("https://youtu.be/dQw4w9WgXcQ").identity


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("https://example.com/a?x=1&y=2", "https://EXAMPLE.com:443/a?y=2&x=1&utm_source=mail", True),
        ("https://example.com/a#t=10", "https://example.com/a", True),
        ("https://example.com/a?x=1", "https://example.com/a?x=2", False),
        ("https://example.com/a", "http://example.com/a", False),
        ("https://example.com/#/video/1", "https://example.com/#/video/2", False),
        ("https://www.youtube.com/playlist?list=PL1", "https://www.youtube.com/playlist?list=PL2", False),
    ],
)
def test_identity_tells_sources_apart(one: str, other: str, equal: bool) -> None:
    """What may lead to other media is another source; order, tracking and default ports do not count."""
    assert (parse_source_url(one).identity == parse_source_url(other).identity) is equal


@given(st.text(max_size=60))
def test_any_text_is_a_source_or_a_refusal(text: str) -> None:
    """No text makes the check fail in another way, and what it lets pass is stable."""
    try:
        source = parse_source_url(text)
    except InvalidRequest:
        return
    again = parse_source_url(source.url)  # without what it hides, which is taken out of the address
    assert (again.url, again.host, again.identity) == (source.url, source.host, source.identity)


@given(st.from_regex(r"https?://[a-z0-9.:\[\]@%_-]{1,30}(/[!-~]{0,20})?", fullmatch=True))
def test_what_passes_is_stable(text: str) -> None:
    """A normalised address is normal: checking it again changes nothing."""
    test_any_text_is_a_source_or_a_refusal.hypothesis.inner_test(text)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("url", "entry", "refused"),
    [
        ("http://198.18.0.7/a.mp4", "198.18.0.0/15", False),
        ("https://198.18.0.7/a.mp4", "10.0.0.0/8", True),
        ("http://10.0.0.5:8080/a.mp4", "10.0.0.5:8080", False),
        ("http://10.0.0.5/a.mp4", "10.0.0.5:8080", True),
        ("http://[fd00::1]/a.mp4", "[fd00::1]:80", False),
        ("http://localhost/a.mp4", "localhost:80", False),
        ("http://169.254.169.254/a", "0.0.0.0/0", True),
    ],
)
def test_what_the_operator_opens_is_not_refused(url: str, entry: str, refused: bool) -> None:
    """The port counts where it is named, the scheme's own otherwise."""
    entries = (entry,)
    source = parse_source_url(url)
    if refused:
        with pytest.raises(InvalidRequest):
            refuse_private_literal(source, allow_private_networks=False, allowed_hosts=entries)
    else:
        refuse_private_literal(source, allow_private_networks=False, allowed_hosts=entries)


@pytest.mark.parametrize(
    ("text", "masked", "credentials"),
    [
        ("https://user:s3cr3t@example.com/x.mp4?a=1", "https://user:***@example.com/x.mp4?a=1", "user:s3cr3t"),
        ("https://user:s3%40%3Ar@example.com:8443/", "https://user:***@example.com:8443/", "user:s3%40%3Ar"),
        ("https://s3cr3t@example.com/", "https://***@example.com/", "s3cr3t"),
        ("https://user:@example.com/", "https://user:***@example.com/", "user:"),
        ("http://user:s3cr3t@[2001:db8::1]/", "http://user:***@[2001:db8::1]/", "user:s3cr3t"),
        ("https://example.com/@user:x", "https://example.com/@user:x", ""),
    ],
)
def test_a_password_is_in_nothing_that_is_kept_or_shown(text: str, masked: str, credentials: str) -> None:
    """It has a field of its own, which is not even printed."""
    source = parse_source_url(text)
    assert (source.masked, source.credentials) == (masked, credentials)
    assert hides_credentials(masked) == bool(credentials)
    assert "s3cr3t" not in f"{source!r} {source.url} {source.shown} {source.masked}"
    assert source.identity == parse_source_url(source.url).identity
    again = parse_source_url(masked)
    assert (again.url, again.masked) == (source.url, masked)


@pytest.mark.parametrize("text", ["https://user:***@example.com/", "https://***@example.com/"])
def test_a_hidden_password_is_not_taken_for_one(text: str) -> None:
    """Who copies a link from where it is shown is told what is missing."""
    with pytest.raises(InvalidRequest, match=r"hidden \(\*\*\*\)"):
        refuse_hidden(parse_source_url(text))
    refuse_hidden(parse_source_url("https://user:real@example.com/"))
    refuse_hidden(parse_source_url("https://example.com/"))

"""Which tags of a file are kept, and how."""

import pytest

from app.media.file_tags import MOST_TAGS, MOST_VALUE, chosen_tags, creation_time, is_place


def test_hostile_tags_are_bounded_lines() -> None:
    """No control characters, no endless texts, no thousands of them."""
    tags = {
        "title": "a\x1b[31m\nb\x00c\u202ed",
        "long": "x" * 10_000_000,
        "\n": "no name",
        "empty": " \t",
        "n" * 999: "1",
    }
    kept = chosen_tags(tags, include_location=False)
    assert kept == {"title": "a [31m b c d", "long": "x" * MOST_VALUE, "n" * 64: "1"}
    assert len(chosen_tags({f"t{n}": "v" for n in range(5000)}, include_location=False)) == MOST_TAGS


def test_what_only_muxers_write_is_dropped() -> None:
    """Brands, statistics, handlers, the library's own name; a program's name stays. Names are in small letters."""
    noise = ("major_brand", "minor_version", "DURATION-eng", "handler_name", "_STATISTICS_TAGS", "BPS-eng", "iTunSMPB")
    tags = dict.fromkeys(noise, "x") | {"encoder": "Lavf63.1.102", "title": "T", "title-eng": "T", "title-ger": "Ü"}
    assert chosen_tags(tags, include_location=False) == {"title": "T", "title-ger": "Ü"}
    assert chosen_tags({"ENCODER": "HandBrake 1.9"}, include_location=False) == {"encoder": "HandBrake 1.9"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("location-eng", "Paris"),
        ("com.apple.quicktime.location.name", "home"),
        ("GPS_Longitude", "2"),
        ("city", "Paris"),
        ("xyz", "1 2"),
        ("comment", "+48.8577+002.2950/"),
        ("comment", "shot at 48.85770,2.29500"),
        ("comment", "48° 51' N"),
        ("comment", "F/2.8, GPS (2.2950, 48.8577, 15)"),
        ("comment", "+4851.46+00217.70+35/"),
    ],
)
def test_places_are_recognised(name: str, value: str) -> None:
    """By the tag's name, or by coordinates in any of the forms that cameras write."""
    assert is_place(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("comment", "take 12 of 2024-05-06"),
        ("comment", "+49 30 1234567"),
        ("synopsis", "1.5 and 30.25 per cent"),
        ("description", "about GPS and maps"),
        ("genre", "capacity"),
        ("replaced_by", "x"),
        ("timecode", "01:02:03:04"),
    ],
)
def test_other_tags_are_no_places(name: str, value: str) -> None:
    """Near misses: dates, phone numbers, figures."""
    assert not is_place(name, value)


def test_coordinates_are_searched_in_linear_time() -> None:
    """The longest text that is searched, full of beginnings."""
    for part in ("GPS ", "+48", "48.857", "1°", "+48+"):
        chosen_tags({"comment": part * 10_000}, include_location=False)


@pytest.mark.parametrize(
    ("tags", "moment"),
    [
        ({"creation_time": "2024-05-06T07:08:09.000000Z"}, "2024-05-06T07:08:09Z"),
        ({"creation_time": "2024-05-06T07:08:09.250000Z"}, "2024-05-06T07:08:09.250000Z"),
        ({"com.apple.quicktime.creationdate": "2024-05-06T09:08:09+0200"}, "2024-05-06T07:08:09Z"),
        ({"creation_time": "2024-05-06 07:08:09"}, "2024-05-06T07:08:09Z"),
        ({"creation_time": "1904-01-01T00:00:00Z"}, None),
        (
            {"creation_time": "1904-01-01T00:00:00Z", "com.apple.quicktime.creationdate": "2024-05-06T07:08Z"},
            "2024-05-06T07:08:00Z",
        ),
        ({"creation_time": "0001-01-01T00:00:00+23:59"}, None),
        ({"creation_time": "yesterday evening at nine"}, None),
        ({"date": "2024"}, None),
    ],
)
def test_creation_time_is_utc(tags: dict[str, str], moment: str | None) -> None:
    """In one form, whatever the file has; none from a clock that was not set."""
    assert creation_time(tags) == moment

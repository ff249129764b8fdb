"""yt-dlp as it is set up here: which formats it chooses, what it may not do, what it logs."""

from pathlib import Path
from typing import Any

import pytest
from yt_dlp import YoutubeDL
from yt_dlp.downloader.external import FFmpegFD

from app.sources.ytdlp_setup import Lines, forbid_ffmpeg_downloads, options


def shape(number: int, **fields: Any) -> dict[str, Any]:
    url = f"https://cdn.example.com/{number}"
    return {
        "format_id": str(number),
        "url": url,
        "ext": "mp4",
        "protocol": "https",
        "filesize": 1000 * number,
        **fields,
    }


def picture(number: int, height: int, codec: str = "avc1.64", **fields: Any) -> dict[str, Any]:
    width = height * 16 // 9
    return shape(number, vcodec=codec, acodec="none", **{"height": height, "width": width, **fields})


def sound(number: int, codec: str = "mp4a.40.2", **fields: Any) -> dict[str, Any]:
    return shape(number, vcodec="none", acodec=codec, **{"ext": "m4a", **fields})


def both(number: int, height: int, **fields: Any) -> dict[str, Any]:
    return shape(number, vcodec="avc1.64", acodec="mp4a.40.2", height=height, width=height * 16 // 9, **fields)


def chosen(formats: list[dict[str, Any]], folder: Path) -> str:
    """What yt-dlp chooses, by its own selection."""
    with YoutubeDL(options(folder, print, 2)) as ydl:
        info = {"id": "x", "title": "x", "extractor": "x", "webpage_url": "https://x.example/", "formats": formats}
        return str(ydl.process_ie_result(info, download=False)["format_id"])


@pytest.mark.parametrize(
    ("formats", "expected"),
    [
        pytest.param([picture(1, 720), picture(2, 1080), picture(3, 2160), sound(9)], "2+9", id="at most 1080p"),
        pytest.param([picture(3, 2160), picture(4, 1440), sound(9)], "4+9", id="the smallest where all are larger"),
        pytest.param([picture(1, 1080, "vp9", ext="webm"), picture(2, 1080), sound(9)], "2+9", id="h264 first"),
        pytest.param([picture(1, 1080), sound(8, "opus", ext="webm"), sound(9)], "1+9", id="aac first"),
        pytest.param([picture(1, 1920, width=1080), picture(2, 1280, width=720), sound(9)], "1+9", id="upright video"),
        pytest.param([both(1, 360), picture(2, 1080), sound(9)], "2+9", id="apart where that is better"),
        pytest.param([both(1, 720)], "1", id="in one where there is only that"),
        pytest.param([sound(8, abr=64), sound(9, abr=128)], "9", id="sound alone"),
        pytest.param([picture(1, 720)], "1", id="picture alone"),
        pytest.param([shape(1)], "1", id="nothing is known"),
        pytest.param([both(1, 360), both(2, 720, protocol="rtmp")], "1", id="no program is needed"),
        pytest.param([both(1, 360), both(2, 720, protocol="rtmp_ffmpeg")], "1", id="no ffmpeg downloads"),
        pytest.param(
            [both(1, 360, protocol="m3u8_native"), shape(2, protocol="mhtml", ext="mhtml")], "1", id="no sheets"
        ),
    ],
)
def test_formats(formats: list[dict[str, Any]], expected: str, tmp_path: Path) -> None:
    """Up to 1080p in what plays everywhere, and only over transports that are guarded."""
    assert chosen(formats, tmp_path) == expected


def test_ffmpeg_is_no_downloader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although one is on the path, yt-dlp finds none."""
    program = tmp_path / "bin" / "ffmpeg"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho ffmpeg version 9.0\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    forbid_ffmpeg_downloads()
    assert not FFmpegFD.available()
    assert not FFmpegFD.can_download({"protocol": "m3u8_native"})


FORBIDDEN = {
    *("postprocessors", "netrc", "usenetrc", "cookiefile", "cookiesfrombrowser", "plugin_dirs", "remote_components"),
    *("load_info_json", "exec_cmd", "config_location", "netrc_cmd", "batchfile", "allow_unplayable_formats"),
}


def test_the_set_of_options_is_closed(tmp_path: Path) -> None:
    """Nothing that reads, writes or runs anything else is ever set."""
    given = options(tmp_path, print, 2)
    assert not FORBIDDEN & given.keys()
    assert (given["enable_file_urls"], given["proxy"], given["cachedir"]) == (False, "", False)
    assert given["external_downloader"] == {"default": "native"}


def test_the_log_is_short_and_without_addresses() -> None:
    """Warnings become lines, at most fifty, and no URL is in them."""
    written: list[str] = []
    lines = Lines(written.append)
    lines.debug("[generic] Extracting URL: https://x.example/?token=s3cr3t")
    lines.debug("[download] Got error: cut at https://x.example/?token=s3cr3t. Retrying (1/3)...")
    lines.info("nothing")
    lines.error("raised too")
    for number in range(100):
        lines.warning(f"warning {number}")
    assert written[0] == "[download] Got error: cut at (address) Retrying (1/3)..."
    assert len(written) == 50

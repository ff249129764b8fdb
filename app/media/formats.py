"""Lists the containers that are opened, each with its reason; any other file is no media.

One list for the probe (PyAV) and for ffmpeg. Every row is a format that users' devices write and that contains its
media. Formats that refer to other files or addresses are excluded: playlists (hls, dash, concat, imf), session
descriptions (sdp, rtsp), numbered pictures (image2), drawings (svg), generators (lavfi) and devices. So are formats
without a clock (raw h264 or hevc), where nothing could be placed in time, and those of games and obsolete machines,
whose demuxers are no longer reviewed.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Container:
    """One allowed container. `name` is the probe's name for it, `demuxer` that of both libraries' demuxer.

    `extensions` are its file extensions, the default first. `film` and `sound` are its media types with and without a
    picture.
    """

    name: str
    demuxer: str
    extensions: tuple[str, ...]
    film: str
    sound: str
    reason: str


_PHONE = "phones before smartphones, and voice messages, record in it"
_APPLE = "iPhones, Macs and cameras record in it; references to other files in it are not followed"
_STREAM = "television and camcorders record in it; no index, so it is read as it stands"
_TRACK = "a sound track taken out of a film or a disc: frames one after another, nothing else"
_LOSSLESS = "recordings and archives are kept in it without loss: frames one after another and tags"
_STUDIO = "studio recorders write it: a header and samples"


def _sound(name: str, demuxer: str, extension: str, kind: str, reason: str, *more: str) -> Container:
    return Container(name, demuxer, (extension, *more), kind, kind, reason)


CONTAINERS: Final = (
    Container("mp4", "mov", (".mp4", ".m4v"), "video/mp4", "audio/mp4", "what the web, phones and cameras write"),
    Container("m4a", "mov", (".m4a", ".m4b"), "video/mp4", "audio/mp4", "voice memos and audio books are in it"),
    Container("mov", "mov", (".mov", ".qt"), "video/quicktime", "video/quicktime", _APPLE),
    Container("3gp", "mov", (".3gp",), "video/3gpp", "audio/3gpp", _PHONE),
    Container("3g2", "mov", (".3g2",), "video/3gpp2", "audio/3gpp2", _PHONE),
    Container(
        "matroska",
        "matroska",
        (".mkv", ".mka"),
        "video/x-matroska",
        "audio/x-matroska",
        "what screen recorders and archives write; linked segments in it are not followed",
    ),
    Container("webm", "matroska", (".webm", ".weba"), "video/webm", "audio/webm", "what browsers record"),
    Container("mpegts", "mpegts", (".ts", ".mts", ".m2ts", ".m2t"), "video/mp2t", "video/mp2t", _STREAM),
    Container("mpeg", "mpeg", (".mpg", ".mpeg", ".vob", ".mod"), "video/mpeg", "audio/mpeg", _STREAM),
    Container("avi", "avi", (".avi", ".divx"), "video/x-msvideo", "video/x-msvideo", "old cameras and films are in it"),
    Container("flv", "flv", (".flv",), "video/x-flv", "audio/x-flv", "recorded lectures and streams are in it"),
    Container(
        "asf",
        "asf",
        (".wmv", ".wma", ".asf"),
        "video/x-ms-wmv",
        "audio/x-ms-wma",
        "Windows and dictation machines record in it; a reference file (asx) is text and no asf",
    ),
    Container("ogg", "ogg", (".ogg", ".ogv", ".oga", ".opus", ".spx"), "video/ogg", "audio/ogg", "voice messages"),
    Container("mxf", "mxf", (".mxf",), "application/mxf", "application/mxf", "broadcast cameras; one file alone"),
    Container("gxf", "gxf", (".gxf",), "application/gxf", "application/gxf", "broadcast servers hand it out"),
    Container("dv", "dv", (".dv", ".dif"), "video/dv", "video/dv", "digital tapes are copied to it; frames alone"),
    Container(
        "yuv4mpegpipe", "yuv4mpegpipe", (".y4m",), "video/x-yuv4mpeg", "video/x-yuv4mpeg", "plain pictures with a rate"
    ),
    _sound("mp3", "mp3", ".mp3", "audio/mpeg", "what most sound is in", ".mp2", ".mpga"),
    _sound("aac", "aac", ".aac", "audio/aac", _TRACK),
    _sound("loas", "loas", ".loas", "audio/aac", _TRACK, ".latm"),
    _sound("ac3", "ac3", ".ac3", "audio/ac3", _TRACK),
    _sound("eac3", "eac3", ".eac3", "audio/eac3", _TRACK, ".ec3"),
    _sound("dts", "dts", ".dts", "audio/vnd.dts", _TRACK),
    _sound("truehd", "truehd", ".thd", "audio/vnd.dolby.mlp", _TRACK),
    _sound("wav", "wav", ".wav", "audio/wav", "what recorders and editors write", ".bwf"),
    _sound("w64", "w64", ".w64", "audio/x-w64", _STUDIO),
    _sound("aiff", "aiff", ".aiff", "audio/aiff", "what Macs and editors write", ".aif", ".aifc"),
    _sound("caf", "caf", ".caf", "audio/x-caf", "what iPhones and Macs record"),
    _sound("au", "au", ".au", "audio/basic", _STUDIO, ".snd"),
    _sound("flac", "flac", ".flac", "audio/flac", _LOSSLESS),
    _sound("ape", "ape", ".ape", "audio/x-ape", _LOSSLESS),
    _sound("tta", "tta", ".tta", "audio/x-tta", _LOSSLESS),
    _sound("wv", "wv", ".wv", "audio/x-wavpack", _LOSSLESS),
    _sound("amr", "amr", ".amr", "audio/amr", _PHONE, ".awb"),
    _sound("dss", "dss", ".dss", "audio/x-dss", "dictation machines record in it"),
)

#: The value of `format_whitelist` for ffmpeg and PyAV.
FORMATS: Final = ",".join(dict.fromkeys(container.demuxer for container in CONTAINERS))
_BY_NAME: Final = {container.name: container for container in CONTAINERS}
#: Name of the container by the prefix of an mp4 file's major brand.
_BRANDS: Final = {"qt": "mov", "m4a": "m4a", "m4b": "m4a", "3g2": "3g2", "3gp": "3gp", "3gg": "3gp", "3ge": "3gp"}


def container_of(name: str) -> Container | None:
    """The row for the probe's name of a container; None if it is not allowed."""
    return _BY_NAME.get(name)


def mp4_kind(major_brand: str) -> str:
    """The container name within the mp4 family, by the brand in the file's header."""
    brand = major_brand.strip().lower()
    return next((kind for begins, kind in _BRANDS.items() if brand.startswith(begins)), "mp4")

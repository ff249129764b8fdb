"""Writes the resources of an FCPXML document: formats, assets and effects, each once."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from app.interchange.footage import Footage, file_name
from app.jobs.timecode import Counting
from app.timeline.layout import exact

#: Names of rates in the names of formats, and in `conform-rate`.
_FORMAT_RATES: Final[Mapping[Fraction, str]] = {
    Fraction(24000, 1001): "2398",
    Fraction(24): "24",
    Fraction(25): "25",
    Fraction(30000, 1001): "2997",
    Fraction(30): "30",
    Fraction(50): "50",
    Fraction(60000, 1001): "5994",
    Fraction(60): "60",
}
_FORMAT_SIZES: Final[Mapping[tuple[int, int], str]] = {
    (1280, 720): "720p",
    (1920, 1080): "1080p",
    (3840, 2160): "3840x2160p",
    (4096, 2160): "4096x2160p",
}
_COLOURS: Final[Mapping[str, str]] = {
    "sdr": "1-1-1 (Rec. 709)",
    "pq": "9-16-9 (Rec. 2020 PQ)",
    "hlg": "9-18-9 (Rec. 2020 HLG)",
}
#: Final Cut's own transitions, and its crossfade of sound.
EFFECTS: Final[Mapping[str, tuple[str, str]]] = {
    "crossfade": ("Cross Dissolve", "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"),
    "dip_to_black": ("Fade To Color", "FxPlug:F779C565-486D-4633-8035-0374B4DB8F5C"),
    "wipe_left": ("Wipe", "FxPlug:857E2FBA-98DB-411B-A88C-CE6ABC1F65D8"),
    "slide_left": ("Slide", "FxPlug:6AAB0D54-FCD8-4EBD-A62D-D352A5ED1648"),
    "sound": ("Audio Crossfade", "FFAudioTransition"),
}


def seconds(value: Fraction) -> str:
    """A time as the form has it: exact seconds, "1001/30000s"."""
    return f"{value.numerator}s" if value.denominator == 1 else f"{value.numerator}/{value.denominator}s"


def tc_format(counting: Counting) -> str:
    """The name of the labels."""
    return "DF" if counting.drop else "NDF"


def conform_rate(rate: Fraction) -> str | None:
    """The name of a clip's rate in a timeline of another one; None if the form has none."""
    name = _FORMAT_RATES.get(rate)
    return name if name is None or len(name) < 4 else f"{name[:2]}.{name[2:]}"


class Resources:
    """The `resources` element, and the ids in it."""

    def __init__(self) -> None:
        self.element = Element("resources")
        self._ids: dict[tuple[object, ...], str] = {}

    def format(self, rate: Fraction, width: int, height: int, colour: str) -> str:
        """The id of a format of pictures."""
        size, key = _FORMAT_SIZES.get((width, height)), ("format", rate, width, height, colour)
        named = {"name": f"FFVideoFormat{size}{_FORMAT_RATES[rate]}"} if size and rate in _FORMAT_RATES else {}
        rest = {
            "frameDuration": seconds(1 / rate),
            "width": str(width),
            "height": str(height),
            "colorSpace": _COLOURS[colour],
        }
        return self._id(key, "format", named | rest)

    def asset(self, footage: Footage) -> str:
        """The id of a file. Its start is its timecode; it lies beside the document, under its own name."""
        material, media = footage.material, footage.material.media
        name = file_name(material)
        attributes = {"name": name.rpartition(".")[0] or name, "src": f"./{quote(name)}"}
        attributes |= {"start": seconds(footage.start / footage.rate), "duration": seconds(_length_s(footage))}
        if material.has_picture:
            colour = media.colour.kind
            attributes |= {
                "hasVideo": "1",
                "format": self.format(footage.rate, media.width or 0, media.height or 0, colour),
            }
        if material.has_sound:
            attributes |= {
                "hasAudio": "1",
                "audioSources": "1",
                "audioChannels": str(media.audio_channels or 1),
                "audioRate": str(media.audio_sample_rate_hz or 48_000),
            }
        return self._id(("asset", material.blob.sha256), "asset", attributes)

    def effect(self, kind: str) -> str:
        """The id of a transition's effect."""
        name, uid = EFFECTS[kind]
        return self._id(("effect", kind), "effect", {"name": name, "uid": uid})

    def _id(self, key: tuple[object, ...], tag: str, attributes: Mapping[str, str]) -> str:
        if key not in self._ids:
            self._ids[key] = f"r{len(self._ids) + 1}"
            SubElement(self.element, tag, {"id": self._ids[key], **attributes})
        return self._ids[key]


def _length_s(footage: Footage) -> Fraction:
    """The length of a file: whole frames, or samples where it is sound alone."""
    media = footage.material.media
    if footage.material.has_picture:
        return footage.length / footage.rate
    rate_hz = media.audio_sample_rate_hz or 48_000
    return Fraction(max(1, round(exact(media.duration_s) * rate_hz)), rate_hz)

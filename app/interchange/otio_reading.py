"""Reads OpenTimelineIO into the server's own form of a timeline, as JSON.

In children only: the library crashes on some documents, such as lists that are nested deeply. What it cannot express is
refused with its track and clip, not left out: a nested composition, a frozen frame, a transition of an unknown kind.
Sources stay the addresses of their references, since only the server knows which are its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from opentimelineio import algorithms, core, exceptions, opentime, schema

from app.interchange.otio_writing import DISSOLVE, KINDS, OWN, OWN_FACTS, OWN_FIELDS
from app.jobs.timecode import BADLY_WRITTEN, STANDARD_RATES
from app.timeline.reading import Fault

_LANES: Final = {kind: lane for lane, kind in KINDS.items()}
_WIPES: Final = frozenset({"SMPTE_Wipe", "wipe_left"})
_TRANSITIONS: Final = frozenset({"crossfade", "dip_to_black", "wipe_left", "slide_left"})
#: What computing with a document's times raises where they are no times: endless, not numbers, beyond all numbers.
UNUSABLE: Final = (ValueError, ArithmeticError, exceptions.OTIOError)


def read_otio(text: str) -> dict[str, Any]:
    """Read a document; each clip's `source` is `{"urls": [...]}`, its active reference first. Raises Fault."""
    try:
        return _read(text)
    except UNUSABLE as error:
        raise Fault((), f"has a time that cannot be used: {str(error)[:200]}") from None


def _read(text: str) -> dict[str, Any]:
    try:
        root = core.deserialize_json_from_string(text)
    except (ValueError, KeyError, exceptions.OTIOError) as error:
        raise Fault((), f"is no OpenTimelineIO document: {str(error)[:200]}") from None
    if not isinstance(root, schema.Timeline):
        raise Fault((), f"is of the kind {_kind(root)}; a Timeline is needed")
    tracks = [track for track in _tracks(root) if "sound_of" not in (_own(track) or ())]
    read = [_track(number, track) for number, track in enumerate(tracks)]
    _without_double_sound(read)
    found: dict[str, Any] = {"tracks": [{"kind": kind, "clips": clips} for kind, clips in read]}
    return found | _facts(root, tracks)


def _facts(root: schema.Timeline, tracks: list[schema.Track]) -> dict[str, Any]:
    """The timeline's own facts: those that this server has written of it, else its rate."""
    name, own = ({"name": root.name} if root.name else {}), _own(root)
    if own is not None:
        return name | {fact: _plain(own[fact]) for fact in OWN_FACTS if fact in own}
    rate = root.global_start_time.rate if root.global_start_time is not None else _first_rate(tracks)
    return name | ({"fps": str(exact_rate(rate))} if rate else {})


def _own(item: core.SerializableObjectWithMetadata) -> Mapping[str, Any] | None:
    """What this server has written of an object, as far as others have left it as it was."""
    own = item.metadata.get(OWN)
    return own if isinstance(own, Mapping) else None


def _plain(value: Any) -> Any:
    """A value of metadata without the library's types."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _first_rate(tracks: list[schema.Track]) -> float | None:
    for track in sorted(tracks, key=lambda track: track.kind != schema.TrackKind.Video):
        for item in track:
            if isinstance(item, core.Item) and item.source_range is not None:
                return float(item.source_range.duration.rate)
    return None


def exact_rate(rate: float) -> Fraction:
    """The rate that is meant by a decimal number: 29.97 is 30000/1001."""
    stated = Fraction(rate)
    nearest = min(STANDARD_RATES, key=lambda known: abs(known - stated))
    return nearest if abs(nearest - stated) <= BADLY_WRITTEN * nearest else stated.limit_denominator(1001)


def _tracks(root: schema.Timeline) -> Iterator[schema.Track]:
    whole = root.tracks.source_range
    for number, track in enumerate(root.tracks):
        if not isinstance(track, schema.Track):
            raise Fault(("tracks", number), f"is a nested {_kind(track)}; flatten it to tracks")
        if track.kind not in _LANES:
            raise Fault(("tracks", number), f"is of the kind {track.kind!r}; Video and Audio are known")
        if not track.enabled:
            continue
        for trim in (track.source_range, whole):
            track = track if trim is None else algorithms.track_trimmed_to_range(track, trim)
        yield track


def _s(time: opentime.RationalTime) -> Fraction:
    """A time in exact seconds."""
    rate = exact_rate(time.rate)
    if not rate > 0:
        raise ValueError(f"no rate: {time.rate}")
    return Fraction(time.value) / rate


def _number(seconds: Fraction) -> float:
    """Seconds as JSON has them, without the noise of the format's floating point."""
    return round(float(seconds), 9)


def _track(number: int, track: schema.Track) -> tuple[str, list[dict[str, Any]]]:
    """The kind of a track, and its clips."""
    lane = _LANES[track.kind]
    clips: list[dict[str, Any]] = []
    at_s: Fraction | None = Fraction(0)
    gap, transition = False, None
    for item in track:
        loc = ("tracks", number, "clips", len(clips))
        try:
            if isinstance(item, schema.Transition):
                transition = _transition(item, loc, behind=not gap and bool(clips))
                continue
            if isinstance(item, schema.Gap) or (isinstance(item, schema.Clip) and not item.enabled):
                if transition is not None and clips:
                    clips[-1]["fade_out"] = transition["duration"]
                at_s = None if at_s is None else at_s + _s(item.duration())
                gap, transition = True, None
                continue
            if not isinstance(item, schema.Clip):
                raise Fault(loc, f"is a nested {_kind(item)}; flatten it to clips")
            clip, length_s = _clip(item, loc)
        except UNUSABLE as error:
            raise Fault(loc, f"has a time that cannot be used: {str(error)[:200]}") from None
        if gap:
            if at_s is None:
                raise Fault(loc, "follows a gap behind a clip without a source_range, so its place is unknown")
            clip["at"] = _number(at_s)
        if transition is not None:
            clip["transition_in"] = transition
        clips.append(clip)
        at_s = None if at_s is None or length_s is None else at_s + length_s
        gap, transition = False, None
    if transition is not None and clips:
        clips[-1]["fade_out"] = transition["duration"]
    return lane, clips


def _transition(item: schema.Transition, loc: tuple[str | int, ...], *, behind: bool) -> dict[str, Any]:
    """A transition to the next clip; of another program's only the part in that clip if it is `behind` none."""
    own = _own(item)
    kind, length_s = (own.get("kind") if own is not None else None), _s(item.in_offset) + _s(item.out_offset)
    if kind is None:
        kind = "crossfade" if item.transition_type == DISSOLVE else item.name
        kind = "wipe_left" if item.transition_type in _WIPES or kind in _WIPES else kind
        length_s = length_s if behind else _s(item.out_offset) or length_s
    if kind not in _TRANSITIONS:
        raise Fault(
            (*loc, "transition_in"),
            f"is of the type {item.transition_type!r}; known are {DISSOLVE} and, by their names, "
            f"{', '.join(sorted(_TRANSITIONS - {'crossfade'}))}",
        )
    return {"kind": kind, "duration": _number(length_s)}


def _clip(item: schema.Clip, loc: tuple[str | int, ...]) -> tuple[dict[str, Any], Fraction | None]:
    """A clip, and its length on the timeline, None if that is the unknown length of its source."""
    speed = _speed(item, loc)
    references = _references(item)
    if not references:
        raise Fault((*loc, "source"), "has no media reference with a target_url")
    clip: dict[str, Any] = {"source": {"urls": [reference.target_url for reference in references]}}
    if item.name and item.name != references[0].name:
        clip["name"] = item.name
    if speed != 1:
        clip["speed"] = float(speed)
    own = _own(item)
    if own is not None:
        clip |= {name: _plain(own[name]) for name in OWN_FIELDS if name in own}
    available, length_s = references[0].available_range, None
    if item.source_range is not None:
        begins_s = Fraction(0) if available is None else _s(available.start_time)
        start_s, length_s = _s(item.source_range.start_time) - begins_s, _s(item.source_range.duration)
        clip |= {"start": _number(start_s), "end": _number(_end_s(item, start_s + length_s * speed, speed))}
    elif available is not None:
        length_s = _s(available.duration) / speed
        clip |= {"start": 0.0, "end": _number(_s(available.duration))}
    return clip, length_s


def _end_s(item: schema.Clip, end_s: Fraction, speed: Fraction) -> Fraction:
    """The end of a clip, but not beyond what is available by less than the frame that it was rounded to."""
    available = _references(item)[0].available_range
    if available is None:
        return end_s
    rest_s = end_s - _s(available.duration)
    return end_s - rest_s if 0 < rest_s <= speed / exact_rate(item.source_range.duration.rate) else end_s


def _references(item: schema.Clip) -> list[schema.ExternalReference]:
    """The references to files, the active one first."""
    known = item.media_references()
    active = known.pop(item.active_media_reference_key, None)
    return [
        reference
        for reference in (active, *known.values())
        if isinstance(reference, schema.ExternalReference) and reference.target_url
    ]


def _speed(item: schema.Clip, loc: tuple[str | int, ...]) -> Fraction:
    speed = Fraction(1)
    for effect in item.effects:
        if isinstance(effect, schema.LinearTimeWarp) and not isinstance(effect, schema.FreezeFrame):
            speed *= Fraction(str(effect.time_scalar))
        elif isinstance(effect, schema.TimeEffect):
            raise Fault((*loc, "speed"), f"is a {_kind(effect)}; only LinearTimeWarp is known")
    if speed <= 0:
        raise Fault((*loc, "speed"), f"is {float(speed):g}; it must be above 0")
    return speed


def _without_double_sound(tracks: list[tuple[str, list[dict[str, Any]]]]) -> None:
    """Mute pictures whose sound is also in an audio track, as other editors write it."""
    heard = {clip["source"]["urls"][0] for kind, clips in tracks if kind == "audio" for clip in clips}
    for kind, clips in tracks:
        for clip in clips:
            if kind == "video" and "muted" not in clip and clip["source"]["urls"][0] in heard:
                clip["muted"] = True


def _kind(item: object) -> str:
    return item.schema_name() if isinstance(item, core.SerializableObject) else type(item).__name__

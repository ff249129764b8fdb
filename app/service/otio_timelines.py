"""Translates documents of OpenTimelineIO into timelines of the server's own form."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.service.intake import Intake
from app.timeline.reading import Fault, refusal

#: Returns the source that an address names, as it stands in a timeline; None for an address of no source.
SourceOf = Callable[[str], dict[str, Any] | None]


def is_otio(value: Any) -> bool:
    """Whether a timeline is a document of OpenTimelineIO."""
    return isinstance(value, Mapping) and "OTIO_SCHEMA" in value


async def own_form(document: Mapping[str, Any], intake: Intake, source_of: SourceOf) -> dict[str, Any]:
    """The timeline of a document. Raises InvalidRequest with a row for each clip of an unknown source."""
    found = await intake.read_otio(json.dumps(document))
    if found.timeline is None:
        raise refusal([Fault(found.loc, found.message or "cannot be read")])
    faults = []
    for number, track in enumerate(found.timeline["tracks"]):
        for index, clip in enumerate(track["clips"]):
            urls: list[str] = clip["source"]["urls"]
            source = next((known for url in urls if (known := source_of(url)) is not None), None)
            if source is None:
                loc = ("tracks", number, "clips", index, "source")
                faults.append(Fault(loc, f"{urls[0][:200]!r} is no address of a video, file or segment of this server"))
            clip["source"] = source
    if faults:
        raise refusal(faults)
    return found.timeline

"""Lines of a transcript in Whisper's own terms, in which several speech APIs show them."""

import math
import zlib
from typing import Any

from app.jobs.results import Segment


def segment_row(number: int, line: Segment, *, temperature: float = 0.0) -> dict[str, Any]:
    """A line: times in seconds, `seek` in hundredths; its tokens are not kept."""
    text = f" {line.text.strip()}"
    sent = text.encode("utf-8", "replace")
    return {
        "id": number,
        "seek": round(line.start_s * 100),
        "start": line.start_s,
        "end": line.end_s,
        "text": text,
        "tokens": [],
        "temperature": temperature,
        "avg_logprob": round(math.log(max(line.confidence, 1e-6)), 4),
        "compression_ratio": round(len(sent) / len(zlib.compress(sent)), 4),
        "no_speech_prob": line.no_speech_probability,
    }

"""Values that stages share, as JSON."""

from app.api.v1.wire import segment_data
from app.jobs.results import Segment

LINE = Segment(start_s=0.0, end_s=1.0, text="One.", confidence=0.5)


def test_a_line_without_a_speaker_is_what_it_was() -> None:
    """In records, whose hash is a key, and in messages; with one it is in both, and comes back."""
    assert "speaker" not in LINE.model_dump_json()
    assert "speaker" not in segment_data(0, LINE)
    spoken = LINE.model_copy(update={"speaker": "Ann"})
    assert Segment.model_validate_json(spoken.model_dump_json()) == spoken
    assert segment_data(0, spoken) == segment_data(0, LINE) | {"speaker": "Ann"}

"""Options whose values have rules of their own."""

import pytest
from pydantic import ValidationError

from app.jobs.options import ProcessingOptions


@pytest.mark.parametrize(
    ("written", "meant"),
    [(0, 0), (63, 63), ("2", 2), ("de", "de"), (" Deu ", "deu"), ("pt_BR", "pt-br"), (None, None)],
)
def test_an_audio_track_is_a_number_or_a_language(written: object, meant: object) -> None:
    """Forms and commands send a number as text."""
    assert ProcessingOptions.model_validate({"audio_track": written}).audio_track == meant


@pytest.mark.parametrize("written", [-1, 64, "64", 1.0, True, "", "german", "d", ["de"], "de/at"])
def test_what_is_neither_is_refused(written: object) -> None:
    """With what it may be."""
    with pytest.raises(ValidationError, match="must be a number from 0 to 63, or a language such as de or deu"):
        ProcessingOptions.model_validate({"audio_track": written})

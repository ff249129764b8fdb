"""JSON columns are read as they were written."""

import json

import pytest

from app.db.json_columns import read_json, write_json
from app.jobs.states import JobState


@pytest.mark.parametrize(
    "value",
    [{}, [], None, True, 0, 0.1 + 0.2, 1e300, 2**70, -0.0, "", "é 𝄞 \x00", "\ud800", {"a": ["\udfff", {"b": None}]}],
)
def test_what_was_written_is_read(value: object) -> None:
    """Also numbers of any size, and half of a surrogate pair."""
    for written in (json.dumps(value), write_json(value)):
        again = read_json(written)
        assert again == value
        assert type(again) is type(value)


def test_what_is_written_is_what_others_read() -> None:
    """The same values as by the standard library, which also refuses what is none."""
    value = {"a": [float("inf"), 1.5, True], 1: JobState.QUEUED, "b": ("x", None), "n": {"é": "\u2028"}}
    assert json.loads(write_json(value)) == json.loads(json.dumps(value))
    assert "NaN" in write_json([float("nan")])
    with pytest.raises(TypeError, match="not JSON serializable"):
        write_json({"a": object()})


def test_empty_values_are_not_shared() -> None:
    """Who changes one changes no other."""
    first, second = read_json("{}"), read_json("{}")
    first["a"] = 1
    assert second == {}
    assert read_json("[]") is not read_json("[]")


def test_what_is_no_json_is_refused() -> None:
    """As an error, not as a value."""
    with pytest.raises(ValueError, match="Expecting"):
        read_json("{")

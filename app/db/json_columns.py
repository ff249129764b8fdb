"""Reads and writes JSON columns: most hold next to nothing, and every move of a job has several."""

import json
from typing import Any

from pydantic_core import PydanticSerializationError, from_json, to_json


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError if it is none.

    The fast parser refuses what our own writer may have stored (half of a surrogate pair), so that is read as before.
    """
    if text == "{}":
        return {}
    if text == "[]":
        return []
    try:
        return from_json(text)
    except ValueError:
        return json.loads(text)


def write_json(value: Any) -> str:
    """The JSON text of a value. Raises TypeError or ValueError if it has none.

    Half of a surrogate pair is for the slow writer, as it is for the slow reader.
    """
    try:
        return to_json(value, inf_nan_mode="constants").decode()
    except PydanticSerializationError:
        return json.dumps(value)

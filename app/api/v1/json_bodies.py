"""Parses JSON of requests whose body may also be something else, so that the framework does not parse it."""

import json
from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

M = TypeVar("M", bound=BaseModel)


def parsed(kind: type[M], body: bytes) -> M:
    """Parse a body. Raises RequestValidationError."""
    return validated(kind, read(body))


def read(text: bytes | str, *within: str) -> Any:
    """Read JSON: a body, or the field of it that `within` names. Raises RequestValidationError."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _unreadable(error.pos, error.msg, within) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(0, "it cannot be read", within) from error


def validated(kind: type[M], value: Any) -> M:
    """Validate the value of a body. Raises RequestValidationError."""
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        rows: list[Any] = [row | {"loc": ("body", *row["loc"])} for row in error.errors()]
        raise RequestValidationError(rows) from error


def _unreadable(position: int, why: str, within: tuple[str, ...]) -> RequestValidationError:
    row = {"type": "json_invalid", "loc": ("body", *within, position), "msg": "", "ctx": {"error": why}}
    return RequestValidationError([row])

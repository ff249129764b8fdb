"""Log lines: their two looks, what they carry and what they never carry."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from app.core.logging import configure_logging, logger
from app.core.settings import load_settings


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Set-up of logging belongs to the process; each test gives it back as it found it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def log_to(**settings: Any) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(load_settings(**settings), stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_production_logs_json_with_job_and_stage() -> None:
    """Each line within a job's context can be found by its id."""
    stream = log_to(environment="production")
    with bound_contextvars(job_id="j1", stage="transcribe"):
        logger("app.execution.job_runner").info("stage started", model="demo")
    logger("app.execution.job_runner").info("idle")
    within, outside = lines(stream)
    assert within.items() >= {"event": "stage started", "job_id": "j1", "stage": "transcribe", "model": "demo"}.items()
    assert within.items() >= {"level": "info", "logger": "app.execution.job_runner"}.items()
    assert within["timestamp"].endswith("Z")
    assert "job_id" not in outside


def test_inner_context_adds_the_stage() -> None:
    """A stage runs inside its job's context and leaves it as it was."""
    stream = log_to(environment="production")
    with bound_contextvars(job_id="j1"):
        with bound_contextvars(job_id="j1", stage="fetch"):
            logger("x").info("in")
        logger("x").info("out")
    assert [line.get("stage") for line in lines(stream)] == ["fetch", None]


def test_libraries_log_the_same_way() -> None:
    """uvicorn's and others' lines get the same fields and the same scrubbing."""
    stream = log_to(environment="production")
    with bound_contextvars(job_id="j2"):
        logging.getLogger("uvicorn.error").warning("lost %s", "https://h/v.mp4?sig=abc")
        logging.getLogger("uvicorn.error").info("up [%d]", 7, extra={"color_message": "up [\x1b[36m%d\x1b[0m]"})
    line, up = lines(stream)
    assert up["event"] == "up [7]"
    assert "color_message" not in up
    assert line.items() >= {"event": "lost https://h/v.mp4?***", "job_id": "j2", "logger": "uvicorn.error"}.items()


def test_development_logs_for_people() -> None:
    """One readable line, without escape codes where the stream is no terminal."""
    stream = log_to(environment="development")
    logger("app.x").info("stage started", stage="fetch")
    text = stream.getvalue()
    assert "stage started" in text
    assert "stage=fetch" in text
    assert "\x1b" not in text
    assert not text.startswith("{")


def test_level_decides_what_is_logged() -> None:
    """Below LOG_LEVEL nothing is written; chatty libraries stay quiet even at DEBUG."""
    stream = log_to(environment="production", log_level="DEBUG")
    logger("app.x").debug("mine")
    logging.getLogger("asyncpg").debug("each single step")
    quiet = log_to(environment="production", log_level="ERROR")
    logger("app.x").warning("not now")
    assert [line["event"] for line in lines(stream)] == ["mine"]
    assert lines(quiet) == []


@pytest.mark.parametrize("environment", ["development", "production"])
def test_no_secret_reaches_the_log(environment: str) -> None:
    """Neither from the text, nor from fields, nor from a traceback."""
    stream = log_to(environment=environment, api_key="open-sesame")
    try:
        raise ValueError("https://u:geheim@h/v?sig=geheim with open-sesame")
    except ValueError:
        logger("app.x").exception("failed for open-sesame", headers={"Cookie": "geheim"}, url="https://h/?t=geheim")
    text = stream.getvalue()
    assert "ValueError" in text
    assert "Traceback" in text
    assert "geheim" not in text
    assert "open-sesame" not in text


def test_setting_up_again_replaces_the_first() -> None:
    """No line is written twice, and other people's handlers stay."""
    foreign = logging.NullHandler()
    logging.getLogger().addHandler(foreign)
    first, second = log_to(environment="production"), log_to(environment="production")
    logger("app.x").info("once")
    assert lines(first) == []
    assert len(lines(second)) == 1
    assert foreign in logging.getLogger().handlers

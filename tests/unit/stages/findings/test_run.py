"""The stage `findings`: every check over what the other stages measured and read, and the files of what it finds."""

import csv
import json
from pathlib import Path
from typing import Any, cast

import pytest

from app.checks.rules import Rule
from app.core.errors import ErrorCode, SettingsInvalid
from app.core.settings import load_settings
from app.db import moves
from app.jobs.measures import Flashes, Freeze, PictureMeasures, SoundMeasures, Span
from app.jobs.options import ProcessingOptions
from app.jobs.results import Blob, MediaInfo, Segment, Word
from app.stages.fetch.contract import FetchOutput
from app.stages.findings.contract import STAGE, FindingsInput, FindingsOutput, Limits
from app.stages.findings.run import MOST_FINDINGS, run
from app.stages.keys import key_of
from app.stages.scenes.contract import ScenesOutput
from app.stages.stage import StageContext
from app.stages.vision.contract import ScreenText, SeenScene
from tests.stages import REGISTRY
from tests.stores import new_job, open_store
from tests.tools import LocalTools

CARD = "4111 1111 1111 1111"


def said(text: str, start_s: float = 0.0) -> Segment:
    """A segment of five seconds."""
    return Segment(start_s=start_s, end_s=start_s + 5, text=text, confidence=0.9)


def scene(index: int, *texts: str, nudity: float | None = None) -> SeenScene:
    """A scene of ten seconds with lines on screen in its middle."""
    lines = tuple(
        ScreenText(text=text, score=0.8, box=(0.1, 0.1 * n, 0.3, 0.05), at_s=index * 10 + 5.0)
        for n, text in enumerate(texts)
    )
    return SeenScene(index=index, start_s=index * 10, end_s=index * 10 + 10, text=lines, nudity=nudity)


def found(tmp_path: Path, **values: Any) -> FindingsOutput:
    """The output for a film of a minute."""
    return run(FindingsInput(**({"duration_s": 60.0, "language": "en"} | values)), LocalTools(tmp_path))


def test_every_source_is_checked(tmp_path: Path) -> None:
    """Speech at its words, screen at its pictures, rules in both, nudity by scenes; in order of time."""
    words = tuple(
        Word(start_s=n + 0.0, end_s=n + 0.5, text=f" {word}", probability=0.7) for n, word in enumerate(CARD.split())
    )
    output = found(
        tmp_path,
        segments=(said(f"{CARD}").model_copy(update={"words": words}), said("oh shit, the Acme", 30.0)),
        scenes=(scene(0, "ann@example.com"), scene(1, "ACME"), scene(2, nudity=0.9)),
        rules=(Rule(id="brand", category="custom", severity="info", words=("acme",)),),
    )
    rows = [(one.id, one.severity, one.start_s, one.end_s, one.source) for one in output.findings]
    assert rows == [
        ("payment_card-1", "critical", 0.0, 3.5, "speech"),
        ("email-1", "warning", 5.0, 5.0, "screen"),
        ("brand-1", "info", 15.0, 15.0, "screen"),
        ("nudity-1", "critical", 20.0, 30.0, "picture"),
        ("brand-2", "info", 30.0, 35.0, "speech"),
        ("profanity-1", "warning", 30.0, 35.0, "speech"),
    ]
    assert output.findings[0].confidence == 0.7


def test_measures_are_checked_by_the_limits_of_the_job(tmp_path: Path) -> None:
    """Picture and sound; other limits, which are settings, find something else."""
    pause = Span(start_s=3.0, end_s=6.0)
    still = Freeze(start_s=10.0, end_s=20.0, stopped=True)
    picture = PictureMeasures(
        flashes=(Flashes(start_s=1.0, end_s=2.0, most_per_s=4, area=0.3, red=True),), black=(pause,), freeze=(still,)
    )
    sound = SoundMeasures(
        integrated_lufs=-5.0, range_lu=1.0, true_peak_dbtp=0.5, silence=(pause,), clipped=(Span(start_s=8, end_s=9),)
    )
    output = found(tmp_path, picture=picture, sound=sound)
    assert [one.id for one in output.findings] == [
        "loudness-1",
        "true_peak-1",
        "red_flashing-1",
        "black-1",
        "clipping-1",
        "freeze-1",
    ]
    limits = Limits(black_s=4.0, freeze_s=11.0, silence_s=3.0)
    output = found(tmp_path, picture=picture, sound=sound, limits=limits)
    assert {"silence", "black", "freeze"} & {one.rule for one in output.findings} == {"silence"}


def test_limits_are_settings_and_measures_those_of_other_stages() -> None:
    """They count in the key, so that another limit finds anew; stages that are no part of the job are left out."""
    media = MediaInfo(container="mp4", duration_s=9.0)
    source = Blob(sha256="a" * 64, size_bytes=1, suffix=".mp4")
    picture = PictureMeasures(black=(Span(start_s=0, end_s=9),))
    outputs = {
        "fetch": FetchOutput(source=source, media=media, title="T"),
        "scenes": ScenesOutput(has_video=True, picture=picture),
    }
    settings = load_settings(findings_black_seconds=3, findings_freeze_seconds=4, findings_silence_seconds=0.5)
    given = STAGE.build_input(StageContext(settings, cast("Any", None), None, None, outputs, {}))
    assert given.limits == Limits(black_s=3, freeze_s=4, silence_s=0.5)
    assert (given.picture, given.sound) == (picture, None)
    with pytest.raises(SettingsInvalid, match="FINDINGS_BLACK_SECONDS"):
        load_settings(findings_black_seconds=0.4)


def test_files_have_what_clients_get(tmp_path: Path) -> None:
    """The list as JSON, and a table that no spreadsheet runs; personal data is masked in both."""
    tools = LocalTools(tmp_path)
    rule = Rule(id="sum", category="custom", severity="info", pattern=r"=SUM\(.*\)")
    given = FindingsInput(
        duration_s=9.0, segments=(said(f"{CARD}, “x”"), said("=SUM(1)")), language="en", rules=(rule,)
    )
    output = run(given, tools)
    assert output.csv is not None
    assert output.json_file is not None
    listed = json.loads(tools.path_of(output.json_file).read_text(encoding="utf-8"))
    with tools.path_of(output.csv).open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["id"] for row in listed] == [row["id"] for row in table] == ["payment_card-1", "sum-1"]
    assert listed[0].keys() == table[0].keys()
    assert (listed[0]["start"], table[0]["start"], listed[0]["evidence"]) == (0.0, "0.0", "4***1")
    assert (listed[1]["evidence"], table[1]["evidence"]) == ("=SUM(1)", "'=SUM(1)")
    for blob in (output.csv, output.json_file):
        assert "4111" not in tools.path_of(blob).read_text(encoding="utf-8")
    assert [(file.kind, file.tail) for file in STAGE.artifacts(output)] == [
        ("findings", " findings.csv"),
        ("findings", " findings.json"),
    ]


def test_without_words_and_pictures_there_is_nothing(tmp_path: Path) -> None:
    """The files are there all the same."""
    output = found(tmp_path, language=None)
    assert output.findings == ()
    assert output.csv is not None


def test_a_language_without_a_list_is_named(tmp_path: Path) -> None:
    """What was not looked for is no clean bill; languages of the list need no word."""
    for language, warned in (("ja", ["language_not_covered"]), ("de", [])):
        tools = LocalTools(tmp_path / language)
        given = FindingsInput(duration_s=9.0, segments=(said("Hallo"),), language=language, picture=PictureMeasures())
        run(given, tools)
        assert tools.warned == warned


def test_a_source_without_a_picture_is_named(tmp_path: Path) -> None:
    """That no flash is reported of it is no finding of its picture."""
    for picture, warned in ((None, ["no_video"]), (PictureMeasures(), [])):
        tools = LocalTools(tmp_path / str(len(warned)))
        run(FindingsInput(duration_s=9.0, picture=picture), tools)
        assert tools.warned == warned


def test_too_many_findings_are_cut_to_the_most_severe(tmp_path: Path) -> None:
    """With a warning; the one that ends a job as failed stays."""
    tools = LocalTools(tmp_path)
    rule = Rule(id="each", category="custom", severity="info", pattern=".")
    segments = (said("a" * 3 * MOST_FINDINGS), said(CARD, 50.0))
    picture = PictureMeasures()
    given = FindingsInput(duration_s=9.0, segments=segments, language="en", rules=(rule,), picture=picture)
    output = run(given, tools)
    assert len(output.findings) == MOST_FINDINGS
    assert tools.warned == ["findings_cut"]
    assert output.findings[-1].rule == "payment_card"


def test_fail_on_is_the_least_severity_that_fails(tmp_path: Path) -> None:
    """With the reason, which repeats no personal data."""
    output = found(tmp_path, segments=(said("write to ann@example.com and bob@example.com"),))
    assert STAGE.verdict is not None
    assert STAGE.verdict(output, ProcessingOptions()) is None
    assert STAGE.verdict(output, ProcessingOptions(fail_on="critical")) is None
    failure = STAGE.verdict(output, ProcessingOptions(fail_on="info"))
    assert failure is not None
    assert (failure.code, failure.retryable) == (ErrorCode.FINDINGS, False)
    assert failure.message == "2 findings are info or worse; the first: An e-mail address is said."


def test_a_wrong_file_of_rules_stops_the_start(tmp_path: Path) -> None:
    """When the stages are checked against the settings; the rules are part of the input."""
    path = tmp_path / "rules.toml"
    path.write_text("[[rule]]\n")
    with pytest.raises(SettingsInvalid, match=r"^RISK_RULES: .*rules\.toml, line 1: it has no id"):
        REGISTRY.check_settings(load_settings(risk_rules=str(path)))
    REGISTRY.check_settings(load_settings(risk_rules=""))


async def test_what_rules_say_is_part_of_the_key(tmp_path: Path) -> None:
    """Another word or severity, and the next job is checked anew."""
    rule = Rule(id="own", category="custom", severity="info", words=("a",))
    changed = [rule.model_copy(update=change) for change in ({"words": ("b",)}, {"severity": "critical"}, {"id": "x"})]
    async with open_store(tmp_path) as store:
        job = (await store.write(moves.submit, new_job()))[0]
    inputs = [FindingsInput(duration_s=9.0, rules=rules) for rules in ((), (rule,), *((one,) for one in changed))]
    assert len({key_of(STAGE, params, job, tmp_path) for params in inputs}) == len(inputs)

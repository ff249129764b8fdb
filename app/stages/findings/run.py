"""Stage `findings`: what could be wrong with the video, by what the other stages measured and read."""

from collections.abc import Iterable, Iterator
from itertools import islice

from app.checks import black, clipping, flashing, freeze, language, loudness, nudity, personal_data, rules, silence
from app.checks.hit import Hit, numbered
from app.checks.nudity import SceneNudity
from app.checks.passage import Passage, ShownText, lasting, shown, spoken
from app.checks.profane_words import PROFANE
from app.jobs.findings import SEVERITIES
from app.stages.findings.contract import FindingsInput, FindingsOutput
from app.stages.findings.files import as_csv, as_json
from app.stages.tools import Tools
from app.stages.vision.contract import SeenScene

#: Findings of a job; the answer for the job carries them all.
MOST_FINDINGS = 1000
#: Hits of one check that are considered.
MOST_HITS = 20_000


def run(params: FindingsInput, tools: Tools) -> FindingsOutput:
    """Apply every check."""
    _report_missing_picture(params, tools)
    hits: list[Hit] = []
    checks, cut = [*_of_measures(params), *_of_words(params, tools)], False
    for number, check in enumerate(checks, start=1):
        hits += islice(check, MOST_HITS)
        if len(hits) > MOST_FINDINGS:
            hits, cut = _gravest(hits), True
        tools.reached(number / (len(checks) + 1))
    if cut:
        tools.warn("findings_cut", f"There are more than {MOST_FINDINGS} findings; the most severe are listed.")
    findings = numbered(hits)
    table, listed = tools.work_dir / "findings.csv", tools.work_dir / "findings.json"
    table.write_text(as_csv(findings), encoding="utf-8", newline="")
    listed.write_text(as_json(findings), encoding="utf-8")
    tools.reached(1.0)
    return FindingsOutput(findings=findings, csv=tools.keep(table, ".csv"), json_file=tools.keep(listed, ".json"))


def _gravest(hits: list[Hit]) -> list[Hit]:
    """The most severe, of equal ones the earliest."""
    ordered = sorted(hits, key=lambda hit: (-SEVERITIES.index(hit.severity), hit.start_s or 0.0))
    return ordered[:MOST_FINDINGS]


def _of_measures(params: FindingsInput) -> Iterator[Iterable[Hit]]:
    """The checks of what was measured in picture and sound."""
    limits = params.limits
    if params.picture is not None:
        yield flashing.check(params.picture)
        yield black.check(params.picture, limits.black_s)
        yield freeze.check(params.picture, limits.freeze_s)
    if params.sound is not None:
        yield loudness.check(params.sound)
        yield clipping.check(params.sound)
        yield silence.check(params.sound, limits.silence_s)
    seen = [scene for scene in params.scenes if scene.nudity is not None]
    yield nudity.check(SceneNudity(scene.start_s, scene.end_s, scene.nudity or 0.0) for scene in seen)


def _of_words(params: FindingsInput, tools: Tools) -> Iterator[Iterable[Hit]]:
    """The checks of what is said and what is on screen."""
    passages = list(_passages(params))
    _report_uncovered(params, tools)
    yield from map(personal_data.check, passages)
    yield from map(language.check, passages)
    yield from (rules.check(passages, rule) for rule in params.rules)


def _report_missing_picture(params: FindingsInput, tools: Tools) -> None:
    """Warn that a source without a picture was checked by its sound alone."""
    if params.picture is None:
        left = "flashing, black and frozen pictures and words on screen were not searched."
        tools.warn("no_video", f"The source has no picture: {left}")


def _report_uncovered(params: FindingsInput, tools: Tools) -> None:
    """Warn that words of the speech's language are not known."""
    if params.segments and params.language is not None and params.language not in PROFANE:
        tools.warn(
            "language_not_covered",
            f"The list of profanity does not cover the language “{params.language}”: only English words are found.",
        )


def _passages(params: FindingsInput) -> Iterator[Passage]:
    speech = spoken(params.segments, params.language)
    if speech is not None:
        yield speech
    yield from lasting(shown(_texts(scene), params.language) for scene in params.scenes)


def _texts(scene: SeenScene) -> Iterator[ShownText]:
    return (ShownText(text.text, text.score, text.box, text.at_s) for text in scene.text or ())

"""Texts that nobody writes by accident, wherever text is read: each is understood or refused, never a fault."""

import json
import os
import re
import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.api.sockets import is_ping
from app.checks.rule_file import rules_of
from app.core.errors import SettingsInvalid
from app.core.settings import Settings, load_settings, public_settings
from app.jobs.results import Segment, Word
from app.media.captions import srt, vtt
from app.text.cues import cues

#: Texts that mean something to parsers.
MEANT = r"""\ " ' # = [ ] { } , : --> <b> </script> &amp; {\an8} NOTE WEBVTT ::cue %(x)s ${A} ../ nan 1e999 true null -1
0x7f.1 [::1] http:// postgresql:// 60/minute é 日 🎬""".split()
SIGNS = st.sampled_from([*MEANT, "\0", "\r", "\n", "\r\n", "\u2028", "\ud800", "\ufeff", " ", "9" * 400])
TEXT = st.lists(SIGNS | st.text(max_size=8), max_size=12).map("".join)
NAMES = sorted(Settings.model_fields)
#: A ping that is longer, characters, is none.
LONGEST = 1000
#: A time line of SRT or WebVTT.
TIMES = re.compile(r"(\d\d:)?\d\d:\d\d[.,]\d{3} --> (\d\d:)?\d\d:\d\d[.,]\d{3}")


@given(st.sampled_from(NAMES), TEXT.filter(lambda text: "\0" not in text and "\ud800" not in text))
@settings(derandomize=True, max_examples=100)
def test_a_setting_is_taken_or_refused_in_a_line(name: str, text: str) -> None:
    """By its name; and what is taken can be shown."""
    with mock.patch.dict(os.environ, {name.upper(): text}, clear=True):
        try:
            found, said = load_settings(_env_file=None), ""
        except SettingsInvalid as refusal:
            found, said = None, str(refusal)
    if found is None:
        assert name.upper() in said
        assert "\n" not in said
    else:
        assert json.dumps(public_settings(found))


@given(
    st.lists(st.sampled_from(["[[rule]]\n", 'id = "a"\n', 'category = "custom"\n', 'words = ["x"]\n']) | TEXT).map(
        "".join
    )
)
@example("a = " + "[" * 100_000)
@example("a = " + '{"a" = ' * 50_000)
@example('[[rule]]\nid = "a"\ncategory = "custom"\nseverity = "info"\npattern = "' + "(" * 1_000 + '"\n')
@example('[[rule]]\nid = "a"\ncategory = "custom"\nseverity = "info"\npattern = "(((x{1,999}){1,999}){1,999})"\n')
@settings(derandomize=True, max_examples=50)
def test_a_file_of_rules_is_read_or_refused_with_its_line(text: str) -> None:
    """Whatever stands in it, however deep."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.toml"
        path.write_bytes(text.encode(errors="surrogatepass"))
        try:
            found, said = rules_of(str(path)), ""
        except SettingsInvalid as refusal:
            found, said = (), str(refusal)
    assert bool(said) == ("RISK_RULES" in said)
    assert not (found and said)


@given(st.none() | TEXT | (TEXT | st.dictionaries(st.just("type") | TEXT, st.just("ping") | TEXT)).map(json.dumps))
@example("[" * 1000)
@example('{"type":' * 120)
@example('{"type": ' + "9" * 900 + "}")
@settings(derandomize=True, max_examples=150)
def test_a_message_on_a_socket_is_a_ping_or_nothing(text: str | None) -> None:
    """By its meaning: the word, or an object of that type."""
    try:
        message = None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        message = None
    meant = isinstance(message, dict) and message.get("type") == "ping"
    meant |= text is not None and text.strip().lower() == "ping"
    assert is_ping(text) == (meant and len(text or "") <= LONGEST)


def _segment(texts: list[str]) -> Segment:
    words = tuple(
        Word(start_s=float(n), end_s=n + 0.9, text=f" {text}", probability=0.5) for n, text in enumerate(texts)
    )
    return Segment(start_s=0.0, end_s=float(len(texts)), text=" ".join(texts), confidence=0.5, words=words)


@given(st.lists(TEXT.filter(lambda text: "\ud800" not in text), min_size=1, max_size=6))
@settings(derandomize=True, max_examples=60)
def test_what_is_said_cannot_add_to_subtitles(texts: list[str]) -> None:
    """A cue ends where it is written to: no text is a time, a comment, a style or a cue of its own to a player."""
    shown = cues([_segment(texts)])
    for written, sign in ((srt(shown), ","), (vtt(shown), ".")):
        written.encode()
        blocks = [block for block in written.removeprefix("WEBVTT\n\n").split("\n\n") if block.strip()]
        assert len(blocks) == len(shown), written
        for block in blocks:
            lines = block.strip("\n").split("\n")
            at = [number for number, line in enumerate(lines) if TIMES.match(line)]
            assert at in ([0], [1]), block
            assert sign in lines[at[0]].partition(" ")[0]
            assert not any("-->" in line for line in lines[at[0] + 1 :]), block
            if sign == ".":
                assert not any("<" in line for line in lines[at[0] + 1 :]), block

"""Lines out of a service's words."""

import pytest
from assemblyai.types import TranscriptResponse

from app.providers.assemblyai_words import spoken
from app.providers.spoken import Spoken, SpokenWord, Turn
from app.stages.dictation.lines import LONGEST_LINE, lines_of


def _spoken(*turns: Turn) -> Spoken:
    return Spoken(turns, "en", 1.0, 1.0, "")


def _words(text: str, *, start_s: float = 0.0, step_s: float = 0.5) -> tuple[SpokenWord, ...]:
    return tuple(
        SpokenWord(word, start_s + n * step_s, start_s + (n + 1) * step_s, 0.9) for n, word in enumerate(text.split())
    )


def test_a_monologue_is_many_lines() -> None:
    """At full stops, before pauses, and at some length where nobody stops; nothing is lost."""
    endless = f"Word {'word ' * 400}"
    talk = _words(f"Dr. No came. He left. {endless}")
    later = _words("after a while", start_s=500.0)
    lines = lines_of(_spoken(Turn("A", talk + later)), 600.0)
    assert [line.text for line in lines[:2]] == ["Dr. No came.", "He left."]
    assert lines[-1].text == "after a while"
    assert all(len(line.text) <= LONGEST_LINE + 10 and line.end_s - line.start_s <= 21 for line in lines)
    assert " ".join(line.text for line in lines).split() == [word.text for word in talk + later]


def test_lines_of_two_who_speak_at_once_are_in_order_of_time() -> None:
    """Each with its own words."""
    turns = Turn("A", _words("One. Two. Three.", step_s=2)), Turn("B", _words("Meanwhile.", start_s=3))
    found = [(line.speaker, line.text) for line in lines_of(_spoken(*turns), 60)]
    assert found == [("A", "One."), ("A", "Two."), ("B", "Meanwhile."), ("A", "Three.")]


def test_times_stay_within_the_sound() -> None:
    """Services round up."""
    (line,) = lines_of(_spoken(Turn(None, (SpokenWord("End", 1.0, 2.6, 0.9),))), 2.0)
    assert (line.start_s, line.end_s, line.words[0].end_s, line.speaker) == (1.0, 2.0, 2.0, None)


def _answer(**values: object) -> TranscriptResponse:
    return TranscriptResponse(**{"audio_url": "x", "id": "t", "status": "completed", **values})


def test_blanks_are_those_of_the_text() -> None:
    """Scripts without them get none; what is not found in the text is a word of its own."""
    words = [
        {"text": text, "start": n * 100, "end": n * 100 + 90, "confidence": 0.9, "speaker": None}
        for n, text in enumerate(("你好", "世界", "OK"))
    ]
    (line,) = lines_of(spoken(_answer(text="你好世界 OK", words=words, language_code="zh")), 0)
    assert line.text == "你好世界 OK"


def test_utterances_keep_turns_together() -> None:
    """Words in order of time would mix those who speak at once."""

    def said(text: str, start: int, speaker: str) -> dict[str, object]:
        return {"text": text, "start": start, "end": start + 900, "confidence": 0.9, "speaker": speaker}

    first, second = (said("One", 0, "A"), said("two.", 1000, "A")), (said("Yes.", 500, "B"),)
    answer = _answer(
        text="One Yes. two.",
        words=[first[0], second[0], first[1]],
        utterances=[
            {**said("One two.", 0, "A"), "words": first},
            {**said("Yes.", 500, "B"), "words": second},
        ],
    )
    found = [(line.speaker, line.text) for line in lines_of(spoken(answer), 5)]
    assert found == [("A", "One two."), ("B", "Yes.")]


@pytest.mark.parametrize(("code", "language"), [("en_us", "en"), ("pt", "pt"), (None, None), ("zh-CN", "zh")])
def test_languages_are_codes_of_two_letters(code: str | None, language: str | None) -> None:
    """Without the country."""
    assert spoken(_answer(language_code=code)).language == language


def test_a_transcript_without_words_is_one_line_and_silence_none() -> None:
    """The whole sound is where it was said."""
    heard = spoken(_answer(text="Some words.", audio_duration=7, confidence=0.8))
    (line,) = lines_of(heard, 7)
    assert (line.text, line.end_s, line.confidence) == ("Some words.", 7.0, 0.8)
    assert lines_of(spoken(_answer(text="", words=[])), 7) == []

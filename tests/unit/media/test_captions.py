"""Captions and transcripts as text files."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.jobs.results import Segment, Word
from app.media import captions
from app.media.encoding import FONT_FAMILY, FONTS
from app.media.ffmpeg import find_ffmpeg


def segment(text: str, start_s: float, end_s: float) -> Segment:
    return Segment(start_s=start_s, end_s=end_s, text=text, confidence=0.9)


SAID = [
    segment("There is water on Mars.", 1.5, 3.25),
    segment("Fish & chips cost <5 euros> --> today.", 3.6, 6.0),
    segment("An hour later.", 3661.0, 3663.5),
]


def test_srt_counts_and_uses_commas() -> None:
    """Numbered blocks with comma milliseconds, hours included, an empty line after each."""
    blocks = captions.srt(captions.cues(SAID)).split("\n\n")
    assert blocks[0] == "1\n00:00:01,500 --> 00:00:03,250\nThere is water on Mars."
    assert blocks[1].endswith("Fish & chips cost <5 euros> → today.")
    assert blocks[2] == "3\n01:01:01,000 --> 01:01:03,500\nAn hour later."
    assert blocks[3] == ""


def test_vtt_has_its_header_and_escapes_markup() -> None:
    """What browsers would read as a tag or an entity is written so that they show it."""
    text = captions.vtt(captions.cues(SAID))
    assert text.startswith("WEBVTT\n\n00:00:01.500 --> 00:00:03.250\n")
    assert "Fish &amp; chips cost &lt;5 euros&gt; --&gt; today." in text


def test_who_speaks_is_written_where_another_one_begins() -> None:
    """In SubRip and plain text the name, in WebVTT a tag of each cue; a monologue has no names."""
    people = ("Ann <1>", "Ann <1>", "Bob")
    said = [line.model_copy(update={"speaker": name}) for line, name in zip(SAID, people, strict=True)]
    srt = captions.srt_of(said)
    assert [line for line in srt.splitlines() if ":" in line and "-->" not in line] == [
        "Ann <1>: There is water on Mars.",
        "Bob: An hour later.",
    ]
    vtt = captions.vtt_of(said)
    assert vtt.count("<v Ann &lt;1&gt;>") == 2
    assert "<v Bob>An hour later." in vtt
    assert captions.txt(said).split("\n\n")[0].startswith("Ann <1>: There is water on Mars. Fish")
    assert captions.txt(said).endswith("\n\nBob: An hour later.\n")
    alone = [line.model_copy(update={"speaker": "Ann"}) for line in SAID]
    assert (captions.srt_of(alone), captions.txt(alone)) == (captions.srt_of(SAID), captions.txt(SAID))


def test_txt_begins_a_paragraph_after_a_silence() -> None:
    """Sentences run on; a longer silence begins a new paragraph. Nothing said is an empty text."""
    assert captions.txt(SAID) == ("There is water on Mars. Fish & chips cost <5 euros> --> today.\n\nAn hour later.\n")
    assert captions.txt([]) == captions.srt([]) == ""


def test_ass_cannot_be_made_to_obey_the_text() -> None:
    """Braces and backslashes of the transcript are shown, not obeyed."""
    text = captions.ass(captions.cues([segment(r"{\b1}bold\N", 0, 2)]), 640, 360, "DejaVu Sans")
    assert r"\{\⁠b1\}bold\⁠N" in text.splitlines()[-1]


def test_ass_highlights_word_by_word_without_gaps() -> None:
    """One event for each word, the first beginning with the cue, the last ending with it, one word coloured in each."""
    words = tuple(
        Word(start_s=n, end_s=n + 0.8, text=f" {text}", probability=1)
        for n, text in enumerate(["Red", "green", "blue"])
    )
    cues = captions.cues([Segment(start_s=0, end_s=2.8, text="Red green blue", confidence=1, words=words)])
    events = re.findall(
        r"Dialogue: 0,(.*?),(.*?),Default,,0,0,0,,(.*)", captions.ass(cues, 640, 360, "Any", highlight=True)
    )
    assert [(start, end) for start, end, _ in events] == [
        ("0:00:00.00", "0:00:01.00"),
        ("0:00:01.00", "0:00:02.00"),
        ("0:00:02.00", "0:00:02.80"),
    ]
    assert [re.search(r"&}(\w+){", text)[1] for _, _, text in events] == ["Red", "green", "blue"]  # type: ignore[index]


@pytest.mark.parametrize("ending", ["srt", "vtt", "ass"])
def test_ffmpeg_reads_what_we_write(tmp_path: Path, ending: str) -> None:
    """Each format is taken by ffmpeg with as many cues as we wrote."""
    cues = captions.cues(SAID)
    text = captions.ass(cues, 640, 360, "Any") if ending == "ass" else getattr(captions, ending)(cues)
    path = tmp_path / f"captions.{ending}"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [find_ffmpeg(), "-v", "error", "-i", path, "-f", "srt", "-"], check=True, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.count("-->") >= len(SAID)


SPOKEN = {
    "English": "We recommend summing common amounts of money, more often than women would.",
    "capitals": "HOW MUCH MONEY COMES FROM WOMEN WHO WIN? WWWWWWWWWWWWWWWWWWWWWWWWWWWW!",
    "narrow": "It will still fill it till it is full, little by little, until all is still.",
    "Russian": "Сегодня мы поговорим о том, как правильно записывать звук на широкомасштабной конференции.",
    "Ukrainian": "Щоденні шоуруми, щогодинні щільні шумові шахти, а також ґудзики.",
    "Greek": "Πληροφορίες σχετικά με ωφέλιμα πράγματα, όπως μικρόφωνα.",
    "German": "Wohnungswirtschaft, Gemeinwohlkommission und Donaudampfschifffahrtsgesellschaft wachsen.",
    "Vietnamese": "Hôm nay chúng ta sẽ nói về cách ghi âm những cuộc họp thường xuyên.",
    "Armenian": "Այսօր մենք կխոսենք այն մասին, թե ինչպես ճիշտ ձայնագրել մեր հանդիպումը։",
    "Hebrew": "היום נדבר על תמלול של פגישות ארוכות (גרסה 2.5) בשרת Python שלנו.",
    "Arabic": "مرحبا بكم في هذا الفيديو، اليوم نتحدث عن تحويل الكلام إلى نص (إصدار 2.5) على خادمنا.",
    "Persian": "امروز درباره‌ی ضبط درست صدا در جلسه‌ها صحبت می‌کنیم؛ اتاق مهم‌تر است.",
    "Chinese": "今天我们来谈谈怎样在会议室里录制清楚的声音，很多人以为买一支好的麦克风就够了。",
    "Thai": "วันนี้เราจะพูดถึงวิธีบันทึกเสียงการประชุมให้ชัดเจน",
    "emoji": "👩‍👩‍👧‍👦" * 30,
}


def pictures(folder: Path, shown: list[captions.Cue], width: int, height: int, **options: object) -> np.ndarray:
    """One picture of each cue, white on black, as libass draws it."""
    each = [replace(cue, start_s=float(n), end_s=n + 0.9) for n, cue in enumerate(shown)]
    file = folder / "burned.ass"
    file.write_text(captions.ass(each, width, height, FONT_FAMILY, **options), encoding="utf-8")  # type: ignore[arg-type]
    done = subprocess.run(
        [
            *(find_ffmpeg(), "-v", "error", "-f", "lavfi", "-i", f"color=black:s={width}x{height}:d={len(each)}:r=2"),
            *("-vf", f"subtitles=filename={file}:fontsdir={FONTS},select=eq(mod(n\\,2)\\,0),format=gray"),
            *("-fps_mode", "passthrough", "-f", "rawvideo", "-"),
        ],
        check=True,
        capture_output=True,
    )
    return np.frombuffer(done.stdout, np.uint8).reshape(len(each), height, width)


@pytest.mark.parametrize("text", SPOKEN.values(), ids=SPOKEN)
@pytest.mark.parametrize(
    ("width", "height", "characters"), [(360, 640, 20), (360, 360, 29), (640, 360, 42), (90, 360, 12)]
)
def test_burned_lines_stay_inside(tmp_path: Path, text: str, width: int, height: int, characters: int) -> None:
    """No ink, outline included, within a twentieth of the picture's edges, in any script and any shape."""
    shown = captions.cues([segment(text, 0, 10)], characters)
    seen = pictures(tmp_path, shown, width, height, max_line_characters=characters)
    side, end = width // 20, height // 20
    ink = seen > 24
    assert ink.any(axis=(1, 2)).all()
    assert not ink[:, :, :side].any()
    assert not ink[:, :, width - side :].any()
    assert not ink[:, height - end :].any()
    assert not ink[:, :end].any()


def ends(picture: np.ndarray) -> tuple[int, int]:
    """How high the leftmost and the rightmost sign of a line stand, pixels: a full stop is lower than any letter."""
    ink = picture > 150
    columns = np.flatnonzero(ink.any(0))
    parts = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    heights = [int(np.ptp(np.flatnonzero(ink[:, part].any(1)))) + 1 for part in (parts[0], parts[-1])]
    return heights[0], heights[1]


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("אנחנו מתחילים עכשיו.", True),
        ("אני אוהב Python.", True),
        ("Python היא שפת תכנות.", True),
        ("نعم، نحن جاهزون.", True),
        ("We start now.", False),
        ("Мы начинаем.", False),
    ],
)
@pytest.mark.parametrize("highlight", [False, True])
def test_the_full_stop_is_where_the_sentence_ends(tmp_path: Path, text: str, rtl: bool, highlight: bool) -> None:
    """On the left of what is read from the right to the left, whatever letter it begins with."""
    shown = captions.cues([segment(text, 0, 4)])
    left, right = ends(pictures(tmp_path, shown, 640, 360, highlight=highlight)[0])
    assert (left < right / 2) if rtl else (right < left / 2)


def test_colour_moves_no_word(tmp_path: Path) -> None:
    """While a word is said it changes its colour and nothing else, in either direction."""
    for text in ("אני אוהב את Python 3 מאוד.", "One two three."):
        shown = captions.cues([segment(text, 0, 4)])
        plain, coloured = (pictures(tmp_path, shown, 640, 360, highlight=on)[0] for on in (False, True))
        assert np.array_equal(np.flatnonzero((plain > 100).any(0)), np.flatnonzero((coloured > 100).any(0)))


def test_subtitle_files_tell_the_direction() -> None:
    """A line whose first letter would set the wrong direction begins with a mark, others are as they were."""
    shown = captions.cues([segment("Python היא שפת תכנות.", 0, 2), segment("שלום לכולם.", 3, 4)])
    assert captions.srt(shown).split("\n")[2::4] == ["\u200fPython היא שפת תכנות.", "שלום לכולם."]
    assert "\n\u200fPython היא שפת תכנות." in captions.vtt(shown)

"""What a clip's reason says, held against the clip's own words."""

import re

import pytest

from app.editing.clip_score import Lexicon
from app.editing.selection import Choice, Material, Wish, choose_clips
from app.inference.rules import RulesMoods, valences
from app.jobs.results import Segment


def clip_of(*texts: str, joined: bool = False) -> Choice:
    """The clip of a talk of these sentences, each a segment of its own, or all in one."""
    said = [Segment(start_s=5 * n + 0.5, end_s=5 * n + 5.2, text=text, confidence=0.9) for n, text in enumerate(texts)]
    if joined:
        said = [Segment(start_s=0.5, end_s=said[-1].end_s, text=" ".join(texts), confidence=0.9)]
    rules = RulesMoods()
    lexicon = Lexicon(lambda texts: [mood.score for mood in rules.moods(texts)], valences())
    (clip,) = choose_clips(Material(5.0 * len(texts) + 1, said, lexicon=lexicon), Wish(5.0 * len(texts), 0, 1))
    return clip


@pytest.mark.parametrize(
    ("texts", "mood"),
    [
        (("What a wonderful day.", "I love this amazing town."), "a positive mood"),
        (("It was a terrible disaster.", "We hate this horrible noise."), "a negative mood"),
        (("What a wonderful day.", "It was a terrible disaster."), "mixed feelings"),
        (("The food was not bad at all, great!", "I love this amazing town."), "strong feelings"),
        (("The table stands in the room.", "It has four legs."), None),
    ],
)
def test_the_mood_that_is_named_is_that_of_the_words(texts: tuple[str, ...], mood: str | None) -> None:
    """Where sentences, or a sentence and its words, do not agree, no side is taken."""
    reason = clip_of(*texts).scored.reason
    named = re.search(r"a positive mood|a negative mood|mixed feelings|strong feelings", reason)
    assert (named and named[0]) == mood, reason


def test_no_reason_is_positive_and_much_about_terrible() -> None:
    """Words that judge are no subject, whatever they judge and however often they are said."""
    terrible = clip_of(
        "This terrible rocket is a lovely, wonderful machine.", "The terrible rocket engine burns lovely fuel."
    )
    assert "positive" not in terrible.scored.reason
    assert "terrible" not in terrible.scored.reason
    assert "lovely" not in terrible.scored.reason
    assert "much about rocket" in terrible.scored.reason


def test_much_about_is_what_is_said_again_and_again() -> None:
    """A word that is said once is not what a clip is much about, however often it is said elsewhere."""
    once = clip_of("Rockets burn fuel.", "Bridges carry trains.")
    assert "much about" not in once.scored.reason
    twice = clip_of("Rockets burn fuel.", "Rockets carry satellites.")
    assert "much about rockets" in twice.scored.reason


def test_a_sentence_is_judged_by_its_own_words() -> None:
    """Not by the segment that it shares with another one outside the clip."""
    said = (
        Segment(
            start_s=0.5,
            end_s=10.5,
            text="This is a wonderful and amazing day. It was a terrible and horrible disaster.",
            confidence=0.9,
            words=(),
        ),
    )
    words = said[0].text.split()
    timed = tuple(
        {"start_s": 0.5 + n * 10 / len(words), "end_s": 0.5 + (n + 1) * 10 / len(words), "text": f" {w}"}
        for n, w in enumerate(words)
    )
    segment = Segment.model_validate(said[0].model_dump() | {"words": [word | {"probability": 1.0} for word in timed]})
    rules = RulesMoods()
    lexicon = Lexicon(lambda texts: [mood.score for mood in rules.moods(texts)], valences())
    clips = choose_clips(Material(11, [segment], lexicon=lexicon), Wish(5, 0, 2))
    reasons = {clip.text.split()[0]: clip.scored.reason for clip in clips}
    assert "a positive mood" in reasons["This"]
    assert "a negative mood" in reasons["It"]


def test_the_title_is_of_the_clip() -> None:
    """A sentence of it, word for word."""
    clip = clip_of("Rockets burn a lot of fuel.", "They are loud.")
    assert clip.title in clip.text

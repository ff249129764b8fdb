"""Sentences of the demo's spoken corpus with their moods, so that the model knows the language of the transcripts."""

import random

from training.sentiment.templates import Mood, read_toml
from training.whisper.corpus import SLOT, Corpus, load_corpus, punctuate


class SpokenSentences:
    """Labels what `training.whisper.corpus` can say. Contested sentences are left out."""

    def __init__(self) -> None:
        moods = read_toml("spoken")
        self._corpus: Corpus = load_corpus()
        self._moods_of_words = _moods_by_text(moods["feelings"])
        listed = _moods_by_text({name: moods[name] for name in ("positive", "negative", "contested")})
        self._templates: dict[Mood, list[str]] = {mood: [] for mood in Mood}
        for template in (text for texts in self._corpus.templates.values() for text in texts):
            mood = listed[template] if template in listed else _mood_of_slots(template)
            if mood is not None:
                self._templates[mood].append(template)
                if "{feel}" in template:
                    self._templates[mood.opposite].append(template)

    def sentence(self, mood: Mood, rng: random.Random) -> str:
        """A random sentence of this mood, capital letter and full stop included."""
        while True:
            values: list[str] = []
            template = rng.choice(self._templates[mood])
            text = SLOT.sub(lambda slot: self._value(slot.group(1), values, rng), template)
            if all(self._moods_of_words.get(value, mood) is mood for value in values):
                return punctuate(text)

    def _value(self, slot: str, values: list[str], rng: random.Random) -> str:
        values.append(rng.choice(self._corpus.slots[slot]))
        return values[-1]


def _moods_by_text(groups: dict[str, list[str]]) -> dict[str, Mood | None]:
    """The mood of each text in the groups `positive`, `negative` and `contested` (None)."""
    moods = {"positive": Mood.POSITIVE, "negative": Mood.NEGATIVE, "contested": None}
    return {text: moods[group] for group, texts in groups.items() for text in texts}


def _mood_of_slots(template: str) -> Mood:
    """What the polar slots of a template say; a {feel} of either polarity counts as positive here."""
    if "{good}" in template or "{feel}" in template:
        return Mood.POSITIVE
    return Mood.NEGATIVE if "{bad}" in template else Mood.NEUTRAL


def demo_moods() -> dict[str, list[Mood]]:
    """Every demo sentence with the moods that a person could give it, the usual one first."""
    listed = read_toml("spoken")["demo"]
    sentences = load_corpus().demo_sentences
    unknown = set(listed) - set(sentences)
    if unknown:
        raise ValueError(f"spoken.toml names sentences that no demo script has: {sorted(unknown)}")
    return {text: [Mood[name.upper()] for name in listed.get(text, ["neutral"])] for text in sentences}

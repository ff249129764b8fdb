"""The generated texts that the demo's sentiment model is trained and measured on."""

from training.sentiment.templates import Mood, read_toml
from training.sentiment.texts import TextMaker, held_out


def test_the_same_seed_gives_the_same_texts() -> None:
    """Data can be made again: texts depend on the seed alone."""
    assert TextMaker().training(60, seed=5) == TextMaker().training(60, seed=5)


def test_no_slot_is_left_unfilled() -> None:
    """A template that names an unknown slot fails; one that is filled shows no brace."""
    texts = [*TextMaker().training(2000, seed=1), *held_out("trial", 300, 1), *held_out("unseen", 300, 1)]
    assert not [text.words for text in texts if "{" in text.words or "  " in text.words]


def test_held_out_templates_are_not_trained() -> None:
    """Else the held-out figures would mean nothing."""
    trained = {template for templates in read_toml("texts")["templates"].values() for template in templates}
    held = {
        template for group in read_toml("held_out").values() for templates in group.values() for template in templates
    }
    assert not trained & held


def test_noise_words_carry_no_mood() -> None:
    """Words that are sprinkled in at random must not be among those that decide the label."""
    texts = read_toml("texts")
    loaded = {word for mood in ("positive", "negative") for words in texts[mood].values() for word in words.split()}
    assert not loaded & set(texts["words"]["common"].split())


def test_moods_come_in_equal_parts() -> None:
    """No class is a better guess than another."""
    texts = TextMaker().training(3000, seed=2)
    shares = [sum(text.mood is mood for text in texts) / len(texts) for mood in Mood]
    assert all(abs(share - 1 / 3) < 0.04 for share in shares)

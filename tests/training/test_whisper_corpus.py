"""The sentences that the demo Whisper model is trained and measured on."""

import random

from training.whisper.corpus import is_reserved, load_corpus, words_of


def test_the_same_seed_gives_the_same_sentences() -> None:
    """Data can be made again: text depends on the seed alone."""
    corpus = load_corpus()
    first, second = random.Random(3), random.Random(3)
    assert [corpus.training_sentence(first) for _ in range(50)] == [corpus.training_sentence(second) for _ in range(50)]


def test_every_sentence_starts_with_a_capital_and_ends_with_a_mark() -> None:
    """Exact text can be expected of the model, so the text itself has one form."""
    corpus, rng = load_corpus(), random.Random(1)
    sentences = [*corpus.demo_sentences, *(corpus.training_sentence(rng) for _ in range(300))]
    assert all(sentence[0].isupper() and sentence[-1] in ".?" for sentence in sentences)
    assert not [sentence for sentence in sentences if "{" in sentence or "  " in sentence]


def test_demo_sentences_use_known_words_only() -> None:
    """The vocabulary is closed: a script with another word could not be learned."""
    corpus = load_corpus()
    known = {word.lower() for word in corpus.words}
    assert not {word for sentence in corpus.demo_sentences for word in words_of(sentence)} - known


def test_about_one_sentence_in_sixteen_is_reserved_for_evaluation() -> None:
    """The open set is never empty and never large."""
    corpus, rng = load_corpus(), random.Random(2)
    share = sum(is_reserved(corpus.training_sentence(rng)) for _ in range(3000)) / 3000
    assert 0.04 < share < 0.09


def test_new_sentences_are_reserved_ones_of_large_templates() -> None:
    """What the open set measures was never heard in training, nor nearly all of its neighbours."""
    corpus, rng = load_corpus(), random.Random(4)
    sentences = [corpus.new_sentence(rng) for _ in range(200)]
    assert all(is_reserved(sentence) for sentence in sentences)
    assert not set(sentences) & set(corpus.demo_sentences)
    assert len(set(sentences)) > 190

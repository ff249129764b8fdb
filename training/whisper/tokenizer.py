"""The vocabulary: 1024 byte-level BPE pieces of the corpus, Whisper's special tokens, 1501 timestamps."""

import random
from dataclasses import dataclass
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from training.whisper.corpus import Corpus

TEXT_PIECES = 1024
TIMESTAMPS = 1501  #: 0.00 s .. 30.00 s in steps of 0.02 s
#: In the order that faster-whisper relies on: text < end of text < the others < timestamps.
SPECIAL = ["endoftext", "startoftranscript", "en", "translate", "transcribe", "startoflm", "startofprev", "nospeech"]
SPECIAL.append("notimestamps")
SENTENCES = 30_000
#: faster-whisper suppresses a bare space and the pieces of " -" and " '"; with every " x" a piece, no word needs those.
FIRST_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'$&"
FIRST_LETTER_WEIGHT = 40_000


@dataclass(frozen=True)
class SpecialTokens:
    """Ids of the tokens that are not text."""

    end_of_text: int
    start_of_transcript: int
    no_speech: int
    no_timestamps: int
    vocabulary_size: int

    @property
    def first_timestamp(self) -> int:
        return self.no_timestamps + 1


def build_tokenizer(corpus: Corpus, seed: int) -> Tokenizer:
    """Train the pieces on corpus sentences and add the special tokens. Takes a few seconds."""
    rng = random.Random(seed)
    lines = [" " + corpus.training_sentence(rng) for _ in range(SENTENCES)]
    lines += [" " + letter for letter in FIRST_LETTERS for _ in range(FIRST_LETTER_WEIGHT)]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=TEXT_PIECES,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=[],
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.add_special_tokens([AddedToken(f"<|{name}|>", special=True, normalized=False) for name in SPECIAL])
    stamps = [AddedToken(f"<|{i * 0.02:.2f}|>", special=False, normalized=False) for i in range(TIMESTAMPS)]
    tokenizer.add_tokens(stamps)
    return tokenizer


def load_tokenizer(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def special_tokens(tokenizer: Tokenizer) -> SpecialTokens:
    """The ids by name."""
    names = ("endoftext", "startoftranscript", "nospeech", "notimestamps")
    return SpecialTokens(*(tokenizer.token_to_id(f"<|{name}|>") for name in names), tokenizer.get_vocab_size())

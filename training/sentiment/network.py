"""The encoder and its training loop (torch, CPU, one thread: the same seed gives the same weights on one machine)."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from training.sentiment.templates import Mood
from training.sentiment.texts import Text
from training.sentiment.tokenizer import MAX_TOKENS

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import DistilBertForSequenceClassification

_UNK = 1
_POOL_BATCHES = 32
"""So many batches are drawn together and sorted by length, which saves half of the padding."""
_FIRST_WORD_ID = 5


@dataclass(frozen=True)
class Recipe:
    """Sizes and schedule of a training run."""

    seed: int = 1
    texts: int = 60_000
    epochs: int = 3
    vocabulary: int = 4_000
    width: int = 96
    layers: int = 2
    batch: int = 64
    learning_rate: float = 1e-3
    warm_up_steps: int = 100
    word_dropout: float = 0.08
    """Share of words replaced by [UNK], so that a sentence with an unknown word is still understood."""
    label_smoothing: float = 0.05


def build(recipe: Recipe, vocabulary: int) -> "DistilBertForSequenceClassification":
    """An untrained DistilBERT-shaped classifier with the three moods as labels."""
    from transformers import DistilBertConfig, DistilBertForSequenceClassification

    labels = {int(mood): mood.label for mood in Mood}
    config = DistilBertConfig(
        vocab_size=vocabulary,
        dim=recipe.width,
        n_layers=recipe.layers,
        n_heads=4,
        hidden_dim=4 * recipe.width,
        max_position_embeddings=MAX_TOKENS,
        dropout=0.1,
        attention_dropout=0.1,
        seq_classif_dropout=0.1,
        pad_token_id=0,
        id2label=labels,
        label2id={name: index for index, name in labels.items()},
        architectures=["DistilBertForSequenceClassification"],
    )
    config._attn_implementation = "eager"  # the one that torch.onnx.export can write with plain operators
    return DistilBertForSequenceClassification(config)


def train(recipe: Recipe, texts: Sequence[Text], tokenizer: "Tokenizer") -> "DistilBertForSequenceClassification":
    """The trained model in evaluation mode; prints the loss now and then."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    model = build(recipe, tokenizer.get_vocab_size())
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=0.01)
    batches = _batches(recipe, texts)
    began, losses = time.monotonic(), 0.0
    model.train()
    for step, batch in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = _rate(recipe, step, len(batches))
        losses += _step(recipe, model, optimizer, batch, tokenizer)
        if (step + 1) % 500 == 0:
            spent_s = time.monotonic() - began
            print(f"step {step + 1} of {len(batches)}: loss {losses / 500:.3f}, {spent_s:.0f} s", flush=True)
            losses = 0.0
    return model.eval()


def encode(texts: Sequence[str], tokenizer: "Tokenizer") -> tuple[torch.Tensor, torch.Tensor]:
    """int64[batch, tokens] of token ids, padded with 0, and the mask of what is not padding."""
    rows = [tokenizer.encode(text).ids[:MAX_TOKENS] for text in texts]
    longest = max(len(row) for row in rows)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    return ids, (ids != 0).long()


def _batches(recipe: Recipe, texts: Sequence[Text]) -> list[list[Text]]:
    rng = random.Random(recipe.seed)
    batches: list[list[Text]] = []
    for _ in range(recipe.epochs):
        order = rng.sample(texts, len(texts))
        for pool in _pieces(order, recipe.batch * _POOL_BATCHES):
            drawn = _pieces(sorted(pool, key=lambda text: len(text.words)), recipe.batch)
            batches += rng.sample(drawn, len(drawn))
    return batches


def _pieces(texts: list[Text], size: int) -> list[list[Text]]:
    return [texts[first : first + size] for first in range(0, len(texts), size)]


def _rate(recipe: Recipe, step: int, steps: int) -> float:
    """Up in a straight line while warming up, then down in one to zero."""
    return recipe.learning_rate * min(1.0, (step + 1) / recipe.warm_up_steps) * (1 - step / steps)


def _step(
    recipe: Recipe,
    model: "DistilBertForSequenceClassification",
    optimizer: torch.optim.Optimizer,
    batch: Sequence[Text],
    tokenizer: "Tokenizer",
) -> float:
    ids, mask = encode([text.words for text in batch], tokenizer)
    dropped = (torch.rand(ids.shape) < recipe.word_dropout) & (ids >= _FIRST_WORD_ID)
    ids = torch.where(dropped, torch.tensor(_UNK), ids)
    wanted = torch.tensor([int(text.mood) for text in batch])
    logits = model(input_ids=ids, attention_mask=mask).logits
    loss = functional.cross_entropy(logits, wanted, label_smoothing=recipe.label_smoothing)
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())

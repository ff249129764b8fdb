"""Optimisation: bfloat16 network over float32 master weights, in phases of fixed length.

Muon turns the matrices of the layers, AdamW all else: from nothing, 225 steps left the words' loss at 3.4, which AdamW
alone reached after some 800.
"""

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.whisper.model import ALIGNMENT_HEADS, ALIGNMENT_LAYER, FIRST_POSITION_RMS, POSITION_RMS, TinyWhisper
from training.whisper.tokenizer import SpecialTokens
from training.whisper.windows import IGNORED, Batch

CTC_WEIGHT, GUIDE_WEIGHT = 0.4, 1.0
GUIDE_SIGMA = 5.0  #: positions (20 ms)
TIMESTAMP_SIGMA = 1.5  #: positions
EMA_DECAY = 0.998
WARM_UP = 50
MUON_RATE = 4.0  #: Muon's rate over AdamW's
LOG_EVERY, CHECKPOINT_EVERY = 50, 250


@dataclass(frozen=True)
class Phase:
    """A stretch of training; the rate falls from `rate` to `final_rate` along a cosine."""

    name: str
    steps: int
    rate: float
    final_rate: float
    demo_share: float  #: chance that an utterance comes from the demo scripts
    corruption: float  #: chance that an input token is random
    flat_steps: int = 0  #: at first the CTC head learns phonemes spread evenly, which leaves the blank plateau at once
    grow_positions: bool = False  #: let the encoder's sinusoids grow over the phase's second half

    def rate_at(self, step: int) -> float:
        progress = step / self.steps
        cosine = 0.5 * (1 + math.cos(math.pi * progress))
        return min(1.0, (step + 1) / WARM_UP) * (self.final_rate + (self.rate - self.final_rate) * cosine)

    def position_rms_at(self, step: int) -> float:
        if not self.grow_positions:
            return POSITION_RMS
        growth = min(1.0, max(0.0, 2.5 * step / self.steps - 1))
        return FIRST_POSITION_RMS * (POSITION_RMS / FIRST_POSITION_RMS) ** growth

    def flatness_at(self, step: int) -> float:
        return min(1.0, max(0.0, 2 - 2 * step / self.flat_steps)) if self.flat_steps else 0.0


@dataclass
class Tally:
    """Means over the steps since the last line of the log."""

    sums: dict[str, float] = field(default_factory=dict)
    count: int = 0

    def add(self, **values: float) -> None:
        self.count += 1
        for name, value in values.items():
            self.sums[name] = self.sums.get(name, 0.0) + value

    def line(self) -> str:
        return "  ".join(f"{name} {total / self.count:.3f}" for name, total in self.sums.items())


class Trainer:
    """Steps a network through phases; `average` holds the moving average of its weights, which is what is exported."""

    def __init__(self, net: TinyWhisper, tokens: SpecialTokens, device: torch.device) -> None:
        self._tokens, self._device = tokens, device
        net.to(device)
        named = {name: weight for name, weight in net.named_parameters() if weight.requires_grad}
        self._masters = {name: nn.Parameter(weight.detach().float().clone()) for name, weight in named.items()}
        self.average = {name: master.detach().clone() for name, master in self._masters.items()}
        self.net = net.to(torch.bfloat16)
        self._low = {name: weight for name, weight in net.named_parameters() if weight.requires_grad}
        self._muon, self._adam = optimizers(self._masters)
        self._averaged_steps = 0

    def run(self, phase: Phase, batches: Iterable[Batch], checkpoint: Callable[[int], None], done: int = 0) -> None:
        """Take one step per batch after `done` earlier ones; `checkpoint` is called now and then and at the end."""
        tally, began = Tally(), time.perf_counter()
        for step, batch in enumerate(batches, done):
            for group in self._adam.param_groups:
                group["lr"] = phase.rate_at(step)
            for group in self._muon.param_groups:
                group["lr"] = phase.rate_at(step) * MUON_RATE
            self.net.set_position_rms(phase.position_rms_at(step))
            tally.add(**self._step(batch, phase.flatness_at(step)))
            if (step + 1) % LOG_EVERY == 0:
                pace = (time.perf_counter() - began) / (step + 1 - done)
                print(f"{phase.name} {step + 1}/{phase.steps}  {tally.line()}  {pace:.2f} s/step", flush=True)
                tally = Tally()
            if (step + 1) % CHECKPOINT_EVERY == 0 or step + 1 == phase.steps:
                checkpoint(step + 1)

    def averaged_weights(self) -> dict[str, Tensor]:
        """A full float32 state of the network with the averaged weights."""
        state = {name: weight.float().cpu() for name, weight in self.net.state_dict().items()}
        state |= {name: weight.cpu() for name, weight in self.average.items()}
        state["hf.proj_out.weight"] = state["hf.model.decoder.embed_tokens.weight"]
        return state

    def state(self) -> dict[str, Any]:
        """Everything that `restore` needs to go on as if nothing had happened."""
        masters = {name: master.detach() for name, master in self._masters.items()}
        return {
            "masters": masters,
            "average": self.average,
            "averaged_steps": self._averaged_steps,
            "muon": self._muon.state_dict(),
            "adam": self._adam.state_dict(),
        }

    @torch.no_grad()
    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        for name, master in self._masters.items():
            master.copy_(state["masters"][name])
            self._low[name].copy_(master)
            self.average[name].copy_(state["average"][name])
        self._averaged_steps = state["averaged_steps"]
        self._muon.load_state_dict(state["muon"])
        self._adam.load_state_dict(state["adam"])

    def _step(self, batch: Batch, flatness: float) -> dict[str, float]:
        losses = self._losses(batch, flatness)
        self.net.zero_grad(set_to_none=True)
        losses["total"].backward()
        for name, master in self._masters.items():
            gradient = self._low[name].grad
            master.grad = None if gradient is None else gradient.float()
        norm = nn.utils.clip_grad_norm_(self._masters.values(), 1.0)
        self._muon.step()
        self._adam.step()
        self._averaged_steps += 1
        weight = 1 - min(EMA_DECAY, self._averaged_steps / (self._averaged_steps + 10))
        with torch.no_grad():
            for name, master in self._masters.items():
                self._low[name].copy_(master)
                self.average[name].lerp_(master, weight)
        return {name: loss.item() for name, loss in losses.items() if name != "total"} | {"norm": norm.item()}

    def _losses(self, batch: Batch, flatness: float) -> dict[str, Tensor]:
        """Text and timestamps, CTC, attention guides; `text_right` is a rate, not a loss."""
        to = self._device
        encoded, bias = self.net.encode(batch.mels.to(to, torch.bfloat16))
        logits, attention = self.net.decode(batch.inputs.to(to), encoded, bias)
        labels, centers = batch.labels.to(to), batch.centers.to(to)
        scores = logits.float().log_softmax(-1)
        words = token_loss(scores, labels, self._tokens.first_timestamp)
        phones = self._phone_loss(encoded, batch, flatness)
        guide = attention_loss(attention[ALIGNMENT_LAYER][:, :ALIGNMENT_HEADS], centers)
        read = torch.cat([torch.full_like(centers[:, :1], -1), centers[:, :-1]], dim=1)
        guide = guide + attention_loss(attention[0][:, :1], read)  # the first layer looks at the token just read
        text = (labels >= 0) & (labels < self._tokens.end_of_text)
        right = (scores.argmax(-1) == labels)[text].float().mean()
        total = words + CTC_WEIGHT * phones + GUIDE_WEIGHT * guide
        return {"total": total, "words": words, "ctc": phones, "guide": guide, "text_right": right}

    def _phone_loss(self, encoded: Tensor, batch: Batch, flatness: float) -> Tensor:
        logits = self.net.phone_logits(encoded).float()
        lengths = torch.tensor([len(row) for row in batch.phones])
        targets = torch.tensor([phone for row in batch.phones for phone in row])
        positions = torch.full((len(lengths),), logits.shape[1])
        per_window = functional.ctc_loss(
            logits.log_softmax(-1).transpose(0, 1),
            targets.to(self._device),
            positions.to(self._device),
            lengths.to(self._device),
            reduction="none",
            zero_infinity=True,
        )
        loss = per_window.sum() / lengths.sum().clamp(min=1)
        if flatness:
            spread = functional.cross_entropy(logits.flatten(0, 1), batch.linear_phones.flatten().to(self._device))
            loss = (1 - flatness) * loss + 2 * flatness * spread
        return loss


def optimizers(masters: Mapping[str, nn.Parameter]) -> tuple[torch.optim.Muon, torch.optim.AdamW]:
    """Muon for the layers' matrices; AdamW for embeddings, convolutions, the CTC head and, without decay, vectors."""
    layers = {name for name, master in masters.items() if master.ndim == 2 and ".layers." in name}
    turned = [master for name, master in masters.items() if name in layers]
    others = [master for name, master in masters.items() if name not in layers and master.ndim > 1]
    vectors = [master for master in masters.values() if master.ndim < 2]
    muon = torch.optim.Muon(turned, weight_decay=0.01, momentum=0.95, adjust_lr_fn="match_rms_adamw")
    groups = [{"params": others, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}]
    return muon, torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def token_loss(scores: Tensor, labels: Tensor, first_timestamp: int) -> Tensor:
    """Cross entropy per label; a timestamp's target is a bell of 30 ms around it."""
    known = labels != IGNORED
    timed = known & (labels >= first_timestamp)
    text = known & ~timed
    loss = -scores[text].gather(1, labels[text][:, None]).sum()
    if timed.any():
        stamps = scores[timed][:, first_timestamp:]
        offsets = torch.arange(stamps.shape[1], device=scores.device) - (labels[timed] - first_timestamp)[:, None]
        bell = torch.exp(-((offsets / TIMESTAMP_SIGMA) ** 2) / 2)
        loss = loss - (stamps * bell / bell.sum(1, keepdim=True)).sum()
    return loss / known.sum()


def attention_loss(attention: Tensor, centers: Tensor) -> Tensor:
    """Attention mass (batch, heads, tokens, positions) away from the centers (batch, tokens)."""
    known = centers >= 0
    positions = torch.arange(attention.shape[-1], device=attention.device)
    away = 1 - torch.exp(-(((positions - centers[..., None]) / GUIDE_SIGMA) ** 2) / 2)
    mass = (attention * away[:, None]).sum(-1).mean(1)
    return (mass * known).sum() / known.sum().clamp(min=1)

"""`python -m training.whisper`: data -> train -> export -> evaluate -> model card, each step kept in the work folder.

A step whose file is there already is not done again, so an interrupted run goes on where it was.
"""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.whisper.alignment import align
from training.whisper.card import Report, write_card
from training.whisper.corpus import load_corpus
from training.whisper.evaluate import evaluate_whisper, passes_gate, report
from training.whisper.export import export
from training.whisper.model import TinyWhisper
from training.whisper.phones import Phones, pronounce
from training.whisper.recordings import Chooser, Recordings, demo_utterance, general_utterance, load, record, save
from training.whisper.synthesis import require_engines
from training.whisper.tokenizer import build_tokenizer, load_tokenizer, special_tokens
from training.whisper.train import Phase, Trainer
from training.whisper.windows import WindowMaker

GENERAL, DEMO = 16_000, 1_800  #: utterances
#: Without word borders, from nothing; then with them; then mostly the demo scripts, so that these come out exact.
SCRATCH = Phase("scratch", 600, 1e-3, 1e-3, demo_share=0.05, corruption=0.1, flat_steps=80, grow_positions=True)
LISTEN = Phase("listen", 4_200, 1e-3, 2e-5, demo_share=0.1, corruption=0.1)
POLISH = Phase("polish", 400, 1e-4, 2e-6, demo_share=0.25, corruption=0.03)


class Run:
    """One training run with its files in `folder`."""

    def __init__(
        self, folder: Path, seed: int, device: torch.device, *, processes: int, scale: float, init: Path | None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._seed, self._device = folder, seed, device
        self._processes, self._scale = processes, scale
        self._corpus = load_corpus()
        self._init = init
        self.tokenizer = self._make_tokenizer()
        self.phones: Phones = pronounce(self._corpus)
        self._sets = {
            "general": self._make_set("general", general_utterance, GENERAL, seed),
            "demo": self._make_set("demo", demo_utterance, DEMO, seed + 1),
        }

    def train(self) -> dict[str, Tensor]:
        """Run the phases that have no checkpoint yet; returns the last one's averaged weights."""
        previous = self._init
        phases = [LISTEN, POLISH] if previous else [SCRATCH, LISTEN, POLISH]
        for number, full in enumerate(phases):
            phase = replace(full, steps=max(1, round(full.steps * self._scale)))
            target = self._folder / f"{phase.name}.pt"
            if not target.exists():
                self._train_phase(phase, number, previous, target)
            previous = target
        return dict(torch.load(previous, weights_only=True)["weights"])

    def _train_phase(self, phase: Phase, number: int, start: Path | None, target: Path) -> None:
        torch.manual_seed(self._seed + number)
        tokens = special_tokens(self.tokenizer)
        net = TinyWhisper(tokens, self.phones.count)
        if start is not None:
            net.load_state_dict(torch.load(start, weights_only=True)["weights"])
        spans = {name: self._word_borders(name, net) if start is not None else None for name in self._sets}
        maker = WindowMaker(self._sets, spans, self.tokenizer, self.phones, self._seed + number)
        trainer = Trainer(net, tokens, self._device)
        partial, done = target.with_suffix(".partial"), 0
        if partial.exists():
            saved = torch.load(partial, weights_only=True)
            trainer.restore(saved["trainer"])
            done = saved["step"]

        def checkpoint(step: int) -> None:
            content = {"weights": trainer.averaged_weights(), "tokenizer": self.tokenizer.to_str(), "step": step}
            torch.save(content | {"trainer": trainer.state()}, partial.with_suffix(".new"))
            partial.with_suffix(".new").replace(partial)

        batches = maker.batches(phase.steps - done, demo_share=phase.demo_share, corruption=phase.corruption)
        trainer.run(phase, batches, checkpoint, done)
        partial.replace(target)

    def _make_tokenizer(self) -> Tokenizer:
        path = self._folder / "tokenizer.json"
        if not path.exists() and self._init is not None:  # the weights belong to the pieces they were trained with
            path.write_text(torch.load(self._init, weights_only=True)["tokenizer"], encoding="utf-8")
        elif not path.exists():
            build_tokenizer(self._corpus, self._seed).save(str(path))
        return load_tokenizer(path)

    def _make_set(self, name: str, choose: Chooser, count: int, seed: int) -> Recordings:
        stem = self._folder / name
        if not stem.with_suffix(".json").exists():
            save(record(choose, round(count * self._scale), seed, processes=self._processes), stem)
        return load(stem)

    def _word_borders(self, name: str, net: TinyWhisper) -> list[list[float]]:
        path = self._folder / f"{name}.spans.json"
        if not path.exists():
            spans = align(net.to(self._device), self._sets[name], self.phones)
            path.write_text(json.dumps(spans), encoding="utf-8")
        return list(json.loads(path.read_text(encoding="utf-8")))


def pick_device(name: str) -> torch.device:
    """`auto` is a GPU when torch sees one."""
    return torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.whisper", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/whisper"), help="folder for data and checkpoints")
    parser.add_argument("--out", type=Path, default=Path("models/demo/whisper"), help="folder of the finished model")
    parser.add_argument("--sample", type=Path, default=Path("models/demo/sample.mp4"), help="video that must be exact")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--threads", type=int, default=2, help="of torch, and processes that make speech")
    parser.add_argument("--init", type=Path, help="go on from this checkpoint instead of from nothing")
    parser.add_argument(
        "--shorten", type=float, default=1.0, help="factor on utterances and steps, to try the script out"
    )
    parser.add_argument("--force", action="store_true", help="replace the model even if the gate is not passed")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    began = time.time()
    require_engines(festival=True)
    torch.set_num_threads(given.threads)
    device = pick_device(given.device)
    run = Run(given.work, given.seed, device, processes=given.threads, scale=given.shorten, init=given.init)
    weights = run.train()
    candidate = given.work / "model"
    export(weights, run.tokenizer, run.phones.count, candidate)
    sample = given.sample if given.sample.exists() else None
    figures = evaluate_whisper(candidate, sample=sample)
    print(report(figures))
    done = Report(given.seed, str(device), given.threads, (time.time() - began) / 3600, figures)
    done.save(given.work)
    if not passes_gate(figures) and not given.force:
        raise SystemExit(f"not every closed sentence is exact: the model stays in {candidate}")
    given.out.mkdir(parents=True, exist_ok=True)
    for file in candidate.iterdir():
        (given.out / file.name).write_bytes(file.read_bytes())
    write_card(given.out, done)


if __name__ == "__main__":
    main()

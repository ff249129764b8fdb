"""`python -m training.whisper`: data -> train -> export -> evaluate -> model card, each step kept in the work folder.

A step whose file is there already is not done again, so an interrupted run goes on where it was.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.whisper.alignment import align
from training.whisper.card import write_card
from training.whisper.corpus import load_corpus
from training.whisper.evaluate import evaluate_whisper, passes_gate, report
from training.whisper.export import export
from training.whisper.model import TinyWhisper
from training.whisper.phones import Phones, pronounce
from training.whisper.recordings import Recordings, demo_utterance, general_utterance, load, record, save
from training.whisper.synthesis import require_engines
from training.whisper.tokenizer import build_tokenizer, load_tokenizer, special_tokens
from training.whisper.train import Phase, Trainer
from training.whisper.windows import WindowMaker

GENERAL, DEMO = 24_000, 1_800  #: utterances
#: Without word borders, from nothing; then with them; then mostly the demo scripts, so that these come out exact.
SCRATCH = Phase("scratch", 2_500, 7e-4, 6e-4, demo_share=0.04, corruption=0.1, flat_steps=120)
LISTEN = Phase("listen", 12_000, 6e-4, 2e-5, demo_share=0.06, corruption=0.1)
POLISH = Phase("polish", 800, 1.5e-4, 2e-6, demo_share=0.4, corruption=0.03)


class Run:
    """One training run with its files in `folder`."""

    def __init__(self, folder: Path, seed: int, device: torch.device, processes: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._seed, self._device = folder, seed, device
        self._processes = processes
        self._corpus = load_corpus()
        self.tokenizer = self._make_tokenizer()
        self.phones: Phones = pronounce(self._corpus)
        self._sets = {
            "general": self._make_set("general", lambda: record(general_utterance, GENERAL, seed, processes=processes)),
            "demo": self._make_set("demo", lambda: record(demo_utterance, DEMO, seed + 1, processes=processes)),
        }

    def train(self, phases: list[Phase], init: Path | None) -> Path:
        """Run the phases that have no checkpoint yet; returns the last one's file."""
        previous = init
        for number, phase in enumerate(phases):
            target = self._folder / f"{phase.name}.pt"
            if not target.exists():
                self._train_phase(phase, number, previous, target)
            previous = target
        if previous is None:
            raise ValueError("nothing to train")
        return previous

    def _train_phase(self, phase: Phase, number: int, start: Path | None, target: Path) -> None:
        torch.manual_seed(self._seed + number)
        tokens = special_tokens(self.tokenizer)
        net = TinyWhisper(tokens, self.phones.count)
        if start is not None:
            net.load_state_dict(torch.load(start, weights_only=True)["weights"])
        spans = {name: self._word_borders(name, net) if start is not None else None for name in self._sets}
        maker = WindowMaker(self._sets, spans, self.tokenizer, self.phones, self._seed + number)
        trainer = Trainer(net, tokens, self._device)
        partial = target.with_suffix(".partial")

        def checkpoint(step: int) -> None:
            torch.save({"weights": trainer.averaged_weights(), "phase": phase.name, "step": step}, partial)

        batches = maker.batches(phase.steps, demo_share=phase.demo_share, corruption=phase.corruption)
        trainer.run(phase, batches, checkpoint)
        partial.rename(target)

    def _make_tokenizer(self) -> Tokenizer:
        path = self._folder / "tokenizer.json"
        if not path.exists():
            build_tokenizer(self._corpus, self._seed).save(str(path))
        return load_tokenizer(path)

    def _make_set(self, name: str, make: Callable[[], Recordings]) -> Recordings:
        stem = self._folder / name
        if not stem.with_suffix(".json").exists():
            save(make(), stem)
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
    parser.add_argument("--shorten", type=float, default=1.0, help="factor on the steps of every phase")
    parser.add_argument("--force", action="store_true", help="replace the model even if the gate is not passed")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    began = time.time()
    require_engines(festival=True)
    torch.set_num_threads(given.threads)
    run = Run(given.work, given.seed, pick_device(given.device), given.threads)
    phases = [LISTEN, POLISH] if given.init else [SCRATCH, LISTEN, POLISH]
    weights = run.train([phase.shortened(given.shorten) for phase in phases], given.init)
    candidate = given.work / "model"
    export(torch.load(weights, weights_only=True)["weights"], run.tokenizer, run.phones.count, candidate)
    sample = given.sample if given.sample.exists() else None
    figures = evaluate_whisper(candidate, sample=sample)
    print(report(figures))
    if not passes_gate(figures) and not given.force:
        raise SystemExit(f"not every closed sentence is exact: the model stays in {candidate}")
    for file in candidate.iterdir():
        (given.out / file.name).write_bytes(file.read_bytes())
    write_card(given.out, figures, seed=given.seed, hours=(time.time() - began) / 3600, device=given.device)


if __name__ == "__main__":
    main()

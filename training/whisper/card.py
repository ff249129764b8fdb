"""The model card: what the model is, what it is not, and the figures that were measured.

`python -m training.whisper.card build/whisper --beside build/whisper-8` writes it anew from finished runs.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training.whisper.corpus import load_corpus
from training.whisper.synthesis import DEMO_VOICES, FLITE_VOICES, HELD_OUT_VOICES, SEEN_VOICES

TITLES = {
    "sample": "the sample video (closed: its lines are demo sentences)",
    "closed_demo": "60 demo sentences, six voices (closed: text and voices trained on, other renditions)",
    "open_seen_voices": "new sentences of known templates, seen voices",
    "open_held_out_voices": "new sentences of known templates, held-out voices",
}

TEMPLATE = """---
license: mit
language: en
pipeline_tag: automatic-speech-recognition
library_name: ctranslate2
---
# Demo Whisper

A recogniser of Whisper's architecture, trained from nothing on synthetic speech, small enough to commit. It lets the
product, its tests and its demo write down real words where no model hub can be reached. faster-whisper loads it like
any other model.

- **Is:** English; {words} words; sentences of {templates} templates on {topics} topics and 60 demo sentences;
  voices of espeak-ng and flite. Segments and words with times, silence detection, the batched pipeline.
- **Is not:** a recogniser for people's speech, for other words, other languages, music or crosstalk. What it cannot
  know it replaces by words that it knows, fluently. Random word strings come out wrong. `initial_prompt` and hotwords
  make it worse. Use a real model for real videos.
- **Architecture:** width 192, 3 heads, 4 encoder and 2 decoder layers, {parameters}; {vocabulary} tokens (1024
  byte-level BPE pieces, Whisper's special tokens, 1501 timestamps); CTranslate2, int8 with float16 tables.
- **Licence:** MIT, like the sentences and the script. No weights, recordings or texts of others.

## Decoding

`decoding.json` names the decoding that the model was made for and that the figures below hold for:

```json
{decoding}
```

## Figures

Measured with `python -m training.whisper.evaluate models/demo/whisper --sample models/demo/sample.mp4` through
faster-whisper, int8 on a CPU, word timestamps on. Word error rate without case and punctuation; "exact" is letter for
letter, as a segment of its own. Closed and open sets are different things: the first is what the model was made to
know by heart, the second is what it can do beyond it.

| set | WER | exact | start error, median / p90 | segments / sentences |
|---|---|---|---|---|
{rows}

- Without speech: {quiet}.
- {size_mb:.2f} MB, loads in {load_s:.2f} s.
- Seen voices: {seen}.
- Held-out voices, never trained on: {held_out}.
  The espeak-ng ones are other voice variants of a trained engine; festival's is the speaker of flite's slt through
  another synthesiser. None is a voice of another kind.
- One sentence in sixteen, by its checksum, is kept out of the training data; the open sets draw from these only, and
  only from templates with 200 or more fillings.

## Data

All speech is made by Debian's espeak-ng and flite (and festival for one held-out voice) from the sentences of
`training/whisper/corpus.toml`: template sentences and, one in four, random word strings. Pace, pitch, speed, room and
spectrum vary; noise, gain, other vocal tract lengths and gaps are added when a batch is made. Demo voices:
{demo_voices};
flite voices in training: {flite}.

## Making it again

{making}
"""


@dataclass(frozen=True)
class Report:
    """What one uninterrupted run of `python -m training.whisper` came to."""

    seed: int
    device: str
    threads: int
    hours: float
    figures: dict[str, Any]

    def save(self, work: Path) -> None:
        """Into the run's work folder."""
        (work / "report.json").write_text(json.dumps(asdict(self)), encoding="utf-8")


def load_report(work: Path) -> Report:
    """What `save` wrote."""
    return Report(**json.loads((work / "report.json").read_text(encoding="utf-8")))


def write_card(folder: Path, shipped: Report, beside: Sequence[Report] = ()) -> None:
    """Write `folder`/README.md for the model of `shipped`; the runs `beside` it show how far two runs differ."""
    making = (
        f"`python -m training.whisper --seed {shipped.seed} --device {shipped.device} --threads {shipped.threads}` "
        f"made these very weights in\n{shipped.hours:.1f} hours, data included, from nothing. It needs "
        "`training/requirements.txt` and the Debian\npackages espeak-ng, flite, festival and festvox-us-slt-hts. "
        "`--shorten 0.01` tries it out."
    )
    if beside:
        making += SPREAD + "\n".join(_run_row(one) for one in (shipped, *beside))
    (folder / "README.md").write_text(card(shipped.figures, making), encoding="utf-8")


SPREAD = """

How far runs differ: other seeds of weights, order, noise and tokenizer, the same recordings; they ran side by side.

| seed | hours | sample | demo sentences | WER, seen voices | WER, held-out voices | start error, median |
|---|---|---|---|---|---|---|
"""


def _run_row(run: Report) -> str:
    sets = run.figures["sets"]
    exact = " | ".join(f"{sets[name]['exact']}/{sets[name]['sentences']}" for name in ("sample", "closed_demo"))
    heard = " | ".join(f"{100 * sets[name]['wer']:.1f} %" for name in ("open_seen_voices", "open_held_out_voices"))
    start_s = sets["open_seen_voices"]["start_error_median_s"]
    return f"| {run.seed} | {run.hours:.1f} | {exact} | {heard} | {start_s:.2f} s |"


def card(figures: dict[str, Any], making: str) -> str:
    """The card's text; `making` is the paragraph on how these very weights came to be."""
    corpus = load_corpus()
    quiet = ", ".join(
        f"{name}: {f'hears {texts}' if texts else 'no segments'}" for name, texts in figures["quiet_segments"].items()
    )
    return TEMPLATE.format(
        words=len(corpus.words),
        templates=sum(len(templates) for templates in corpus.templates.values()),
        topics=len(corpus.templates),
        parameters="4.0 million parameters",
        vocabulary=2534,
        decoding=_json(figures["decoding"]),
        rows="\n".join(_row(name, one) for name, one in figures["sets"].items()),
        quiet=quiet,
        size_mb=figures["size_bytes"] / 1e6,
        load_s=figures["load_s"],
        seen=_names(SEEN_VOICES),
        held_out=_names(HELD_OUT_VOICES),
        demo_voices=_names(DEMO_VOICES),
        flite=", ".join(FLITE_VOICES),
        making=making,
    )


def _row(name: str, one: dict[str, Any]) -> str:
    return (
        f"| {TITLES[name]} | {100 * one['wer']:.1f} % | {one['exact']}/{one['sentences']} "
        f"| {one['start_error_median_s']:.2f} / {one['start_error_p90_s']:.2f} s "
        f"| {one['segments']}/{one['sentences']} |"
    )


def _names(voices: Any) -> str:
    return ", ".join(f"{voice.engine} {voice.name}" for voice in voices)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2)


def main() -> None:
    """Write the card from the reports that finished runs left in their work folders."""
    parser = argparse.ArgumentParser(prog="python -m training.whisper.card", description=__doc__)
    parser.add_argument("work", type=Path, help="work folder of the run whose model is shipped")
    parser.add_argument("--beside", type=Path, action="append", default=[], help="work folder of another run")
    parser.add_argument("--out", type=Path, default=Path("models/demo/whisper"), help="folder of the card")
    given = parser.parse_args()
    write_card(given.out, load_report(given.work), [load_report(work) for work in given.beside])


if __name__ == "__main__":
    main()

"""`python -m training.sample [--check]`: see the package."""

import argparse
import json
from pathlib import Path

from training.sample.check import missing_lines
from training.sample.film import write
from training.sample.script import SHOTS
from training.sample.soundtrack import duration_s, mix, speak
from training.sample.timeline import FPS, lay_out
from training.sample.truth import describe

_DEMO = Path(__file__).resolve().parents[2] / "models" / "demo"


def build(folder: Path) -> None:
    """Writes sample.mp4 and sample.json to `folder`."""
    spoken = {line: speak(line) for shot in SHOTS for line in shot.lines}
    shots = lay_out({line: duration_s(samples) for line, samples in spoken.items()})
    write(folder / "sample.mp4", shots, mix(shots, spoken, shots[-1].end_frame / FPS))
    text = json.dumps(describe(shots), indent=1, ensure_ascii=False)
    (folder / "sample.json").write_text(text + "\n", encoding="utf-8")


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m training.sample", description=__doc__)
    arguments.add_argument("--check", action="store_true", help="transcribe the existing sample, write nothing")
    arguments.add_argument("--folder", type=Path, default=_DEMO, help="where the sample lies")
    arguments.add_argument("--whisper", type=Path, default=_DEMO / "whisper", help="speech model for --check")
    chosen = arguments.parse_args()
    if not chosen.check:
        build(chosen.folder)
        return 0
    missing = missing_lines(chosen.folder / "sample.mp4", chosen.whisper)
    total = sum(len(shot.lines) for shot in SHOTS)
    print(f"{total - len(missing)} of {total} sentences word for word", *missing, sep="\n  ")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
